"""Releases for the tests of gate 2, as texts: facts, clean sentences, edits that are inventions, rewrites."""

import re
from dataclasses import dataclass

from assistant.verification import Fact, Finding, Sentence, verify


@dataclass(frozen=True)
class Edit:
    """A sentence with something that nobody said, of a kind; or, of the kind "rewrite", with nothing new."""

    kind: str
    sentence: Sentence


@dataclass(frozen=True)
class WrittenRelease:
    """A release in a language, and sentences that it could have instead of its own."""

    language: str
    facts: tuple[Fact, ...]
    clean: tuple[Sentence, ...]
    edits: tuple[Edit, ...]

    def findings(self, edit: Edit) -> list[Finding]:
        """Return the findings in the edited sentence."""
        return verify([edit.sentence], self.facts, language=self.language)

    def of_kind(self, kind: str) -> list[Edit]:
        return [edit for edit in self.edits if edit.kind == kind]


def release(language: str, facts: str, clean: str, edits: str) -> WrittenRelease:
    """Read a release from tables.

    A fact is "id key kind | value | said", with a minus before the id if it is superseded; without "said" the
    value was said. A sentence ends with the ids of its facts in brackets, an edit begins with its kind.
    """
    return WrittenRelease(
        language,
        tuple(_fact(line) for line in _lines(facts)),
        tuple(_sentence(line) for line in _lines(clean)),
        tuple(_edit(line) for line in _lines(edits)),
    )


def _lines(table: str) -> list[str]:
    whole = re.sub(r"\n {8,}", " ", table).strip().splitlines()  # a line that is indented more goes on
    return [line.strip() for line in whole if line.strip()]


def _fact(line: str) -> Fact:
    head, value, *said = (part.strip() for part in line.split("|"))
    number, key, kind = head.lstrip("-").split()
    return Fact(number, key, kind, value, said[0] if said else value, superseded=head.startswith("-"))


def _sentence(line: str) -> Sentence:
    text, _, ids = line.rpartition("[")
    return Sentence(text.strip(), tuple(ids.rstrip("]").split()))


def _edit(line: str) -> Edit:
    kind, _, sentence = line.partition(": ")
    return Edit(kind.strip(), _sentence(sentence))
