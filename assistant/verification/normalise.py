"""Texts made comparable: one case, no accents, one kind of quotation mark, dash and space."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from assistant.invisible import without_invisible

WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_INNER_MARK = regex.compile(r"(?<=\p{L})[\"'](?=\p{L})")  # an apostrophe, or the mark of a Hebrew acronym
_GENITIVE = regex.compile(r"(?<=\p{L})'s(?!\p{L})")
_CUT = regex.compile(r"…|\.{3,}")
_LOOK_ALIKES = str.maketrans(
    dict.fromkeys("“”„‟«»‹›״＂", '"')
    | dict.fromkeys("‘’‚‛׳´`′", "'")
    | dict.fromkeys("‐‑‒–—―−־", "-")
    | {"…": "...", "⁄": "/", "ß": "ss", "№": "no"}
)


@dataclass(frozen=True)
class Folded:
    """A text as it is compared, with where in the original (start, end) each of its characters comes from."""

    original: str
    text: str
    origins: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters `start` to `end` (exclusive) stand in the original."""
        return self.origins[start][0], self.origins[end - 1][1]

    def source(self, start: int, end: int) -> str:
        """Return the original of the characters `start` to `end` (exclusive)."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def replaced(self, parts: Sequence[tuple[int, int, str]]) -> "Folded":
        """Return a copy with other text at some places, given as (start, end, text) in order."""
        text: list[str] = []
        origins: list[tuple[int, int]] = []
        done = 0
        for start, end, new in parts:
            text += [self.text[done:start], new]
            origins += self.origins[done:start]
            origins += [self.span(start, end)] * len(new)
            done = end
        text.append(self.text[done:])
        origins += self.origins[done:]
        return Folded(self.original, "".join(text), tuple(origins))


def fold(text: str) -> Folded:
    """Return `text` without case, accents and invisible characters, with plain quotation marks and dashes."""
    if text.isascii() and text.isprintable():
        return Folded(text, _folded_ascii(text), tuple((place, place + 1) for place in range(len(text))))
    pieces = [_folded_character(character) for character in text]
    origins = [(place, place + 1) for place, piece in enumerate(pieces) for _ in piece]
    return Folded(text, "".join(pieces), tuple(origins))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the compared form of `text`."""
    if text.isascii() and text.isprintable():
        return _folded_ascii(text)
    return "".join(map(_folded_character, text))


def _folded_ascii(text: str) -> str:
    return text.lower().replace("`", "'")


def words(text: str) -> list[str]:
    """Return the words and figures of `text` in their compared form, without an English genitive's ending."""
    return WORD.findall(_INNER_MARK.sub("", _GENITIVE.sub("", folded(text))))


def pieces(said: str) -> list[str]:
    """Return the parts of `said` between its "…"."""
    return [piece.strip() for piece in _CUT.split(said) if WORD.search(piece)]


def position(needle: Sequence[str], hay: Sequence[str], start: int = 0) -> int:
    """Return the first place at or after `start` where all of `needle` follows in `hay`, or -1."""
    size = len(needle)
    places = range(start, len(hay) - size + 1)
    return next((place for place in places if hay[place : place + size] == needle), -1)


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", without_invisible(character.translate(_LOOK_ALIKES)).casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)).translate(_LOOK_ALIKES)
