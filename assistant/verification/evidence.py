"""What cited facts say, read once: their numbers, dates, contacts and words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import regex

from assistant.verification.checkable import Checkable, checkable, masked
from assistant.verification.date_parts import Mention
from assistant.verification.normalise import Folded, fold, folded, words
from assistant.verification.said_words import Word, split
from assistant.verification.statements import Fact
from assistant.verification.tokens import Token, Vocabulary, tokens
from assistant.verification.words import places
from assistant.verification.words.absolutes import absolutes
from assistant.verification.words.instructions import without_instructions
from assistant.verification.words.languages import guessed_language, likely_language
from assistant.verification.words.promises import promises

_HEBREW = regex.compile(r"\p{Hebrew}")
_CANONICAL = frozenset({"money", "number"})  # values are stored as English writes them


@dataclass(frozen=True)
class Reading:
    """A text of a fact as it is compared."""

    text: str
    language: str
    content: Checkable
    tokens: tuple[Token, ...]
    instruction: str
    """The part of the text that is an instruction to a writer; it supports nothing."""

    @cached_property
    def absolutes(self) -> frozenset[str]:
        """The superlatives and absolutes of the text, by their rows."""
        return frozenset(name for name, _, _ in absolutes(folded(self.text), self.language))

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text with their capitals."""
        return split(self.text)


@lru_cache(maxsize=1024)
def reading(text: str, kind: str, language: str, *, is_value: bool) -> Reading:
    """Return the value of a fact of `kind`, or its words, as they are compared in a release in `language`."""
    kept, instruction = without_instructions(text)
    own = (guessed_language(kept) or language) if is_value else likely_language(kept, language)
    if own == "he" and not _HEBREW.search(kept):
        own = "en"
    separators = [own, "en", language] if is_value and kind in _CANONICAL else [own, language]
    content = checkable(kept, own, list(dict.fromkeys(separators)), lenient=True)
    if kind == "date" and is_value:
        content = replace(content, dates=[_with_weekday(one) for one in content.dates])
    return Reading(kept, own, content, tokens(outside(content), own), instruction)


def outside(content: Checkable) -> str:
    """Return the folded text with bars in place of what stands in no words: numbers, dates, contacts."""
    found = [(one.start, one.end) for one in content.contacts]
    found += [(one.start, one.end) for one in content.dates]
    found += [(one.start, one.end) for one in content.numbers]
    return masked(content.text, found).text


def _with_weekday(mention: Mention) -> Mention:
    try:
        day = date(*(int(str(mention.parts[part])) for part in ("year", "month", "day")))
    except (KeyError, ValueError):  # no whole date, or none that exists
        return mention
    return replace(mention, parts={"weekday": day.weekday()} | mention.parts)


@lru_cache(maxsize=256)
def key_tokens(key: str) -> tuple[Token, ...]:
    """Return the words of a fact's key."""
    return tokens(key.replace("_", " "), "en")


class Evidence:
    """What some facts say together."""

    def __init__(self, facts: Sequence[Fact], language: str, free: str = "") -> None:
        """`free` are words that every sentence may use: the names of the company and its product."""
        self.facts = facts
        self.language = language
        self.readings = [one for fact in facts for one in readings(fact, language)]
        self._free = reading(free, "name", language, is_value=True)
        self.text = " … ".join([free, *dict.fromkeys(one.text for one in self.readings)])

    @property
    def all_readings(self) -> list[Reading]:
        """The texts of the facts, and the names that every sentence may use."""
        return [*self.readings, self._free]

    def is_foreign(self, language: str) -> bool:
        """Return True if nothing was said in `language`, so that its words can hardly be compared."""
        return bool(self.telling) and all(one.language != language for one in self.telling)

    @cached_property
    def telling(self) -> list[Reading]:
        """The texts of the facts that have words, not only a name or a number and its unit."""
        named = [
            one for fact in self.facts if fact.kind == "name" for one in readings(fact, self.language)[:1]
        ]
        return [one for one in self.readings if len(one.tokens) > 1 and one not in named]

    @cached_property
    def content(self) -> Checkable:
        """All that can be checked in the facts; the places mean nothing."""
        contents = [one.content for one in (*self.readings, self._free)]
        return Checkable(
            Folded("", " … ".join(one.text.text for one in contents), ()),
            [contact for one in contents for contact in one.contacts],
            [mention for one in contents for mention in one.dates],
            [number for one in contents for number in one.numbers],
        )

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the facts, and of their keys."""
        keys = (token for fact in self.facts for token in key_tokens(fact.key))
        said = (token for one in (*self.readings, self._free) for token in one.tokens)
        return Vocabulary([*said, *keys])

    @cached_property
    def absolutes(self) -> frozenset[str]:
        """The superlatives and absolutes of the facts, by their rows."""
        return frozenset(name for one in self.readings for name in one.absolutes)

    @cached_property
    def places(self) -> frozenset[int]:
        """The places, countries and peoples of the facts, by their rows."""
        return places.rows_in(words(self.text))

    @cached_property
    def promises(self) -> frozenset[str]:
        """What the facts and their keys tell of demand, praise, causes and the like, by their rows."""
        return promises(folded(" … ".join([self.text, *(fact.key.replace("_", " ") for fact in self.facts)])))

    @cached_property
    def instruction(self) -> Vocabulary:
        """The words of those parts of the facts that are instructions."""
        return Vocabulary(
            token for one in self.readings for token in tokens(fold(one.instruction).text, one.language)
        )


def readings(fact: Fact, language: str) -> list[Reading]:
    """Return the value of a fact and its words as they are compared."""
    value = reading(fact.value, fact.kind, language, is_value=True)
    said = reading(fact.said, fact.kind, language, is_value=False)
    return [value, said] if fact.said != fact.value else [value]


def words_of(facts: Iterable[Fact], language: str) -> Collection[str]:
    """Return all words of some facts."""
    return {token.word for fact in facts for one in readings(fact, language) for token in one.tokens}
