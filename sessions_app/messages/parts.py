"""Long replies, cut into parts that WhatsApp carries."""

import re

MAX_PART_UNITS = 1600
"""Longest body that Twilio takes (error 21617 beyond), in UTF-16 units: emoji count double."""

_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])\s+"),
    re.compile(r"\s+"),
)
"""Where a part may end, best first: paragraph, line, sentence, word."""


def split(text: str, *, limit: int = MAX_PART_UNITS) -> list[str]:
    """Cut `text` into parts of at most `limit` UTF-16 units, at the best break of each part.

    No part is blank, and no character is lost but the white space at the cuts. A word longer
    than a whole part is cut hard, never inside a surrogate pair.
    """
    parts = []
    rest = text.strip()
    while rest:
        head = rest[: _fitting(rest, limit)]
        if len(head) < len(rest):
            head = rest[: _best_break(rest, len(head))]
        parts.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return parts


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
    for pattern in _BREAKS:
        cuts = [match.start() for match in pattern.finditer(text, 0, end + 1) if match.start() >= end // 2]
        if cuts:
            return min(cuts[-1], end)
    return end
