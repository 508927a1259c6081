"""A session whose thread was lost at OpenAI goes on in a new one, which is told what was said so far."""

from typing import Any

import pytest
from django.utils import timezone

from assistant.interview import MAX_RECAP, PastMessage
from sessions_app.messages import outbox
from sessions_app.models import EndedSession, InboundMessage, OutboundMessage
from sessions_app.turns import recap
from sessions_app.turns.recap import messages_of_session
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.chat import ADA, BOB, receive, say, thread_of
from tests.support.factories import EndedSessionFactory, InboundFactory, OutboundFactory

pytestmark = pytest.mark.django_db(transaction=True)


def heard(body: str, phone: str = ADA, **more: Any) -> None:
    InboundFactory.create(phone=phone, body=body, state=InboundMessage.State.ANSWERED, **more)


def replied(text: str, phone: str = ADA) -> None:
    outbox.queue(phone=phone, text=text)


def told() -> list[str]:
    return [said.text for said in messages_of_session(ADA)]


def test_a_new_thread_begins_with_what_was_said_and_the_turn_comes_after_it(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say("red")
    say("2")
    lost = thread_of()
    fake_openai.fail_next(Fault("delete_conversation"))
    say("green")
    roles_and_texts = fake_openai.texts(thread_of())
    assert [role for role, _ in roles_and_texts] == [
        *["user", "assistant"] * 2,
        "developer",
        "user",
        "assistant",
    ]
    assert [text for role, text in roles_and_texts if role == "user"] == [
        "red", "I'd like to announce a product launch.", "green",
    ]  # fmt: skip
    assert (thread_of() == lost, len(fake_twilio.bodies_to(ADA))) == (False, 3)


def test_a_new_session_is_told_nothing_of_the_one_before(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say("a secret")
    say("reset")
    say("hello")
    fake_openai.fail_next(Fault("delete_conversation"))
    say("again")
    assert "a secret" not in str(fake_openai.texts(thread_of()))


def test_a_thread_that_is_lost_twice_is_told_everything_once(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    for body in ("red", "blue", "green"):
        fake_openai.fail_next(Fault("delete_conversation"))
        say(body)
    said = [text for role, text in fake_openai.texts(thread_of()) if role == "user"]
    assert said == ["red", "blue", "green"]


def test_messages_and_replies_are_retold_in_the_order_in_which_they_came() -> None:
    heard("red")
    replied("first reply")
    heard("blue")
    assert messages_of_session(ADA) == [
        PastMessage(by_user=True, text="red"),
        PastMessage(by_user=False, text="first reply"),
        PastMessage(by_user=True, text="blue"),
    ]


def test_the_parts_of_a_long_reply_are_one_again() -> None:
    replied(f"{'a' * 1500}\n\n{'b' * 1500}")
    assert told() == [f"{'a' * 1500}\n\n{'b' * 1500}"]


def test_what_others_said_is_not_retold() -> None:
    heard("from bob", BOB)
    replied("to bob", BOB)
    assert told() == []


def test_what_is_not_answered_yet_is_left_to_its_turn() -> None:
    receive("waiting")
    assert told() == []


@pytest.mark.parametrize("state", ["cancelled", "failed", "undelivered"])
def test_what_the_user_never_got_is_not_retold(state: str) -> None:
    OutboundFactory.create(phone=ADA, state=state)
    assert told() == []


def test_the_rest_of_a_reply_whose_first_part_failed_is_a_reply_of_its_own() -> None:
    replied("first reply")
    replied(f"{'a' * 1500}\n\n{'b' * 1500}")
    OutboundMessage.objects.filter(body__startswith="a").update(state=OutboundMessage.State.FAILED)
    assert told() == ["first reply", "b" * 1500]


def test_what_an_operator_wrote_is_retold_too() -> None:
    OutboundFactory.create(phone=ADA, author=OutboundMessage.Author.OPERATOR, body="Olga here")
    assert told() == ["Olga here"]


def test_what_belongs_to_an_ended_session_is_not_retold() -> None:
    heard("old")
    replied("old reply")
    now = timezone.now()
    EndedSessionFactory.create(phone=ADA, ended_at=now, replies_until=now)
    EndedSession.objects.create(phone=BOB, ended_at=now, replies_until=now)
    heard("new")
    assert told() == ["new"]


def test_only_the_newest_messages_are_retold() -> None:
    for number in range(MAX_RECAP + 5):
        heard(f"message {number}")
    assert told() == [f"message {number}" for number in range(5, MAX_RECAP + 5)]


def test_the_characters_that_are_retold_are_bounded() -> None:
    heard("too old")
    for letter in "ab":
        heard(letter * (recap.MAX_CHARACTERS // 2))
    assert [text[0] for text in told()] == ["a", "b"]
