"""Isolates in documents: as `assistant.bidi` has them for WhatsApp, but for a page that runs one way."""

import regex

from assistant import bidi
from assistant.documents.printed import PrintedRelease

_HEBREW = regex.compile(r"\p{Hebrew}")
_LETTER_OR_DIGIT = regex.compile(r"[\p{L}\p{Nd}]")


def isolated(text: str, release: PrintedRelease) -> str:
    """Return `text` of a Hebrew `release` with isolates around what runs from left to right."""
    return "\n".join(map(_line, text.split("\n"))) if release.is_right_to_left else text


def _line(line: str) -> str:
    if _HEBREW.search(line):
        # No space before the end of an address, as on a phone: nobody taps on it.
        return bidi.isolated(line).replace(f" {bidi.END}", bidi.END)
    return f"{bidi.START}{line}{bidi.END}" if _LETTER_OR_DIGIT.search(line) else line
