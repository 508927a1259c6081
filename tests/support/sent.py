"""What users send besides text, as the webhook stores it."""

from collections.abc import Sequence

from tests.fakes.sayings import voice_note
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives
from tests.support.factories import phone_number

ADA = phone_number(1)
OGG = "audio/ogg; codecs=opus"

_count = iter(range(10**6))


def send(*media: tuple[str, str], body: str = "", phone: str = ADA) -> None:
    """Store one message with media, each a URL and a content type (`FakeTwilio.add_media`)."""
    sid = f"MM{next(_count):032d}"
    items = [{"url": url, "content_type": content_type} for url, content_type in media]
    message_arrives(message_sid=sid, phone=phone, body=body, media=items)


def send_voice(twilio: FakeTwilio, text: str, *, phone: str = ADA, seconds: float = 5.0) -> None:
    send(twilio.add_media(voice_note(text, seconds=seconds), OGG), phone=phone)


def send_file(
    twilio: FakeTwilio, content: bytes, content_type: str, *, body: str = "", fault: str = ""
) -> None:
    send(twilio.add_media(content, content_type, fault=fault), body=body)


def send_each(twilio: FakeTwilio, contents: Sequence[bytes], content_type: str) -> None:
    """Send several files at once, a message each."""
    for content in contents:
        send_file(twilio, content, content_type)
