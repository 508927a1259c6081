"""What operators do to the session of a phone as it is shown at that moment, and what its thread is told."""

import uuid

from assistant.openai.interview import TAKEOVER_NOTE
from sessions_app.models import ConversationSession
from sessions_app.operators import actions
from sessions_app.operators.actions import SeenSession
from tests.conftest import answer_messages
from tests.fakes.openai_server import FakeOpenAI
from tests.support.chat import ADA, thread_of


def shown(phone: str = ADA) -> SeenSession:
    return SeenSession.now(ConversationSession.objects.get(phone=phone))


def take_over(phone: str = ADA, operator: str = "olga") -> None:
    actions.take_over(shown(phone), operator=operator)


def reply(text: str, phone: str = ADA, operator: str = "olga") -> None:
    """Reply by hand, and have it sent."""
    actions.reply(shown(phone), operator=operator, text=text, reply_id=uuid.uuid4())
    answer_messages()


def hand_back(phone: str = ADA) -> None:
    """Let the bot talk again, and answer what it has to."""
    actions.hand_back(shown(phone), operator="olga")
    answer_messages()


def told(fake: FakeOpenAI) -> list[str]:
    """Return what was said in Ada's thread, oldest first, without what the fake model answered."""
    said = [(role, text) for role, text in fake.texts(thread_of()) if not text.startswith("You said:")]
    return [f"{role}: {'note' if text == TAKEOVER_NOTE else text}" for role, text in said]
