"""Two users who text, and the worker that answers them in this process: what tests of faults share."""

from typing import Any

import pytest
import time_machine

from assistant.bidi import isolated
from assistant.models import ReleaseVersion
from sessions_app.conversations import chat_language
from sessions_app.messages.parts import split
from sessions_app.models import ConversationSession, InboundMessage, OutboundMessage
from sessions_app.turns import approval
from tests.conftest import answer_messages
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives
from tests.support.factories import phone_number

ADA, BOB = phone_number(1), phone_number(2)
SAVE_HEADLINE = '#tool save_headline {"value": "Acme flies", "said": "Acme flies"}'

_count = iter(range(10**6))


@pytest.fixture(autouse=True)
def fakes(clock: time_machine.Traveller, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    """Every test of a file that imports this has both vendors, by the file's own `clock`."""


def receive(body: str, phone: str = ADA) -> None:
    """Store a message as the webhook does."""
    message_arrives(message_sid=f"SM{next(_count):032d}", phone=phone, body=body)


def say(body: str, phone: str = ADA) -> None:
    receive(body, phone)
    answer_messages()


def try_again(clock: time_machine.Traveller, *, seconds: float = 180) -> None:
    """Let the worker look again `seconds` later."""
    clock.shift(seconds)
    answer_messages()


def states(phone: str = ADA) -> list[str]:
    """Return the states of the phone's messages, in order."""
    messages = InboundMessage.objects.filter(phone=phone).order_by("id")
    return list(messages.values_list("state", flat=True))


def sends(phone: str = ADA) -> list[tuple[str, str]]:
    """Return state and error code of what was to be sent to the phone, in order."""
    rows = OutboundMessage.objects.filter(phone=phone).order_by("id")
    return list(rows.values_list("state", "error_code"))


def thread_of(phone: str = ADA) -> str:
    return ConversationSession.objects.get(phone=phone).thread_id


def user_texts(fake: FakeOpenAI, phone: str = ADA) -> list[str]:
    """Return what the phone's user has said in its thread, oldest first."""
    return [text for role, text in fake.texts(thread_of(phone)) if role == "user"]


def has_tool_output(payload: Any) -> bool:
    """Say whether a call for a response comes after a tool call."""
    return any(item.get("type") == "function_call_output" for item in payload["input"])


def calls_a_tool(payload: Any) -> bool:
    """Say whether a call for a response brings a user message that makes the fake call a tool."""
    return "#tool" in str(payload["input"])


def told(fake: FakeTwilio, phone: str = ADA) -> list[str]:
    """Return what the phone was sent, without the text and the files that follow an approval."""
    versions = ReleaseVersion.objects.exclude(approved_at=None).filter(release__phone=phone)
    follows = {part for version in versions for part in split(isolated(version.text))}
    follows |= set(map(isolated, chat_language.in_each(approval.HERE_IT_IS)))
    sent = [message for message in fake.messages if message.to == f"whatsapp:{phone}"]
    return [one.body for one in sent if not one.media_urls and one.body not in follows]
