"""Moving all sessions to the legacy file and back: what is refused, and what stays true meanwhile."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from sessions_app.conversations import takeover
from sessions_app.housekeeping.thread_deletion import delete_doomed
from sessions_app.manager import SessionManager
from sessions_app.models import (
    ConversationSession,
    Heartbeat,
    HourlyCount,
    InboundMessage,
    RemoteThread,
    SessionChange,
)
from sessions_app.rollback.rollback import roll_back
from sessions_app.sessions import backend, expiry, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import session_counts
from sessions_app.threads import ledger
from sessions_app.turns import claims
from tests.support import moves
from tests.support.factories import InboundFactory, SessionFactory, ThreadFactory, phone_number
from tests.support.moves import ADA, BOB, BOTH, backup_of, in_legacy_mode, restart_as, sessions, thread_states
from tests.support.statements import plan, recorded_statements

pytestmark = pytest.mark.django_db(transaction=True)

State = RemoteThread.State

folder = pytest.fixture(moves.folder, autouse=True)
two_sessions = pytest.fixture(moves.two_sessions)


@pytest.mark.usefixtures("two_sessions")
def test_a_dry_run_tells_the_plan_and_touches_nothing(folder: Path, capsys: Any) -> None:
    call_command("rollback_sessions", dry_run=True)
    told = capsys.readouterr().out
    assert "2 sessions would be moved" in told
    assert list(folder.iterdir()) == []
    assert sessions() == BOTH
    assert backend.current() == Backend.DATABASE


@pytest.mark.usefixtures("two_sessions")
def test_sessions_are_moved_not_copied_and_their_threads_pinned(folder: Path) -> None:
    call_command("rollback_sessions")
    assert sessions() == {}
    assert legacy_store.read() == BOTH
    assert thread_states() == {"conv_ada": State.PINNED, "conv_bob": State.PINNED}
    assert (folder / "env").read_text() == "SESSION_BACKEND=legacy\n"
    assert backup_of(folder).stat().st_mode & 0o777 == 0o600


def test_a_backup_can_be_asked_for_by_name(folder: Path) -> None:
    call_command("rollback_sessions", "--backup")
    assert backup_of(folder).exists()


def test_without_a_backup_none_is_written(folder: Path) -> None:
    call_command("rollback_sessions", "--no-backup")
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
def test_an_existing_legacy_file_is_kept_under_another_name(folder: Path, capsys: Any) -> None:
    legacy_store.write({BOB: "thread_old"})
    call_command("rollback_sessions", dry_run=True)
    assert f"{legacy_store.path()} exists: would be kept" in capsys.readouterr().out
    call_command("rollback_sessions")
    assert legacy_store.read() == BOTH
    [kept] = folder.glob("legacy.json.before-*")
    assert json.loads(kept.read_text()) == {BOB: "thread_old"}


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("in_the_way", ["backups", "legacy.json"])
def test_a_file_that_cannot_be_written_stops_it(folder: Path, in_the_way: str) -> None:
    (folder / "backups").touch() if in_the_way == "backups" else (folder / "legacy.json.new").mkdir()
    with pytest.raises(CommandError, match="Nothing was moved"):
        call_command("rollback_sessions")
    assert (sessions(), backend.current()) == (BOTH, Backend.DATABASE)


def test_a_process_set_up_otherwise_claims_resets_expires_and_deletes_nothing(settings: Any) -> None:
    settings.OPENAI_API_KEY = "sk-test"
    long_ago = timezone.now() - timedelta(days=1)
    for phone in (ADA, phone_number(3)):  # no message waits in the second one
        SessionFactory.create(phone=phone, created_at=long_ago)
    ThreadFactory.create(thread_id="thread_old", state=State.DOOMED, created_at=long_ago)
    InboundFactory.create(phone=BOB)
    InboundFactory.create(phone=ADA, kind=InboundMessage.Kind.RESET)
    takeover.pause(phone_number(3), by="olga")
    backend.switch(Backend.LEGACY)
    assert takeover.end_expired(ttl=3600) == 0
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


@pytest.mark.parametrize("damaged", [b'{"+14155550001": "conv_1"', b'{"+14155550001": "\xff"}'])
def test_a_legacy_file_that_is_damaged_loses_nothing(settings: Any, damaged: bytes) -> None:
    in_legacy_mode(settings)
    legacy_store.path().write_bytes(damaged)
    with pytest.raises(legacy_store.LegacyFileDamaged, match="legacy"):
        SessionManager().set_session(BOB, "conv_2")
    assert legacy_store.path().read_bytes() == damaged


@pytest.mark.usefixtures("two_sessions")
def test_a_round_trip_keeps_times_items_and_counters(settings: Any, folder: Path) -> None:
    ledger.note_item("conv_ada", item_id="msg_7")
    before = list(ConversationSession.objects.order_by("phone").values())
    totals = session_counts.totals()
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    RemoteThread.objects.update(adopted=False)
    call_command("restore_sessions", str(backup_of(folder)))
    restart_as(settings, "database")
    after = list(ConversationSession.objects.order_by("phone").values())
    assert [{**row, "id": 0} for row in after] == [{**row, "id": 0} for row in before]
    assert session_counts.totals() == totals
    assert set(thread_states().values()) == {State.LIVE}
    assert ledger.last_item("conv_ada") == "msg_7"
    assert not RemoteThread.objects.filter(adopted=False).exists()
    assert HourlyCount.objects.get(name="created").amount == 2  # they were not rolled up before
    assert (folder / "env").read_text() == "SESSION_BACKEND=database\n"
    assert not legacy_store.path().exists()


def test_a_backup_of_an_earlier_release_is_restored_without_counters_of_its_own(
    folder: Path,
) -> None:
    moment = "2026-11-22T12:00:00+00:00"
    session = {
        "phone": ADA,
        "thread_id": "conv_ada",
        "last_item_id": "msg_7",
        "created_at": moment,
        "last_accessed": moment,
    }
    totals = {"created": 3, "replaced": 2}
    header = {"format": "whatspr-sessions-1", "written_at": moment, "totals": totals}
    text = f"{json.dumps(header)}\n{json.dumps(session)}\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    file = folder / "old.jsonl"
    file.write_text(text + json.dumps({"sessions": 1, "sha256": digest}) + "\n")
    call_command("restore_sessions", str(file))
    assert (sessions(), ledger.last_item("conv_ada")) == ({ADA: "conv_ada"}, "msg_7")
    assert session_counts.active() == 1


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
def test_a_restore_corrects_counters_that_were_wrong_before(settings: Any, folder: Path) -> None:
    SessionFactory.create(phone="+14155550009", thread_id="conv_beside")  # by nobody who counts
    session_counts.add(SessionChange.Reason.CREATED, 5)
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    call_command("restore_sessions", str(backup_of(folder)))
    counted = session_counts.totals()
    assert (counted[SessionChange.Reason.CREATED], counted[SessionChange.Reason.RESET]) == (7, 0)
    assert counted[SessionChange.Reason.LOST] == 4
    assert session_counts.active() == 3


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("minutes_before", [1, 0])
def test_who_waited_during_the_rollback_or_wrote_after_it_does_not_expire_by_the_restore(
    settings: Any, folder: Path, minutes_before: int
) -> None:
    ConversationSession.objects.update(last_accessed=timezone.now() - timedelta(minutes=50))
    call_command("rollback_sessions")
    wrote_at = timezone.now() - timedelta(minutes=minutes_before)
    InboundFactory.create(phone=ADA, received_at=wrote_at, state=InboundMessage.State.ANSWERED)
    InboundFactory.create(phone=ADA, kind="reaction", state=InboundMessage.State.IGNORED)  # does not count
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
@pytest.mark.parametrize("damage", ["a changed digit", "cut off", "emptied", "many brackets"])
def test_a_damaged_backup_is_refused(settings: Any, folder: Path, damage: str) -> None:
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    backup = backup_of(folder)
    text = backup.read_text()
    changed = {
        "a changed digit": text.replace(ADA, BOB),
        "cut off": text[: len(text) // 2],
        "emptied": "",
        "many brackets": text.partition("\n")[0] + "\n" + "[" * 100_000,
    }
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
    assert sessions() == BOTH


@pytest.mark.usefixtures("two_sessions")
def test_a_legacy_file_that_cannot_be_put_aside_is_told_and_the_sessions_are_restored(
    settings: Any, folder: Path
) -> None:
    settings.LEGACY_SESSIONS_FILE = folder / ("x" * 240)  # no room for a longer name
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    restore = ["restore_sessions", str(backup_of(folder))]
    with pytest.raises(CommandError, match=r"in the database now.*run the same command again"):
        call_command(*restore)
    legacy_store.path().rename(folder / "away")
    call_command(*restore)
    assert sessions() == BOTH
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
def test_a_pause_ends_by_a_rollback_because_nothing_could_end_it_in_legacy_mode(settings: Any) -> None:
    takeover.pause(ADA, by="olga")
    held = InboundFactory.create(phone=ADA, state=InboundMessage.State.HELD)
    roll_back(with_backup=False)
    restart_as(settings, "legacy")
    [turn] = claims.claim_turns(10)
    assert (turn.messages, takeover.is_paused(ADA)) == ([held], False)


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("other", ["SQLite format 3\0", "SECRET_KEY=x\n", "[]", None])
def test_only_a_legacy_file_is_put_aside(folder: Path, other: str | None) -> None:
    if other is None:
        (folder / "legacy.json").mkdir()
    else:
        (folder / "legacy.json").write_text(other)
    with pytest.raises(CommandError, match="is not a legacy file: move it away"):
        call_command("rollback_sessions")
    assert sessions() == BOTH
    assert [file.name for file in folder.glob("legacy.json*") if "lock" not in file.name] == ["legacy.json"]


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("options", [{}, {"backup_only": True}, {"legacy": Path("legacy.json")}])
def test_another_file_than_the_one_in_use_is_not_restored(
    folder: Path, settings: Any, options: dict[str, Any]
) -> None:
    in_legacy_mode(settings)
    (folder / "other.json").write_text('{"+14155550009": "conv_old"}')
    with pytest.raises(CommandError, match=r"name that file|is not a backup"):
        call_command("restore_sessions", folder / "other.json", **options)
    assert legacy_store.read() == BOTH
    assert set(thread_states().values()) == {State.PINNED}
