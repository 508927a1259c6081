"""The TTL: every access begins it anew, it ends sharply, and an expired session is never handed out."""

from datetime import datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from assistant.interview import Reply
from sessions_app.config import SessionConfig
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation, ConversationSession, InboundMessage, RemoteThread
from sessions_app.sessions.ended import last_end
from sessions_app.sessions.live import is_live
from sessions_app.turns import canned_replies, claims, outcomes
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.clocks import NOW, TTL
from tests.support.factories import InboundFactory, counts, idle_session, phone_number
from tests.support.statements import recorded_statements

ADA, BOB = phone_number(1), phone_number(2)

pytestmark = pytest.mark.django_db


clock = pytest.fixture(autouse=True)(clocks.standing)


@pytest.fixture
def manager(clock: time_machine.Traveller) -> SessionManager:
    return SessionManager()


def last_accessed() -> datetime:
    return ConversationSession.objects.get(phone=ADA).last_accessed


def claimed_session(*, received_seconds_ago: float) -> ConversationSession | None:
    """Let ADA's message, received that long ago, be claimed now; return the session of its turn."""
    received_at = NOW - timedelta(seconds=received_seconds_ago)
    message_arrives(message_sid="SM1", phone=ADA, body="hello", received_at=received_at)
    [turn] = claims.claim_turns(1)
    return turn.session


def test_each_access_begins_the_ttl_anew(manager: SessionManager, clock: time_machine.Traveller) -> None:
    manager.set_session(ADA, "conv_a")
    for _ in range(10):
        clock.shift(TTL - 1)
        assert manager.get_session(ADA) == "conv_a"
        assert manager.cleanup_expired_sessions() == 0
    clock.shift(TTL)
    assert manager.get_session(ADA) is None


def test_an_access_moves_last_accessed_and_nothing_else(
    manager: SessionManager, clock: time_machine.Traveller
) -> None:
    manager.set_session(ADA, "conv_a")
    clock.shift(100)
    manager.get_session(ADA)
    session = ConversationSession.objects.get()
    assert (session.created_at, session.last_accessed) == (NOW, NOW + timedelta(seconds=100))


@pytest.mark.parametrize(
    ("idle", "live"), [(0, True), (TTL - 0.000001, True), (TTL, False), (TTL + 1, False)]
)
def test_the_ttl_ends_sharply_and_the_same_way_for_everyone(
    manager: SessionManager, idle: float, live: bool
) -> None:
    session = idle_session(ADA, idle=idle)
    assert is_live(session) is live
    assert (ADA in manager.export_to_dict()) is live
    assert (manager.get_session(ADA) is not None) is live
    assert manager.cleanup_expired_sessions() == (0 if live else 1)


def test_an_expired_session_is_never_handed_out_nor_refreshed_though_cleanup_never_runs(
    manager: SessionManager, clock: time_machine.Traveller
) -> None:
    idle_session(ADA, idle=TTL)
    for _ in range(3):
        assert manager.get_session(ADA) is None
        clock.shift(60)
    assert last_accessed() == NOW - timedelta(seconds=TTL)


def test_getting_an_expired_session_only_looks_for_messages_that_wait_after_the_one_statement(
    manager: SessionManager,
) -> None:
    idle_session(ADA, idle=TTL)
    with recorded_statements() as sent:
        assert manager.get_session(ADA) is None
    assert [statement.split()[0] for statement in sent] == ["UPDATE", "SELECT", "SELECT"]


def test_an_access_of_one_phone_refreshes_no_other(
    manager: SessionManager, clock: time_machine.Traveller
) -> None:
    manager.set_session(ADA, "conv_a")
    manager.set_session(BOB, "conv_b")
    clock.shift(TTL - 10)
    manager.get_session(BOB)
    clock.shift(20)
    assert (manager.get_session(ADA), manager.get_session(BOB)) == (None, "conv_b")


def test_setting_a_thread_counts_as_access(manager: SessionManager, clock: time_machine.Traveller) -> None:
    manager.set_session(ADA, "conv_a")
    clock.shift(TTL - 1)
    manager.set_session(ADA, "conv_a")
    clock.shift(TTL - 1)
    assert manager.get_session(ADA) == "conv_a"
    assert counts() == {"created": 1}


def test_another_ttl_holds_for_the_sessions_that_are_there(settings: Settings) -> None:
    idle_session(ADA, idle=100)
    settings.SESSION_TTL_SECONDS = 100
    settings.SESSION_CLEANUP_INTERVAL = 60
    assert SessionManager().get_session(ADA) is None
    longer = SessionConfig(ttl_seconds=101, cleanup_interval_seconds=60)
    assert SessionManager(longer).get_session(ADA) is not None


def test_a_message_received_in_time_finds_its_session_however_late_its_turn_comes() -> None:
    idle_session(ADA, idle=TTL + 600)
    session = claimed_session(received_seconds_ago=601)
    assert session is not None


def test_a_message_received_when_the_ttl_was_over_does_not() -> None:
    idle_session(ADA, idle=TTL + 600)
    assert claimed_session(received_seconds_ago=600) is None


def test_a_burst_is_judged_by_its_first_message() -> None:
    idle_session(ADA, idle=TTL + 600)
    InboundFactory.create(phone=ADA, received_at=NOW - timedelta(seconds=601))
    assert claimed_session(received_seconds_ago=0) is not None


