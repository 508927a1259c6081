"""A user's message as one text: what was written, quoted, tapped and attached.

The model is told this text, and so is a thread that is told it again later: both have to be equal.
"""

from collections.abc import Mapping
from typing import Literal

from assistant.interview import UserMessage
from assistant.invisible import is_blank
from sessions_app.messages import attachments, heard
from sessions_app.messages.quotes import Quote
from sessions_app.messages.taps import is_tap
from sessions_app.models import InboundMessage

_PLACE = "[The user sent a place: {place}. If it tells the city, ask whether that is the right one.]"


def as_text(message: InboundMessage, quotes: Mapping[str, Quote]) -> str:
    """Return what the model is told of `message`, never blank; our own remarks are in square brackets.

    `quotes` are the messages that are quoted, by SID (`quotes.quoted_by`).
    """
    sid = message.details.get("quoted_sid")
    lines = [_quoting(quotes.get(sid))] if sid and not is_tap(message) else []
    lines += [_PLACE.format(place=place) for place in attachments.places(message.media)]
    if not is_blank(message.body):
        lines.append(_words(message))
    lines += [_heard(entry) for entry in heard.texts(message)]
    if attached := attachments.files(_unheard(message)):
        also = "also " if lines else ""
        lines.append(f"[The user {also}sent {attached}, which you cannot see yet.]")
    return "\n".join(lines) or "[The user sent a message without text.]"


def as_plain_text(message: InboundMessage) -> str:
    """Return what the user said, without remarks of ours: for an interviewer that does not read them."""
    written = [_words(message)] if not is_blank(message.body) else attachments.places(message.media)
    return "\n".join([*written, *(entry["text"] for entry in heard.texts(message))])


def evidence(message: InboundMessage) -> list[UserMessage]:
    """Return what the user says by `message`, each way of saying it on its own: at least one."""
    said = [] if is_blank(message.body) else [_words(message)]
    said += attachments.places(message.media)
    found = [_said(message, text) for text in said]
    for entry in heard.texts(message):
        found.append(_said(message, entry["text"], "voice" if entry["kind"] == "voice" else "file"))
    return found or [_said(message, "")]


def _said(
    message: InboundMessage, text: str, source: Literal["text", "voice", "file"] = "text"
) -> UserMessage:
    return UserMessage(text=text, at=message.received_at, sid=message.message_sid, source=source)


def _unheard(message: InboundMessage) -> list[dict[str, str]]:
    return [item for number, item in enumerate(message.media) if not heard.of(message, number).get("text")]


_REMARKS = {
    "voice": "The user sent a voice message that says",
    "picture": "The user sent a picture, in which stands",
    "contact": "The user sent a contact",
}


def _heard(entry: heard.Entry) -> str:
    """Return a remark with what was heard, which has neither its quotation mark nor its brackets."""
    remark = _REMARKS.get(entry["kind"], "The user sent a file, in which stands")
    return f'[{remark}: "{entry["text"]}"]'


def _words(message: InboundMessage) -> str:
    """Return what was written, or the sentence that a digit stands for; what a choice does is no sentence."""
    if message.kind == InboundMessage.Kind.CHOICE:
        return message.body
    return str(message.details.get("means", message.body))


def _quoting(quote: Quote | None) -> str:
    if quote is None:
        return "[The user quotes an earlier message.]"
    whose = "of their own" if quote.by_user else "that was sent to them"
    return f'[The user quotes an earlier message {whose}: "{quote.text}"]'
