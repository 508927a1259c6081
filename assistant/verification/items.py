"""What may change places in a text, numbers and names, and the words that tell what each of them does."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import regex

from assistant.verification.checkable import Checkable
from assistant.verification.evidence import Evidence, Reading
from assistant.verification.numbers import Number
from assistant.verification.release import Release
from assistant.verification.said_words import split
from assistant.verification.statements import Fact
from assistant.verification.tokens import Token, hebrew_stems
from assistant.verification.words import hebrew_names, places
from assistant.verification.words.common_words import TITLES, is_ordinary

Item = tuple[str, ...]
"""What may change places: a number with its unit, or the words of a name."""
_CLAUSE = 25  # characters that the end of a clause counts as
_NEW_CLAUSE = regex.compile(r"[,;:–—(]| (?:and|und|y|e|while|whereas|which) | ו")
_BESIDE = 3  # characters between a number and what it counts
_PLACE_KEY = regex.compile("city|place|where|location|country|region|dateline|town")
_COUNTED = frozenset({"staff", "user", "product"})
ROLES = frozenset({"total", "lead_of_round", "join_in", "valuation", "revenue", "profit", "price"})


@dataclass(frozen=True)
class Placed:
    """An item at a place of a text."""

    item: Item
    start: int
    end: int


@dataclass(frozen=True)
class Cue:
    """A word that may tell what an item does, as all its meanings and stems."""

    keys: frozenset[str]
    start: int
    end: int


def attached_cues(placed: Sequence[Placed], cues: Sequence[Cue], text: str) -> dict[Item, list[Cue]]:
    """Return what is told of each item: by the cues that stand beside it.

    Where the first of all is an item and the last a cue, each cue belongs to the item before it ("54 growers
    on 61 sites"); where it is the other way round, to the item after it ("led by A, joined by B"); else to
    the nearest one.
    """
    told: dict[Item, list[Cue]] = defaultdict(list)
    if not placed or not cues:
        return told
    ordered = sorted(placed, key=lambda one: one.start)
    starts_with_item = ordered[0].start < min(cue.start for cue in cues)
    ends_with_item = ordered[-1].start > max(cue.start for cue in cues)
    for cue in cues:
        before = [one for one in ordered if one.start < cue.start]
        after = [one for one in ordered if one.start > cue.start]
        is_subject = not before and not (starts_with_item or ends_with_item) and is_number(ordered[0])
        if is_subject:
            continue  # "Revenue went from 4 to 9 million": it tells of both
        if not before or not after:
            told.update({one.item: [*told[one.item], cue] for one in [*before[-1:], *after[:1]]})
        elif starts_with_item != ends_with_item:
            told[(before[-1] if starts_with_item else after[0]).item].append(cue)
        else:
            to_left = _distance(text, before[-1].end, cue.start)
            to_right = _distance(text, cue.end, after[0].start)
            told[(before[-1] if to_left <= to_right else after[0]).item].append(cue)
    return told


def is_number(placed: Placed) -> bool:
    return placed.item[0][0].isdigit()


def _distance(text: str, start: int, end: int) -> int:
    """Return the characters between two places; a new clause is far away."""
    return end - start + _CLAUSE * len(_NEW_CLAUSE.findall(text[start:end]))


def counted_cues(placed: Placed, cues: Sequence[Cue]) -> list[Cue]:
    """Return the word that follows a number: it tells more than any other what the number counts."""
    after = [cue for cue in cues if 0 <= cue.start - placed.end <= _BESIDE]
    return after[:1] if is_number(placed) else []


def count_of(cues: Sequence[Cue], keys: set[str]) -> int:
    return sum(2 if cue.keys & ROLES else 1 for cue in cues if cue.keys & keys)


def keys_between(one: Placed, other: Placed, cues: Sequence[Cue]) -> set[str]:
    left, right = sorted((one, other), key=lambda placed: placed.start)
    return {key for cue in cues if left.end <= cue.start < right.start for key in cue.keys}


def cues_of(content: Checkable, found: Sequence[Token], names: Sequence[Item]) -> list[Cue]:
    """Return the words of a text that may tell what an item does, and its years."""
    years = [
        Cue(frozenset({f"year {max(one.amounts)}"}), one.start, one.end)
        for one in content.numbers
        if is_year(one, content)
    ]
    told = [cue for token in found if (cue := _cue(token, names))]
    return sorted([*told, *years], key=lambda cue: cue.start)


def _cue(token: Token, names: Sequence[Item]) -> Cue | None:
    tells = token.weight or token.meanings & (ROLES | _COUNTED)
    if not token.is_content or not tells or any(token.word in name for name in names):
        return None
    return Cue(_keys(token), token.start, token.end)


def _keys(token: Token) -> frozenset[str]:
    stems = {token.title} if token.title else hebrew_stems(token.word) or {token.word[:5]}
    return token.meanings | {f"{stem}-" for stem in stems}


def names_of_items(evidence: Evidence, release: Release) -> list[Item]:
    named = [(fact, name) for fact, name in release.names if not _is_where(fact, name)]
    cited = {tuple(name) for fact, name in named if fact in evidence.facts}
    said = {tuple(name) for fact, name in named if _is_said(name, evidence)}
    people = {name for reading in evidence.readings for name in _people(reading.text)}
    whole = {one for one in people if not any(set(one) & set(name) for name in cited | said)}
    return sorted((cited | said | whole) - {()}, key=len, reverse=True)


@lru_cache(maxsize=1024)
def _people(text: str) -> frozenset[Item]:
    """Return the names of people in a text: two capitalised words that are not ordinary, or a first name."""
    found = set()
    for first, second in pairwise(split(text)):
        pair = (first.folded, second.folded)
        if first.is_hebrew:
            is_name = second.is_hebrew and second.joined and hebrew_names.is_first_name(first.folded)
        else:
            is_name = second.joined and all(
                word.is_capitalised and len(word.text) > 2 and not _is_common(word.folded)
                for word in (first, second)
            )
        if is_name:
            found.add(pair)
    return frozenset(found)


def _is_common(word: str) -> bool:
    return word in TITLES or any(is_ordinary(word, language) for language in ("en", "de", "es"))


def _is_where(fact: Fact, name: Sequence[str]) -> bool:
    """Return True for a place, which takes no part in anything."""
    return bool(_PLACE_KEY.search(fact.key)) or places.is_place(name[-1])


def _is_said(name: Sequence[str], evidence: Evidence) -> bool:
    return all(word in evidence.vocabulary.words for word in name)


def items_of(reading: Reading, names: Sequence[Item]) -> list[Placed]:
    numbers = [one for row in numbers_by_kind(reading.content) for one in row]
    return [*numbers, *found_names(reading.tokens, names)]


def found_names(found: Sequence[Token], names: Sequence[Item]) -> list[Placed]:
    placed: list[Placed] = []
    done = -1
    for at, token in enumerate(found):
        if at <= done:
            continue
        for name in names:
            last = at + len(name) - 1
            same = tuple(one.word for one in found[at : last + 1])
            is_last_name = len(name) > 1 and len(name[-1]) > 3 and _same(token.word, name[-1])
            if _same(same[0], name[0]) and same[1:] == name[1:]:
                placed.append(Placed(name, token.start, found[last].end))
                done = last
                break
            if is_last_name:
                placed.append(Placed(name, token.start, token.end))
                break
    return placed


def _same(word: str, name: str) -> bool:
    return word == name or (len(word) - len(name) in (1, 2) and word.endswith(name) and not word.isascii())


def numbers_by_kind(content: Checkable) -> list[list[Placed]]:
    """Return the numbers that may change places, those of one kind of unit together."""
    rows: dict[str, list[Placed]] = defaultdict(list)
    for one in content.numbers:
        if "ordinal" in one.units or is_year(one, content):
            continue
        amount = min(one.amounts, default=Decimal(0))
        rows[min(one.units, default="")].append(Placed((str(amount.normalize()),), one.start, one.end))
    return list(rows.values())


def is_year(number: Number, content: Checkable) -> bool:
    """Return True for "1900", but not for "1,900"."""
    return number.is_year and any(regex.findall(r"\d{4}", content.text.text[number.start : number.end]))
