"""Moving all sessions to the legacy file and back: what is refused, and what stays true meanwhile."""

import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone

from sessions_app.conversations import leases, takeover
from sessions_app.housekeeping.thread_deletion import delete_doomed
from sessions_app.manager import SessionManager
from sessions_app.models import (
    ConversationSession,
    Heartbeat,
    InboundMessage,
    RemoteThread,
    SessionChange,
)
from sessions_app.rollback import backup as session_backup
from sessions_app.rollback.move import MoveRefused
from sessions_app.rollback.rollback import roll_back
from sessions_app.sessions import backend, expiry, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import session_counts
from sessions_app.threads import ledger
from sessions_app.turns import claims, outcomes
from tests.fakes.background_server import wait_until
from tests.support import moves
from tests.support.factories import InboundFactory, SessionFactory, ThreadFactory, phone_number
from tests.support.moves import ADA, BOB, backup_of, in_legacy_mode, restart_as, sessions, thread_states
from tests.support.statements import plan, recorded_statements

pytestmark = pytest.mark.django_db(transaction=True)

State = RemoteThread.State

folder = pytest.fixture(moves.folder, autouse=True)
two_sessions = pytest.fixture(moves.two_sessions)


@contextmanager
def last_turn(phone: str, thread_id: str) -> Iterator[None]:
    """A turn of `phone` that gets its thread, and ends, while a move waits for it."""

    def end() -> None:
        wait_until(lambda: backend.current() == Backend.MOVING)
        outcomes.adopt_thread(turn, thread_id=thread_id)
        outcomes.commit(turn, text="Hello", last_item_id="")
        connections.close_all()

    InboundFactory.create(phone=phone)
    [turn] = claims.claim_turns(1)
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(end)
        yield
        ended.result()


@pytest.mark.usefixtures("two_sessions")
def test_a_dry_run_tells_the_plan_and_touches_nothing(folder: Path, capsys: Any) -> None:
    call_command("rollback_sessions", dry_run=True)
    told = capsys.readouterr().out
    assert "2 sessions would be moved" in told
    assert list(folder.iterdir()) == []
    assert sessions() == {ADA: "conv_ada", BOB: "conv_bob"}
    assert backend.current() == Backend.DATABASE


@pytest.mark.usefixtures("two_sessions")
def test_sessions_are_moved_not_copied_and_their_threads_pinned(folder: Path) -> None:
    call_command("rollback_sessions")
    assert sessions() == {}
    assert legacy_store.read() == {ADA: "conv_ada", BOB: "conv_bob"}
    assert thread_states() == {"conv_ada": State.PINNED, "conv_bob": State.PINNED}
    assert (folder / "env").read_text() == "SESSION_BACKEND=legacy\n"
    assert backup_of(folder).stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("two_sessions")
def test_without_a_backup_none_is_written(folder: Path) -> None:
    call_command("rollback_sessions", no_backup=True)
    assert not (folder / "backups").exists()


def test_a_thread_that_was_doomed_by_mistake_is_pinned_all_the_same() -> None:
    SessionFactory.create(phone=ADA, thread_id="conv_shared")
    ThreadFactory.create(thread_id="conv_shared", state=State.DOOMED, created_at=timezone.now())
    roll_back(with_backup=False)
    assert thread_states() == {"conv_shared": State.PINNED}


@pytest.mark.usefixtures("two_sessions")
def test_it_is_refused_while_a_process_of_another_host_is_alive(folder: Path) -> None:
    Heartbeat.objects.create(kind=Heartbeat.Kind.WORKER, host="elsewhere", pid=1, at=timezone.now())
    with pytest.raises(CommandError, match=r"elsewhere.*Stop the workers"):
        call_command("rollback_sessions")
    assert len(sessions()) == 2
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("two_sessions")
def test_an_existing_legacy_file_is_never_overwritten() -> None:
    legacy_store.write({BOB: "thread_old"})
    with pytest.raises(CommandError, match="move it away"):
        call_command("rollback_sessions")
    assert legacy_store.read() == {BOB: "thread_old"}


@pytest.mark.usefixtures("two_sessions")
def test_a_turn_that_does_not_end_in_time_refuses_it_and_all_goes_on() -> None:
    InboundFactory.create(phone=BOB)
    leases.claim([ADA])
    with pytest.raises(MoveRefused, match="turns still ran"):
        roll_back(with_backup=True, wait_seconds=0)
    assert len(sessions()) == 2
    assert [turn.lease.phone for turn in claims.claim_turns(10)] == [BOB]


@pytest.mark.usefixtures("two_sessions")
def test_a_backup_that_cannot_be_written_stops_it(folder: Path) -> None:
    (folder / "backups").write_text("in the way")
    with pytest.raises(CommandError, match="Nothing was moved"):
        call_command("rollback_sessions")
    assert len(sessions()) == 2
    assert backend.current() == Backend.DATABASE


