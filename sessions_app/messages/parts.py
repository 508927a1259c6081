"""Long replies, cut into parts that WhatsApp carries."""

from itertools import takewhile

import regex

from assistant.invisible import is_blank

MAX_PART_UNITS = 1600
"""Longest body that Twilio takes (error 21617 beyond), in UTF-16 units: emoji count double."""

# What may follow the mark that ends a sentence: more of them, quotation marks, brackets, WhatsApp's formats.
_CLOSING = r"[\p{Sentence_Terminal}\p{Pe}\p{Pf}\"'*_~]"
_END = rf"{_CLOSING}{{0,8}}"  # bounded: a text of brackets only would take seconds

_BREAKS = tuple(
    regex.compile(pattern, regex.VERSION1)
    for pattern in (
        r"\r?\n\s*\n",
        r"\r?\n",
        # A space is needed only after the marks of numbers and addresses: 3.5, but 。 ends a sentence.
        rf"(?<=[\p{{Sentence_Terminal}}…]{_END})\s+"
        rf"|(?<=[\p{{Sentence_Terminal}}--[.!?]]{_END})(?!{_CLOSING})",
        r"\s+",
    )
)
"""Where a part may end, best first: paragraph, line, sentence of any script, word."""

_GRAPHEME = regex.compile(r"\X")
"""What a reader sees as one character: a letter with its accents, a family of emoji, a flag."""


def split(text: str, *, limit: int = MAX_PART_UNITS) -> list[str]:
    """Cut `text` into parts of at most `limit` UTF-16 units, at the best break of each part.

    No part is blank, and no character is lost but the white space at the cuts and a part of which nothing
    is seen. A word longer than a whole part is cut hard, between graphemes; only a grapheme longer than a
    part is cut itself.
    """
    parts = []
    rest = text.strip()
    while rest:
        head = rest[: _fitting(rest, limit)]
        if len(head) < len(rest):
            head = rest[: _best_break(rest, len(head))]
        parts.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return [part for part in parts if not is_blank(part)]


def _fitting(text: str, limit: int) -> int:
    """Return how many characters of `text` fit into `limit` UTF-16 units."""
    units = 0
    for count, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return count
    return len(text)


def _best_break(text: str, end: int) -> int:
    """Return where to cut `text` so that at most `end` characters, and at least half, come before."""
    ends = (grapheme.end() for grapheme in _GRAPHEME.finditer(text))
    between = list(takewhile(lambda at: at <= end, ends))
    allowed = {at for at in between if at >= end // 2}
    for pattern in _BREAKS:
        cuts = [match.start() for match in pattern.finditer(text, 0, end + 1) if match.start() in allowed]
        if cuts:
            return cuts[-1]
    return between[-1] if between else end
