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

WELCOME = (
    "Welcome to WhatsPR! I'll help you write a press release. What would you like to announce?\n\n"
    "1. A funding round\n2. A product launch\n3. A partnership\n\n"
    "Reply with 1, 2 or 3, or tell me in your own words."
)
HELP = (
    "I interview you and write your press release from your answers.\n\n"
    "Send *reset* to start over, */status* to see what I have so far, */help* for this message."
)
TEXT_PLEASE = "Thanks! I can only read text for now. Please write it to me as a text message."


def classify(*, body: str) -> InboundMessage.Kind:
    """Say what kind of message `body` is: an exact command word (any case), text, or no text at all."""
    word = " ".join(body.split()).lower()
    if not word:
        return InboundMessage.Kind.MEDIA
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