@pytest.mark.parametrize("where", [Backend.MOVING, Backend.LEGACY])
def test_a_process_set_up_otherwise_claims_resets_expires_and_deletes_nothing(
    settings: Any, where: Backend
) -> None:
    settings.OPENAI_API_KEY = "sk-test"
    long_ago = timezone.now() - timedelta(days=1)
    for phone in (ADA, phone_number(3)):  # nobody waits in the second one
        SessionFactory.create(phone=phone, created_at=long_ago)
    ThreadFactory.create(thread_id="thread_old", state=State.DOOMED, created_at=long_ago)
    InboundFactory.create(phone=BOB)
    InboundFactory.create(phone=ADA, kind=InboundMessage.Kind.RESET)
    backend.switch(where)
    assert claims.claim_turns(10) == []
    assert expiry.expire(ttl=3600) == 0
    assert delete_doomed() == 0
    assert InboundMessage.objects.filter(state=InboundMessage.State.RECEIVED).count() == 2


def test_legacy_mode_has_no_ttl_and_dooms_what_it_replaces_or_removes(settings: Any) -> None:
    in_legacy_mode(settings)
    manager = SessionManager()
    manager.set_session(ADA, "conv_1")
    manager.set_session(ADA, "conv_2")
    manager.set_session(BOB, "conv_3")
    assert (manager.get_session(ADA), manager.get_session_count()) == ("conv_2", 2)
    assert manager.remove_session(BOB)
    assert not manager.remove_session(BOB)
    assert manager.export_to_dict() == {ADA: "conv_2"}
    assert thread_states() == {"conv_1": State.DOOMED, "conv_2": State.PINNED, "conv_3": State.DOOMED}


def test_the_rows_of_threads_are_found_by_the_index() -> None:
    ThreadFactory.create(thread_id="conv_1", created_at=timezone.now())
    with transaction.atomic(), recorded_statements() as sent:
        ledger.pin(["conv_1"])
        [steps] = [plan(statement) for statement in sent.copy()]
    assert thread_states() == {"conv_1": State.PINNED}
    assert "remote_thread_id_unique" in steps


def test_a_legacy_file_that_is_damaged_loses_nothing(settings: Any) -> None:
    in_legacy_mode(settings)
    legacy_store.path().write_text('{"+14155550001": "conv_1"')
    with pytest.raises(legacy_store.LegacyFileDamaged):
        SessionManager().set_session(BOB, "conv_2")
    assert legacy_store.path().read_text() == '{"+14155550001": "conv_1"'


@pytest.mark.usefixtures("two_sessions")
def test_a_round_trip_keeps_times_items_and_counters(settings: Any, folder: Path) -> None:
    ledger.note_item("conv_ada", item_id="msg_7")
    before = list(ConversationSession.objects.order_by("phone").values())
    totals = session_counts.totals()
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    call_command("restore_sessions", str(backup_of(folder)))
    restart_as(settings, "database")
    after = list(ConversationSession.objects.order_by("phone").values())
    assert [{**row, "id": 0} for row in after] == [{**row, "id": 0} for row in before]
    assert session_counts.totals() == totals
    assert set(thread_states().values()) == {State.LIVE}
    assert ledger.last_item("conv_ada") == "msg_7"
    assert (folder / "env").read_text() == "SESSION_BACKEND=database\n"
    assert not legacy_store.path().exists()


@pytest.mark.usefixtures("two_sessions")
def test_the_newest_items_are_in_the_backup(folder: Path) -> None:
    ledger.note_item("conv_ada", item_id="msg_7")
    call_command("rollback_sessions")
    assert session_backup.parse(backup_of(folder).read_text(), source=folder).last_items == {
        "conv_ada": "msg_7",
        "conv_bob": "",
    }


def test_a_backup_from_when_sessions_held_the_newest_item_is_restored_with_it(folder: Path) -> None:
    moment = "2026-11-22T12:00:00+00:00"
    session = {
        "phone": ADA,
        "thread_id": "conv_ada",
        "last_item_id": "msg_7",
        "created_at": moment,
        "last_accessed": moment,
    }
    header = {"format": "whatspr-sessions-1", "written_at": moment, "totals": {"created": 1, "replaced": 0}}
    text = f"{json.dumps(header)}\n{json.dumps(session)}\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    file = folder / "old.jsonl"
    file.write_text(text + json.dumps({"sessions": 1, "sha256": digest}) + "\n")
    call_command("restore_sessions", str(file))
    assert (sessions(), ledger.last_item("conv_ada")) == ({ADA: "conv_ada"}, "msg_7")


@pytest.mark.usefixtures("two_sessions")
def test_restoring_takes_over_what_changed_in_legacy_mode(settings: Any, folder: Path) -> None:
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    SessionManager().set_session(ADA, "conv_new")
    SessionManager().remove_session(BOB)
    SessionManager().set_session("+14155550003", "conv_carl")
    call_command("restore_sessions", str(backup_of(folder)))
    assert sessions() == {ADA: "conv_new", "+14155550003": "conv_carl"}
    assert thread_states() == {
        "conv_ada": State.DOOMED,
        "conv_bob": State.DOOMED,
        "conv_new": State.LIVE,
        "conv_carl": State.LIVE,
    }
    counted = session_counts.totals()
    assert (counted[SessionChange.Reason.CREATED], counted[SessionChange.Reason.RESET]) == (3, 1)
    assert session_counts.active() == 2


