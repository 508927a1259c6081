"""The health API in legacy mode: the sessions are in the legacy file, which may be damaged."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sessions_app.health import metrics as health_metrics
from sessions_app.sessions import backend as session_backend
from sessions_app.sessions import legacy_store
from tests.support.factories import phone_number
from tests.support.health_api import BEARER, TOKEN, noon, validate  # noqa: F401  (noon is a fixture)

SESSIONS, DETAILS, CLEANUP = "/health/sessions", "/health/sessions/details", "/health/sessions/cleanup"
METRICS = "/metrics"
READERS = [("GET", SESSIONS), ("GET", DETAILS), ("POST", CLEANUP), ("GET", METRICS)]
DAMAGES = ['{"+14155550001": "conv_1"', '["conv_1"]', "\xff"]


@pytest.fixture(autouse=True)
def file(noon: None, settings: Settings, tmp_path: Path) -> Path:  # noqa: F811
    """The legacy file, with two sessions in it."""
    path = tmp_path / "legacy.json"
    settings.HEALTH_API_TOKEN = TOKEN
    settings.SESSION_BACKEND = "legacy"
    settings.LEGACY_SESSIONS_FILE = path
    session_backend.switch(session_backend.Backend.LEGACY)
    legacy_store.write({phone_number(1): "conv_1", phone_number(2): "conv_2"})
    return path


def assert_unhealthy(client: Client, method: str, path: str) -> None:
    """Assert a 503 that names the legacy file's trouble, and not where the file is."""
    response: Any = client.generic(method, path, headers=BEARER)
    assert response.status_code == 503
    validate(path, method.lower(), response)
    body = response.json()
    assert (body["status"], body["detail"]) == ("unhealthy", "The legacy file of sessions cannot be read.")


def test_the_sessions_of_the_file_are_counted_everywhere(client: Client) -> None:
    metrics = client.get(METRICS, headers=BEARER).content.decode()
    assert "whatspr_sessions_active 2.0" in metrics
    details = client.get(DETAILS, headers=BEARER).json()
    assert (details["active_sessions"], details["config"]["backend"]) == (2, "legacy")
    assert client.get(SESSIONS).json()["session_manager"]["metrics"]["active_sessions"] == 2


@pytest.mark.parametrize(("method", "path"), READERS)
@pytest.mark.parametrize("text", DAMAGES)
def test_a_damaged_file_is_a_503_that_says_so(
    client: Client, file: Path, method: str, path: str, text: str
) -> None:
    file.write_bytes(text.encode("latin-1"))
    assert_unhealthy(client, method, path)


@pytest.mark.parametrize(("method", "path"), READERS)
def test_a_file_that_cannot_be_read_is_a_503_that_says_so(
    client: Client, file: Path, method: str, path: str
) -> None:
    file.unlink()
    file.mkdir()
    assert_unhealthy(client, method, path)


def test_a_scrape_reads_the_totals_once_in_either_mode(settings: Settings) -> None:
    for backend in ("legacy", "database"):
        settings.SESSION_BACKEND = backend
        with CaptureQueriesContext(connection) as captured:
            health_metrics.exposition()
        assert sum("sessions_app_sessiontotal" in query["sql"] for query in captured) == 1
