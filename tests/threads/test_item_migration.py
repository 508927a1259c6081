"""The newest item of a thread moves from the session to the ledger, and back where that is undone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

BEFORE, AFTER = "0004_rollback", "0005_items_in_ledger"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def migrated_again() -> Iterator[None]:
    """Leave the tables as the other tests need them."""
    yield
    call_command("migrate", verbosity=0)


def migrate(name: str) -> tuple[Any, Any]:
    """Bring the tables to the migration `name`; return the sessions and the ledger as they are there."""
    call_command("migrate", "sessions_app", name, verbosity=0)
    apps = MigrationLoader(connection).project_state(("sessions_app", name)).apps
    models = (apps.get_model("sessions_app", name) for name in ("ConversationSession", "RemoteThread"))
    sessions, threads = (model.objects for model in models)
    return sessions, threads


def items(rows: Any) -> dict[str, str]:
    return dict(rows.values_list("thread_id", "last_item_id"))


def test_the_ledger_takes_over_the_items_of_the_sessions() -> None:
    sessions, threads = migrate(BEFORE)
    for thread_id, item in (("conv_1", ""), ("conv_pinned", "msg_legacy")):
        threads.create(thread_id=thread_id, last_item_id=item, created_at=NOW)
    for thread_id, item in (("conv_1", "msg_1"), ("conv_pinned", ""), ("conv_nowhere", "msg_2")):
        sessions.create(
            phone=thread_id, thread_id=thread_id, last_item_id=item, created_at=NOW, last_accessed=NOW
        )
    _, threads = migrate(AFTER)
    assert items(threads) == {"conv_1": "msg_1", "conv_pinned": "msg_legacy"}


def test_undone_the_sessions_have_their_items_again() -> None:
    sessions, threads = migrate(AFTER)
    for thread_id, item in (("conv_1", "msg_1"), ("", "")):
        threads.create(thread_id=thread_id, last_item_id=item, created_at=NOW)
    for thread_id in ("conv_1", "conv_nowhere"):
        sessions.create(phone=thread_id, thread_id=thread_id, created_at=NOW, last_accessed=NOW)
    sessions, _ = migrate(BEFORE)
    assert items(sessions) == {"conv_1": "msg_1", "conv_nowhere": ""}
