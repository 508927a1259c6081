"""Rollback and restore when something comes in between: another move, a turn, a failure, an odd file."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections
from django.utils import timezone

from assistant.interview import Reply
from sessions_app.conversations import leases
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation, ConversationSession, Heartbeat
from sessions_app.rollback.rollback import roll_back
from sessions_app.sessions import backend, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.turns import claims, outcomes
from tests.support import moves
from tests.support.factories import InboundFactory, SessionFactory
from tests.support.moves import ADA, BOTH, backup_of, restart_as, sessions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder", "two_sessions")]

CAT = "+14155550003"

folder = pytest.fixture(moves.folder)
two_sessions = pytest.fixture(moves.two_sessions)


def rolled_back(settings: Any) -> Path:
    """The two sessions in legacy mode; return their backup."""
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    return backup_of(Path(settings.LEGACY_SESSIONS_FILE).parent)


def test_of_two_rollbacks_at_once_one_moves_the_sessions() -> None:
    def move(_: int) -> bool:
        try:
            return roll_back(with_backup=True) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(move, range(2))) == [False, True]
    assert (sessions(), legacy_store.read(), backend.current()) == ({}, BOTH, Backend.LEGACY)


def test_a_turn_under_way_writes_nothing_and_its_message_is_answered_after_the_restart(settings: Any) -> None:
    message = InboundFactory.create(phone=CAT)
    [turn] = claims.claim_turns(10)
    rolled_back(settings)
    with pytest.raises(leases.LeaseLost):
        outcomes.adopt_thread(turn, thread_id="conv_late")
    [turn] = claims.claim_turns(10)
    assert turn.messages == [message]
    outcomes.adopt_thread(turn, thread_id="conv_cat")
    outcomes.commit(turn, Reply(text="Hello"))
    assert (sessions(), legacy_store.read()) == ({}, BOTH | {CAT: "conv_cat"})


@pytest.mark.parametrize("back_again", [False, True])
def test_a_worker_that_was_frozen_writes_no_session_after_the_move(settings: Any, back_again: bool) -> None:
    if back_again:
        backup = rolled_back(settings)
    InboundFactory.create(phone=CAT)
    [turn] = claims.claim_turns(10)
    Conversation.objects.filter(phone=CAT).update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    if back_again:
        call_command("restore_sessions", str(backup))
    else:
        call_command("rollback_sessions")
    with pytest.raises(leases.LeaseLost):
        outcomes.adopt_thread(turn, thread_id="conv_late")
    with pytest.raises(leases.LeaseLost):
        outcomes.commit(turn, Reply(text="Hello", last_item_id=""))
    assert sessions() == (BOTH if back_again else {})
    assert legacy_store.path().exists() != back_again


@pytest.mark.parametrize("command", ["rollback_sessions", "restore_sessions"])
def test_a_commit_that_was_not_answered_is_found_done_by_the_same_command(
    settings: Any, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    words = [command] if command == "rollback_sessions" else [command, str(rolled_back(settings))]
    before, database = sessions(), connections["default"]
    commit = database.commit

    def broken_off() -> None:
        moved = sessions() != before
        commit()
        if moved:
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(database, "commit", broken_off)
    with pytest.raises(CommandError, match=r"does not say whether.*run the same command again"):
        call_command(*words)
    monkeypatch.setattr(database, "commit", commit)
    call_command(*words)
    gone = command == "rollback_sessions"
    assert (sessions(), legacy_store.read()) == (({}, BOTH) if gone else (BOTH, {}))
    assert backend.current() == (Backend.LEGACY if gone else Backend.DATABASE)


@pytest.mark.parametrize("odd", [f"whatsapp:{ADA}", "+1415\u200b"])
@pytest.mark.parametrize("dry_run", [True, False])
def test_sessions_that_could_not_be_read_again_are_refused(odd: str, dry_run: bool) -> None:
    SessionFactory.create(phone=odd)  # as an older release may have stored it
    with pytest.raises(CommandError, match=r"entry \d(.|\n)*Nothing was moved"):
        call_command("rollback_sessions", dry_run=dry_run)
    assert (len(sessions()), backend.current()) == (3, Backend.DATABASE)
    assert not legacy_store.path().exists()


def test_a_restore_is_refused_while_a_process_of_another_host_is_alive(settings: Any) -> None:
    backup = rolled_back(settings)
    Heartbeat.objects.create(kind=Heartbeat.Kind.WORKER, host="elsewhere", pid=1, at=timezone.now())
    with pytest.raises(CommandError, match=r"elsewhere.*Stop the workers"):
        call_command("restore_sessions", str(backup))
    assert (sessions(), legacy_store.read()) == ({}, BOTH)


@pytest.mark.parametrize("left", [0, 3])
def test_counters_fit_what_a_legacy_file_alone_restored(settings: Any, folder: Path, left: int) -> None:
    rolled_back(settings)
    file = folder / "legacy.json"
    file.write_text(json.dumps({f"+1415555000{number}": f"conv_{number}" for number in range(left)}))
    call_command("restore_sessions", str(file))
    restart_as(settings, "database")
    assert SessionManager().get_session_count() == len(sessions()) == left


def test_a_key_that_is_twice_in_a_legacy_file_is_refused(folder: Path) -> None:
    ConversationSession.objects.all().delete()
    (folder / "old.json").write_text(f'{{"{CAT}": "conv_1", "{CAT}": "conv_2"}}')
    with pytest.raises(CommandError, match="a key occurs twice"):
        call_command("restore_sessions", str(folder / "old.json"))
    assert sessions() == {}


@pytest.mark.parametrize("legacy", ["--legacy", "--backup-only", ""])
def test_a_legacy_file_that_is_elsewhere_has_to_be_named(
    settings: Any, folder: Path, legacy: str, capsys: Any
) -> None:
    backup = rolled_back(settings)
    SessionManager().set_session(CAT, "conv_cat")
    named = legacy_store.path().rename(folder / "moved.json")
    if not legacy:
        with pytest.raises(CommandError, match=r"does not exist.*--legacy FILE.*--backup-only"):
            call_command("restore_sessions", str(backup))
        assert (sessions(), backend.current()) == ({}, Backend.LEGACY)
        return
    call_command("restore_sessions", str(backup), legacy, *([str(named)] if legacy == "--legacy" else []))
    assert sessions() == ({**BOTH, CAT: "conv_cat"} if legacy == "--legacy" else BOTH)
    assert f"legacy file: {named if legacy == '--legacy' else 'none'}" in capsys.readouterr().out


def test_an_old_legacy_file_is_not_taken_for_the_one_in_use(settings: Any) -> None:
    backup = rolled_back(settings)
    call_command("restore_sessions", str(backup))
    ConversationSession.objects.all().delete()
    legacy_store.write({CAT: "conv_cat"})
    with pytest.raises(CommandError, match=r"in database, but .* exists.*--legacy FILE.*--backup-only"):
        call_command("restore_sessions", str(backup))
    assert sessions() == {}
    call_command("restore_sessions", str(backup), "--backup-only")
    assert sessions() == BOTH


@pytest.mark.parametrize("moved", [False, True])
def test_a_move_that_an_earlier_release_left_is_completed(settings: Any, moved: bool) -> None:
    if moved:
        rolled_back(settings)
    backend.switch(Backend.MOVING)
    call_command("rollback_sessions")
    assert (sessions(), legacy_store.read(), backend.current()) == ({}, BOTH, Backend.LEGACY)