def test_a_committed_turn_begins_the_ttl_anew(clock: time_machine.Traveller) -> None:
    idle_session(ADA, idle=TTL - 1)
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    [turn] = claims.claim_turns(1)
    clock.shift(10)
    outcomes.commit(turn, Reply(text="Hi", last_item_id="msg_2"))
    assert last_accessed() == NOW + timedelta(seconds=10)


def test_a_message_that_waits_through_an_outage_keeps_its_session(
    manager: SessionManager, clock: time_machine.Traveller
) -> None:
    idle_session(ADA, idle=TTL - 1)
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    clock.shift(TTL * 24)
    assert manager.cleanup_expired_sessions() == 0
    [turn] = claims.claim_turns(1)
    assert turn.session is not None


def test_a_command_does_not_revive_an_expired_session(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL)
    message_arrives(message_sid="SM1", phone=ADA, body="/help")
    [turn] = claims.claim_turns(1)
    outcomes.commit(turn, Reply(text=canned_replies.HELP))
    assert manager.get_session(ADA) is None


@pytest.mark.parametrize("replaces_the_thread", [False, True])
def test_a_turn_that_fails_for_good_does_not_begin_the_ttl_anew(
    manager: SessionManager, clock: time_machine.Traveller, replaces_the_thread: bool
) -> None:
    accessed = idle_session(ADA, idle=TTL - 1).last_accessed
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    [turn] = claims.claim_turns(1)
    clock.shift(300)
    if replaces_the_thread:
        outcomes.adopt_thread(turn, thread_id="conv_new")
    assert manager.export_to_dict().keys() == {ADA}  # live as long as its message waits
    outcomes.give_up(turn, error="server_error")
    assert (last_accessed(), manager.get_session(ADA)) == (accessed, None)


def test_a_lost_thread_is_replaced_in_the_session_that_was_live_when_the_message_came(
    clock: time_machine.Traveller,
) -> None:
    began = idle_session(ADA, idle=TTL - 1).created_at
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    clock.shift(600)
    [turn] = claims.claim_turns(1)
    outcomes.adopt_thread(turn, thread_id="conv_new")
    assert ConversationSession.objects.get().created_at == began
    assert counts() == {"created": 1}


def test_a_dead_worker_does_not_cost_the_user_the_session(clock: time_machine.Traveller) -> None:
    idle_session(ADA, idle=TTL - 1)
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    claims.claim_turns(1)  # and its worker dies
    clock.shift(TTL)
    assert SessionManager().cleanup_expired_sessions() == 0
    [turn] = claims.claim_turns(1)
    assert turn.session is not None
    assert Conversation.objects.get().attempts == 2


# --- A message that waits ---------------------------------------------------------------------


def wait_in_time(clock: time_machine.Traveller) -> None:
    """Let a message of ADA, received a minute before the session would expire, wait for two."""
    idle_session(ADA, idle=TTL - 60, thread_id="conv_a")
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    clock.shift(120)


@pytest.mark.parametrize("is_claimed", [False, True])
def test_a_session_in_which_somebody_waits_is_live(
    manager: SessionManager, clock: time_machine.Traveller, is_claimed: bool
) -> None:
    wait_in_time(clock)
    if is_claimed:
        claims.claim_turns(1)
    assert manager.export_to_dict() == {ADA: "conv_a"}
    assert manager.get_session(ADA) == "conv_a"


def test_setting_the_thread_of_a_session_in_which_somebody_waits_goes_on_with_it(
    manager: SessionManager, clock: time_machine.Traveller
) -> None:
    wait_in_time(clock)
    manager.set_session(ADA, "conv_b")
    assert counts() == {"created": 1}


def test_a_message_that_came_too_late_revives_nothing(manager: SessionManager) -> None:
    idle_session(ADA, idle=TTL, thread_id="conv_a")
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    assert (manager.get_session(ADA), manager.export_to_dict()) == (None, {})


def test_a_message_that_waits_through_a_kill_belongs_to_the_next_session(
    manager: SessionManager, clock: time_machine.Traveller
) -> None:
    wait_in_time(clock)
    manager.remove_session(ADA)
    assert last_end(ADA).ended_at == InboundMessage.objects.get().received_at


def test_a_thread_that_is_set_again_during_a_turn_is_deleted_only_after_it(manager: SessionManager) -> None:
    manager.set_session(ADA, "conv_a")
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    claims.claim_turns(1)
    manager.set_session(ADA, "conv_a")
    manager.remove_session(ADA)
    next_try_at = RemoteThread.objects.get(thread_id="conv_a").next_try_at
    assert next_try_at
    assert next_try_at > NOW


@pytest.mark.parametrize("phone", ["", " ", "+1\0", "\ud800", "+" + "1" * 200])
def test_what_no_phone_is_cannot_be_set(manager: SessionManager, phone: str) -> None:
    with pytest.raises(ValueError, match="phone"):
        manager.set_session(phone, "conv_a")


@pytest.mark.parametrize("given", [f"whatsapp:{ADA}", f" WhatsApp: {ADA}\n"])
def test_the_prefix_of_whatsapp_and_white_space_are_no_part_of_a_phone(
    manager: SessionManager, given: str
) -> None:
    manager.set_session(given, "conv_a")
    assert (manager.get_session(given), manager.get_session(ADA)) == ("conv_a", "conv_a")
    assert manager.remove_session(given) is True
    assert manager.get_session(ADA) is None
