"""Waiting for what real processes tell the fakes of the vendors."""

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio

REPLY_SECONDS = 20.0


def wait_until_thinking(openai: FakeOpenAI, text: str) -> None:
    """Wait until the fake has got `text`, and thinks about it."""
    wait_until(lambda: openai.asked(text), REPLY_SECONDS)


def wait_for_replies(twilio: FakeTwilio, phone: str, count: int) -> list[str]:
    """Wait until `count` messages were sent to `phone`, and return them."""
    wait_until(lambda: len(twilio.bodies_to(phone)) >= count, REPLY_SECONDS)
    return twilio.bodies_to(phone)
