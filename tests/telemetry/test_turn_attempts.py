"""What is written down of each attempt at a turn: how it went, where its time went, and until when."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from assistant.interview import Reply
from sessions_app.conversations import idle
from sessions_app.conversations.leases import LeaseLost
from sessions_app.housekeeping import transcript_erasure
from sessions_app.manager import SessionManager
from sessions_app.messages import delivery
from sessions_app.models import (
    ConversationSession,
    EndedSession,
    InboundMessage,
    OutboundMessage,
    TurnAttempt,
)
from sessions_app.operators import actions
from sessions_app.telemetry import turn_counts
from sessions_app.turns import claims, outcomes
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.support import clocks
from tests.support.arrivals import status_arrives
from tests.support.chat import ADA, BOB, SAVE_HEADLINE, receive, say, try_again
from tests.support.factories import EndedSessionFactory, OutboundFactory

Outcome = TurnAttempt.Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fake_openai", "fake_twilio")]


clock = pytest.fixture(autouse=True)(clocks.going_on)


def attempts(phone: str = ADA) -> list[TurnAttempt]:
    return list(TurnAttempt.objects.filter(phone=phone).order_by("id"))


def steps(attempt: TurnAttempt) -> list[str]:
    return [step["name"] for step in attempt.steps]


def attempted(phone: str = ADA, *, ago: float = 10, counted: bool = True) -> TurnAttempt:
    """Make an attempt that ended `ago` seconds ago."""
    ended = timezone.now() - timedelta(seconds=ago)
    return TurnAttempt.objects.create(
        phone=phone,
        turn=uuid.uuid4(),
        outcome=Outcome.ANSWERED,
        messages=1,
        received_at=ended,
        claimed_at=ended,
        ended_at=ended,
        counted=counted,
    )


# --- What is written ----------------------------------------------------------------------------


def test_an_answered_turn_tells_where_its_time_went() -> None:
    say(SAVE_HEADLINE)
    [attempt] = attempts()
    assert (attempt.outcome, attempt.attempt, attempt.messages, attempt.error) == ("answered", 1, 1, "")
    assert steps(attempt) == [
        "wait",
        "open thread",
        "snapshot",
        "model",
        "save headline",
        "has changed",
        "written now",
    ]
    assert attempt.received_at <= attempt.claimed_at <= attempt.ended_at
    took = (attempt.ended_at - attempt.claimed_at).total_seconds()
    assert [step["at"] for step in attempt.steps] == sorted(step["at"] for step in attempt.steps)
    assert all(step["at"] + step["seconds"] <= took + 0.1 for step in attempt.steps)
    assert attempt.steps[3]["seconds"] >= attempt.steps[4]["seconds"]


def test_the_time_spent_waiting_for_the_model_is_the_models(fake_openai: FakeOpenAI) -> None:
    fake_openai.think = 0.3
    say("hello")
    [attempt] = attempts()
    seconds = {step["name"]: step["seconds"] for step in attempt.steps}
    assert seconds["model"] >= 0.3


def test_message_attempt_and_reply_of_a_turn_have_its_name() -> None:
    receive("one")
    say("blue")
    [attempt] = attempts()
    assert attempt.messages == 2
    assert {m.turn for m in InboundMessage.objects.all()} == {attempt.turn}
    assert {m.turn for m in OutboundMessage.objects.all()} == {attempt.turn}


def test_attempts_at_the_same_messages_have_the_same_name(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(429, "rate_limit_exceeded"))
    say("hello")
    try_again(clock)
    first, second = attempts()
    assert first.turn == second.turn == OutboundMessage.objects.get().turn
    assert [(a.attempt, a.outcome, bool(a.error)) for a in (first, second)] == [
        (1, "retried", True),
        (2, "answered", False),
    ]
    assert first.received_at == second.received_at < first.ended_at < second.claimed_at


def test_a_turn_that_fails_for_good_says_why() -> None:
    receive("hello")
    [turn] = claims.claim_turns(1)
    outcomes.give_up(turn, error="e" * 300)
    [attempt] = attempts()
    assert (attempt.outcome, attempt.error) == ("failed", "e" * 200)
    assert OutboundMessage.objects.get().turn == attempt.turn


def test_a_canned_reply_asked_nobody() -> None:
    say("/help")
    [attempt] = attempts()
    assert (attempt.outcome, attempt.steps) == ("answered", [])


def test_a_reset_takes_the_messages_before_it_along() -> None:
    receive("never mind")
    receive("reset")
    claims.claim_turns(1)
    [attempt] = attempts()
    assert (attempt.outcome, attempt.messages, attempt.steps) == ("reset", 2, [])
    assert attempt.claimed_at == attempt.ended_at
    assert OutboundMessage.objects.get().turn == attempt.turn


def test_a_reply_by_hand_is_an_operators() -> None:
    say("hello")
    session = ConversationSession.objects.get()
    shown = actions.SeenSession.now(session)
    actions.take_over(shown, operator="olga")
    receive("is anybody there?")
    claims.claim_turns(1)
    actions.reply(shown, operator="olga", text="Yes", reply_id=uuid.uuid4())
    by_hand = attempts()[1]
    assert (by_hand.outcome, by_hand.messages) == ("operator", 1)
    assert OutboundMessage.objects.get(author="operator").turn == by_hand.turn


@pytest.mark.parametrize("end", ["commit", "retry_later", "give_up"])
def test_a_turn_that_lost_its_lease_leaves_no_trace(end: str) -> None:
    receive("hello")
    [turn] = claims.claim_turns(1)
    SessionManager().remove_session(ADA)
    ways: dict[str, dict[str, Any]] = {
        "commit": {"reply": Reply(text="too late")},
        "retry_later": {"delay": 1, "error": "late"},
        "give_up": {"error": "late"},
    }
    with pytest.raises(LeaseLost):
        getattr(outcomes, end)(turn, **ways[end])
    assert attempts() == []


# --- Delivery -----------------------------------------------------------------------------------


def test_a_reply_says_when_twilio_took_it_and_what_it_told_last(clock: time_machine.Traveller) -> None:
    say("hello")
    reply = OutboundMessage.objects.get()
    assert reply.attempted_at
    assert reply.accepted_at
    assert reply.attempted_at <= reply.accepted_at
    assert reply.status_at is None
    accepted_at = reply.accepted_at
    for word in ("delivered", "sent"):  # the second one is absorbed
        clock.shift(60)
        status_arrives(uuid=reply.uuid, word=word, sid=reply.sid, error_code="")
    told = OutboundMessage.objects.get()
    assert told.accepted_at == accepted_at
    assert told.status_at
    assert 60 <= (told.status_at - accepted_at).total_seconds() < 120


def test_a_callback_that_overtakes_twilios_answer_tells_of_the_acceptance() -> None:
    OutboundFactory.create(phone=ADA)
    [message] = delivery.claim_due(1)
    status_arrives(uuid=message.uuid, word="sent", sid="SM1", error_code="")
    delivery.record_accepted(message, sid="SM1")
    message.refresh_from_db()
    assert message.accepted_at == message.status_at is not None


def test_a_look_up_tells_of_the_acceptance() -> None:
    OutboundFactory.create(phone=ADA)
    [message] = delivery.claim_due(1)
    delivery.record_looked_up(message, ["SM1"])
    message.refresh_from_db()
    assert message.accepted_at


# --- Until when ---------------------------------------------------------------------------------


def test_attempts_go_with_the_transcript_of_their_session() -> None:
    attempted(ago=20)
    EndedSessionFactory.create(phone=ADA, ended_at=timezone.now() - timedelta(seconds=10))
    of_the_next_session, of_another = attempted(ago=5), attempted(BOB, ago=20)
    assert transcript_erasure.erase() == 1
    assert list(TurnAttempt.objects.order_by("id")) == [of_the_next_session, of_another]


def test_attempts_stay_until_they_are_counted() -> None:
    attempted(ago=20, counted=False)
    EndedSessionFactory.create(phone=ADA)
    assert (transcript_erasure.erase(), TurnAttempt.objects.count(), EndedSession.objects.count()) == (
        0,
        1,
        1,
    )
    turn_counts.count()
    assert (transcript_erasure.erase(), TurnAttempt.objects.count(), EndedSession.objects.count()) == (
        1,
        0,
        0,
    )


def test_after_a_week_nothing_waits_to_be_counted(clock: time_machine.Traveller) -> None:
    attempted(ago=20, counted=False)
    EndedSessionFactory.create(phone=ADA)
    clock.shift(timedelta(days=7))
    assert (transcript_erasure.erase(), TurnAttempt.objects.count()) == (1, 0)


def test_an_attempt_that_nothing_else_is_left_of_goes_with_its_conversation(
    clock: time_machine.Traveller,
) -> None:
    say("hello")
    OutboundMessage.objects.all().delete()
    InboundMessage.objects.all().delete()
    ConversationSession.objects.all().delete()
    turn_counts.count()
    clock.shift(timedelta(days=1))
    idle.prune(), transcript_erasure.erase()
    assert attempts() == []
