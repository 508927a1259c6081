"""A user's message as one text: what was written, quoted, tapped and attached.

The model is told this text, and so is a thread that is told it again later: both have to be equal.
"""

from collections import Counter
from collections.abc import Mapping

from assistant.invisible import is_blank
from sessions_app.messages.keywords import expand_menu_choice
from sessions_app.messages.quotes import Quote
from sessions_app.models import InboundMessage

_NAMES = {
    "picture": "pictures",
    "video": "videos",
    "voice message": "voice messages",
    "document": "documents",
    "contact card": "contact cards",
    "sticker": "stickers",
}


def as_text(message: InboundMessage, quotes: Mapping[str, Quote]) -> str:
    """Return what the model is told of `message`, never blank; our own remarks are in square brackets.

    `quotes` are the messages that are quoted, by SID (`quotes.quoted_by`).
    """
    lines = [_quoting(quotes.get(sid))] if (sid := message.details.get("quoted_sid")) else []
    lines += [f"[The user sent a place: {place(item)}]" for item in message.media if is_place(item)]
    if not is_blank(message.body):
        lines.append(expand_menu_choice(message.body))
    if attached := _attached(message):
        also = "also " if lines else ""
        lines.append(f"[The user {also}sent {attached}, which you cannot see yet.]")
    return "\n".join(lines) or "[The user sent a message without text.]"


def as_plain_text(message: InboundMessage) -> str:
    """Return what the user said, without remarks of ours: for an interviewer that does not read them."""
    if not is_blank(message.body):
        return expand_menu_choice(message.body)
    return "\n".join(place(item) for item in message.media if is_place(item))


def is_place(item: Mapping[str, str]) -> bool:
    return "latitude" in item


def place(item: Mapping[str, str]) -> str:
    """Return the name and the address of a location, as far as it has them, and its coordinates."""
    coordinates = f"{item['latitude']}, {item.get('longitude', '')}"
    name = ", ".join(filter(None, (item.get("label"), item.get("address"))))
    return f"{name} ({coordinates})" if name else coordinates


def attachment_name(content_type: str) -> str:
    """Return what people call an attachment of this content type."""
    if content_type.startswith(("text/vcard", "text/x-vcard")):
        return "contact card"
    if content_type.startswith("image/webp"):  # WhatsApp's pictures are JPEG and PNG
        return "sticker"
    kinds = {"image": "picture", "video": "video", "audio": "voice message"}
    return kinds.get(content_type.partition("/")[0], "document")


def _quoting(quote: Quote | None) -> str:
    if quote is None:
        return "[The user quotes an earlier message.]"
    whose = "of their own" if quote.by_user else "that was sent to them"
    return f'[The user quotes an earlier message {whose}: "{quote.text}"]'


def _attached(message: InboundMessage) -> str:
    """Return "a picture and 2 documents", "" if nothing is attached."""
    files = [item for item in message.media if not is_place(item)]
    counts = Counter(attachment_name(item.get("content_type", "")) for item in files)
    words = [f"a {name}" if count == 1 else f"{count} {_NAMES[name]}" for name, count in counts.items()]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
