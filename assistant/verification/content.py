"""Whether a sentence tells what its facts tell: an invention brings content that they do not have."""

from collections.abc import Iterator
from itertools import pairwise

import regex

from assistant.verification.evidence import Evidence
from assistant.verification.lead_ins import MOST_WORDS
from assistant.verification.release import Release
from assistant.verification.sentences import Span, Written
from assistant.verification.sentences import written as read
from assistant.verification.tokens import Token
from assistant.verification.words.promises import promises

_HALF = 0.5
_INVENTED = 0.4
"""Of all that a sentence tells: below this share of supported content it is invented."""
_FEW = 1.5
"""Content that a sentence may bring by itself: one word of its own, or a few general ones."""
_LEAST = 1.0  # where nothing else of a sentence is in its facts
_FOREIGN = 3  # words with a known meaning that facts said in another language do not have
_NUMBER = 1.5  # what a supported number, date or contact counts
_MUCH = 2.0
"""New content that is too much for other words for the same, if it is a good part of all words."""
_PART = 0.45
_SOME = 1.5
"""The same where a sentence tells of demand, praise, causes and the like that the facts do not tell of."""
_SMALL_PART = 0.3
_TWO = 2  # cuts of a text that is one sentence
_PLAIN_NUMBER = 0.5  # what a number counts beside words
_END = regex.compile(r"(?<=\p{Ll}{4}|\p{Hebrew}{2}|\d{3}|[%€$])[.!?]\s+(?=[\p{Lu}\p{Hebrew}\d])")


def unsupported(written: Written, evidence: Evidence, release: Release) -> Iterator[Span]:
    """Yield a sentence that cites facts but tells something else: hard if it is invented, else soft."""
    yield from _part(written, evidence, release)
    cuts = [0, *(match.end() for match in _END.finditer(written.text)), len(written.text)]
    for start, end in pairwise(cuts) if len(cuts) > _TWO else ():
        for kind, _, _, is_hard in _part(read(written.text[start:end], release.language), evidence, release):
            yield (kind, start, end, is_hard)


def _part(written: Written, evidence: Evidence, release: Release) -> Iterator[Span]:
    new, said = _new_and_said(written, evidence, release)
    if evidence.is_foreign(release.language):
        known = [token for token in new if token.meanings]
        if len(known) >= _FOREIGN and not said and not _checked(written):
            yield ("content", *_whole(written), True)
        return
    brought = sum(token.weight for token in new) / 2
    if _is_other(brought, written, said, evidence):
        yield ("content", *_whole(written), True)
        return
    kept = sum(max(1, token.weight) for token in said) / 2 + _NUMBER * _checked(written)
    if brought < (_FEW if kept else _LEAST):
        return
    share = kept / (kept + brought)
    if share < _HALF:
        yield ("content", *_whole(written), share < _INVENTED)


def _is_other(brought: float, written: Written, said: list[Token], evidence: Evidence) -> bool:
    """Return True for a sentence with words of its facts that brings too much of its own."""
    beside = sum(token.weight for token in said) / 2 + _PLAIN_NUMBER * _checked(written)
    if not brought or not evidence.telling:
        return False  # "8 million euros" has no words that another sentence could have
    told = promises(written.content.text.text) - evidence.promises
    if told:
        brought += len(told)
        return brought >= _SOME and brought > _SMALL_PART * (brought + beside)
    return brought >= _MUCH and brought > _PART * (brought + beside)


def uncited(written: Written, release: Release) -> Iterator[Span]:
    """Yield a sentence without facts, unless it only leads from one to the next."""
    telling = [token for token in written.tokens if token.is_content and token.weight]
    is_short = len(written.words) <= MOST_WORDS and not written.quoted and not _checked(written)
    if not is_short:
        yield ("citation", *_whole(written), True)
    elif telling:
        yield ("content", *_whole(written), True)


def _new_and_said(written: Written, evidence: Evidence, release: Release) -> tuple[list[Token], list[Token]]:
    """Return the words that the facts do not have, and those that they have; names of all left out."""
    telling = [token for token in written.tokens if token.is_content and token.word not in release.free_words]
    has = [evidence.vocabulary.has(token) for token in telling]
    new = [token for token, is_said in zip(telling, has, strict=True) if not is_said and token.weight]
    said = [token for token, is_said in zip(telling, has, strict=True) if is_said and token.weight]
    return new, said


def _checked(written: Written) -> int:
    content = written.content
    return (
        len(content.contacts)
        + len([one for one in content.dates if one.parts != {"relative": 0}])
        + len(content.numbers)
    )


def _whole(written: Written) -> tuple[int, int]:
    return 0, len(written.text)
