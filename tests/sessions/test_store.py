"""How many statements a session costs: each message waits for them (`benchmarks sessions`)."""

import pytest

from sessions_app.models import ConversationSession, RemoteThread, SessionChange
from sessions_app.sessions import live, store
from tests.support.statements import recorded_statements

ADA = "+14155550101"
TTL = 3600.0

pytestmark = pytest.mark.django_db


def put(thread_id: str) -> list[str]:
    """Give Ada the thread in the test's transaction; return the statements."""
    with recorded_statements() as statements:
        store.put(ADA, thread_id, ttl=TTL, live_since=live.live_since(ttl=TTL))
    return statements


def test_in_a_turn_a_session_begins_and_is_replaced_without_a_savepoint() -> None:
    said = put("conv_one") + put("conv_two")
    assert not [one for one in said if "SAVEPOINT" in one]
    assert ConversationSession.objects.get().thread_id == "conv_two"


@pytest.mark.postgres("SQLite has no statement that changes several tables")
def test_on_postgresql_one_statement_begins_counts_and_adopts() -> None:
    said = put("conv_one")
    assert [one.split()[0] for one in said] == ["SELECT", "WITH"]
    assert SessionChange.objects.get().reason == SessionChange.Reason.CREATED
    assert RemoteThread.objects.get(thread_id="conv_one").adopted


def test_a_single_thread_is_not_sent_as_an_array() -> None:
    put("conv_one")
    assert not [one for one in put("conv_two") if "unnest" in one or "ANY(" in one]
