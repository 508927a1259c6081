"""What the checks are called with, what they return, and what a row of them is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.house_style.release import Release


class Severity(StrEnum):
    BLOCK = "block"
    """The release may not go out like this: the user is asked."""
    WARN = "warn"
    """The user and operators are told."""
    REPAIR = "repair"
    """Code puts it right, without a word: `repairs.repaired`."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What some rows need to know besides the text."""

    company: str = ""
    announcement_type: str = ""
    announced: tuple[str, ...] = ()
    """Words for the announcement: a product, a partner, a sum. The lead has to have one of them."""
    names: tuple[str, ...] = ()
    """All other names that the facts have; their words are not judged."""
    links: tuple[str, ...] = ()
    """The addresses that the user gave."""
    release_day: date | None = None
    today: date | None = None
    embargo: bool = False
    """True if it may be published from the release day on only."""
    round_open: bool = False
    """True if the money of a funding round is not yet all promised in writing."""
    headline_case: str = "sentence"
    """How an English headline is written: "sentence" or "title"."""


@dataclass(frozen=True)
class StyleFinding:
    """A breach of the row `id`: characters `start` to `end` (exclusive) of a sentence of a part.

    `part` is the number of the part, -1 if one is missing or the whole release is meant; `sentence` that
    within the part, -1 if the whole part is meant.
    """

    id: str
    severity: Severity
    message: str
    part: int
    sentence: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Hit:
    """Where a row is broken; `detail` says more than the row does: "It has 112."."""

    part: int = -1
    sentence: int = -1
    start: int = 0
    end: int = 0
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    id: str
    severity: Severity
    what: str
    """The rule, in one sentence."""
    why: str
    """Whom it helps, in one sentence."""
    hint: str
    """What the person can do about it."""
    finds: Callable[["Release"], Iterator[Hit]]
    languages: tuple[str, ...] = ()
    """Nothing: all."""
