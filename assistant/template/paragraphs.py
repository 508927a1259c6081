"""Sentences, and how they are joined into paragraphs as a newspaper prints them."""

from collections.abc import Sequence

from assistant.template.sentences import split_first, words_in
from assistant.verification.statements import Sentence

MOST_SENTENCES, MOST_WORDS = 4, 80
"""Of a paragraph."""
Unit = Sequence[Sentence]
"""The sentences that rest on the same fact: they stay together if they can."""


def sentences_in(text: str) -> list[str]:
    """Return the sentences of `text`; one of several lines, such as a list, stays whole."""
    if "\n" in text.strip():
        return [text.strip()]
    found = []
    while text:
        first, text = split_first(text)
        found.append(first)
    return found


def joined_units(groups: Sequence[Sequence[Unit]]) -> list[list[Sentence]]:
    """Return paragraphs of the units of `groups`.

    A group, such as the details, begins a paragraph of its own, unless the one before has one sentence only.
    """
    paragraphs: list[list[Sentence]] = []
    for group in groups:
        for position, unit in enumerate(group):
            begins = position == 0 and not (paragraphs and len(paragraphs[-1]) == 1)
            _put(paragraphs, unit, begins=begins)
    return paragraphs


def _put(paragraphs: list[list[Sentence]], unit: Unit, *, begins: bool) -> None:
    """Put `unit` into the last paragraph if it fits, else into new ones."""
    if begins or not paragraphs or not _fits([*paragraphs[-1], *unit]):
        paragraphs.append([])
    for sentence in unit:
        if paragraphs[-1] and not _fits([*paragraphs[-1], sentence]):
            paragraphs.append([])
        paragraphs[-1].append(sentence)


def _fits(sentences: Sequence[Sentence]) -> bool:
    lines = any("\n" in one.text for one in sentences)
    words = sum(words_in(one.text) for one in sentences)
    return len(sentences) == 1 or (len(sentences) <= MOST_SENTENCES and words <= MOST_WORDS and not lines)
