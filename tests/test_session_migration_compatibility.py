"""Sessions of the older service, phone -> thread, come in and go out as they were."""

import os
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from assistant.interview import Reply
from sessions_app.conversations import leases
from sessions_app.db.batches import CHUNK_SIZE
from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, EndedSession, InboundMessage, RemoteThread
from sessions_app.sessions import backend
from sessions_app.sessions.backend import Backend, SessionsElsewhere
from sessions_app.turns import claims, outcomes
from tests.support import clocks
from tests.support.clocks import NOW, TTL
from tests.support.factories import (
    InboundFactory,
    ThreadFactory,
    counts,
    idle_session,
    phone_number,
    thread_state,
)
from tests.support.statements import recorded_statements

MANY = 10_000 if os.environ.get("TEST_SOAK") else 2_000
ADA, BOB, CAT = phone_number(1), phone_number(2), phone_number(3)

pytestmark = pytest.mark.django_db


clock = pytest.fixture(clocks.standing)


@pytest.fixture
def manager(clock: time_machine.Traveller) -> SessionManager:
    """A manager at `NOW`, where the clock stands."""
    return SessionManager()


def test_legacy_sessions_are_taken_over_and_counted(manager: SessionManager) -> None:
    assert manager.migrate_from_dict({ADA: "thread_a", BOB: "conv_b"}) == 2
    assert (manager.get_session(ADA), manager.get_session(BOB)) == ("thread_a", "conv_b")
    assert (manager.get_session_count(), counts()) == (2, {"created": 2})


def test_a_migrated_session_begins_now_and_is_in_the_ledger(manager: SessionManager) -> None:
    manager.migrate_from_dict({ADA: "thread_a"})
    session = ConversationSession.objects.get()
    assert (session.created_at, session.last_accessed) == (NOW, NOW)
    assert thread_state("thread_a") == RemoteThread.State.LIVE


@pytest.mark.parametrize("thread", [None, "", "   ", "\n\t"])
def test_phones_without_a_thread_are_skipped(manager: SessionManager, thread: str | None) -> None:
    assert manager.migrate_from_dict({ADA: thread, BOB: "thread_b"}) == 1
    assert manager.export_to_dict() == {BOB: "thread_b"}


@pytest.mark.parametrize(
    "blank", ["", " ", "\t\n", "whatsapp:", " WhatsApp: ", "\u200b", "\ufeff ", "\u2800", None]
)
@pytest.mark.parametrize("thread", ["thread_c", None])
def test_blank_phones_are_skipped(manager: SessionManager, blank: Any, thread: str | None) -> None:
    assert manager.migrate_from_dict({ADA: "thread_a", blank: thread, BOB: "thread_b"}) == 2
    assert manager.export_to_dict() == {ADA: "thread_a", BOB: "thread_b"}
    assert (counts(), RemoteThread.objects.count()) == ({"created": 2}, 2)


@pytest.mark.parametrize("entry", [{BOB: 5}, {BOB: True}, {BOB: ["thread_b"]}, {5: "thread_b"}])
def test_what_is_no_text_is_refused_before_anything_changes(
    manager: SessionManager, entry: dict[Any, Any]
) -> None:
    with pytest.raises(ValueError, match=r"^entry 2.*: the (phone|thread) is not a text$"):
        manager.migrate_from_dict({ADA: "thread_a", **entry})
    assert manager.export_to_dict() == {}


@pytest.mark.parametrize("key", [f"whatsapp:{BOB}", f" {BOB}\n", f" WhatsApp: {BOB} "])
def test_a_phone_is_taken_over_without_its_prefix_and_white_space(manager: SessionManager, key: str) -> None:
    assert manager.migrate_from_dict({key: " thread_b\n"}) == 1
    assert manager.export_to_dict() == {BOB: "thread_b"}


