"""Superlatives and absolutes: "the first", "all", "always" need facts that say the same of the same."""

from collections.abc import Iterator

import regex

from assistant.verification.evidence import Evidence, Reading
from assistant.verification.normalise import fold, folded
from assistant.verification.release import Release
from assistant.verification.sentences import Span, Written
from assistant.verification.tokens import Token, Vocabulary, tokens
from assistant.verification.words.absolutes import absolutes

_ALL, _EACH = "all", "each"
_OF_WHAT = frozenset({_ALL, _EACH, "only", "first"})
"""Claims of which it counts what they are said of."""
_NEXT = 60  # characters beside a claim that tell of what
_HEADS = 3  # words
_MOST = 50  # claims of a sentence that are looked at; one with more is wrong anyway
_STOP = regex.compile(r"[\d.,;:!?|()]")


def unsupported(written: Written, evidence: Evidence, release: Release) -> Iterator[Span]:
    """Yield the superlatives and absolutes that the cited facts do not have."""
    plain = fold(written.rest)
    said: dict[str, Vocabulary] = {}
    for number, (name, start, end) in enumerate(absolutes(plain.text, release.language)):
        names = {name, _EACH} if name == _ALL else {name}
        is_said = number < _MOST and bool(names & evidence.absolutes)
        if name != _EACH and not (
            is_said and _is_of_the_same(name, plain.text, (start, end), evidence, said)
        ):
            yield ("superlative", *plain.span(start, end), True)


def _is_of_the_same(
    name: str, text: str, span: tuple[int, int], evidence: Evidence, said: dict[str, Vocabulary]
) -> bool:
    """Return False for "the only app" where "only in Leeds" was said; of most claims it does not count."""
    if name not in _OF_WHAT:
        return True
    before, after = _beside(text, *span, evidence.language)
    heads = before if evidence.language == "he" and name != _ALL else after
    if not heads or evidence.is_foreign(evidence.language):
        return True
    same = {_ALL, _EACH} if name == _ALL else {name}
    if name not in said:
        said[name] = Vocabulary(one for reading in evidence.readings for one in _said_of(reading, same))
    return any(said[name].has(head) for head in heads)


def _said_of(reading: Reading, names: set[str]) -> Iterator[Token]:
    text = folded(reading.text)
    for name, start, end in absolutes(text, reading.language):
        if name in names:
            before, after = _beside(text, start, end, reading.language)
            yield from (*before, *after)


def _beside(text: str, start: int, end: int, language: str) -> tuple[list[Token], list[Token]]:
    """Return the telling words before and after a claim, up to a number or the end of the clause."""
    left = _STOP.split(text[max(0, start - _NEXT) : start])[-1]
    right = _STOP.split(text[end : end + _NEXT], maxsplit=1)[0]
    before, after = ([one for one in tokens(part, language) if one.is_content] for part in (left, right))
    return before[-_HEADS:], after[:_HEADS]
