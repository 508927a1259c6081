"""What the thread is told of a time in which an operator talked: all of it, once, and nothing else."""

import pytest
import time_machine

from sessions_app.operators import actions
from sessions_app.turns.canned_replies import APOLOGY
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, SAVE_HEADLINE, say, states, thread_of
from tests.support.clocks import TTL
from tests.support.operators import hand_back, reply, shown, take_over, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fake_openai", "fake_twilio"),
]

clock = pytest.fixture(autouse=True)(clocks.going_on)


def test_the_bot_answers_only_what_came_after_the_last_reply_by_hand(fake_openai: FakeOpenAI) -> None:
    say("red")
    take_over()
    say("blue")
    reply("Olga here")
    say("green")
    hand_back()
    assert told(fake_openai) == [
        "user: red", "developer: note", "user: blue", "assistant: Olga here", "user: green",
    ]  # fmt: skip


def test_nothing_is_asked_where_nothing_came_after_the_last_reply_by_hand(fake_openai: FakeOpenAI) -> None:
    say("red")
    take_over()
    say("blue")
    reply("Olga here")
    hand_back()
    assert fake_openai.response_count == 1
    say("green")
    assert told(fake_openai)[-3:] == ["user: blue", "assistant: Olga here", "user: green"]


def test_the_thread_is_told_only_once(fake_openai: FakeOpenAI) -> None:
    say("red")
    reply("Olga here")
    hand_back()
    say("blue")
    say("green")
    assert told(fake_openai)[-4:] == ["developer: note", "assistant: Olga here", "user: blue", "user: green"]


def test_two_pauses_are_told_one_after_the_other(fake_openai: FakeOpenAI) -> None:
    say("red")
    for text in ("first", "second"):
        reply(text)
        hand_back()
    say("blue")
    assert told(fake_openai) == [
        "user: red", "developer: note", "assistant: first", "assistant: second", "user: blue",
    ]  # fmt: skip


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "incomplete"])
def test_what_an_attempt_told_that_came_to_nothing_is_not_told_again(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: str
) -> None:
    say("red")
    reply("Olga here")
    hand_back()
    fake_openai.fail_next(Fault(fault))
    say("blue")
    clock.shift(180)
    answer_messages()
    assert states() == ["answered"] * 2
    said = [line for line in told(fake_openai) if line.startswith(("user:", "assistant: Olga"))]
    assert said == ["user: red", "assistant: Olga here", "user: blue"]


def test_a_message_whose_turn_was_taken_over_is_not_told_twice(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    say("red")
    fake_openai.fail_next(Fault("reset_after"))
    say("blue")  # OpenAI has heard it, and we do not know its answer
    reply("Olga here")
    hand_back()
    say("green")
    assert [line for line in told(fake_openai) if line != "developer: note"] == [
        "user: red", "user: blue", "assistant: Olga here", "user: green",
    ]  # fmt: skip
    assert fake_twilio.bodies_to(ADA)[1:] == ["Olga here", fake_openai.texts(thread_of())[-1][1]]


def test_a_tool_call_that_a_takeover_left_open_does_not_break_the_thread(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    fake_openai.fail_next(Fault("reset_after"))
    say(SAVE_HEADLINE)
    reply("Olga here")
    hand_back()
    say("blue")
    assert states() == ["answered"] * 3


def test_a_thread_that_is_lost_meanwhile_is_told_everything_once(fake_openai: FakeOpenAI) -> None:
    say("red")
    reply("Olga here")
    hand_back()
    fake_openai.fail_next(Fault("delete_conversation"))
    say("blue")
    said = [(role, text) for role, text in fake_openai.texts(thread_of()) if role != "developer"]
    assert [text for _, text in said] == [
        "red", "You said: red (turn 1)", "Olga here", "blue", "You said: blue (turn 1)",
    ]  # fmt: skip


def test_a_canned_answer_does_not_count_as_telling_the_thread(fake_openai: FakeOpenAI) -> None:
    say("red")
    reply("Olga here")
    hand_back()
    say("/help")
    say("blue")
    assert "assistant: Olga here" in told(fake_openai)


def test_a_new_session_is_told_nothing_of_what_operators_said_in_the_old_one(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    reply("Olga here")
    hand_back()
    clock.shift(TTL + 1)
    say("blue")
    assert told(fake_openai) == ["user: blue"]


def test_what_the_bot_answered_meanwhile_is_not_told_as_what_an_operator_answered(
    fake_openai: FakeOpenAI,
) -> None:
    say("red")
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say("blue")
    say("green")
    actions.retry(shown(), operator="olga")
    reply("Olga here")  # to "blue", which is older than what the bot answered
    hand_back()
    say("four")
    assert told(fake_openai) == [
        "user: red", "developer: note", f"assistant: {APOLOGY}", "user: green",
        "developer: note", "user: blue", "assistant: Olga here", "user: four",
    ]  # fmt: skip
