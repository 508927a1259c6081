"""A release as the checks see it: its facts, and what every sentence may use without citing it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from assistant.verification.checkable import Checkable
from assistant.verification.evidence import Evidence, readings
from assistant.verification.names_in_text import names_in
from assistant.verification.normalise import words
from assistant.verification.statements import Fact, Sentence
from assistant.verification.tokens import Vocabulary
from assistant.verification.words import places
from assistant.verification.words.tables import word_set

_OWN_NAMES = re.compile(r"(?:company|product|firm|brand|startup|organi[sz]ation)(?:_?name)?\Z|our_name")
_PERSON = re.compile(r"[^\d,;:@|/()–—]+(?=[,;|/(–—])")
_SPEAKER = re.compile(r"speaker|spokes|said_by|quoted|sprecher|portavoz|who_says|author|person")
_ROLE = re.compile(r"role|title|position|job|rolle|cargo")
_QUOTATION_WORDS = word_set("""
    quote quotation speaker role title name words text of by said who says person position the job author
    spokesperson persona zitat sprecher sprecherin rolle funktion cita portavoz cargo autor
    autora frase puesto
""")
_NUMBER_WORDS = {"first": "1", "second": "2", "third": "3", "two": "2", "one": "1"}


class Release:
    """The facts of a release, and the evidence that its sentences rest on."""

    def __init__(self, sentences: Sequence[Sentence], facts: Sequence[Fact], language: str) -> None:
        self.language = language
        self.by_id = {fact.id: fact for fact in facts}
        self.active = [fact for fact in facts if not fact.superseded]
        self.superseded = [fact for fact in facts if fact.superseded]
        self.own_names = self._own_names(sentences)
        self._free = " · ".join(fact.value for fact in self.own_names)
        self._evidence: dict[tuple[str, ...], Evidence] = {}

    def evidence(self, facts: Sequence[Fact]) -> Evidence:
        """Return what `facts` say together; what was made once is kept."""
        ids = tuple(fact.id for fact in facts)
        if ids not in self._evidence:
            self._evidence[ids] = Evidence(facts, self.language, self._free)
        return self._evidence[ids]

    @cached_property
    def all(self) -> Evidence:
        """What all facts say that are not superseded."""
        return self.evidence(self.active)

    @cached_property
    def current(self) -> list[Checkable]:
        """What the active facts hold; words ("31, not 34") count where the value has no number or date."""
        found = []
        for fact in self.active:
            value, *said = (one.content for one in readings(fact, self.language))
            found.append(value)
            found += [
                replace(
                    one,
                    numbers=[] if value.numbers else one.numbers,
                    dates=[] if value.dates else one.dates,
                )
                for one in said
            ]
        return found

    @cached_property
    def values(self) -> Vocabulary:
        """The words of the values of the active facts, without what was said beside them."""
        return Vocabulary(token for fact in self.active for token in readings(fact, self.language)[0].tokens)

    @cached_property
    def free_words(self) -> frozenset[str]:
        """The words of the names that every sentence may use."""
        return frozenset(words(self._free))

    @cached_property
    def names(self) -> list[tuple[Fact, list[str]]]:
        """The facts that are names, also superseded ones, with the words of each."""
        named = [fact for fact in self.by_id.values() if fact.kind == "name"]
        return [(fact, name) for fact in named for name in names_of(fact.value)]

    @cached_property
    def contact_people(self) -> list[list[str]]:
        """The words of the names of people that the contacts begin with, also those not cited."""
        named = [
            match[0] for fact in self.active if fact.kind == "contact" if (match := _PERSON.match(fact.value))
        ]
        return [name for one in named if 1 < len(name := words(one)) < 4]

    @cached_property
    def all_names(self) -> list[list[str]]:
        """The words of each name of the facts, also of those in contacts and in running text."""
        return [name for _, name in self.names] + self.contact_people + names_in(self._texts, self.language)

    @cached_property
    def said_forms(self) -> frozenset[str]:
        """All words of the facts, Hebrew ones also without prefixes."""
        return frozenset(
            form for text in self._texts for word in words(text) for form in places.without_prefixes(word)
        )

    @cached_property
    def _texts(self) -> list[str]:
        """The values and the words of the facts, each once."""
        return list(dict.fromkeys(text for fact in self.active for text in (fact.value, fact.said)))

    @cached_property
    def quotations(self) -> list[Fact]:
        """The facts that are quotations."""
        return [fact for fact in self.active if fact.kind == "quotation"]

    def is_own(self, name: Sequence[str]) -> bool:
        """Return True for a name that every sentence may use."""
        return set(name) <= self.free_words

    def speakers(self, quotation: Fact) -> list[Fact]:
        """Return the facts that name who said `quotation`: by their keys, else by what was said."""
        beside = [fact for fact in self._beside(quotation) if _SPEAKER.search(fact.key)]
        keyed = [fact for fact in beside if fact.kind == "name" or not _ROLE.search(fact.key)]
        if keyed:
            return keyed
        named = [fact for fact in self.active if fact.kind == "name" and fact not in self.own_names]
        introduction = _introduction(quotation)
        mentioned = [
            fact for fact in named if any(contains(introduction, name) for name in names_of(fact.value))
        ]
        if mentioned:
            return mentioned
        quoted = words(quotation.value)
        beside = [fact for fact in named if quoted and contains(words(fact.said), quoted)]
        return beside or self._next_person(quotation)

    def _next_person(self, quotation: Fact) -> list[Fact]:
        """Return the fact beside a quotation that names a person, the one after it first."""
        at = self.active.index(quotation)
        near = [*self.active[at + 1 : at + 2], *self.active[max(0, at - 1) : at]]
        is_lone = len(self.quotations) == 1
        people = [fact for fact in near if fact.kind == "name" and self._is_person(fact)]
        return people[:1] if is_lone or len(people) == 1 else []

    def _is_person(self, fact: Fact) -> bool:
        name = words(fact.value)
        return fact not in self.own_names and len(name) in (2, 3) and not any(map(places.is_place, name))

    def roles(self, quotation: Fact) -> list[Fact]:
        """Return the facts that tell the role of the speaker of `quotation`."""
        return [fact for fact in self._beside(quotation) if _ROLE.search(fact.key)]

    def _beside(self, quotation: Fact) -> list[Fact]:
        """Return the facts whose keys belong to that of `quotation`: "quote_2", "quote_speaker_2"."""
        own = _distinct_part(quotation.key)
        about = [fact for fact in self.active if _SPEAKER.search(fact.key) or _ROLE.search(fact.key)]
        return [fact for fact in about if fact is not quotation and _distinct_part(fact.key) == own]

    def _own_names(self, sentences: Sequence[Sentence]) -> list[Fact]:
        named = [fact for fact in self.active if fact.kind == "name"]
        keyed = [fact for fact in named if _OWN_NAMES.search(fact.key)]
        if keyed or not named:
            return keyed
        texts = [words(sentence.text) for sentence in sentences]
        used = Counter({fact.id: sum(contains(text, words(fact.value)) for text in texts) for fact in named})
        most = max(used.values())
        return [min((fact for fact in named if used[fact.id] == most), key=lambda fact: len(fact.value))]


def names_of(value: str) -> list[list[str]]:
    """Return the words of each name in "Alba Angels and Banca Piemonte"."""
    parts = re.split(r"\s*(?:[,;/·]|\band\b|\bund\b|\by\b|\be\b|\s&\s(?=\w+ \w+)|(?<=\s)ו(?=\w))\s*", value)
    return [name for part in parts if (name := words(part))]


def contains(text: Sequence[str], name: Sequence[str]) -> bool:
    """Return True if the words of `name` follow each other in `text`."""
    size = len(name)
    return bool(size) and any(list(text[at : at + size]) == list(name) for at in range(len(text) - size + 1))


def _introduction(quotation: Fact) -> list[str]:
    """Return the words that were said beside the quotation itself."""
    said, quoted = words(quotation.said), words(quotation.value)
    for at in range(len(said) - len(quoted) + 1):
        if said[at : at + len(quoted)] == quoted:
            return said[:at] + said[at + len(quoted) :]
    return said


def _distinct_part(key: str) -> frozenset[str]:
    """Return what of a key tells one quotation from another: its number or whose it is."""
    parts = (_NUMBER_WORDS.get(part, part) for part in re.findall(r"[a-z]+|\d+", key.lower()))
    return frozenset(part for part in parts if part not in _QUOTATION_WORDS) - {"1"}
