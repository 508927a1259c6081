"""A line of a text in pieces: with WhatsApp's *bold* and _italic_, and with places marked in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

BOLD, ITALIC = "bold", "italic"
_FORMATS = {
    BOLD: re.compile(r"(?<![^\W_])\*(?=\S)[^*\n]*(?<=[^\s*])\*(?![^\W_])"),
    ITALIC: re.compile(r"(?<![^\W_])_(?=\S)[^_\n]*(?<=[^\s_])_(?![^\W_])"),
}


@dataclass(frozen=True)
class Span:
    """The characters `start` to `end` (exclusive) are marked as `mark`."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    text: str
    marks: frozenset[str] = frozenset()
    """BOLD, ITALIC, and what else was asked for."""


def pieces(text: str, spans: Iterable[Span] = ()) -> tuple[Piece, ...]:
    """Return `text` cut where a mark begins or ends, without the characters that stand for a format."""
    formats = list(_formats(text))
    marked = [*formats, *spans]
    hidden = {place for one in formats for place in (one.start, one.end - 1)}
    ends = {place for one in marked for place in (one.start, one.end)}
    ends |= hidden | {place + 1 for place in hidden} | {0, len(text)}
    places = sorted(place for place in ends if 0 <= place <= len(text))
    return tuple(
        Piece(
            text=text[start:end],
            marks=frozenset(one.mark for one in marked if one.start <= start and end <= one.end),
        )
        for start, end in pairwise(places)
        if start not in hidden
    )


def _formats(text: str) -> Iterator[Span]:
    for mark, pattern in _FORMATS.items():
        for found in pattern.finditer(text):
            yield Span(*found.span(), mark)
