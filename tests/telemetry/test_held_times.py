"""What the bot needed, how long messages were held for an operator, how long an operator's reply took."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from sessions_app.models import Conversation, HourlyCount, TurnAttempt
from sessions_app.telemetry import hourly_counts, turn_counts
from sessions_app.telemetry.hourly_counts import HELD, OPERATOR, REPLY, Times
from sessions_app.turns import claims, outcomes
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.support import clocks
from tests.support.chat import ADA, fakes, receive, say, try_again
from tests.support.factories import TurnFactory
from tests.support.operators import hand_back, reply, take_over

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
AT_ONCE = 60.0
"""Seconds that a turn takes at most in these tests, also on a busy machine; a hold takes longer."""


def counted(times: Times) -> list[float]:
    """Return the upper bounds of what was counted, however the hours were."""
    turn_counts.count()
    names = dict(HourlyCount.objects.filter(name__startswith=times.name).values_list("name", "amount"))
    return [bound for bound, amount in times.of(names).items() for _ in range(amount)]


def test_the_time_in_an_operators_hands_is_not_the_bots(clock: time_machine.Traveller) -> None:
    say("red")
    take_over()
    say("blue")
    clock.shift(1000)
    hand_back()
    assert len(counted(REPLY)) == 2
    assert max(counted(REPLY)) <= AT_ONCE
    assert counted(HELD) == [1200]
    assert counted(OPERATOR) == []


def test_an_operators_own_reply_is_neither_the_bots_nor_nobodys(clock: time_machine.Traveller) -> None:
    say("red")
    receive("blue")
    clock.shift(200)
    take_over()
    clock.shift(400)
    reply("Hello, it is me.")
    assert len(counted(REPLY)) == 1
    assert counted(HELD) == [600]  # since the takeover
    assert counted(OPERATOR) == [1200]  # since it was received


def test_a_reply_that_nobody_waited_for_counts_as_no_wait(clock: time_machine.Traveller) -> None:
    say("red")
    take_over()
    clock.shift(400)
    reply("Are you still there?")
    assert (counted(HELD), counted(OPERATOR)) == ([], [])
    assert HourlyCount.objects.get(name=hourly_counts.BY_OPERATOR).amount == 1


def test_a_hold_between_two_attempts_counts_once_and_the_retry_is_the_bots_from_its_end(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    fake_openai.fail_next(Fault.http(429, "rate_limit_exceeded"))
    say("blue")
    take_over()
    clock.shift(1000)
    fake_openai.fail_next(Fault.http(429, "rate_limit_exceeded"))
    hand_back()
    try_again(clock)
    outcomes_of_blue = TurnAttempt.objects.order_by("pk").values_list("outcome", flat=True)[1:]
    assert list(outcomes_of_blue) == ["retried", "retried", "answered"]
    assert counted(HELD) == [1200]
    assert max(counted(REPLY)) == 300  # the wait for the last attempt


def test_a_failed_turn_waited_for_the_operator_who_has_it_tried_again(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say("red")
    clock.shift(1000)
    assert outcomes.retry_failed(ADA) == 1
    answer_messages()
    assert max(counted(REPLY)) <= AT_ONCE
    assert counted(HELD) == [1200]
    messages = HourlyCount.objects.filter(name=hourly_counts.MESSAGES).values_list("amount", flat=True)
    assert sum(messages) == 1


def test_the_next_message_after_a_takeover_was_not_held(clock: time_machine.Traveller) -> None:
    say("red")
    take_over()
    say("blue")
    clock.shift(1000)
    hand_back()
    say("green")
    assert len(counted(HELD)) == 1
    assert max(counted(REPLY)) <= AT_ONCE


def test_a_pause_in_which_nobody_wrote_leaves_no_trace() -> None:
    say("red")
    take_over()
    hand_back()
    assert Conversation.objects.get().held_until is None


def test_time_to_write_on_is_only_what_came_after_the_hold(clock: time_machine.Traveller) -> None:
    say("red")
    take_over()
    say("blue")
    clock.shift(1000)
    receive("green")
    hand_back()
    attempt = TurnAttempt.objects.order_by("pk").last()
    assert attempt
    assert attempt.held
    assert attempt.held[1] == attempt.due_at <= attempt.claimed_at
    steps = [step["name"] for step in attempt.steps]
    assert steps.index("held") == 0
    waits = sum(step["seconds"] for step in attempt.steps if step["at"] < 0)
    assert waits <= (attempt.claimed_at - attempt.received_at).total_seconds() + 0.01


def test_attempts_of_earlier_releases_count_from_the_receipt() -> None:
    ended = timezone.now()
    TurnFactory.create(received_at=ended - timedelta(seconds=20), claimed_at=ended, ended_at=ended)
    assert counted(REPLY) == [20]
    assert counted(HELD) == []


def test_a_turn_of_a_hold_dated_in_the_future_has_no_negative_time() -> None:
    say("red")
    Conversation.objects.update(
        held_from=timezone.now() - timedelta(seconds=5), held_until=timezone.now() + timedelta(hours=1)
    )
    receive("blue")
    [turn] = claims.claim_turns(1)
    outcomes.give_up(turn, error="x")
    assert len(counted(REPLY)) == 1
    assert counted(HELD) in ([3600], [7200])


def test_a_message_that_is_answered_without_a_takeover_was_not_held(clock: time_machine.Traveller) -> None:
    say("red")
    receive("blue")
    clock.shift(200)
    reply("Hello, it is me.")
    assert counted(HELD) == []
    assert counted(OPERATOR) == [300]
