"""A release as a good press officer writes it, mistakes in it, and rewrites that change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.verification import Fact, Sentence

KINDS = (
    "number",
    "year",
    "date",
    "place",
    "name",
    "contact",
    "changed quotation",
    "sentence added to a quotation",
    "wrong speaker",
    "swapped roles",
    "added superlative",
    "superseded value",
    "changed unit or currency",
    "invented sentence",
)


@dataclass(frozen=True)
class Edit:
    """A mistake: in sentence number `sentence`, `old` became `new`; it may cite further facts."""

    kind: str
    sentence: int
    old: str
    new: str
    also: tuple[str, ...] = ()

    def applied_to(self, clean: Sequence[Sentence]) -> list[Sentence]:
        before = clean[self.sentence]
        text = before.text.replace(self.old, self.new, 1)
        after = replace(before, text=text, facts=before.facts + self.also)
        return [*clean[: self.sentence], after, *clean[self.sentence + 1 :]]


@dataclass(frozen=True)
class Extra:
    """A mistake: a sentence that follows sentence number `after`."""

    kind: str
    after: int
    text: str
    facts: tuple[str, ...]

    def applied_to(self, clean: Sequence[Sentence]) -> list[Sentence]:
        return [*clean[: self.after + 1], Sentence(self.text, self.facts), *clean[self.after + 1 :]]


@dataclass(frozen=True)
class Rewrite:
    """Other words for sentence number `sentence`, which cites the same facts."""

    kind: str
    sentence: int
    text: str

    def applied_to(self, clean: Sequence[Sentence]) -> list[Sentence]:
        after = replace(clean[self.sentence], text=self.text)
        return [*clean[: self.sentence], after, *clean[self.sentence + 1 :]]


@dataclass(frozen=True)
class Reshaped:
    """Other sentences for `count` sentences from number `first` on: one split or two joined."""

    kind: str
    first: int
    count: int
    sentences: tuple[Sentence, ...]

    def applied_to(self, clean: Sequence[Sentence]) -> list[Sentence]:
        return [*clean[: self.first], *self.sentences, *clean[self.first + self.count :]]


@dataclass(frozen=True, kw_only=True)
class Release:
    name: str
    language: str
    facts: tuple[Fact, ...]
    clean: tuple[Sentence, ...]
    edits: tuple[Edit | Extra, ...]
    rewrites: tuple[Rewrite | Reshaped, ...]
