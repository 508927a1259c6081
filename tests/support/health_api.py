"""What the tests of the health API share: the state of an installation, and schema validation."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from sessions_app.manager import CLEANUP_JOB
from sessions_app.models import Heartbeat, HousekeepingJob

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TOKEN = "a-token-of-32-or-more-characters"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
DAY = 86400


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def installed(*, seconds_ago: float) -> None:
    """Pretend that the migrations were applied then."""
    MigrationRecorder(connection).migration_qs.filter(app="sessions_app").update(applied=ago(seconds_ago))


def alive(kind: Heartbeat.Kind, *, seconds_ago: float = 0) -> None:
    Heartbeat.objects.update_or_create(kind=kind, host="here", pid=1, defaults={"at": ago(seconds_ago)})


def cleaned(*, seconds_ago: float, removed: int = 0) -> None:
    HousekeepingJob.objects.update_or_create(
        name=CLEANUP_JOB,
        defaults={
            "last_started_at": ago(seconds_ago + 1),
            "last_finished_at": ago(seconds_ago),
            "last_done": removed,
        },
    )


def everything_runs() -> None:
    """An installation of yesterday whose processes are all alive."""
    installed(seconds_ago=DAY)
    cleaned(seconds_ago=10)
    for kind in Heartbeat.Kind:
        alive(kind)


@pytest.fixture
def noon(transactional_db: None) -> Iterator[None]:
    """Stop the clock at `NOW`, in an installation that runs well.

    Reports have connections of their own, so that a test's rows have to be committed.
    """
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        everything_runs()
        yield


def body_of(client: Client, path: str, *, status: int = 200, **more: Any) -> Any:
    """GET `path` and return its JSON. Asserts the status, and that the schema is true of the answer."""
    response = client.get(path, **more)
    assert response.status_code == status, response.content
    validate(path, "get", response)
    return response.json()


def validate(path: str, method: str, response: Any) -> None:
    """Assert that `response` looks as the OpenAPI schema says, and has nothing that it does not name."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    told = schema["paths"][path][method]["responses"][str(response.status_code)]["content"]
    shape = told["application/json"]["schema"]
    components = schema["components"]
    for component in components["schemas"].values():
        component["additionalProperties"] = False
    Draft202012Validator({**shape, "components": components}).validate(response.json())
