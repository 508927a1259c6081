"""A written sentence as the checks read it: what it quotes, and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from assistant.verification.checkable import Checkable, checkable
from assistant.verification.evidence import outside
from assistant.verification.normalise import folded
from assistant.verification.quotations import quotations
from assistant.verification.said_words import Word, is_title_case, split
from assistant.verification.tokens import Token, tokens

Span = tuple[str, int, int, bool]
"""Kind, start and end in the sentence, and whether it is hard."""

_OPEN = regex.compile(r"^\s*[“„«\"”](?P<text>[^“”„«»\"]+)$")
_REST_OPEN = regex.compile(r"(?<![\p{L}\p{N}])[“„«](?P<text>[^“”„«»\"]{15,})$")
_CLOSED = regex.compile(r"^(?P<text>[^“”„«»\"]{15,})[”»](?!\w)")
_CAPITALS = 0.7


@dataclass(frozen=True)
class Written:
    """A sentence; `rest` is its text with bars in place of what it quotes.

    `shown` is the rest without capitals that tell nothing: "FOR IMMEDIATE RELEASE".
    """

    text: str
    quoted: tuple[tuple[int, int, str], ...]
    rest: str
    shown: str
    content: Checkable
    tokens: tuple[Token, ...]
    words: tuple[Word, ...]

    @cached_property
    def is_title_case(self) -> bool:
        """Return True if most words are capitalised, as in some headlines."""
        return is_title_case(self.words)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the folded text stands in the sentence."""
        return self.content.text.span(start, end)


@lru_cache(maxsize=512)
def written(text: str, language: str) -> Written:
    """Read a sentence of a release in `language`."""
    quoted = tuple(_quoted(text))
    masked = list(text)
    for start, end, _ in quoted:
        masked[start:end] = "|" * (end - start)
    rest = "".join(masked)
    content = checkable(rest, language, [language], lenient=False)
    shown = rest.title() if _is_capitals(rest) else rest
    shown = shown if len(shown) == len(rest) else rest
    return Written(
        text, quoted, rest, shown, content, tokens(outside(content), language), tuple(split(shown))
    )


def _quoted(text: str) -> Sequence[tuple[int, int, str]]:
    """Return what a sentence quotes; a mark may be closed or opened in another sentence."""
    found = list(quotations(text))
    if found:
        return found
    for pattern in (_OPEN, _REST_OPEN, _CLOSED):
        if match := pattern.search(text):
            return [(*match.span("text"), folded(match["text"]))]
    return []


def _is_capitals(text: str) -> bool:
    letters = [one for one in text if one.isalpha() and one.lower() != one.upper()]
    return len(letters) > 8 and sum(one.isupper() for one in letters) > _CAPITALS * len(letters)
