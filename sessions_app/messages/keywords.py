"""What a user's message means before any model sees it: command words, menu choices, no text at all."""

import re
import unicodedata

import regex

from assistant.invisible import without_invisible
from sessions_app.models import InboundMessage

Kind = InboundMessage.Kind

RESET_WORDS = frozenset({"reset", "restart", "start over", "menu", "start"})
STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "revoke", "optout"})
CANCEL_WORDS = frozenset({"cancel", "end", "quit"})
"""They may also answer a question of ours: what they mean is decided by `conversations.consent`."""
START = "start"
"""A reset word, and for who has opted out the word that opts in again."""
_COMMANDS = (
    dict.fromkeys(RESET_WORDS, Kind.RESET)
    | dict.fromkeys(STOP_WORDS, Kind.STOP)
    | dict.fromkeys(CANCEL_WORDS, Kind.CANCEL)
    | {"help": Kind.HELP, "status": Kind.STATUS, "unstop": Kind.UNSTOP}
)
_NOT_ASKED = frozenset({Kind.RESET, Kind.STOP, Kind.CANCEL, Kind.UNSTOP})

MENU = {
    "1": "I'd like to announce a funding round.",
    "2": "I'd like to announce a product launch.",
    "3": "I'd like to announce a partnership.",
}
_NUMBERS = {"one": "1", "two": "2", "three": "3"}

LONGEST_COMMAND = 40
"""Visible characters, with all that people put around the word."""
# All punctuation, "`", "~", "<" and ">", the exclamation and question marks of emoji, and the keycap around a
# digit. Not percent and prime (feet) signs, which give a number another meaning; nor "@", "&", interrobangs.
_MARK = r"[[\p{P}`~<>❗❕❓❔\u20e3]--[%٪‰‱′§@&‽]]"
_MARKS = regex.compile(_MARK, regex.VERSION1)
_OPTION = regex.compile(rf"\Aoption(?:\s|{_MARK})*", regex.VERSION1)


def classify(*, body: str) -> InboundMessage.Kind:
    """Return what kind of message `body` is: a command word alone, text, or no text at all."""
    visible = without_invisible(body).strip()
    if not visible:
        return Kind.NO_TEXT
    if len(visible) > LONGEST_COMMAND:  # most messages: their normal form would cost the webhook 6 µs
        return Kind.TEXT
    kind = _COMMANDS.get(_normal_form(visible), Kind.TEXT)
    # "reset?" is a question, and a reset ends a draft; so is "stop?".
    is_asked = any("QUESTION" in unicodedata.name(mark, "") for mark in visible)
    return Kind.TEXT if kind in _NOT_ASKED and is_asked else kind


def is_start(body: str) -> bool:
    """Return True if `body`, a reset command, is the word START."""
    return _normal_form(body) == START


def expand_menu_choice(body: str) -> str:
    """Return the sentence that a lone menu number stands for, any other text unchanged."""
    choice = _choice(body)
    return MENU.get(_NUMBERS.get(choice, choice), body)


def is_choice(body: str) -> bool:
    """Return True if `body` is a lone digit or a menu choice, behind which nothing more is to come."""
    if len(body) > LONGEST_COMMAND:  # most messages, as above
        return False
    choice = _choice(body)
    return choice in _NUMBERS or (len(choice) == 1 and choice.isdecimal())


def _choice(body: str) -> str:
    return _OPTION.sub("", _normal_form(body))


def _normal_form(body: str) -> str:
    """Return the words of `body` in lower case with ASCII digits, without the marks around each word."""
    text = unicodedata.normalize("NFKC", without_invisible(body)).casefold()
    marks = "".join(set(_MARKS.findall(text)))
    words = (word.strip(marks) for word in text.split())
    return re.sub(r"\d", lambda digit: str(int(digit[0])), " ".join(filter(None, words)))
