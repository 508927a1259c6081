"""Rollback and restore when something comes in between: another move, a turn, a failure."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from django.utils import timezone

from sessions_app.conversations import leases, takeover
from sessions_app.manager import SessionManager
from sessions_app.models import (
    Conversation,
    ConversationSession,
    Heartbeat,
    HousekeepingJob,
    InboundMessage,
    RemoteThread,
    SessionBackend,
)
from sessions_app.rollback import move, restore
from sessions_app.rollback.move import MoveRefused
from sessions_app.rollback.rollback import roll_back
from sessions_app.sessions import backend, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.turns import claims, outcomes
from sessions_app.turns.turn import Turn
from tests.fakes.background_server import wait_until
from tests.support import moves
from tests.support.factories import InboundFactory, SessionFactory
from tests.support.moves import ADA, BOTH, backup_of, restart_as, sessions, thread_states

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder", "two_sessions")]

CAT = "+14155550003"

folder = pytest.fixture(moves.folder)
two_sessions = pytest.fixture(moves.two_sessions)


@contextmanager
def while_it_waits(happens: Callable[[], Any]) -> Iterator[None]:
    """Let something happen while a move waits for the last turn, which ends then."""

    def happen() -> None:
        wait_until(lambda: backend.current() == Backend.MOVING)
        happens()
        leases.revoke(CAT)
        connections.close_all()

    assert leases.claim([CAT])
    with ThreadPoolExecutor(1) as pool:
        happened = pool.submit(happen)
        yield
        happened.result()


def frozen_turn() -> Turn:
    """A first turn whose worker has stood still for longer than its lease."""
    InboundFactory.create(phone=CAT)
    [turn] = claims.claim_turns(10)
    Conversation.objects.filter(phone=CAT).update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    return turn


def rolled_back(settings: Any) -> Path:
    """The two sessions in legacy mode; return their backup."""
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    return backup_of(Path(settings.LEGACY_SESSIONS_FILE).parent)


@pytest.mark.parametrize(
    "command",
    [["rollback_sessions"], ["rollback_sessions", "--abort"], ["restore_sessions", __file__ + ".none"]],
)
def test_a_second_move_is_refused_at_once(folder: Path, command: list[str]) -> None:
    if command[0] == "restore_sessions":
        ConversationSession.objects.all().delete()
        command[1] = str(folder / "old.json")
        (folder / "old.json").write_text(json.dumps(BOTH))
    before = sessions()
    with move.only_one(), pytest.raises(CommandError, match=r"Another .* is under way"):
        call_command(*command)
    assert (sessions(), backend.current()) == (before, Backend.DATABASE)
    assert not legacy_store.path().exists()


def test_a_legacy_file_that_comes_while_it_waits_is_not_overwritten() -> None:
    other = {CAT: "thread_other"}
    with while_it_waits(lambda: legacy_store.write(other)), pytest.raises(MoveRefused, match="exists"):
        roll_back(with_backup=True)
    assert (sessions(), legacy_store.read()) == (BOTH, other)
    assert backend.current() == Backend.DATABASE


@pytest.mark.parametrize("command", ["rollback_sessions", "restore_sessions"])
def test_another_host_that_comes_while_it_waits_refuses_it(
    folder: Path,
    command: str,
) -> None:
    file = folder / "old.json"
    file.write_text(json.dumps({CAT: "thread_old"}))
    if command == "restore_sessions":
        ConversationSession.objects.all().delete()
    before = sessions()

    def comes() -> None:
        Heartbeat.objects.create(kind=Heartbeat.Kind.WORKER, host="elsewhere", pid=1, at=timezone.now())

    with while_it_waits(comes), pytest.raises(CommandError, match="elsewhere"):
        call_command(command, *([str(file)] if command == "restore_sessions" else []))
    assert (sessions(), backend.current()) == (before, Backend.DATABASE)


def test_a_restore_is_refused_while_a_process_of_another_host_is_alive(settings: Any) -> None:
    backup = rolled_back(settings)
    Heartbeat.objects.create(kind=Heartbeat.Kind.WORKER, host="elsewhere", pid=1, at=timezone.now())
    with pytest.raises(CommandError, match=r"elsewhere.*Stop the workers"):
        call_command("restore_sessions", str(backup))
    assert (sessions(), legacy_store.read()) == ({}, BOTH)


def test_a_state_that_somebody_else_changed_meanwhile_stays() -> None:
    with while_it_waits(lambda: backend.switch(Backend.LEGACY)), pytest.raises(MoveRefused):
        roll_back(with_backup=True)
    assert backend.current() == Backend.LEGACY
    assert sessions() == BOTH


def lose_the_answer_of_the_commit(monkeypatch: pytest.MonkeyPatch, when: Callable[[], bool]) -> None:
    """Let the database break off right after the first COMMIT `when` it says so."""
    database = connections["default"]
    commit = database.commit

    def broken_off() -> None:
        is_it = when()
        commit()
        if is_it:
            monkeypatch.setattr(database, "commit", commit)
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(database, "commit", broken_off)


def test_a_rollback_whose_commit_was_not_answered_is_done(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_answer_of_the_commit(monkeypatch, when=lambda: legacy_store.path().exists())
    call_command("rollback_sessions")
    assert backend.current() == Backend.LEGACY
    assert (sessions(), legacy_store.read()) == ({}, BOTH)


def test_a_restore_whose_commit_was_not_answered_is_done(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = rolled_back(settings)
    lose_the_answer_of_the_commit(monkeypatch, when=ConversationSession.objects.exists)
    call_command("restore_sessions", str(backup))
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)
    assert not legacy_store.path().exists()


@pytest.mark.parametrize("back_again", [False, True])
def test_a_worker_that_was_frozen_writes_no_session_after_the_move(settings: Any, back_again: bool) -> None:
    if back_again:
        backup = rolled_back(settings)
    turn = frozen_turn()
    if back_again:
        call_command("restore_sessions", str(backup))
    else:
        call_command("rollback_sessions")
    with pytest.raises(leases.LeaseLost):
        outcomes.adopt_thread(turn, thread_id="conv_late")
    with pytest.raises(leases.LeaseLost):
        outcomes.commit(turn, text="Hello", last_item_id="")
    assert sessions() == (BOTH if back_again else {})
    assert legacy_store.path().exists() != back_again


def refuse_to_write_that_sessions_are_in_legacy_mode() -> None:
    """Let the database fail in the last statement of a rollback, as a full disk would."""
    table = SessionBackend._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER full BEFORE UPDATE ON {table} WHEN NEW.backend = 'legacy'"
                " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        else:
            cursor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT full_disk CHECK (backend <> 'legacy') NOT VALID"
            )


@pytest.fixture
def full_database() -> Iterator[None]:
    refuse_to_write_that_sessions_are_in_legacy_mode()
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER full")
        else:
            cursor.execute(f"ALTER TABLE {SessionBackend._meta.db_table} DROP CONSTRAINT full_disk")


@pytest.mark.usefixtures("full_database")
def test_a_database_that_fails_is_told_and_leaves_no_files(folder: Path) -> None:
    with pytest.raises(CommandError, match=r"full(.|\n)*Nothing was moved"):
        call_command("rollback_sessions")
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)
    assert not legacy_store.path().exists()
    assert list((folder / "backups").iterdir()) == []


def test_a_legacy_file_that_cannot_be_written_leaves_no_backup(folder: Path) -> None:
    (folder / "legacy.json.new").mkdir()
    with pytest.raises(CommandError, match="Nothing was moved"):
        call_command("rollback_sessions")
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)
    assert list((folder / "backups").iterdir()) == []


@pytest.mark.parametrize("setting", ["LEGACY_SESSIONS_FILE", "SESSION_BACKUP_FOLDER"])
def test_a_dry_run_finds_a_folder_that_cannot_be_written(
    settings: Any,
    folder: Path,
    setting: str,
) -> None:
    (folder / "file").touch()
    setattr(settings, setting, folder / "file" / "below" / "it")
    with pytest.raises(CommandError, match="Nothing can be written to"):
        call_command("rollback_sessions", dry_run=True)
    assert [path.name for path in folder.iterdir()] == ["file"]


@pytest.mark.parametrize("odd", [f"whatsapp:{ADA}", f" {ADA}", "+1415\u200b"])
@pytest.mark.parametrize("dry_run", [True, False])
def test_sessions_that_could_not_be_read_again_are_refused(odd: str, dry_run: bool) -> None:
    SessionFactory.create(phone=odd)  # as an older release may have stored it
    with pytest.raises(CommandError, match="could not be read again"):
        call_command("rollback_sessions", dry_run=dry_run)
    assert (len(sessions()), backend.current()) == (3, Backend.DATABASE)
    assert not legacy_store.path().exists()


def test_a_deletion_of_threads_that_runs_is_waited_for() -> None:
    jobs = HousekeepingJob.objects.filter(name="delete_threads")
    jobs.update(last_started_at=timezone.now(), last_finished_at=None)
    with pytest.raises(MoveRefused, match="threads were still being deleted"):
        roll_back(with_backup=False, wait_seconds=0)
    assert sessions() == BOTH
    jobs.update(last_finished_at=timezone.now())
    assert roll_back(with_backup=False, wait_seconds=0).sessions == 2


def test_pauses_do_not_end_while_sessions_move() -> None:
    takeover.pause(ADA, by="olga")
    ConversationSession.objects.update(last_accessed=timezone.now() - timedelta(days=1))
    backend.switch(Backend.MOVING)
    assert takeover.end_expired(ttl=3600) == 0
    assert takeover.is_paused(ADA)


def test_restored_threads_are_nobody_elses_to_sweep(settings: Any) -> None:
    backup = rolled_back(settings)
    RemoteThread.objects.update(adopted=False)
    call_command("restore_sessions", str(backup))
    assert list(RemoteThread.objects.values_list("adopted", flat=True)) == [True, True]


@pytest.mark.parametrize("left", [0, 1, 2, 3])
def test_counters_fit_what_a_legacy_file_alone_restored(
    settings: Any,
    folder: Path,
    left: int,
) -> None:
    rolled_back(settings)
    file = folder / "only.json"
    file.write_text(json.dumps({f"+1415555000{number}": f"conv_{number}" for number in range(left)}))
    call_command("restore_sessions", str(file))
    restart_as(settings, "database")
    assert SessionManager().get_session_count() == len(sessions()) == left


def test_a_key_that_is_twice_in_a_legacy_file_is_refused(folder: Path) -> None:
    ConversationSession.objects.all().delete()
    (folder / "old.json").write_text(f'{{"{CAT}": "conv_1", "{CAT}": "conv_2"}}')
    with pytest.raises(CommandError, match="a key is there twice"):
        call_command("restore_sessions", str(folder / "old.json"))
    assert sessions() == {}


def test_a_backup_of_many_brackets_is_damaged(folder: Path) -> None:
    (folder / "deep").write_text('{"format": "whatspr-sessions-1"}\n' + "[" * 100_000)
    with pytest.raises(CommandError, match="is damaged"):
        call_command("restore_sessions", str(folder / "deep"))


@pytest.mark.parametrize("legacy", ["--legacy", "--backup-only", ""])
def test_a_legacy_file_that_is_elsewhere_has_to_be_named(
    settings: Any,
    folder: Path,
    legacy: str,
    capsys: Any,
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
    with pytest.raises(CommandError, match=r"in the database, and yet.*--legacy FILE.*--backup-only"):
        call_command("restore_sessions", str(backup))
    assert sessions() == {}
    call_command("restore_sessions", str(backup), "--backup-only")
    assert sessions() == BOTH


def test_the_legacy_file_in_use_is_told(settings: Any, capsys: Any) -> None:
    backup = rolled_back(settings)
    call_command("restore_sessions", str(backup))
    assert f"Backup: {backup}; legacy file: {legacy_store.path()}\n" in capsys.readouterr().out


def cut_off() -> None:
    backend.switch(Backend.MOVING)


def test_a_rollback_that_was_cut_off_before_its_commit_is_finished_by_another() -> None:
    cut_off()
    legacy_store.write({ADA: "conv_ada"})  # and since then nobody could change anything
    call_command("rollback_sessions")
    assert backend.current() == Backend.LEGACY
    assert (sessions(), legacy_store.read()) == ({}, BOTH)


def test_a_rollback_that_was_cut_off_can_be_given_up(folder: Path) -> None:
    cut_off()
    legacy_store.write(BOTH)
    call_command("rollback_sessions", "--abort")
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)
    assert not legacy_store.path().exists()
    call_command("rollback_sessions")  # its place is free
    assert legacy_store.read() == BOTH


@pytest.mark.parametrize("command", [["rollback_sessions"], ["rollback_sessions", "--abort"]])
def test_after_a_restore_that_was_cut_off_the_sessions_are_in_the_legacy_file(
    settings: Any, command: list[str]
) -> None:
    rolled_back(settings)
    cut_off()
    call_command(*command)
    assert backend.current() == Backend.LEGACY
    assert (sessions(), legacy_store.read()) == ({}, BOTH)
    assert set(thread_states().values()) == {RemoteThread.State.PINNED}


def test_a_restore_that_was_cut_off_does_not_empty_a_legacy_file_that_is_elsewhere(
    settings: Any,
    folder: Path,
) -> None:
    rolled_back(settings)
    cut_off()
    settings.LEGACY_SESSIONS_FILE = folder / "elsewhere.json"
    call_command("rollback_sessions")
    assert backend.current() == Backend.LEGACY
    assert not legacy_store.path().exists()


def test_a_restore_that_was_cut_off_is_done_again(settings: Any) -> None:
    backup = rolled_back(settings)
    cut_off()
    call_command("restore_sessions", str(backup))
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)


@pytest.mark.parametrize("aside", [True, False])
@pytest.mark.parametrize("env_file_says", ["legacy", "database"])
def test_what_a_restore_has_to_do_after_its_commit_is_done_by_another(
    settings: Any,
    folder: Path,
    aside: bool,
    env_file_says: str,
) -> None:
    backup = rolled_back(settings)
    legacy = legacy_store.path().read_text()
    restore.restore(backup=None, legacy_file=legacy_store.path())
    if not aside:
        legacy_store.path().write_text(legacy)
    restart_as(settings, env_file_says)
    call_command("restore_sessions", str(backup))
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)
    assert not legacy_store.path().exists()
    assert (folder / "env").read_text() == "SESSION_BACKEND=database\n"


@pytest.mark.parametrize("aside", [True, False])
def test_a_restore_that_was_cut_off_keeps_what_changed_in_legacy_mode(settings: Any, aside: bool) -> None:
    backup = rolled_back(settings)
    SessionManager().set_session(CAT, "conv_cat")
    legacy = legacy_store.path().read_text()
    restore.restore(backup=None, legacy_file=legacy_store.path())
    if not aside:
        legacy_store.path().write_text(legacy)
    call_command("restore_sessions", str(backup))  # in an environment that still says legacy
    assert sessions() == {**BOTH, CAT: "conv_cat"}
    assert not legacy_store.path().exists()


def test_without_a_move_there_is_nothing_to_give_up(capsys: Any) -> None:
    call_command("rollback_sessions", "--abort")
    assert "The sessions are in database" in capsys.readouterr().out
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)


def test_messages_that_waited_for_a_move_that_was_given_up_are_answered() -> None:
    message = InboundFactory.create(phone=ADA)
    cut_off()
    assert claims.claim_turns(1) == []
    call_command("rollback_sessions", "--abort")
    [turn] = claims.claim_turns(1)
    assert turn.messages == [message]
    assert message.state == InboundMessage.State.RECEIVED
