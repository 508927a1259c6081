"""The paragraphs that a writer writes: how an answer of the model becomes them, and how they are changed.

No Django: plain values.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from assistant.invisible import storable, without_invisible
from assistant.parts import WRITTEN, Part, PartName
from assistant.verification.statements import Sentence

MAX_SENTENCES = 80
MAX_LENGTH = 1_000
"""Characters of a sentence."""
NEW = "new"
"""The id of a sentence that was not there before."""

Body = Sequence[Part]


def body_of(parts: Iterable[Part]) -> list[Part]:
    """Return what of a release a writer writes."""
    return [part for part in parts if part.name in WRITTEN]


def numbered(body: Body) -> dict[str, tuple[int, Sentence]]:
    """Return the sentences by their ids (s1, s2, ...), each with the number of its paragraph, from 1."""
    sentences = [(paragraph, one) for paragraph, part in enumerate(body, start=1) for one in part.sentences]
    return {f"s{number}": placed for number, placed in enumerate(sentences, start=1)}


def answered(answer: Any, *, before: Body = (), may_change: Collection[str] = ()) -> list[Part]:
    """Return the paragraphs that the model's `answer` makes.

    Without any `before` the answer has all of them. Else it has other sentences for those of `before` that it
    `may_change`, by id, or new ones; a blank one is left out. Everything else stays as it is. Raises
    ValueError if the answer cannot be read.
    """
    written = _sentences(answer)
    if not before:
        return paragraphs([(one["paragraph"], _sentence(one)) for one in written])
    placed = numbered(before)
    others = {one["id"]: one for one in written}
    kept = [
        (paragraph, _sentence(others[id_]) if id_ in may_change and id_ in others else sentence)
        for id_, (paragraph, sentence) in placed.items()
    ]
    new = [(one["paragraph"], _sentence(one)) for one in written if one["id"] == NEW and NEW in may_change]
    return paragraphs([*kept, *new])


def paragraphs(placed: Iterable[tuple[int, Sentence]]) -> list[Part]:
    """Return paragraphs of sentences with their numbers; the first one is the lead."""
    grouped: dict[int, list[Sentence]] = {}
    for paragraph, sentence in placed:
        if sentence.text:
            grouped.setdefault(paragraph, []).append(sentence)
    return [
        Part(name=PartName.BODY if at else PartName.LEAD, sentences=tuple(grouped[paragraph]))
        for at, paragraph in enumerate(sorted(grouped))
    ]


def without(body: Body, places: Collection[tuple[int, int]]) -> list[Part]:
    """Return `body` without the sentences at `places` (paragraph and sentence, from 0)."""
    return paragraphs(
        (at, sentence)
        for at, part in enumerate(body)
        for number, sentence in enumerate(part.sentences)
        if (at, number) not in places
    )


def restored(body: Body, before: Body, places: Collection[tuple[int, int]]) -> list[Part]:
    """Return `body` with the sentences of `before`, as many, at `places` (paragraph and sentence, from 0)."""
    old = iter(sentence for part in before for sentence in part.sentences)
    return paragraphs(
        (at, was if (at, number) in places else sentence)
        for at, part in enumerate(body)
        for number, sentence in enumerate(part.sentences)
        if (was := next(old))
    )


GONE = ""
"""The id of no fact: a sentence that cites it has to go."""


def marked(body: Body, places: Collection[tuple[int, int]]) -> list[Part]:
    """Return `body` with a mark on the sentences at `places` (paragraph and sentence, from 0): they go."""
    return paragraphs(
        (at, Sentence(sentence.text, (*sentence.facts, GONE)) if (at, number) in places else sentence)
        for at, part in enumerate(body)
        for number, sentence in enumerate(part.sentences)
    )


def patched(body: Body, supply: Body, *, used: Collection[str], fresh: Collection[str]) -> list[Part]:
    """Return `body` with sentences of `supply` in place of those that rest on a fact that is not `used` now.

    `supply` is the whole text by the template. Of it come the sentences that rest on a `fresh` fact; those
    without a place in `body` come last.
    """
    wanted = [s for part in supply for s in part.sentences if {*fresh} & {*s.facts}]
    placed: list[tuple[int, Sentence]] = []
    for at, part in enumerate(body):
        for sentence in part.sentences:
            if {*sentence.facts} <= {*used}:
                placed.append((at, sentence))
                continue
            if wanted:
                nearest = max(wanted, key=partial(_in_common, sentence))
                wanted.remove(nearest)
                placed.append((at, nearest))
    placed += [(len(body), one) for one in wanted]
    return paragraphs(placed)


def _in_common(one: Sentence, other: Sentence) -> int:
    return len({*one.facts} & {*other.facts})


def _sentences(answer: Any) -> list[Mapping[str, Any]]:
    written = answer.get("sentences") if isinstance(answer, dict) else None
    if not isinstance(written, list) or len(written) > MAX_SENTENCES:
        raise ValueError("the answer has no sentences, or too many")
    for one in written:
        if not (
            isinstance(one, dict)
            and isinstance(one.get("id"), str)
            and type(one.get("paragraph")) is int
            and isinstance(one.get("text"), str)
            and len(one["text"]) <= MAX_LENGTH
            and isinstance(one.get("facts"), list)
            and all(isinstance(fact, str) for fact in one["facts"])
        ):
            raise ValueError("a sentence of the answer cannot be read")
    return written


def _sentence(one: Mapping[str, Any]) -> Sentence:
    text = storable(without_invisible(one["text"]))
    facts = (fact for fact in one["facts"] if fact.isalnum())
    return Sentence(" ".join(text.split()), tuple(dict.fromkeys(facts)))
