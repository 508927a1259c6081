"""An operator lets a failed turn be tried again; what OpenAI and the user know already is not repeated."""

import pytest
import time_machine
from pytest_django import Settings

from sessions_app.models import Conversation, InboundMessage
from sessions_app.turns import canned_replies, outcomes
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, BOB, fakes, receive, say, states, try_again, user_texts  # noqa: F401  (fakes is a fixture)

HOPELESS = Fault.http(422, "unprocessable")

pytestmark = pytest.mark.django_db(transaction=True)


clock = pytest.fixture(clocks.going_on)


def test_a_failed_turn_that_is_retried_is_answered_and_nobody_apologizes_again(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(HOPELESS)
    receive("red")
    say("blue")
    assert outcomes.retry_failed(ADA) == 2
    answer_messages()
    assert states() == ["answered"] * 2
    assert fake_twilio.bodies_to(ADA) == [canned_replies.APOLOGY, "You said: red | blue (turn 1)"]
    assert user_texts(fake_openai) == ["red", "blue"]


def test_what_openai_got_before_the_turn_failed_is_not_said_twice(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Settings
) -> None:
    settings.TURN_MAX_ATTEMPTS = 1
    fake_openai.fail_next(Fault("reset_after"))
    say("red")
    assert outcomes.retry_failed(ADA) == 1
    answer_messages()
    assert (user_texts(fake_openai), fake_openai.response_count) == (["red"], 1)
    assert fake_twilio.bodies_to(ADA) == [canned_replies.APOLOGY, "You said: red (turn 1)"]


def test_the_user_is_told_again_where_the_retried_turn_fails_again(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(HOPELESS, 2)
    say("red")
    outcomes.retry_failed(ADA)
    answer_messages()
    assert (states(), fake_twilio.bodies_to(ADA)) == (["failed"], [canned_replies.APOLOGY] * 2)


def test_only_the_newest_failed_turn_is_retried(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    fake_openai.fail_next(HOPELESS, 2)
    say("red")
    say("blue")
    assert outcomes.retry_failed(ADA) == 1
    assert states() == ["failed", "received"]


def test_nothing_is_retried_where_nothing_failed(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    fake_openai.fail_next(HOPELESS)
    say("red")
    say("fine", BOB)
    assert (outcomes.retry_failed(BOB), states(BOB)) == (0, ["answered"])


def test_a_retried_turn_has_all_its_attempts_again(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
) -> None:
    settings.TURN_MAX_ATTEMPTS = 2
    fake_openai.fail_next(Fault.http(503), 3)
    say("red")
    try_again(clock)
    outcomes.retry_failed(ADA)
    answer_messages()
    assert (states(), Conversation.objects.get().attempts) == (["received"], 1)
    try_again(clock)
    assert states() == ["answered"]


def test_a_turn_that_waits_for_its_next_attempt_goes_first_and_stays_a_turn_of_its_own(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(HOPELESS)
    say("red")
    fake_openai.fail_next(Fault("reset_after"))
    say("blue")
    assert outcomes.retry_failed(ADA) == 1
    answer_messages()
    assert states() == ["answered"] * 2
    assert user_texts(fake_openai) == ["blue", "red"]
    assert InboundMessage.objects.values("turn").distinct().count() == 2
