"""What of a text can be checked part by part: its contacts, dates and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verification import contacts, date_parts, dates, numbers, periods
from assistant.verification.normalise import Folded, fold
from assistant.verification.words.number_words import in_digits

_HIDDEN = "\ue000"
"""Stands for a character of an address; no text has it."""


@dataclass(frozen=True)
class Checkable:
    """What of a text can be checked: its contacts, dates and numbers, in places of `text`."""

    text: Folded
    contacts: list[contacts.Contact]
    dates: list[date_parts.Mention]
    numbers: list[numbers.Number]

    def places(self) -> list[tuple[int, int]]:
        """Return where in the original all this stands."""
        found = [(one.start, one.end) for one in self.contacts]
        found += [(one.start, one.end) for one in self.dates]
        found += [(one.start, one.end) for one in self.numbers]
        return [self.text.span(*place) for place in found]

    def years(self) -> list[int]:
        """Return the years that stand as bare numbers."""
        return [int(amount) for number in self.numbers if number.is_year for amount in number.amounts]

    def dated_years(self) -> list[int]:
        """Return the years that are parts of dates."""
        return [int(str(one.parts["year"])) for one in self.dates if "year" in one.parts]


def checkable(text: str, language: str, separators: Sequence[str], *, lenient: bool) -> Checkable:
    """Return what of `text` can be checked; `lenient` for what was said, where more may be one."""
    read = _in_digits(fold(text), language, articles=lenient)
    found = list(contacts.contacts(read.text))
    without = masked(read, [(one.start, one.end) for one in found])
    mentions = dates.dates(without, separators[0])
    counted = masked(without, [(one.start, one.end) for one in mentions])
    if lenient:
        mentions += [*dates.days_and_months(counted, separators[0]), *periods.seasons(counted.text)]
    return Checkable(read, found, mentions, numbers.numbers(counted, language, separators, lenient=lenient))


def _in_digits(text: Folded, language: str, *, articles: bool) -> Folded:
    """Return `text` with its number words as digits, but for those in addresses: "media@acme.example"."""
    places = [(one.start, one.end) for one in contacts.contacts(text.text) if one.kind != "phone"]
    if not places:
        return in_digits(text, language, articles=articles)
    kept = iter("".join(text.text[start:end] for start, end in places))
    hidden = text.replaced([(start, end, _HIDDEN * (end - start)) for start, end in places])
    origins = iter([text.origins[at] for start, end in places for at in range(start, end)])
    read = in_digits(hidden, language, articles=articles)
    shown = [next(kept, one) if one == _HIDDEN else one for one in read.text]
    whole = [
        next(origins, place) if one == _HIDDEN else place
        for one, place in zip(read.text, read.origins, strict=True)
    ]
    return Folded(read.original, "".join(shown), tuple(whole))


def masked(text: Folded, spans: Sequence[tuple[int, int]]) -> Folded:
    """Return `text` with bars in place of `spans`, so that the other places stay."""
    masked = list(text.text)
    for start, end in spans:
        masked[start:end] = "|" * (end - start)
    return Folded(text.original, "".join(masked), text.origins)