def test_two_entries_of_one_phone_are_refused_before_anything_changes(manager: SessionManager) -> None:
    with pytest.raises(ValueError, match=r"^entry 3 .*0001\): an entry before it means the same phone"):
        manager.migrate_from_dict({ADA: "thread_a", BOB: "thread_b", f"whatsapp:{ADA}": "thread_c"})
    assert manager.export_to_dict() == {}


def test_of_two_entries_of_one_phone_one_may_have_no_thread(manager: SessionManager) -> None:
    assert manager.migrate_from_dict({ADA: "thread_a", f"whatsapp:{ADA}": None}) == 1
    assert manager.export_to_dict() == {ADA: "thread_a"}


@pytest.mark.parametrize(
    ("phone", "thread", "reason"),
    [
        ("+" + "1" * 140, "thread_b", "the phone is longer than 140 characters"),
        (BOB, "t" * 129, "the thread is longer than 128 characters"),
        (BOB + "\0", "thread_b", "the phone has unprintable characters"),
        (BOB, "thread\0b", "the thread has unprintable characters"),
        ("\u202a" + BOB, "thread_b", "the phone has unprintable characters"),
        (BOB, "thread_\ud800", "the thread has unprintable characters"),
    ],
)
def test_what_cannot_be_stored_is_refused_before_anything_changes(
    manager: SessionManager, phone: str, thread: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=f"^entry 2.*: {reason}$") as refused:
        manager.migrate_from_dict({ADA: "thread_a", phone: thread, CAT: "thread_c"})
    assert BOB not in str(refused.value)
    assert (manager.export_to_dict(), counts(), RemoteThread.objects.count()) == ({}, {}, 0)


def test_the_longest_phone_and_thread_are_taken_over(manager: SessionManager) -> None:
    longest = {"US." + "1" * 137: "t" * 128}
    assert manager.migrate_from_dict(longest) == 1
    assert manager.export_to_dict() == longest


def test_the_same_phone_gets_the_given_thread_and_its_old_one_is_doomed(manager: SessionManager) -> None:
    idle_session(ADA, idle=10, thread_id="conv_old")
    assert manager.migrate_from_dict({ADA: "thread_new"}) == 1
    assert manager.export_to_dict() == {ADA: "thread_new"}
    assert (thread_state("conv_old"), thread_state("thread_new")) == ("doomed", "live")
    assert counts() == {"created": 1}


def test_other_phones_keep_their_sessions(manager: SessionManager) -> None:
    kept = idle_session(CAT, idle=10, thread_id="conv_c")
    manager.migrate_from_dict({ADA: "thread_a"})
    assert ConversationSession.objects.get(phone=CAT).last_accessed == kept.last_accessed
    assert manager.export_to_dict() == {ADA: "thread_a", CAT: "conv_c"}


def test_a_phone_whose_session_has_expired_begins_a_new_one(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL, thread_id="conv_old")
    manager.migrate_from_dict({ADA: "thread_a"})
    assert counts() == {"created": 2, "expired": 1}
    assert EndedSession.objects.get().phone == ADA


def test_migrating_twice_changes_nothing_more(manager: SessionManager) -> None:
    legacy = {ADA: "thread_a", BOB: "conv_b"}
    assert [manager.migrate_from_dict(legacy) for _ in range(2)] == [2, 2]
    assert (manager.export_to_dict(), counts()) == (legacy, {"created": 2})
    assert thread_state("conv_b") == RemoteThread.State.LIVE


def test_nothing_is_migrated_from_nothing(manager: SessionManager) -> None:
    assert (manager.migrate_from_dict({}), manager.export_to_dict()) == (0, {})


def test_expired_sessions_are_not_exported(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL, thread_id="conv_a")
    idle_session(BOB, idle=TTL - 1, thread_id="conv_b")
    assert manager.export_to_dict() == {BOB: "conv_b"}


def test_what_is_exported_can_be_migrated_again(manager: SessionManager) -> None:
    manager.migrate_from_dict({phone_number(number): f"conv_{number}" for number in range(20)})
    exported = manager.export_to_dict()
    for phone in exported:
        manager.remove_session(phone)
    assert manager.export_to_dict() == {}
    assert (manager.migrate_from_dict(exported), manager.export_to_dict()) == (20, exported)


