"""Taps on buttons: Twilio sends what the button says as the text, and names the message that was tapped."""

from sessions_app.models import InboundMessage


def is_tap(message: InboundMessage) -> bool:
    return "button_payload" in message.details


def digit_of(message: InboundMessage) -> str:
    """Return the digit that a tapped button of ours stands for, "" for any other message."""
    payload = str(message.details.get("button_payload", ""))
    return payload if payload.isascii() and payload.isdecimal() else ""
