"""A conversation that needs a person is shown to operators, and they get an e-mail where they want one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from sessions_app.conversations import attention, idle
from sessions_app.models import Conversation, ConversationSession
from sessions_app.privacy import pseudonym
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.chat import ADA, say, states
from tests.support.factories import ConversationFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operators(settings: Settings) -> list[str]:
    settings.OPERATOR_EMAILS = ["olga@example.org", "pavel@example.org"]
    settings.PUBLIC_URL = "https://pr.example.org"
    return ["olga@example.org", "pavel@example.org"]


def asking(phone: str = ADA) -> str:
    return Conversation.objects.get(phone=phone).attention


def test_the_interviewer_asks_for_a_person(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    say('#tool ask_for_person {"reason": "Wants to talk about prices"}')
    assert (asking(), states()) == ("Wants to talk about prices", ["answered"])


def test_a_tool_call_without_a_reason_asks_too(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    say("#tool ask_for_person {}")
    assert asking() == "The user asks for a person."


def test_the_scripted_interview_asks_for_a_person(fake_twilio: FakeTwilio) -> None:
    say("hello")
    say("Can I talk to a human, please?")
    assert asking() == "The user asks for a person."
    assert "asked for a person" in fake_twilio.bodies_to(ADA)[-1]


def test_a_turn_that_failed_for_good_asks_for_a_person(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say("hello")
    assert asking().startswith("A turn failed for good")


def test_a_reset_calls_nobody_any_more(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    say('#tool ask_for_person {"reason": "help"}')
    say("reset")
    assert asking() == ""


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("one\\ntwo\\r\\n\\nSubject: three", "one two Subject: three"),
        ("a\\u0000b", "a\ufffdb"),
        ("half \\ud83d of it", "half \ufffd of it"),
    ],
)
def test_whatever_a_model_gives_as_its_reason_is_one_line(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, reason: str, shown: str
) -> None:
    say(f'#tool ask_for_person {{"reason": "{reason}"}}')
    assert (asking(), states()) == (shown, ["answered"])


def test_a_call_that_nobody_has_heard_goes_on_in_the_next_session(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say('#tool ask_for_person {"reason": "help"}')
    ConversationSession.objects.update(last_accessed=timezone.now() - timedelta(days=1))
    say("is nobody there?")
    assert asking() == "help"


@pytest.mark.parametrize(("hours", "pruned"), [(23, 0), (25, 1)])
def test_a_call_outlives_its_session_for_a_day(hours: int, pruned: int) -> None:
    asked_at = timezone.now() - timedelta(hours=hours)
    ConversationFactory.create(phone=ADA, active_at=asked_at, attention_at=asked_at, attention="help")
    assert idle.prune() == pruned


def test_operators_are_told_once_by_e_mail_and_by_pseudonym(operators: list[str]) -> None:
    ConversationFactory.create(phone=ADA)
    attention.request_person(ADA, reason="Wants to talk about prices")
    assert (attention.mail_new(), attention.mail_new()) == (1, 0)
    [message] = mail.outbox
    assert message.subject == "WhatsPR: 1 conversation needs a person"
    assert message.to == operators
    assert f"{pseudonym(ADA)}: Wants to talk about prices" in message.body
    assert ADA not in message.body
    assert "https://pr.example.org/admin/sessions_app/conversationsession/" in message.body


def test_a_conversation_that_asks_again_later_is_told_again(operators: list[str]) -> None:
    ConversationFactory.create(phone=ADA)
    for _ in range(2):
        attention.request_person(ADA, reason="help")
        assert attention.mail_new() == 1
        attention.dismiss(ADA)


def test_an_e_mail_that_could_not_be_sent_is_sent_later(operators: list[str], settings: Settings) -> None:
    ConversationFactory.create(phone=ADA)
    attention.request_person(ADA, reason="help")
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(ConnectionRefusedError):
        attention.mail_new()
    settings.EMAIL_BACKEND = working
    assert attention.mail_new() == 1


def test_nobody_is_told_where_no_address_is_set() -> None:
    ConversationFactory.create(phone=ADA)
    attention.request_person(ADA, reason="help")
    assert (attention.mail_new(), mail.outbox) == (0, [])
