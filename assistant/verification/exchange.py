"""Who gave which sum, what begins on which day: two things must not have changed places."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

import regex

from assistant.verification.checkable import Checkable
from assistant.verification.date_parts import Mention
from assistant.verification.evidence import Evidence, key_tokens, outside, readings
from assistant.verification.items import ROLES, is_year
from assistant.verification.numbers import Number
from assistant.verification.sentences import Span, Written
from assistant.verification.tokens import Token, hebrew_stems, tokens
from assistant.verification.words.tables import word_set

_CLAUSE = regex.compile(
    r"[,;:.!?()–—]|(?<!\w)(?:and|und|y|e|u|o|but|aber|pero|sowie|while|whereas|wahrend|mientras)(?!\w)|"
    r"(?<!\w)(?=ו[\p{Hebrew}\-|])"
)
_TELLING = ROLES | {"start_date", "end", "found", "launch", "run_time", "staff", "user", "open"}
_WEAK = frozenset(
    {"light", "time", "announce", "company", "details", "first_party", "available", "money_use"}
)
_UNTIL = word_set("until till through bis hasta עד")
_SINCE = word_set("from since ab seit desde מאז החל")
_ARTICLES = word_set("""
    the a an der die das den dem des ein eine einen einem einer eines el la los las un una lo unos unas את
    company firm firma empresa חברת
""")
_JOINING = word_set("and und y e or oder o")
_NEXT = 9  # characters between two neighbours
_GAP = regex.compile(r"[,;:.!?()|]")
_MOST = 12  # items of a sentence that are compared

Key = tuple[str, ...]
Kind = Callable[[Checkable], "list[_Item]"]


class _Item(NamedTuple):
    """A number or date at `start` to `end` of a folded text; `key` tells which one."""

    key: Key
    start: int
    end: int
    units: frozenset[str] = frozenset()


def exchanged(written: Written, evidence: Evidence) -> Iterator[Span]:
    """Yield where two things of the cited facts have changed places with what stands beside them."""
    yield from _neighbours(written, evidence)
    for kind in (_numbers, _dates):
        placed = list({one.key: one for one in kind(written.content)}.values())
        if not 1 < len(placed) < _MOST:
            continue
        said = _said(evidence, kind)
        told = _owned(written.content, written.tokens, kind(written.content))
        for first, second in combinations(placed, 2):
            if _may_change(first, second) and _is_crossed(first, second, told, said):
                start, end = min(first.start, second.start), max(first.end, second.end)
                yield ("role", *written.place(start, end), True)


def _numbers(content: Checkable) -> list[_Item]:
    counted = [one for one in content.numbers if one.units != {"ordinal"} and not is_year(one, content)]
    return [_number(one) for one in counted]


def _number(one: Number) -> _Item:
    amount = min(one.amounts, default=Decimal(0))
    return _Item((str(amount.normalize()),), one.start, one.end, frozenset(one.units))


def _dates(content: Checkable) -> list[_Item]:
    return [_date(one) for one in content.dates if "month" in one.parts]


def _date(one: Mention) -> _Item:
    parts = one.parts
    last = parts["day"] if "day" in parts else parts.get("year", "")
    return _Item(("month", str(parts["month"]), str(last)), one.start, one.end)


def _may_change(first: _Item, second: _Item) -> bool:
    return bool(first.units & second.units) or "" in first.units | second.units or not first.units


def _is_crossed(
    first: _Item, second: _Item, told: dict[Key, list[frozenset[str]]], said: dict[Key, set[str]]
) -> bool:
    own = said[first.key] - said[second.key]
    others = said[second.key] - said[first.key]
    straight = _count(told[first.key], own) + _count(told[second.key], others)
    crossed = _count(told[first.key], others) + _count(told[second.key], own)
    return crossed > 2 * straight


def _count(cues: Sequence[frozenset[str]], keys: set[str]) -> int:
    return sum(bool(cue & keys) for cue in cues)


def _said(evidence: Evidence, kind: Kind) -> dict[Key, set[str]]:
    """Return what the facts tell of each number or date: the words of its clauses and of the fact's key."""
    said: dict[Key, set[str]] = defaultdict(set)
    for fact in evidence.facts:
        read = readings(fact, evidence.language)
        for one in read:
            for key, cues in _owned(one.content, one.tokens, kind(one.content)).items():
                said[key] |= {name for cue in cues for name in cue}
        keys = {item.key for item in kind(read[0].content)}
        if len(keys) == 1:
            said[keys.pop()] |= {name for token in key_tokens(fact.key) for name in _keys(token)}
    return said


def _owned(
    content: Checkable, found: Sequence[Token], items: Sequence[_Item]
) -> dict[Key, list[frozenset[str]]]:
    """Return what stands in the clauses of each item, and in those without any that follow them."""
    owned: dict[Key, list[frozenset[str]]] = defaultdict(list)
    if not items:
        return owned
    bounds = _bounds(outside(content))
    owner: Key | None = None
    for start, end in bounds:
        inside = [one for one in items if start <= one.start < end]
        if inside:
            owner = inside[0].key if len(inside) == 1 else None
        if owner is not None:
            cues = (_keys(token) for token in found if start <= token.start < end)
            owned[owner] += [cue for cue in cues if cue]
    return owned


@lru_cache(maxsize=512)
def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the clauses of a text without figures begin and end."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    return tuple(pairwise(cuts))


@lru_cache(maxsize=8192)
def _keys(token: Token) -> frozenset[str]:
    """Return what a word tells of the number or date beside it."""
    if token.word in _UNTIL or token.word in _SINCE:
        return frozenset({"until" if token.word in _UNTIL else "since"})
    if not token.weight or not token.is_content:
        return token.meanings & _TELLING
    stems = hebrew_stems(token.word) or {token.word[:5]}
    return (token.meanings - _WEAK) | {f"{stem}-" for stem in stems}


def _neighbours(written: Written, evidence: Evidence) -> Iterator[Span]:
    """Yield "by B and directed by A" of "by A and directed by B": each word beside the other's neighbour."""
    pairs = _pairs(outside(written.content), evidence.language)
    said = {
        (one.before, one.word)
        for read in evidence.readings
        for one in _pairs(outside(read.content), read.language)
    }
    words = {word for _, word in said}
    moved = [one for one in pairs if one.word in words and (one.before, one.word) not in said]
    for first, second in combinations(moved[:_MOST], 2):
        is_other = first.before != second.before and first.word != second.word
        if is_other and (first.before, second.word) in said and (second.before, first.word) in said:
            yield ("role", *written.place(first.start, second.end), True)


class _Pair(NamedTuple):
    before: str
    word: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def _pairs(text: str, language: str) -> tuple[_Pair, ...]:
    """Return each telling word of a text without figures with the one before it, articles left out."""
    kept = [token for token in tokens(text, language) if token.word not in _ARTICLES]
    return tuple(
        _Pair(_bare(before.word), token.word, token.start, token.end)
        for before, token in pairwise(kept)
        if before.word not in _JOINING
        and token.is_content
        and not _GAP.search(text, before.end, token.start)
        and token.start - before.end <= _NEXT
    )


def _bare(word: str) -> str:
    return word[1:] if word.startswith("ו") and len(word) > 3 else word
