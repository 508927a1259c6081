"""What the page shows of a release's facts: those that count, proposals, former ones, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import facts
from assistant.announcement_types import TYPES, order_of, type_of
from assistant.models import Fact, PressRelease

FORMER_SHOWN = 100
"""Superseded values, the newest ones."""


@dataclass(frozen=True, kw_only=True)
class ShownFact:
    fact: Fact
    label: str
    value: str
    replaces: str = ""
    """The value that counts, if this one is proposed in its place."""

    @property
    def is_said_so(self) -> bool:
        """The value and the user's words are the same."""
        return self.fact.said.strip() == self.value


@dataclass(frozen=True, kw_only=True)
class ShownFacts:
    known: facts.Gathered
    active: Sequence[ShownFact]
    proposals: Sequence[ShownFact]
    former: Sequence[ShownFact]
    """The newest first."""
    missing: Sequence[tuple[str, str]]
    """Key and label of what a version needs."""
    optional: Sequence[tuple[str, str]]
    """Key and label of what it may have."""


def of_release(release: PressRelease) -> ShownFacts:
    """Look up the facts of `release` with two queries."""
    known = facts.gathered_of(release)
    former = release.facts.exclude(superseded_at=None).order_by("-superseded_at", "-pk")
    order, _ = order_of(known.announcement_type, known.facts)
    missing = known.missing
    return ShownFacts(
        known=known,
        active=[shown_fact(fact) for fact in known.facts.values()],
        proposals=[shown_fact(fact, replaces=known.values.get(fact.key, "")) for fact in known.proposals],
        former=[shown_fact(fact) for fact in former[:FORMER_SHOWN]],
        missing=[(key, label_of(key)) for key in missing],
        optional=[(key, label_of(key)) for key in order if key not in known.facts and key not in missing],
    )


def label_of(key: str) -> str:
    try:
        return type_of(key).label
    except KeyError:
        return key


def shown_fact(fact: Fact, *, replaces: str = "") -> ShownFact:
    value = TYPES[fact.value].label if fact.key == "announcement_type" and fact.value in TYPES else fact.value
    return ShownFact(fact=fact, label=label_of(fact.key), value=value, replaces=replaces)
