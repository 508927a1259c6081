"""The session manager and its cleanup: who has a session, who loses it, who is spared, what is counted."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from sessions_app.config import SessionConfig
from sessions_app.conversations import leases
from sessions_app.manager import SessionManager
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    HousekeepingJob,
    InboundMessage,
    RemoteThread,
    SessionChange,
)
from sessions_app.sessions import expiry
from sessions_app.sessions.ended import last_end
from sessions_app.telemetry import session_counts
from sessions_app.threads import ledger
from tests.support import clocks
from tests.support.clocks import NOW, TTL
from tests.support.factories import (
    InboundFactory,
    SessionFactory,
    ThreadFactory,
    counts,
    idle_session,
    phone_number,
    thread_state,
)
from tests.support.statements import recorded_statements

ADA, BOB, CAT = phone_number(1), phone_number(2), phone_number(3)

pytestmark = pytest.mark.django_db


clock = pytest.fixture(autouse=True)(clocks.standing)


@pytest.fixture
def manager(clock: time_machine.Traveller) -> SessionManager:
    return SessionManager()


def phones() -> list[str]:
    return list(ConversationSession.objects.order_by("phone").values_list("phone", flat=True))


# --- Get, set, remove ---------------------------------------------------------------------------


def test_nobody_has_a_session_at_first(manager: SessionManager) -> None:
    assert manager.get_session(ADA) is None
    assert manager.get_session_count() == 0


def test_a_session_that_is_set_is_handed_out(manager: SessionManager) -> None:
    manager.set_session(ADA, "conv_a")
    assert manager.get_session(ADA) == "conv_a"
    assert (manager.get_session(BOB), counts()) == (None, {"created": 1})


def test_getting_a_session_is_one_statement(manager: SessionManager) -> None:
    idle_session(ADA, idle=5, thread_id="conv_a")
    with recorded_statements() as sent:
        assert manager.get_session(ADA) == "conv_a"
    assert len(sent) == 1


@pytest.mark.parametrize(("phone", "thread_id"), [("", "conv_a"), (" \t", "conv_a"), (ADA, ""), (ADA, "  ")])
def test_blank_phones_and_threads_are_refused(manager: SessionManager, phone: str, thread_id: str) -> None:
    with pytest.raises(ValueError, match="needs a phone and a thread"):
        manager.set_session(phone, thread_id)
    assert (phones(), counts(), RemoteThread.objects.count()) == ([], {}, 0)


def test_setting_another_thread_keeps_the_session_and_dooms_the_old_thread(manager: SessionManager) -> None:
    idle_session(ADA, idle=100, thread_id="conv_old")
    ledger.note_item("conv_old", item_id="msg_1")
    manager.set_session(ADA, "conv_new")
    session = ConversationSession.objects.get()
    assert (session.thread_id, ledger.last_item("conv_new")) == ("conv_new", "")
    assert (session.created_at, session.last_accessed) == (NOW - timedelta(seconds=100), NOW)
    assert (thread_state("conv_old"), thread_state("conv_new")) == ("doomed", "live")
    assert (counts(), EndedSession.objects.count()) == ({"created": 1}, 0)


def test_setting_the_same_thread_dooms_nothing(manager: SessionManager) -> None:
    idle_session(ADA, idle=100, thread_id="conv_a")
    ledger.note_item("conv_a", item_id="msg_1")
    manager.set_session(ADA, "conv_a")
    assert thread_state("conv_a") == "live"
    assert ledger.last_item("conv_a") == "msg_1"


def test_setting_an_expired_session_starts_a_new_one(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL, thread_id="conv_old")
    manager.set_session(ADA, "conv_new")
    session = ConversationSession.objects.get()
    assert (session.thread_id, session.created_at) == ("conv_new", NOW)
    assert (thread_state("conv_old"), thread_state("conv_new")) == ("doomed", "live")
    assert counts() == {"created": 2, "expired": 1}


def test_a_new_session_in_the_thread_of_the_expired_one_keeps_it(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL * 5, thread_id="conv_a")
    manager.set_session(ADA, "conv_a")
    assert (thread_state("conv_a"), counts()) == ("live", {"created": 2, "expired": 1})


def test_a_doomed_thread_that_is_set_again_is_kept(manager: SessionManager) -> None:
    ThreadFactory.create(thread_id="conv_a", state=RemoteThread.State.DOOMED)
    manager.set_session(ADA, "conv_a")
    assert thread_state("conv_a") == "live"


def test_removing_a_session_dooms_its_thread_and_counts_a_kill(manager: SessionManager) -> None:
    idle_session(ADA, idle=5, thread_id="conv_a")
    assert manager.remove_session(ADA) is True
    assert (phones(), thread_state("conv_a"), counts()) == ([], "doomed", {"created": 1, "killed": 1})
    assert manager.get_session(ADA) is None


def test_removing_what_is_not_there_says_so_and_counts_nothing(manager: SessionManager) -> None:
    idle_session(BOB, idle=5)
    assert manager.remove_session(ADA) is False
    assert (phones(), counts()) == ([BOB], {"created": 1})


def test_removing_a_session_takes_the_right_to_write_from_its_turn(manager: SessionManager) -> None:
    idle_session(ADA, idle=5)
    [lease] = leases.claim([ADA])
    manager.remove_session(ADA)
    with pytest.raises(leases.LeaseLost):
        leases.release(lease)


def test_a_session_removed_by_hand_can_begin_again(manager: SessionManager) -> None:
    manager.set_session(ADA, "conv_a")
    manager.remove_session(ADA)
    manager.set_session(ADA, "conv_b")
    assert manager.get_session(ADA) == "conv_b"
    assert counts() == {"created": 2, "killed": 1}


# --- The configuration --------------------------------------------------------------------------


def test_the_configuration_comes_from_the_settings(settings: Settings) -> None:
    settings.SESSION_TTL_SECONDS, settings.SESSION_CLEANUP_INTERVAL = 120, 45
    config = SessionManager().config
    assert (config.ttl_seconds, config.cleanup_interval_seconds) == (120, 45)


@pytest.mark.parametrize(
    ("ttl", "interval", "named"),
    [
        (59, 30, "SESSION_TTL_SECONDS"),
        (3600, 29, "SESSION_CLEANUP_INTERVAL"),
        (60, 60, "SESSION_CLEANUP_INTERVAL"),
        (-1, -1, "SESSION_TTL_SECONDS"),
    ],
)
def test_seconds_that_make_no_sense_are_refused_by_name(ttl: int, interval: int, named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        SessionConfig(ttl_seconds=ttl, cleanup_interval_seconds=interval)


def test_the_smallest_configuration_is_allowed() -> None:
    assert SessionConfig(ttl_seconds=60, cleanup_interval_seconds=59).ttl_seconds == 60


# --- Cleaning up --------------------------------------------------------------------------------


def test_cleaning_up_removes_the_expired_sessions_only(manager: SessionManager) -> None:
    expired, live = idle_session(ADA, idle=TTL), idle_session(BOB, idle=TTL - 1)
    assert manager.cleanup_expired_sessions() == 1
    assert phones() == [BOB]
    assert (thread_state(expired.thread_id), thread_state(live.thread_id)) == ("doomed", "live")
    assert counts() == {"created": 2, "expired": 1}


def test_cleaning_up_again_removes_nothing(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL)
    assert [manager.cleanup_expired_sessions() for _ in range(3)] == [1, 0, 0]
    assert counts() == {"created": 1, "expired": 1}


def test_cleaning_up_leaves_a_note_for_the_transcript(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL)
    manager.cleanup_expired_sessions()
    note = EndedSession.objects.get()
    assert (note.phone, note.ended_at) == (ADA, NOW)


@pytest.mark.parametrize("batch_size", [1, 3, 6, 7, 8, 500, 10**9])
def test_cleaning_up_goes_on_until_the_last_batch(manager: SessionManager, batch_size: int) -> None:
    for number in range(7):
        idle_session(phone_number(number), idle=TTL)  # all of them at the same moment
    assert manager.cleanup_expired_sessions(batch_size=batch_size) == 7
    assert RemoteThread.objects.filter(state="doomed").count() == EndedSession.objects.count() == 7
    assert counts() == {"created": 7, "expired": 7}


@pytest.mark.parametrize("batch_size", [1, 2, 5])
def test_spared_sessions_neither_stop_the_cleanup_nor_keep_it_going(
    manager: SessionManager, batch_size: int
) -> None:
    spared = [phone_number(number) for number in range(0, 20, 2)]
    for number in range(20):
        idle_session(phone_number(number), idle=TTL + number // 10)
    for phone in spared:
        InboundFactory.create(phone=phone)
    assert manager.cleanup_expired_sessions(batch_size=batch_size) == 10
    assert phones() == spared


def test_a_large_batch_of_expired_sessions_leaves_in_large_batches(manager: SessionManager) -> None:
    then = NOW - timedelta(seconds=TTL)
    ConversationSession.objects.bulk_create(SessionFactory.build_batch(3000, created_at=then))
    session_counts.add(SessionChange.Reason.CREATED, 3000)
    assert manager.cleanup_expired_sessions(batch_size=10**6) == 3000
    assert manager.get_session_count() == ConversationSession.objects.count() == 0


def test_many_sessions_leave_over_several_runs_and_the_spared_stay(manager: SessionManager) -> None:
    count = 2 * expiry.RUN_BATCHES + 1
    for number in range(count):
        idle_session(phone_number(number), idle=TTL + number % 7)
    InboundFactory.create(phone=phone_number(5))
    assert manager.cleanup_expired_sessions(batch_size=1) == count - 1
    assert phones() == [phone_number(5)]


def test_a_message_on_its_way_during_a_cleanup_belongs_to_the_next_session(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL * 2)
    manager.cleanup_expired_sessions(grace_seconds=5)
    late = InboundFactory.create(phone=ADA, received_at=NOW - timedelta(seconds=1))
    assert last_end(ADA).ended_at < late.received_at


@pytest.mark.parametrize("state", InboundMessage.State)
def test_only_an_unanswered_message_spares_a_session(
    manager: SessionManager, state: InboundMessage.State
) -> None:
    idle_session(ADA, idle=TTL * 2)
    InboundFactory.create(phone=ADA, state=state)
    manager.cleanup_expired_sessions()
    assert phones() == ([ADA] if state in ("received", "held") else [])


def test_a_session_whose_turn_runs_is_spared_until_the_turn_ends(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL * 2)
    [lease] = leases.claim([ADA])
    assert manager.cleanup_expired_sessions() == 0
    leases.release(lease)
    assert manager.cleanup_expired_sessions() == 1


def test_the_lease_of_a_dead_worker_spares_nobody_for_ever(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL * 2)
    leases.claim([ADA])
    Conversation.objects.update(lease_expires_at=NOW)
    assert manager.cleanup_expired_sessions() == 1


def test_messages_and_turns_of_other_phones_spare_nobody(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL * 2)
    InboundFactory.create(phone=BOB)
    leases.claim([CAT])
    assert manager.cleanup_expired_sessions() == 1


def test_a_session_without_a_ledger_row_expires_like_any_other(manager: SessionManager) -> None:
    SessionFactory.create(phone=ADA, created_at=NOW - timedelta(days=1))
    assert manager.cleanup_expired_sessions() == 1
    assert not RemoteThread.objects.exists()


def test_cleaning_up_notes_when_it_ran_and_what_it_did(manager: SessionManager) -> None:
    assert manager.get_metrics()["last_cleanup_time"] is None
    idle_session(ADA, idle=TTL)
    manager.cleanup_expired_sessions()
    assert manager.get_metrics()["last_cleanup_time"] == "2026-11-22T12:00:00Z"
    assert HousekeepingJob.objects.get(name="expire_sessions").last_done == 1


def test_expired_sessions_are_counted_up_to_the_limit() -> None:
    for number in range(5):
        idle_session(phone_number(number), idle=TTL)
    found = [expiry.count_expired(ttl=TTL, limit=limit) for limit in (3, 5, 100)]
    assert found == [3, 5, 5]


# --- The command --------------------------------------------------------------------------------


def expire(*arguments: str) -> str:
    out = StringIO()
    call_command("expire_sessions", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_command_removes_what_is_expired_and_says_how_many() -> None:
    idle_session(ADA, idle=TTL)
    idle_session(BOB, idle=1)
    assert expire("--batch-size", "1") == "1 expired sessions removed"
    assert phones() == [BOB]


def test_a_dry_run_removes_nothing() -> None:
    idle_session(ADA, idle=TTL)
    assert expire("--dry-run") == "1 sessions would be removed"
    assert (phones(), HousekeepingJob.objects.filter(last_finished_at=NOW).count()) == ([ADA], 0)


def test_a_dry_run_does_not_count_the_sessions_that_are_spared() -> None:
    idle_session(ADA, idle=TTL)
    InboundFactory.create(phone=ADA)
    assert expire("--dry-run") == "0 sessions would be removed"


@pytest.mark.parametrize("size", ["0", "-5"])
def test_the_command_refuses_a_batch_of_nothing(size: str) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        expire(f"--batch-size={size}")
