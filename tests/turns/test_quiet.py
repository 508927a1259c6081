"""A burst is one turn also while nothing runs: messages wait until their phone is quiet (defaults)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from assistant.interview import Reply
from sessions_app.conversations import leases
from sessions_app.messages.keywords import MENU
from sessions_app.models import InboundMessage, TurnAttempt
from sessions_app.turns import claims, outcomes
from sessions_app.turns.canned_replies import EMPTY
from sessions_app.turns.turn import Turn
from tests.conftest import answer_messages
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.sayings import picture
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA, BOB, receive
from tests.support.factories import ConversationFactory, InboundFactory, idle_session
from tests.support.sent import send_file
from tests.support.statements import plan

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.standing, autouse=True)


@pytest.fixture(autouse=True)
def defaults(settings: Settings) -> None:
    settings.TURN_QUIET_SECONDS = 1.5
    settings.TURN_QUIET_MOST_SECONDS = 4


def claim(limit: int = 8) -> list[Turn]:
    return claims.claim_turns(limit)


def bodies(turns: list[Turn]) -> list[list[str]]:
    return [[message.body for message in turn.messages] for turn in turns]


def quiet_step(turn: Turn) -> float:
    outcomes.commit(turn, Reply(text="Thanks"))
    return TurnAttempt.objects.latest("pk").quiet_seconds


def test_eight_photos_are_one_turn(
    clock: time_machine.Traveller, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    for number in range(8):
        send_file(fake_twilio, picture(f"Stand {number}"), "image/png")
        assert claim() == []
        clock.shift(0.4)
    clock.shift(1.2)
    answer_messages()
    (reply,) = fake_twilio.bodies_to(ADA)
    assert [f"I read in your picture: “Stand {number}”" in reply for number in range(8)] == [True] * 8
    assert "(turn 1)" in reply


def test_empty_messages_get_one_answer(clock: time_machine.Traveller, fake_twilio: FakeTwilio) -> None:
    receive("")
    receive(" ")
    clock.shift(2)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [EMPTY]


@pytest.mark.parametrize("captions", [("our robots", ""), ("", "our robots"), ("", "our robots", "")])
def test_pictures_and_words_are_one_turn(
    clock: time_machine.Traveller, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, captions: tuple[str, ...]
) -> None:
    picture = {"url": "https://example.com", "content_type": "image/jpeg"}
    for number, caption in enumerate(captions):
        message_arrives(message_sid=f"SM{number}", phone=ADA, body=caption, media=[picture])
        clock.shift(0.4)
    clock.shift(1.2)
    answer_messages()
    [reply] = fake_twilio.bodies_to(ADA)
    assert "our robots" in reply
    assert reply.count("picture, which you cannot see yet") == len(captions)


def test_a_picture_with_words_waits_for_a_slot_of_its_text(clock: time_machine.Traveller) -> None:
    receive("")
    receive("our robots")
    clock.shift(4)
    assert claims.claim_commands(8) == []
    assert bodies(claim()) == [["", "our robots"]]


def test_a_reaction_does_not_make_others_wait(clock: time_machine.Traveller) -> None:
    receive("hello")
    clock.shift(1)
    InboundFactory.create(phone=ADA, kind="reaction", state="ignored", received_at=timezone.now())
    clock.shift(0.5)
    assert bodies(claim()) == [["hello"]]


def test_three_quick_lines_are_one_question(
    clock: time_machine.Traveller, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    for line in ("Hi", "we are Acme", "and we fly"):
        receive(line)
        assert claim() == []
        clock.shift(1.2)
    clock.shift(0.4)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: Hi | we are Acme | and we fly (turn 1)"]


def test_a_slow_typist_is_answered_after_the_most(clock: time_machine.Traveller) -> None:
    for line in ("one moment", "I am", "still", "writing"):
        receive(line)
        assert claim() == []
        clock.shift(1)
    assert bodies(claim()) == [["one moment", "I am", "still", "writing"]]


def test_a_single_message_is_answered_after_the_quiet_time(clock: time_machine.Traveller) -> None:
    receive("hello")
    clock.shift(1.4)
    assert claim() == []
    clock.shift(0.1)
    assert bodies(claim()) == [["hello"]]


@pytest.mark.parametrize("number", MENU)
@pytest.mark.parametrize(
    "typed", ["{0}", " {0}\n", "{0}.", "({0})", "#{0}", "*{0}*", "{0}\ufe0f\u20e3", "Option {0}"]
)
def test_a_menu_choice_is_answered_at_once(number: str, typed: str) -> None:
    receive(typed.format(number))
    assert len(claim()) == 1


@pytest.mark.parametrize("word", ["one", "Two.", "option three"])
def test_a_menu_choice_in_letters_is_answered_at_once(word: str) -> None:
    receive(word)
    assert len(claim()) == 1


@pytest.mark.parametrize(
    "digit", ["4", "0", "９", "٣", "④", "²", "1\u2060", "\u200e1", "1\u3000", "option  1", "Option1"]
)
def test_a_single_digit_is_answered_at_once(digit: str) -> None:
    receive(digit)
    [turn] = claim()
    assert quiet_step(turn) == 0


@pytest.mark.parametrize("body", ["ok", "12", "one moment", "1 of 3", "Option", ""])
def test_other_short_messages_wait(body: str) -> None:
    receive(body)
    assert claim() == []


@pytest.mark.parametrize("last", ["1", "/help", "status"])
def test_what_waits_before_a_choice_or_a_command_is_claimed_with_it(last: str) -> None:
    receive("hello")
    receive(last)
    [turn] = claim()
    assert turn.texts[0] == "hello"


def test_a_reset_is_carried_out_at_once() -> None:
    receive("hello")
    receive("reset")
    claim()
    assert list(InboundMessage.objects.order_by("id").values_list("state", flat=True)) == [
        "ignored",
        "answered",
    ]


def test_a_worker_without_a_free_slot_lets_photos_wait_but_no_command(clock: time_machine.Traveller) -> None:
    receive("")
    receive("/help", BOB)
    assert [turn.lease.phone for turn in claims.claim_commands(8)] == [BOB]
    clock.shift(1.5)
    assert [turn.lease.phone for turn in claims.claim_commands(8)] == [ADA]


def test_phones_that_are_not_quiet_do_not_starve_those_that_are_due(clock: time_machine.Traveller) -> None:
    for number in range(20):
        receive(f"line {number}")
    receive("/help", BOB)
    assert [turn.lease.phone for turn in claim(1)] == [BOB]


def test_an_attempt_that_died_does_not_wait_again(clock: time_machine.Traveller) -> None:
    receive("hello")
    clock.shift(1.5)
    [turn] = claim()
    receive("and more")
    leases.release_early([turn.lease.token])
    [again] = claim()
    assert (again.resuming, bodies([again])) == (True, [["hello"]])


@pytest.mark.parametrize("ahead", [3.9, 3600])
def test_a_message_dated_in_the_future_waits_a_few_seconds_at_most(
    clock: time_machine.Traveller, ahead: float
) -> None:
    InboundFactory.create(phone=ADA, received_at=timezone.now() + timedelta(seconds=ahead))
    clock.shift(2 * 4)
    assert len(claim()) == 1


def test_a_newer_message_dated_in_the_future_delays_no_longer_than_the_most(
    clock: time_machine.Traveller,
) -> None:
    receive("hello")
    InboundFactory.create(phone=ADA, received_at=timezone.now() + timedelta(seconds=3))
    clock.shift(4)
    assert len(claim()) == 1


def test_zero_turns_the_wait_off(settings: Settings) -> None:
    settings.TURN_QUIET_SECONDS = 0
    receive("hello")
    InboundFactory.create(phone=BOB, received_at=timezone.now() + timedelta(seconds=2))
    assert len(claim()) == 2


def test_messages_of_a_paused_bot_are_held_at_once() -> None:
    ConversationFactory.create(phone=ADA, paused_at=timezone.now(), paused_by="op")
    receive("hello")
    idle_session(ADA, idle=1)
    assert claim() == []
    assert InboundMessage.objects.get().state == "held"


def test_once_waits_for_quiet_and_answers(
    settings: Settings, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    settings.TURN_QUIET_SECONDS = 0.3
    with time_machine.travel(clocks.NOW, tick=True):
        receive("hello")
        answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: hello (turn 1)"]


def test_the_quiet_time_is_a_step_of_its_own(clock: time_machine.Traveller) -> None:
    receive("hello")
    clock.shift(1)
    receive("and more")
    clock.shift(30)
    [turn] = claim()
    assert turn.trace.steps == [{"name": "quiet", "at": -31.0, "seconds": 2.5}]
    assert quiet_step(turn) == 2.5


def test_the_quiet_time_ends_with_the_most(clock: time_machine.Traveller) -> None:
    for _ in range(6):
        receive("line")
        clock.shift(1)
    [turn] = claim()
    assert quiet_step(turn) == 4


def test_the_quiet_time_ends_with_a_command(clock: time_machine.Traveller) -> None:
    receive("hello")
    clock.shift(0.5)
    receive("/help")
    clock.shift(10)
    [turn] = claim()
    assert quiet_step(turn) == 0.5


def test_a_command_has_no_quiet_time() -> None:
    receive("/help")
    [turn] = claim()
    assert turn.trace.steps == []


def test_the_poll_reads_the_waiting_messages_and_one_entry_of_the_phones_index() -> None:
    statement = claims._WAITING
    now = "'2026-11-22 12:00:00+00:00'"
    for value in ("true", now, now, "true", "false", now, now, now, "64"):
        statement = statement.replace("%s", value, 1)
    with transaction.atomic():
        found = plan(statement)
    assert "inbound_unanswered" in found
    assert "inbound_phone" in found