def test_two_phones_may_bring_the_same_thread(manager: SessionManager) -> None:
    manager.migrate_from_dict({ADA: "thread_x", BOB: "thread_x"})
    assert manager.export_to_dict() == {ADA: "thread_x", BOB: "thread_x"}
    assert RemoteThread.objects.count() == 1


def test_business_scoped_ids_are_phones_too(manager: SessionManager) -> None:
    manager.migrate_from_dict({"US.13491208655302741918": "conv_a"})
    assert manager.get_session("US.13491208655302741918") == "conv_a"


def test_thousands_of_sessions_are_taken_over_whole(manager: SessionManager) -> None:
    legacy: dict[str, str | None] = {f"+1{number:010}": f"thread_{number}" for number in range(MANY)}
    assert manager.migrate_from_dict(legacy) == MANY
    assert manager.export_to_dict() == legacy
    assert counts() == {"created": MANY}
    assert set(RemoteThread.objects.values_list("thread_id", "state")) == {
        (t, "live") for t in legacy.values()
    }


def test_a_doomed_thread_that_comes_back_is_kept(manager: SessionManager) -> None:
    ThreadFactory.create(thread_id="thread_a", state=RemoteThread.State.DOOMED)
    manager.migrate_from_dict({ADA: "thread_a"})
    assert thread_state("thread_a") == RemoteThread.State.LIVE


def test_threads_that_change_phones_are_kept(manager: SessionManager) -> None:
    manager.migrate_from_dict({ADA: "thread_a", BOB: "thread_b"})
    manager.migrate_from_dict({ADA: "thread_b", BOB: "thread_c", CAT: "thread_a"})
    threads = ("thread_a", "thread_b", "thread_c")
    assert [thread_state(thread) for thread in threads] == ["live"] * 3


def test_new_expired_and_live_phones_come_in_one_file(manager: SessionManager) -> None:
    idle_session(ADA, idle=10, thread_id="conv_a")
    idle_session(BOB, idle=TTL, thread_id="conv_b")
    legacy = {ADA: "thread_a", BOB: "thread_b", CAT: "thread_c"}
    assert (manager.migrate_from_dict(legacy), manager.export_to_dict()) == (3, legacy)
    assert counts() == {"created": 4, "expired": 1}
    assert [thread_state(thread) for thread in ("conv_a", "conv_b", "thread_c")] == [
        "doomed",
        "doomed",
        "live",
    ]


def test_a_turn_that_runs_writes_nothing_onto_the_thread_that_is_imported(manager: SessionManager) -> None:
    idle_session(ADA, idle=10, thread_id="conv_old")
    InboundFactory.create(phone=ADA)
    [turn] = claims.claim_turns(1)
    manager.migrate_from_dict({ADA: "conv_imported"})
    with pytest.raises(leases.LeaseLost):
        outcomes.commit(turn, Reply(text="Hello", last_item_id="msg_of_conv_old"))
    assert RemoteThread.objects.get(thread_id="conv_imported").last_item_id == ""


def test_a_first_turn_that_runs_does_not_replace_the_thread_that_is_imported(manager: SessionManager) -> None:
    InboundFactory.create(phone=ADA)
    [turn] = claims.claim_turns(1)
    manager.migrate_from_dict({ADA: "conv_imported"})
    with pytest.raises(leases.LeaseLost):
        outcomes.adopt_thread(turn, thread_id="conv_opened")
    assert manager.export_to_dict() == {ADA: "conv_imported"}
    [again] = claims.claim_turns(1)  # the message is answered in the imported thread
    assert again.session is not None
    assert again.session.thread_id == "conv_imported"


