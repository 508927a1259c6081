"""A conversation that needs a person is shown to operators, and they get an e-mail where they want one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from sessions_app.conversations import attention, idle, people
from sessions_app.conversations.attention import Kind
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation, ConversationSession, Person
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


def test_an_e_mail_names_pseudonym_kind_and_page_and_nothing_that_a_model_wrote(
    operators: list[str],
) -> None:
    ConversationFactory.create(phone=ADA)
    attention.request_person(ADA, reason="Call +1 415 555 0001 or https://phish.example/log-in")
    assert (attention.mail_new(), attention.mail_new()) == (1, 0)
    [message] = mail.outbox
    assert message.subject == "WhatsPR: 1 conversation needs a person"
    assert message.to == operators
    page = f"https://pr.example.org{people.page(Person.objects.get(phone=ADA).pk)}"
    assert message.body.split("\n") == [f"{pseudonym(ADA)}: A person is asked for", page, ""]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (f"{Kind.FAILED}: invalid_request: Text of +14155550001", Kind.FAILED),
        (Kind.BUDGET, Kind.BUDGET),
        (Kind.DOCUMENTS, Kind.DOCUMENTS),
        ("", Kind.ASKED),
    ],
)
def test_an_e_mail_says_why_by_its_kind(operators: list[str], reason: str, told: str) -> None:
    ConversationFactory.create(phone=ADA)
    attention.request_person(ADA, reason=reason)
    attention.mail_new()
    assert mail.outbox[0].body.splitlines()[0] == f"{pseudonym(ADA)}: {told}"


def test_without_an_address_of_ours_the_e_mail_says_what_is_missing(
    operators: list[str], settings: Settings
) -> None:
    settings.PUBLIC_URL = ""
    ConversationFactory.create(phone=ADA)
    attention.request_person(ADA, reason="help")
    attention.mail_new()
    lines = mail.outbox[0].body.split("\n")
    assert lines[1] == people.page(Person.objects.get(phone=ADA).pk)
    assert lines[-1] == attention.NO_ADDRESS


def dismissed() -> None:
    attention.dismiss(ADA)


def killed() -> None:
    attention.dismiss(ADA)
    SessionManager().remove_session(ADA)


def pruned() -> None:
    attention.dismiss(ADA)
    Conversation.objects.update(active_at=timezone.now() - timedelta(days=1))
    idle.prune()


@pytest.mark.parametrize("meanwhile", [dismissed, killed, pruned])
def test_a_phone_is_in_one_e_mail_an_hour_whatever_becomes_of_its_requests(
    operators: list[str], meanwhile: Callable[[], None]
) -> None:
    ConversationFactory.create(phone=ADA)
    with travel(timezone.now(), tick=False) as clock:
        attention.request_person(ADA, reason="help")
        assert attention.mail_new() == 1
        for _ in range(3):
            clock.shift(timedelta(minutes=19))
            meanwhile()
            Conversation.objects.get_or_create(phone=ADA)
            attention.request_person(ADA, reason="help again")
            assert attention.mail_new() == 0
        clock.shift(timedelta(minutes=4))
        assert (attention.mail_new(), attention.mail_new()) == (1, 0)


def test_a_request_that_a_reset_ends_does_not_make_the_next_one_mailed_at_once(
    operators: list[str], fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    for sent in (1, 0):
        say('#tool ask_for_person {"reason": "help"}')
        assert attention.mail_new() == sent
        say("reset")


def test_what_is_asked_while_the_e_mail_is_sent_is_not_taken_for_told(operators: list[str]) -> None:
    conversation = ConversationFactory.create(phone=ADA)
    attention.request_person(ADA, reason="help")
    with travel(timezone.now(), tick=False) as clock:
        attention.mail_new()
        clock.shift(timedelta(seconds=1))
        attention.dismiss(ADA)
        attention.request_person(ADA, reason="more help")
        clock.shift(attention.TOLD_EVERY)
        assert attention.mail_new() == 1
    conversation.refresh_from_db()
    assert conversation.attention == "more help"


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
