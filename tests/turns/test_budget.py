"""The budget of a day: at 80 % operators are warned, at 100 % new conversations rest until tomorrow."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import translation
from pytest_django import Settings

from sessions_app.conversations import chat_language, idle
from sessions_app.health import warnings
from sessions_app.housekeeping import budget_mail
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation, HourlyCount, OutboundMessage
from sessions_app.telemetry import model_usage
from sessions_app.turns.canned_replies import RESTS, RESTS_UNHEARD, WELCOME
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, BOB, fakes, receive, say, states, try_again, user_texts  # noqa: F401
from tests.support.model_calls import make_call
from tests.support.sent import send_voice

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
BUDGET = "{} % of today's budget for OpenAI ($10.00, UTC) is used."
SUBJECT = "{} % of today's budget is used"


@pytest.fixture(autouse=True)
def budget(settings: Settings) -> None:
    settings.OPENAI_DAILY_BUDGET = 10
    settings.OPENAI_PRICES = "gpt-6-luna:0/0/0,gpt-6.1-terra:0/0/0"
    settings.OPERATOR_EMAILS = ["olga@example.org"]


def spend(usd: str | None, **more: Any) -> None:
    make_call(cost=usd, phone=BOB, **more)


def budget_warnings() -> list[str]:
    return [warning for warning in warnings.warnings() if "budget" in warning]


def mailed() -> list[str]:
    """Return the subjects of what is mailed now."""
    before = len(mail.outbox)
    budget_mail.mail()
    return [one.subject.removeprefix("WhatsPR: ") for one in mail.outbox[before:]]


@pytest.mark.parametrize(
    ("spent", "warned", "subjects"),
    [
        ("7.9999", [], []),
        (
            "8",
            ["80 % of today's budget for OpenAI ($10.00, UTC) is used."],
            ["80 % of today's budget is used"],
        ),
        (
            "9.9999",
            ["99 % of today's budget for OpenAI ($10.00, UTC) is used."],
            ["99 % of today's budget is used"],
        ),
    ],
)
def test_until_the_budget_is_used_up_everybody_is_answered(
    spent: str, warned: list[str], subjects: list[str]
) -> None:
    spend(spent)
    say("hello")
    assert OutboundMessage.objects.get().body == "You said: hello (turn 1)"
    assert (budget_warnings(), mailed()) == (warned, subjects)


def test_a_new_conversation_is_told_that_it_has_to_rest_and_operators_are_asked(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    spend("10")
    say("hello")
    assert (fake_twilio.bodies_to(ADA), states()) == ([RESTS], ["answered"])
    assert fake_openai.requests == []
    assert Conversation.objects.get(phone=ADA).attention.startswith("The day's budget is used up")
    assert "is used up: until midnight UTC" in budget_warnings()[0]
    assert mailed() == ["100 % of today's budget is used"]


def test_a_conversation_that_is_open_goes_on(fake_twilio: FakeTwilio) -> None:
    say("hello")
    spend("10")
    say("red")
    assert fake_twilio.bodies_to(ADA)[-1].startswith("You said: red")


def test_a_turn_that_has_begun_is_tried_again(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(500), path="/v1/conversations")
    say("hello")
    spend("10")
    try_again(clock)
    assert fake_twilio.bodies_to(ADA) == ["You said: hello (turn 1)"]


def test_what_a_user_wrote_is_told_to_the_model_when_they_come_back_tomorrow(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    spend("10")
    say("We have raised 5 million")
    clock.shift(3 * 3600)
    idle.prune()
    say("Hello?")
    clock.move_to(MIDNIGHT.replace(hour=7))
    idle.prune()
    say("Good morning")
    assert fake_twilio.bodies_to(ADA)[:2] == [RESTS, RESTS]
    assert fake_twilio.bodies_to(ADA)[2].startswith("You said: Good morning")
    assert user_texts(fake_openai) == ["We have raised 5 million", "Hello?", "Good morning"]


def test_who_sends_a_recording_is_told_that_it_was_not_opened(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    spend("10")
    send_voice(fake_twilio, "We have raised 5 million")
    answer_messages()
    assert (fake_twilio.bodies_to(ADA), fake_openai.requests) == ([RESTS_UNHEARD], [])
    clock.move_to(MIDNIGHT.replace(hour=7))
    say("Good morning")
    assert user_texts(fake_openai)[-1] == "Good morning"
    assert len(user_texts(fake_openai)) == 2


def test_what_was_written_after_a_session_expired_does_not_end_with_it(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("an old story")
    spend("10")
    clock.shift(clocks.TTL + 60)
    say("a new story")
    SessionManager().cleanup_expired_sessions()
    clock.move_to(MIDNIGHT.replace(hour=7))
    say("Good morning")
    assert user_texts(fake_openai) == ["a new story", "Good morning"]


def test_at_midnight_utc_a_new_day_begins(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    clock.move_to(MIDNIGHT.replace(day=22, hour=23, minute=59, second=50))
    spend("10")
    say("hello")
    clock.move_to(MIDNIGHT)
    say("hello", BOB)
    assert (fake_twilio.bodies_to(ADA), budget_warnings(), mailed()) == ([RESTS], [], [])
    assert fake_twilio.bodies_to(BOB)[-1].startswith("You said: hello")


@pytest.mark.parametrize("command", ["/status", "/help", "/drafts", "/language", "menu"])
def test_what_needs_no_model_is_answered_as_ever(command: str, fake_twilio: FakeTwilio) -> None:
    spend("10")
    say(command)
    [body] = fake_twilio.bodies_to(ADA)
    assert body != RESTS
    assert (command == "menu") is (body == WELCOME)


def test_a_menu_choice_begins_an_interview_so_it_rests(fake_twilio: FakeTwilio) -> None:
    spend("10")
    say("menu")
    say("1")
    assert fake_twilio.bodies_to(ADA) == [WELCOME, RESTS]


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Hallo, wir haben Geld bekommen"), ("es", "Hola, quiero anunciar algo"), ("he", "שלום לכולם")],
)
def test_it_is_told_in_the_users_language(language: str, said: str, fake_twilio: FakeTwilio) -> None:
    spend("10")
    say(said)
    with translation.override(language):
        assert [translation.gettext(RESTS)] != [RESTS]
    assert fake_twilio.bodies_to(ADA)[0] in chat_language.in_each(RESTS)[1:]


def test_calls_at_an_unknown_cost_count_for_nothing(fake_twilio: FakeTwilio) -> None:
    spend(None)
    say("hello")
    assert fake_twilio.bodies_to(ADA)[0].startswith("You said")


def test_without_a_budget_nobody_rests(fake_twilio: FakeTwilio, settings: Settings) -> None:
    settings.OPENAI_DAILY_BUDGET = 0
    spend("100000")
    say("hello")
    assert fake_twilio.bodies_to(ADA)[0].startswith("You said")
    assert (budget_warnings(), mailed()) == ([], [])


def test_the_scripted_interview_has_no_budget(fake_twilio: FakeTwilio, settings: Settings) -> None:
    settings.OPENAI_API_KEY = ""
    spend("10")
    say("hello")
    assert fake_twilio.bodies_to(ADA) != [RESTS]
    assert budget_warnings() == []


def test_operators_are_mailed_once_for_each_threshold_and_again_the_next_day(
    clock: time_machine.Traveller,
) -> None:
    spend("8.5")
    assert (mailed(), mailed()) == (["85 % of today's budget is used"], [])
    spend("1.5")
    model_usage.roll_up()
    assert (mailed(), mailed()) == (["100 % of today's budget is used"], [])
    clock.move_to(MIDNIGHT)
    assert mailed() == []
    spend("8")
    assert mailed() == ["80 % of today's budget is used"]


def test_a_day_that_jumps_over_both_thresholds_has_one_mail() -> None:
    spend("12")
    assert (mailed(), mailed()) == (["100 % of today's budget is used"], [])
    assert "is used up" in mail.outbox[-1].body


def test_without_addresses_nobody_is_mailed_until_there_are_some(settings: Settings) -> None:
    settings.OPERATOR_EMAILS = []
    spend("10")
    assert (mailed(), HourlyCount.objects.count()) == ([], 0)
    settings.OPERATOR_EMAILS = ["olga@example.org"]
    assert len(mailed()) == 1


def test_a_mail_that_could_not_be_sent_is_sent_later(settings: Settings) -> None:
    spend("10")
    settings.EMAIL_BACKEND = "tests.turns.test_budget.NoServer"
    with pytest.raises(OSError, match="no server"):
        budget_mail.mail()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(mailed()) == 1


class NoServer:
    def __init__(self, **more: Any) -> None: ...

    def send_messages(self, messages: Any) -> int:
        raise OSError("no server")


@pytest.mark.both_databases
def test_several_workers_that_answer_at_once_all_see_the_same_budget(fake_twilio: FakeTwilio) -> None:
    spend("10")
    receive("hello")
    receive("hello", BOB)

    def answer(_: int) -> None:
        answer_messages()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, range(2)))
    assert (fake_twilio.bodies_to(ADA), fake_twilio.bodies_to(BOB)) == ([RESTS], [RESTS])
