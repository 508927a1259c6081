"""The user's language: the active one while a turn is answered."""

from django.utils import translation

from assistant.house_style.words import WORDS
from assistant.messages import Message, Value


def language() -> str:
    """Return the active language if it is one of the four, else English."""
    active = (translation.get_language() or "en").partition("-")[0]
    return active if active in WORDS else "en"


def translated(sentence: str, /, **values: Value) -> str:
    """Return `sentence`, which the catalogs have, in the active language and with `values` in its braces."""
    message = Message(sentence, **values) if values else sentence
    return message.told(language(), _translated) if isinstance(message, Message) else _translated(message)


def _translated(sentence: str) -> str:
    return translation.gettext(sentence) if sentence else ""
