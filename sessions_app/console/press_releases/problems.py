"""What the checks have against a text, in words for operators."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.checking import Problem

_WORDS = {
    "number": "This number is not in the words that the sentence rests on, or counts something else there.",
    "date": "This date is not in the words that the sentence rests on.",
    "name": "This name is not in the words that the sentence rests on.",
    "contact": "This address or number is not the one that was told.",
    "quotation": "These words are not what the person has said, word for word.",
    "speaker": "The person named here is not the one who said these words.",
    "role": "Who does what is another way round in the words that the sentence rests on.",
    "superlative": "Nobody has claimed this: words such as “first” or “leading” have to be told.",
    "superseded": "This was corrected later: it is the old value.",
    "content": "Most of this sentence is not in the words that it rests on.",
    "citation": "This sentence rests on nothing that was told.",
    "instruction": "This reads like an instruction to a machine, not like news.",
}
"""By the kind of a finding; the checks of the house style bring their own message."""
_OTHER = "A check has found this: {id}."


@dataclass(frozen=True, kw_only=True)
class ShownProblem:
    problem: Problem
    words: str


def shown(problems: Iterable[Problem]) -> list[ShownProblem]:
    """Return `problems` in words, those that block first."""
    found = [ShownProblem(problem=one, words=_words(one)) for one in problems]
    return sorted(found, key=lambda one: not one.problem.blocks)


def _words(problem: Problem) -> str:
    return problem.message or _WORDS.get(problem.id, _OTHER.format(id=problem.id))
