"""A thread in which OpenAI refuses every turn (HTTP 400) is replaced; a bad turn costs no working thread."""

import pytest
import time_machine
from pytest_django import Settings

from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, RemoteThread
from sessions_app.turns import claims
from sessions_app.turns.canned_replies import APOLOGY
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import (  # noqa: F401  (fakes is a fixture)
    ADA,
    SAVE_HEADLINE,
    fakes,
    has_tool_output,
    receive,
    say,
    states,
    thread_of,
    try_again,
    user_texts,
)
from tests.support.factories import thread_state

KNOWN = Fault(
    "break_conversation",
    message="Item 'rs_1' of type 'reasoning' was provided without its required following item.",
)
UNKNOWN = Fault("break_conversation", code="invalid_value", message="Invalid value.")

pytestmark = pytest.mark.django_db(transaction=True)


clock = pytest.fixture(clocks.going_on)


@pytest.mark.parametrize("body", ["blue", SAVE_HEADLINE])
def test_a_thread_that_is_known_to_be_broken_is_replaced_and_retold_in_the_same_turn(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, body: str
) -> None:
    say("red")
    broken = thread_of()
    fake_openai.fail_next(KNOWN, when=has_tool_output if body == SAVE_HEADLINE else None)
    say(body)
    say("green")
    assert states() == ["answered"] * 3
    assert user_texts(fake_openai) == ["red", body, "green"]
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: green (turn 2)"
    assert (thread_of() == broken, thread_state(broken)) == (False, "doomed")


def test_a_thread_that_refuses_two_turns_in_a_row_is_replaced_and_retold(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say("red")
    broken = thread_of()
    fake_openai.fail_next(UNKNOWN)
    say("blue")
    assert (states()[-1], thread_of()) == ("failed", broken)
    say("green")
    assert states() == ["answered", "failed", "answered"]
    assert fake_twilio.bodies_to(ADA)[1:] == [APOLOGY, "You said: green (turn 1)"]
    assert user_texts(fake_openai) == ["red", "green"]
    assert thread_state(broken) == "doomed"


def test_an_imported_thread_that_is_broken_is_replaced(fake_openai: FakeOpenAI) -> None:
    say("red")
    broken = thread_of()
    ConversationSession.objects.all().delete()
    RemoteThread.objects.all().delete()
    SessionManager().migrate_from_dict({ADA: broken})
    fake_openai.fail_next(UNKNOWN)
    for _ in range(3):
        say("blue")
    assert states() == ["answered", "failed", "answered", "answered"]
    assert thread_state(broken) == "doomed"


@pytest.mark.parametrize("body", ["blue", SAVE_HEADLINE])
def test_a_thread_that_breaks_in_its_first_turn_is_replaced_in_the_next(
    fake_openai: FakeOpenAI, body: str
) -> None:
    fake_openai.fail_next(UNKNOWN, when=has_tool_output if body == SAVE_HEADLINE else None)
    for text in (body, "green", "yellow"):
        say(text)
    assert states() == ["failed", "answered", "answered"]


@pytest.mark.parametrize("fault", [KNOWN, UNKNOWN])
def test_a_replacement_that_breaks_after_its_first_call_is_replaced_in_the_next_turn(
    fake_openai: FakeOpenAI, fault: Fault
) -> None:
    say("red")
    fake_openai.fail_next(fault)
    if fault is UNKNOWN:
        say("blue")
    fake_openai.fail_next(UNKNOWN, when=has_tool_output)
    say(SAVE_HEADLINE)
    assert states()[-1] == "failed"
    say("green")
    assert states()[-1] == "answered"


def test_a_bad_turn_between_good_ones_costs_no_thread(fake_openai: FakeOpenAI) -> None:
    say("red")
    thread = thread_of()
    for _ in range(3):
        fake_openai.fail_next(Fault.http(400, "invalid_prompt"))
        say("bad")
        say("good")
    assert states() == ["answered", *["failed", "answered"] * 3]
    assert thread_of() == thread


def test_a_refusal_is_remembered_though_its_worker_dies(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    say("red")
    broken = thread_of()
    fake_openai.fail_next(UNKNOWN)
    say("blue")
    receive("green")
    claims.claim_turns(1)  # and its worker dies
    try_again(clock)
    assert states() == ["answered", "failed", "answered"]
    assert thread_of() != broken


def test_what_is_refused_in_every_thread_costs_one_thread_and_no_more(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say("red")
    accessed = ConversationSession.objects.get().last_accessed
    fake_openai.fail_next(Fault.http(400, "invalid_function_parameters"), None)
    for number in range(6):
        say(f"message {number}")
    assert states()[1:] == ["failed"] * 6
    assert RemoteThread.objects.count() == 2
    assert len(fake_openai.asked()) == 1 + 7
    assert fake_twilio.bodies_to(ADA)[1:] == [APOLOGY] * 6
    assert ConversationSession.objects.get().last_accessed == accessed


def test_a_replacement_that_refuses_its_first_call_is_replaced_ten_minutes_later(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    fake_openai.fail_next(UNKNOWN, 3)  # the thread twice, then its replacement
    say("blue")
    say("green")
    say("yellow")
    assert states()[1:] == ["failed"] * 3
    clock.shift(601)
    say("black")
    assert states()[-1] == "answered"


def test_a_turn_that_breaks_every_thread_fails_after_its_last_attempt(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TURN_MAX_ATTEMPTS = 2
    fake_openai.fail_next(KNOWN, None)
    say("red")
    for _ in range(3):
        try_again(clock)
    assert (states(), fake_twilio.bodies_to(ADA)) == (["failed"], [APOLOGY])
    assert RemoteThread.objects.count() == 3


def test_the_apology_names_the_way_out(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    fake_openai.fail_next(Fault.http(400))
    say("red")
    assert "*menu*" in fake_twilio.bodies_to(ADA)[0]
