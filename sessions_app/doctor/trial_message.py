"""A message to one phone, for `manage.py send_test_message`: sent as replies are, and followed to its end."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator

from django.conf import settings

from sessions_app.console.twilio_errors import in_words
from sessions_app.messages import twilio_api
from sessions_app.messages.delivery_status import STATE_OF_WORD
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import OutboundMessage

TEXT = "This is a test message of WhatsPR. You need not answer it."
LOOK_SECONDS = 1.0
State = OutboundMessage.State
ARRIVED = (State.DELIVERED, State.READ)
LOST = (State.FAILED, State.UNDELIVERED, State.CANCELLED)
TODO = {
    "20003": "Correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.",
    "21211": "Give the number with the code of its country: +4915112345678",
    "21610": "Let that phone send START to the sender.",
    "63003": "Use the number of a phone that has WhatsApp.",
    "63007": "Correct TWILIO_WHATSAPP_FROM: `manage.py doctor` says how Twilio has it.",
    "63015": "Let that phone send the sandbox its join code (in the console, Try it out, WhatsApp).",
    "63016": "Let that phone write to the sender first: replies may come within 24 hours of it.",
}
"""What to do about some of Twilio's codes."""


class NotDelivered(Exception):
    """The message did not arrive, or not in time. Says why, and what to do."""


async def send(*, phone: str, seconds: float) -> AsyncIterator[str]:
    """Send the message, and yield each state that it comes to until it has arrived.

    It is not a row of the outbox, and it is in no transcript. Raises `NotDelivered`.
    """
    # Callbacks for it reach us and are ignored: there is no row with this UUID.
    callback = f"{settings.PUBLIC_URL}{settings.STATUS_CALLBACK_PATH}{uuid.uuid4()}"
    deadline = time.monotonic() + seconds
    try:
        sid = await twilio_api.send(phone=phone, body=TEXT, status_callback=callback)
        yield f"accepted by Twilio as {sid}"
        told = ""
        while True:
            word, code = await twilio_api.status(sid)
            if word != told:
                yield word
                told = word
            state = STATE_OF_WORD.get(word)
            if state in ARRIVED:
                return
            if state in LOST:
                raise NotDelivered(_explained(code or word))
            if time.monotonic() > deadline:
                raise NotDelivered(
                    f"Still {word} after {seconds:g} s. Is the phone on, and has it a connection?"
                )
            await asyncio.sleep(LOOK_SECONDS)
    except DeliveryError as error:
        raise NotDelivered(_explained(error.code)) from error
    finally:
        await twilio_api.close()


def _explained(code: str) -> str:
    todo = TODO.get(code, "")
    if not todo and code.isdecimal():
        todo = f"See https://www.twilio.com/docs/api/errors/{code}."
    return f"Not delivered: {in_words(code)}. {todo}".rstrip()
