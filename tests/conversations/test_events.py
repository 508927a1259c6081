"""Reactions and other events: kept for the transcript, without any effect on sessions and turns."""

import pytest
import time_machine

from sessions_app.conversations import events, takeover
from sessions_app.manager import SessionManager
from sessions_app.messages import inbox
from sessions_app.models import Conversation, ConversationSession, InboundMessage, OutboundMessage
from sessions_app.turns import claims
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.clocks import NOW, TTL
from tests.support.factories import idle_session, phone_number

ADA, BOB = phone_number(1), phone_number(2)

pytestmark = pytest.mark.django_db

clock = pytest.fixture(clocks.standing, autouse=True)


def event(number: int = 1, *, phone: str = ADA) -> inbox.Incoming:
    kind = InboundMessage.Kind.REACTION
    return inbox.Incoming(message_sid=f"SM{number}", phone=phone, body="", event=kind)


def test_an_event_waits_for_nothing_and_starts_no_session() -> None:
    events.receive([event()])
    assert (claims.claim_turns(10), inbox.all_waiting_since()) == ([], {})
    assert not ConversationSession.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_an_event_keeps_no_session_alive(clock: time_machine.Traveller) -> None:
    idle_session(ADA, idle=TTL - 1, thread_id="conv_a")
    before = ConversationSession.objects.get().last_accessed
    events.receive([event()])
    assert ConversationSession.objects.get().last_accessed == before
    clock.shift(2)
    assert SessionManager().get_session(ADA) is None
    assert SessionManager().cleanup_expired_sessions() == 1


def test_an_event_is_not_held_for_the_operator() -> None:
    idle_session(ADA, idle=1, thread_id="conv_a")
    takeover.pause(ADA, by="olga")
    events.receive([event()])
    assert claims.claim_turns(10) == []
    assert InboundMessage.objects.get().state == "ignored"


def test_a_running_turn_goes_on() -> None:
    message_arrives(message_sid="SM0", phone=ADA, body="Hello")
    [turn] = claims.claim_turns(10)
    events.receive([event()])
    assert Conversation.objects.get().lease_token == turn.token


def test_events_of_several_phones_are_stored_together_and_repeats_absorbed() -> None:
    events.receive([event(1), event(2, phone=BOB), event(1)])
    events.receive([event(2, phone=BOB), event(3, phone=BOB)])
    stored = InboundMessage.objects.order_by("message_sid").values_list("message_sid", "phone", "received_at")
    assert list(stored) == [("SM1", ADA, NOW), ("SM2", BOB, NOW), ("SM3", BOB, NOW)]
