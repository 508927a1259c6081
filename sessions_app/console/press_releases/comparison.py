"""Two versions side by side: their lines, the words that differ, and which lines face each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from sessions_app.console.press_releases.markup import Piece, Span, pieces

LONGEST_LINE = 2000
"""Characters. In longer lines no words are compared: that would take long."""
ALIKE = 0.4
"""Of a line's words. In lines that are less alike all would be marked."""
CHANGED = "changed"
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, kw_only=True)
class Line:
    pieces: tuple[Piece, ...] = ()
    """None: it faces a line that the other version lacks."""
    is_changed: bool = False


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def plain(text: str) -> list[Line]:
    """Return the lines of a version that is compared to nothing."""
    return [Line(pieces=pieces(line)) for line in lines_of(text)]


def compare(old: str, new: str) -> tuple[list[Line], list[Line]]:
    """Return the lines of both texts that are not blank, with what differs: as many, face to face."""
    before, after = lines_of(old), lines_of(new)
    left: list[Line] = []
    right: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for one, other in zip_longest(before[a:b], after[c:d]):
            is_changed = tag != "equal"
            spans = _changes(one, other) if is_changed else ((), ())
            for column, line, changed in zip((left, right), (one, other), spans, strict=True):
                shown = Line() if line is None else Line(pieces=pieces(line, changed), is_changed=is_changed)
                column.append(shown)
    return left, right


def _changes(old: str | None, new: str | None) -> tuple[Sequence[Span], Sequence[Span]]:
    """Return what differs in two lines that face each other; no word is marked if most of them differ."""
    if old is None or new is None or max(len(old), len(new)) > LONGEST_LINE:
        return (), ()
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, [one.strip() for one in before], [one.strip() for one in after], False)
    if matcher.ratio() < ALIKE:
        return (), ()
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        [_changed(old, before, a, b) for _, a, b, _, _ in codes],
        [_changed(new, after, c, d) for _, _, _, c, d in codes],
    )


def _changed(line: str, words: Sequence[str], first: int, last: int) -> Span:
    """Return where the words `first` to `last` (exclusive) stand, without the white space after them."""
    indent = len(line) - sum(map(len, words))
    start = indent + sum(map(len, words[:first]))
    return Span(start, start + len("".join(words[first:last]).rstrip()), CHANGED)
