"""Values that the user has corrected: no sentence may have them, unless another fact holds them."""

from collections.abc import Iterator

from assistant.verification.checkable import Checkable
from assistant.verification.date_parts import Mention
from assistant.verification.evidence import Evidence, outside
from assistant.verification.normalise import words
from assistant.verification.numbers import Number
from assistant.verification.release import Release, names_of
from assistant.verification.sentences import Span, Written
from assistant.verification.statements import Fact
from assistant.verification.words import places

_MOST = 0.6
"""The share of a corrected text's own words that make a sentence one of it."""


def used(written: Written, release: Release) -> Iterator[Span]:
    """Yield where a sentence has the value of a superseded fact."""
    for fact in release.superseded:
        old = release.evidence([fact])
        yield from _numbers(written, old, release)
        yield from _dates(written, old, release)
        yield from _contacts(written, old, release.all)
        yield from _words(written, fact, old, release)


def _numbers(written: Written, old: Evidence, release: Release) -> Iterator[Span]:
    current = [number for content in release.current for number in content.numbers]
    gone = [one for one in _value(old).numbers if not any(_same(one, other) for other in current)]
    years = release.all.content.dated_years()
    for number in written.content.numbers:
        is_current_year = number.is_year and any(int(amount) in years for amount in number.amounts)
        if any(_same(one, number) for one in gone) and not is_current_year:
            yield ("superseded", *written.place(number.start, number.end), True)


def _value(old: Evidence) -> Checkable:
    return old.readings[0].content


def _same(one: Number, other: Number) -> bool:
    is_bare = other.units == {""} and other.bare
    return bool(one.amounts & other.amounts) and (bool(one.units & other.units) or is_bare)


def _dates(written: Written, old: Evidence, release: Release) -> Iterator[Span]:
    current = [mention for content in release.current for mention in content.dates]
    gone = [one for one in _value(old).dates if not _is_among(one, current)]
    for mention in written.content.dates:
        is_current = "relative" in mention.parts or _is_among(mention, current)
        if not is_current and any(_fits(mention, one) for one in gone):
            yield ("superseded", *written.place(mention.start, mention.end), True)


def _is_among(mention: Mention, others: list[Mention]) -> bool:
    return any(_fits(mention, other) for other in others)


def _fits(mention: Mention, other: Mention) -> bool:
    return all(other.parts.get(name) == value for name, value in mention.parts.items() if name != "weekday")


def _contacts(written: Written, old: Evidence, new: Evidence) -> Iterator[Span]:
    current = {one.text for one in new.content.contacts}
    gone = {one.text for one in _value(old).contacts} - current
    for contact in written.content.contacts:
        if contact.text in gone:
            yield ("superseded", *written.place(contact.start, contact.end), True)


def _words(written: Written, fact: Fact, old: Evidence, release: Release) -> Iterator[Span]:
    """Yield the words of a corrected name or text that no other fact has; numbers are none."""
    rows = names_of(fact.value) if fact.kind == "name" else [words(outside(_value(old)))]
    if fact.kind not in {"name", "text", "link", "contact"}:
        return
    current = release.values if fact.kind == "name" else release.all.vocabulary
    for row in rows:
        own = {word for word in row if len(word) > 2 and not word[0].isdigit() and not current.has_word(word)}
        present = [word for word in written.words if own & {*places.without_prefixes(word.folded)}]
        needed = len(own) if fact.kind == "name" else max(2, _MOST * len(own))
        if own and len({word.folded for word in present}) >= needed:
            yield ("superseded", present[0].start, present[-1].end, True)
