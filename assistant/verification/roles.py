"""Who or what does which part: two numbers, amounts or names of the cited facts must not change places."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import regex

from assistant.verification.checkable import Checkable
from assistant.verification.evidence import Evidence, key_tokens, readings
from assistant.verification.items import (
    ROLES,
    Cue,
    Item,
    Placed,
    attached_cues,
    count_of,
    counted_cues,
    cues_of,
    found_names,
    is_number,
    is_year,
    items_of,
    keys_between,
    names_of_items,
    numbers_by_kind,
)
from assistant.verification.numbers import Number
from assistant.verification.release import Release
from assistant.verification.sentences import Span, Written

# Between two numbers, bars here, that would say the contrary in the other order.
_BETWEEN = {
    "to": regex.compile(
        r"\|[^|.;]{0,25}?(?<!\w)(?:to|auf|a|hasta|ל-?|עד) ?(?:(?:over|uber|mas de|around) )?\|"
    ),
    "instead of": regex.compile(
        r"\|[^|.;]{0,25}?(?<!\w)(?:instead of|rather than|not|compared (?:with|to)|versus|against|"
        r"(?:an)?statt|gegenuber|"
        r"im vergleich zu|nicht|en (?:lugar|vez) de|frente a|y no|במקום|לעומת|ולא)[^|.;]{0,12}\|"
    ),
    "from": regex.compile(
        r"\|[^|.;]{0,25}?(?<!\w)(?:(?:up|down|after|and not) from|after|nach|desde los|tras|לאחר|אחרי)[^|"
        r".;]{0,12}\|"
    ),
}
_RANGE = 8  # characters between the numbers of a range
_MOST = 12  # items of a sentence that are compared
_SURE = 2  # what has to tell that two numbers have changed places
_NEAR = 60  # characters between two names that one verb connects
_PASSIVE = regex.compile(r"(?<!\w)(?:by|von|durch|por|על ידי|בידי|מצד|ידי)(?!\w)")
_SYMMETRIC = frozenset({"partner", "light", "connect", "agree", "first_party", "join_in"})
_WEAK = frozenset(
    {"light", "time", "announce", "company", "details", "first_party", "available", "money_use"}
)


def swapped(written: Written, evidence: Evidence, release: Release) -> Iterator[Span]:
    """Yield the parts of a sentence where two items of the cited facts have changed places."""
    names = names_of_items(evidence, release)
    own = [name for name in names if release.is_own(name)]
    cues = cues_of(written.content, written.tokens, names)
    for placed in (*numbers_by_kind(written.content), found_names(written.tokens, names)):
        if not 1 < len({one.item for one in placed}) < _MOST:
            continue
        known = _Said(evidence, names, {one.item for one in placed}, own)
        for first, second in combinations({one.item: one for one in placed}.values(), 2):
            if _are_listed(first, second, release) or _is_range(first, second, written):
                continue
            if known.are_swapped(first, second, placed, cues, written):
                start, end = min(first.start, second.start), max(first.end, second.end)
                yield ("role", *written.place(start, end), True)


def _is_range(first: Placed, second: Placed, written: Written) -> bool:
    """Return True for "8 to 12", whose order is checked elsewhere."""
    left, right = sorted((first, second), key=lambda one: one.start)
    between = written.content.text.text[left.end : right.start]
    return len(between) < _RANGE and is_number(first) and not regex.search(r"[,;.(]", between)


def _are_listed(first: Placed, second: Placed, release: Release) -> bool:
    """Return True for two names that one fact lists."""
    owners = [{fact.id for fact, name in release.names if tuple(name) == one.item} for one in (first, second)]
    return bool(owners[0] & owners[1])


class _Said:
    """What the facts tell of each item, by the words nearest to it."""

    def __init__(
        self, evidence: Evidence, names: Sequence[Item], items: set[Item], own: Sequence[Item]
    ) -> None:
        """`own` are names that stand beside anybody: "chief executive of Acme"."""
        self._own = own
        self._told: dict[Item, set[str]] = defaultdict(set)
        self._order: list[tuple[list[Placed], list[Cue], str]] = []
        for fact in evidence.facts:
            key = {name for one in key_tokens(fact.key) for name in one.meanings & ROLES}
            for reading in readings(fact, evidence.language):
                placed = [one for one in items_of(reading, names) if one.item in items]
                cues = cues_of(reading.content, reading.tokens, names)
                text = reading.content.text.text
                for item, told in attached_cues(placed, cues, text).items():
                    self._told[item] |= {key for cue in told for key in cue.keys}
                if len({one.item for one in placed}) == 1:
                    self._told[placed[0].item] |= key
                self._order.append((placed, cues, text))

    def are_swapped(
        self,
        first: Placed,
        second: Placed,
        placed: Sequence[Placed],
        cues: Sequence[Cue],
        written: Written,
    ) -> bool:
        """Return True if the words beside each of two items are those that were said of the other one."""
        if first.item not in self._told and second.item not in self._told:
            return False
        if first.item in self._own or second.item in self._own:
            return self._is_turned_round(first, second, cues, written)
        own = self._told[first.item] - self._told[second.item] - _WEAK
        others = self._told[second.item] - self._told[first.item] - _WEAK
        pair = [one for one in placed if one.item in (first.item, second.item)]
        telling = [cue for cue in cues if cue.keys & (own | others)]
        attached = attached_cues(pair, telling, written.content.text.text)
        told, told_other = attached[first.item], attached[second.item]
        both = {key for cue in told for key in cue.keys} & {key for cue in told_other for key in cue.keys}
        own, others = own - both, others - both
        counted = [counted_cues(one, cues) for one in (first, second)]
        straight = count_of([*told, *counted[0]], own) + count_of([*told_other, *counted[1]], others)
        crossed = count_of([*told, *counted[0]], others) + count_of([*told_other, *counted[1]], own)
        if is_number(first):
            return crossed > straight and crossed >= _SURE
        if crossed != straight:
            return crossed > straight and not self._is_passive_of(first, second, written)
        return self._is_turned_round(first, second, cues, written)

    def _is_passive_of(self, first: Placed, second: Placed, written: Written) -> bool:
        """Return True for "B is supplied by A" of "A supplies B"."""
        left, right = sorted((first, second), key=lambda one: one.start)
        if not _PASSIVE.search(written.content.text.text[left.end : right.start]):
            return False
        return any(
            (one.item, other.item) == (right.item, left.item)
            and not _PASSIVE.search(said[one.end : other.start])
            for placed, _, said in self._order
            for one, other in combinations(placed, 2)
        )

    def _is_turned_round(self, first: Placed, second: Placed, cues: Sequence[Cue], written: Written) -> bool:
        """Return True for "A supplies B" of "B supplies A", both active or both passive."""
        left, right = sorted((first, second), key=lambda one: one.start)
        if right.start - left.end > _NEAR:
            return False
        text = written.content.text.text
        between = keys_between(left, right, cues)
        is_passive = bool(_PASSIVE.search(text[left.end : right.start]))
        for placed, said_cues, said in self._order:
            for one, other in combinations(placed, 2):
                if (one.item, other.item) not in ((left.item, right.item), (right.item, left.item)):
                    continue
                shared = between & keys_between(one, other, said_cues)
                if not shared or bool(_PASSIVE.search(said[one.end : other.start])) != is_passive:
                    continue
                if (one.item, other.item) == (left.item, right.item):
                    return False
                if shared - _SYMMETRIC - _WEAK and not between & _SYMMETRIC:
                    return True
        return False


def turned_round(written: Written, evidence: Evidence) -> Iterator[Span]:
    """Yield "from 61 to 54" where "from 54 to 61" was said, "4 instead of 30" where "30 instead of 4" was."""
    pairs = list(_ordered(written.content))
    said = [pair for reading in evidence.readings for pair in _ordered(reading.content)] if pairs else []
    for kind, first, second in pairs:
        same = {
            (bool(first.amounts & one.amounts and second.amounts & other.amounts), other_kind == kind)
            for other_kind, one, other in said
        }
        turned = any(
            other_kind == kind and first.amounts & other.amounts and second.amounts & one.amounts
            for other_kind, one, other in said
        )
        if turned and (True, True) not in same:
            yield ("role", *written.place(first.start, second.end), True)


def _ordered(content: Checkable) -> Iterator[tuple[str, Number, Number]]:
    """Yield the numbers that follow each other with "to" or "instead of" between them, with that word."""
    barred = list(content.text.text)
    for one in content.numbers:
        barred[one.start : one.end] = "|" * (one.end - one.start)
    text = "".join(barred)
    counted = [one for one in content.numbers if not is_year(one, content)]
    for one, other in pairwise(counted):
        for kind, pattern in _BETWEEN.items():
            years = regex.sub(r"\|", " ", text[one.end : other.start])
            if pattern.fullmatch(f"|{years}|"):
                yield kind, one, other
