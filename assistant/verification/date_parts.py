"""Dates as parts, compared part by part: "14 May" has a day and a month, no year."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Parts = dict[str, object]


@dataclass(frozen=True)
class Mention:
    """A date or time at `start` to `end` of the folded text.

    Parts: year, month, day, weekday (Monday 0), time (hour, minute), quarter, half, season, decade, and
    relative (days from today).
    """

    start: int
    end: int
    parts: Parts


def unsupported(
    mentions: Iterable[Mention], said: Sequence[Mention], years: Iterable[int]
) -> Iterator[Mention]:
    """Yield the dates with a part that was not said; `years` are years said as bare numbers."""
    loose = [one.parts for one in said if len(one.parts) == 1] + [{"year": year} for year in years]
    heard = list({str(sorted(one.parts.items())): one.parts for one in said}.values())  # each once
    for mention in mentions:
        if not any(_supports(parts, loose, mention.parts) for parts in heard):
            yield mention


def _supports(said: Parts, loose: Iterable[Parts], parts: Parts) -> bool:
    """A part is said with the others, or alone elsewhere if the others came without such a part."""
    missing = {name: value for name, value in parts.items() if said.get(name) != value}
    if len(missing) == len(parts):
        return False
    return all(name not in said and {name: value} in loose for name, value in missing.items())