@pytest.mark.usefixtures("two_sessions")
def test_a_thread_that_the_last_turn_of_legacy_mode_opens_is_restored(settings: Any, folder: Path) -> None:
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    with last_turn(ADA, "conv_late"):
        call_command("restore_sessions", str(backup_of(folder)))
    assert sessions() == {ADA: "conv_late", BOB: "conv_bob"}


@pytest.mark.usefixtures("two_sessions")
def test_who_wrote_in_legacy_mode_does_not_expire_by_the_restore(settings: Any, folder: Path) -> None:
    ConversationSession.objects.update(last_accessed=timezone.now() - timedelta(minutes=50))
    call_command("rollback_sessions")
    wrote_at = timezone.now()
    InboundFactory.create(phone=ADA, received_at=wrote_at, state=InboundMessage.State.ANSWERED)
    restart_as(settings, "legacy")
    call_command("restore_sessions", str(backup_of(folder)))
    assert ConversationSession.objects.get(phone=ADA).last_accessed == wrote_at


def test_a_legacy_file_alone_can_be_restored(settings: Any, folder: Path) -> None:
    file = folder / "old.json"
    file.write_text(json.dumps({ADA: "thread_1", BOB: "conv_2"}))
    call_command("restore_sessions", str(file))
    assert sessions() == {ADA: "thread_1", BOB: "conv_2"}
    assert session_counts.active() == 2


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("damage", ["a changed digit", "cut off", "emptied"])
def test_a_damaged_backup_is_refused(settings: Any, folder: Path, damage: str) -> None:
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    backup = backup_of(folder)
    text = backup.read_text()
    changed = {"a changed digit": text.replace(ADA, BOB), "cut off": text[: len(text) // 2], "emptied": ""}
    backup.write_text(changed[damage])
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore_sessions", str(backup))
    assert sessions() == {}
    assert backend.current() == Backend.LEGACY
    assert len(legacy_store.read()) == 2


@pytest.mark.usefixtures("two_sessions")
def test_a_restore_over_existing_sessions_is_refused(folder: Path) -> None:
    file = folder / "old.json"
    file.write_text(json.dumps({ADA: "thread_1"}))
    with pytest.raises(CommandError, match="mix them up"):
        call_command("restore_sessions", str(file))
    assert sessions() == {ADA: "conv_ada", BOB: "conv_bob"}


@pytest.mark.parametrize("phone", [ADA, BOB])
def test_a_session_that_the_last_turn_begins_refuses_a_restore_and_stays(folder: Path, phone: str) -> None:
    file = folder / "old.json"
    file.write_text(json.dumps({ADA: "thread_1"}))
    with last_turn(phone, "conv_late"), pytest.raises(CommandError, match="mix them up"):
        call_command("restore_sessions", str(file))
    assert sessions() == {phone: "conv_late"}
    assert thread_states() == {"conv_late": State.LIVE}
    assert backend.current() == Backend.DATABASE
    assert file.exists()


@pytest.mark.usefixtures("two_sessions")
def test_a_legacy_file_that_cannot_be_put_aside_is_told_and_the_sessions_are_restored(
    settings: Any, folder: Path, capsys: Any
) -> None:
    settings.LEGACY_SESSIONS_FILE = folder / ("x" * 240)  # no room for a longer name
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    call_command("restore_sessions", str(backup_of(folder)))
    assert re.search(r"could not be put aside: .*xxx.*\nMove it away", capsys.readouterr().err)
    assert sessions() == {ADA: "conv_ada", BOB: "conv_bob"}
    assert legacy_store.path().exists()
    assert (folder / "env").read_text() == "SESSION_BACKEND=database\n"


@pytest.mark.usefixtures("two_sessions")
def test_a_setting_that_cannot_be_written_is_told_and_the_sessions_are_moved(
    settings: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENV_FILE", str(folder / "no such folder" / "env"))
    with pytest.raises(CommandError, match=r"sessions are moved.*set SESSION_BACKEND=legacy yourself"):
        call_command("rollback_sessions")
    assert (sessions(), backend.current()) == ({}, Backend.LEGACY)
    restart_as(settings, "legacy")
    with pytest.raises(CommandError, match=r"sessions are moved.*set SESSION_BACKEND=database yourself"):
        call_command("restore_sessions", str(backup_of(folder)))
    assert (len(sessions()), backend.current()) == (2, Backend.DATABASE)


@pytest.mark.usefixtures("two_sessions")
def test_a_pause_ends_by_a_rollback_because_nobody_could_end_it_in_legacy_mode(settings: Any) -> None:
    takeover.pause(ADA, by="olga")
    held = InboundFactory.create(phone=ADA, state=InboundMessage.State.HELD)
    roll_back(with_backup=False, wait_seconds=0)
    restart_as(settings, "legacy")
    [turn] = claims.claim_turns(10)
    assert (turn.messages, takeover.is_paused(ADA)) == ([held], False)
