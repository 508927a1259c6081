"""A user's message as one text: what was written, quoted, tapped and attached.

The model is told this text, and so is a thread that is told it again later: both have to be equal.
"""

from collections.abc import Mapping

from assistant.invisible import is_blank
from sessions_app.messages import attachments
from sessions_app.messages.keywords import expand_menu_choice
from sessions_app.messages.quotes import Quote
from sessions_app.models import InboundMessage


def as_text(message: InboundMessage, quotes: Mapping[str, Quote]) -> str:
    """Return what the model is told of `message`, never blank; our own remarks are in square brackets.

    `quotes` are the messages that are quoted, by SID (`quotes.quoted_by`).
    """
    lines = [_quoting(quotes.get(sid))] if (sid := message.details.get("quoted_sid")) else []
    lines += [f"[The user sent a place: {place}]" for place in attachments.places(message.media)]
    if not is_blank(message.body):
        lines.append(expand_menu_choice(message.body))
    if attached := attachments.files(message.media):
        also = "also " if lines else ""
        lines.append(f"[The user {also}sent {attached}, which you cannot see yet.]")
    return "\n".join(lines) or "[The user sent a message without text.]"


def as_plain_text(message: InboundMessage) -> str:
    """Return what the user said, without remarks of ours: for an interviewer that does not read them."""
    if not is_blank(message.body):
        return expand_menu_choice(message.body)
    return "\n".join(attachments.places(message.media))


def _quoting(quote: Quote | None) -> str:
    if quote is None:
        return "[The user quotes an earlier message.]"
    whose = "of their own" if quote.by_user else "that was sent to them"
    return f'[The user quotes an earlier message {whose}: "{quote.text}"]'
