"""The legacy file: as it was where something fails, and no thread deleted that somebody still uses."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, EndedSession, RemoteThread
from sessions_app.sessions import backend, legacy_store
from tests.support import moves, triggers
from tests.support.moves import ADA, BOB, in_legacy_mode, sessions, thread_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

folder = pytest.fixture(moves.folder)


@pytest.fixture
def manager(settings: Any) -> SessionManager:
    in_legacy_mode(settings)
    return SessionManager()


def test_it_is_as_it_was_where_the_database_fails(manager: SessionManager) -> None:
    manager.set_session(ADA, "conv_ada")
    triggers.fail(f"BEFORE INSERT ON {RemoteThread._meta.db_table}")
    for change in (
        lambda: manager.set_session(ADA, "conv_other"),
        lambda: manager.migrate_from_dict({BOB: "conv_bob"}),
    ):
        with pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
            change()
    assert legacy_store.read() == {ADA: "conv_ada"}


def test_a_rollback_in_which_the_database_fails_moves_nothing() -> None:
    SessionManager().set_session(ADA, "conv_ada")
    triggers.fail(f"BEFORE DELETE ON {ConversationSession._meta.db_table}")
    with pytest.raises(CommandError, match=r"The database failed: (.|\n)*Nothing was moved"):
        call_command("rollback_sessions")
    assert (sessions(), backend.current()) == ({ADA: "conv_ada"}, "database")


def test_a_session_is_not_ended_where_the_database_fails(manager: SessionManager) -> None:
    manager.set_session(ADA, "conv_ada")
    triggers.fail(f"BEFORE INSERT ON {EndedSession._meta.db_table}")
    with pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
        manager.remove_session(ADA)
    assert legacy_store.read() == {ADA: "conv_ada"}


def test_a_thread_that_another_phone_uses_stays_pinned(manager: SessionManager) -> None:
    manager.set_session(ADA, "conv_shared")
    manager.set_session(BOB, "conv_shared")
    manager.set_session(BOB, "conv_bob")
    assert thread_states() == {"conv_shared": "pinned", "conv_bob": "pinned"}
    manager.set_session(BOB, "conv_shared")
    manager.remove_session(BOB)
    assert thread_states() == {"conv_shared": "pinned", "conv_bob": "doomed"}
