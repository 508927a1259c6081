"""What a user's message means before any model sees it: command words, menu digits, media."""

from sessions_app.models import InboundMessage

RESET_WORDS = frozenset({"reset", "restart", "start over", "menu", "start"})

MENU = {
    "1": "I'd like to announce a funding round.",
    "2": "I'd like to announce a product launch.",
    "3": "I'd like to announce a partnership.",
}
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_EMOJI_STYLE = "\N{VARIATION SELECTOR-16}"


def classify(*, body: str) -> InboundMessage.Kind:
    """Return what kind of message `body` is: an exact command word (any case), text, or no text at all."""
    word = " ".join(body.split()).lower()
    if not word:
        return InboundMessage.Kind.NO_TEXT
    if word in RESET_WORDS:
        return InboundMessage.Kind.RESET
    if word == "/help":
        return InboundMessage.Kind.HELP
    if word == "/status":
        return InboundMessage.Kind.STATUS
    return InboundMessage.Kind.TEXT


def expand_menu_choice(body: str) -> str:
    """Return the sentence that a lone menu digit or keycap stands for, any other text unchanged."""
    digit = body.strip().removesuffix(_KEYCAP).removesuffix(_EMOJI_STYLE)
    return MENU.get(digit, body)
