"""What the Associated Press writes differently, put right without a change of what is said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.house_style.ap.dates import month_edits, ordinal_edits, time_edits
from assistant.house_style.ap.edit import Edit
from assistant.house_style.ap.money import money_edits
from assistant.house_style.ap.numbers import number_edits, percent_edits
from assistant.house_style.ap.said import said_edits
from assistant.house_style.findings import Context
from assistant.house_style.release import Line, Release
from assistant.parts import Part, PartName
from assistant.verification.statements import Sentence

PROSE = (PartName.LEAD, PartName.BODY, PartName.QUOTATION, PartName.BOILERPLATE)
PRINTED = (*PROSE, PartName.HEADLINE, PartName.SUBHEAD, PartName.DATELINE)
Edits = Callable[[str], Iterator[Edit]]
RULES: tuple[tuple[Edits, tuple[PartName, ...]], ...] = (
    (month_edits, PRINTED),
    (ordinal_edits, PRINTED),
    (time_edits, PRINTED),
    (money_edits, PRINTED),
    (percent_edits, PRINTED),
    (number_edits, PROSE),
    (said_edits, PROSE),
)
"""Which edits are made in which parts: a headline keeps its figures. The first edit of a place counts."""
_MOST_ROUNDS = 4
"""An edit may make another one possible: "five million dollars", "5 million dollars", "$5 million"."""


def repaired(parts: Sequence[Part], *, names: Sequence[str] = ()) -> tuple[Part, ...]:
    """Return English `parts` in the style of the Associated Press.

    Nothing else changes, and nothing in quotations, links, e-mail addresses and `names`.
    """
    parts = tuple(parts)
    for _ in range(_MOST_ROUNDS):
        before, parts = parts, _once(parts, names)
        if parts == before:
            break
    return parts


def edits_of(rule: Edits, names: tuple[PartName, ...], line: Line) -> list[Edit]:
    """Return what `rule` changes in `line`, if it is in one of the parts `names`."""
    if line.name not in names:
        return []
    return [edit for edit in rule(line.plain) if line.plain[edit.start : edit.end] != edit.text]


def _once(parts: tuple[Part, ...], names: Sequence[str]) -> tuple[Part, ...]:
    new = {}
    for line in Release(parts, "en", Context(names=tuple(names))).lines:
        edits = [edit for rule, where in RULES for edit in edits_of(rule, where, line)]
        new[line.part, line.sentence] = _with(line.text, edits)
    return tuple(
        replace(
            part,
            sentences=tuple(
                Sentence(new[index, number], sentence.facts) for number, sentence in enumerate(part.sentences)
            ),
        )
        for index, part in enumerate(parts)
    )


def _with(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` after those `edits` that do not overlap an earlier one."""
    taken: list[Edit] = []
    for edit in edits:
        if all(edit.end <= other.start or edit.start >= other.end for other in taken):
            taken.append(edit)
    for edit in sorted(taken, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
