"""What is there of a press release: its facts, each with the user's own words, and what is asked next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant import press_release
from assistant.announcement_types import TYPES, Kind, kind_of, order_of, quotation_of, split
from assistant.house_style.ap import date_of
from assistant.house_style.words import WORDS
from assistant.models import Fact, PressRelease
from assistant.translation import language, translated
from assistant.verification import language_of

SKIPS_OF_A_QUOTATION = 2
"""How often the user has to say that there is no quotation."""
ENOUGH_WORDS = 10
"""To tell the language of what the user says."""


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What is there of a release: its active facts, the proposals, and what was skipped."""

    release: PressRelease | None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """The active facts by their keys, in the order in which they are asked for."""
    proposals: Sequence[Fact] = ()
    """What nobody has confirmed yet, oldest first."""

    @property
    def values(self) -> dict[str, str]:
        return {key: fact.value for key, fact in self.facts.items()}

    @property
    def announcement_type(self) -> str:
        fact = self.facts.get("announcement_type")
        return fact.value if fact else ""

    @property
    def language(self) -> str:
        """The language of the release: what the user wants, else that of the chat, else that of the facts."""
        if fact := self.facts.get("language"):
            return fact.value
        return (self.release.language if self.release else "") or self._told_language or "en"

    @property
    def needed(self) -> set[str]:
        """The keys of what a version needs, there or not."""
        return self._order[1]

    @property
    def missing(self) -> list[str]:
        """The keys of what must be there before a version is offered, in the order of the questions."""
        order, needed = self._order
        return [key for key in order if key in needed and key not in self.facts]

    @property
    def by_operators(self) -> list[Fact]:
        """The proposals of operators: the newest one of each key."""
        return [fact for fact in self.proposals if fact.source == Fact.Source.OPERATOR]

    @property
    def open(self) -> list[str]:
        """The keys of what is asked next, in order: what is missing, and what was not skipped yet."""
        order, needed = self._order
        skipped = self._skipped
        return [key for key in order if key not in self.facts and (key in needed or not skipped.get(key))]

    @cached_property
    def _order(self) -> tuple[list[str], set[str]]:
        told, chat = self._told_language, self.release.language if self.release else ""
        asks_language = bool(told and chat and told != chat)
        order, needed = order_of(self.announcement_type, self.facts, asks_language=asks_language)
        if "quote" not in self.facts and len(self._skipped.get("quote", ())) >= SKIPS_OF_A_QUOTATION:
            gone = set(quotation_of("quote")) - self.facts.keys()
            order, needed = [key for key in order if key not in gone], needed - gone
        return order, needed

    @cached_property
    def _told_language(self) -> str:
        """The language in which the user tells the facts, "" if that cannot be told."""
        texts = (fact.said for fact in self.facts.values() if kind_of(fact.key) == Kind.TEXT)
        words = " ".join(texts)
        return language_of(words, "") if len(words.split()) >= ENOUGH_WORDS else ""

    @property
    def _skipped(self) -> Mapping[str, Sequence[str]]:
        return self.release.skipped if self.release else {}


def gathered(phone: str) -> Gathered:
    """Return what is there of the current release of `phone`."""
    return gathered_of(press_release.current(phone))


def gathered_of(release: PressRelease | None) -> Gathered:
    if release is None:
        return Gathered(release=None)
    return gathered_from(release, release.facts.filter(superseded_at=None).order_by("pk"))


def gathered_from(release: PressRelease, rows: Iterable[Fact]) -> Gathered:
    """Return what is there of `release`, whose facts that are not superseded are `rows`, oldest first."""
    rows = list(rows)
    active = {fact.key: fact for fact in rows if fact.confirmed_at}
    announcement = active.get("announcement_type")
    order, _ = order_of(announcement.value if announcement else "", active)
    places = {key: place for place, key in enumerate(order)}
    keys = sorted(active, key=lambda key: (_place(key, places), split(key)[1]))
    return Gathered(
        release=release,
        facts={key: active[key] for key in keys},
        proposals=[fact for fact in rows if not fact.confirmed_at],
    )


def _place(key: str, places: Mapping[str, int]) -> int:
    """Return where `key` is asked for; a further detail comes where the first is."""
    return places.get(key, places.get(split(key)[0], len(places)))


def in_words(fact: Fact) -> str:
    """Return the value of `fact` for people to read, in the active language."""
    kind = kind_of(fact.key)
    if kind == Kind.ANNOUNCEMENT and fact.value in TYPES:
        return translated(TYPES[fact.value].label)
    if kind == Kind.DATE and (day := date_of(fact.value)):
        return WORDS[language()].printed(day)
    return fact.value