def test_turns_of_other_phones_go_on(manager: SessionManager) -> None:
    InboundFactory.create(phone=BOB)
    [turn] = claims.claim_turns(1)
    manager.migrate_from_dict({ADA: "conv_imported"})
    outcomes.commit(turn, Reply(text="Hello", last_item_id=""))


def test_a_session_in_which_somebody_waits_in_time_goes_on_in_the_imported_thread(
    manager: SessionManager,
) -> None:
    began = idle_session(ADA, idle=TTL + 60).created_at
    InboundFactory.create(phone=ADA, received_at=NOW - timedelta(seconds=61))
    manager.migrate_from_dict({ADA: "conv_imported"})
    session = ConversationSession.objects.get()
    assert (session.thread_id, session.created_at, session.last_accessed) == ("conv_imported", began, NOW)
    assert (counts(), EndedSession.objects.count()) == ({"created": 1}, 0)


def test_a_message_that_came_too_late_begins_a_new_session_by_an_import(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL + 60)
    InboundFactory.create(phone=ADA, received_at=NOW - timedelta(seconds=60))
    manager.migrate_from_dict({ADA: "conv_imported"})
    assert counts() == {"created": 2, "expired": 1}


@pytest.mark.parametrize("imported", ["conv_a", "conv_b"])
def test_a_thread_is_not_deleted_before_the_turn_ends_that_an_import_took_the_lease_from(
    manager: SessionManager, settings: Settings, imported: str
) -> None:
    idle_session(ADA, idle=10, thread_id="conv_a")
    InboundFactory.create(phone=ADA)
    claims.claim_turns(1)
    manager.migrate_from_dict({ADA: imported})
    manager.remove_session(ADA)
    thread = RemoteThread.objects.get(thread_id="conv_a")
    turn_is_over = NOW + timedelta(seconds=settings.TURN_DEADLINE_SECONDS)
    assert (thread.state, thread.next_try_at) == (RemoteThread.State.DOOMED, turn_is_over)


def test_the_threads_of_many_phones_wait_for_their_turns_by_one_statement(manager: SessionManager) -> None:
    legacy = {idle_session(phone_number(n), idle=10).phone: f"conv_new_{n}" for n in range(20)}
    with recorded_statements() as sent:
        manager.migrate_from_dict(legacy)
    ledger = f'UPDATE "{RemoteThread._meta.db_table}" SET "next_try_at"'
    assert len([statement for statement in sent if statement.startswith(ledger)]) == 1


def test_any_number_of_phones_that_wait_is_asked_for_in_batches(manager: SessionManager) -> None:
    many = range(2 * CHUNK_SIZE + 1)
    in_time = NOW - timedelta(seconds=61)
    InboundMessage.objects.bulk_create(
        InboundFactory.build(phone=f"+1{n:010}", received_at=in_time) for n in many
    )
    idle_session(f"+1{many[-1]:010}", idle=TTL + 60, thread_id="conv_a")
    with recorded_statements() as sent:
        assert list(manager.export_to_dict().values()) == ["conv_a"]
    reading = f"FROM {ConversationSession._meta.db_table} WHERE phone"
    assert len([statement for statement in sent if reading in statement]) == 3


@pytest.mark.parametrize("where", [Backend.MOVING, Backend.LEGACY])
@pytest.mark.parametrize(
    "change",
    [
        lambda manager: manager.set_session(ADA, "conv_new"),
        lambda manager: manager.remove_session(ADA),
        lambda manager: manager.migrate_from_dict({ADA: "conv_new"}),
    ],
    ids=["set", "remove", "migrate"],
)
def test_sessions_that_are_elsewhere_are_not_changed(
    manager: SessionManager, where: Backend, change: Any
) -> None:
    idle_session(ADA, idle=10, thread_id="conv_a")
    assert leases.claim([ADA])
    backend.switch(where)
    with pytest.raises(SessionsElsewhere, match=f"the sessions are in {where}"):
        change(manager)
    assert manager.export_to_dict() == {ADA: "conv_a"}
    assert leases.lock(ADA), "the turn still runs"
