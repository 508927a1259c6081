"""Quotations: how many, who says them, and their marks."""

from collections.abc import Iterator

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.quoted import is_open, marks_in, quoted_spans
from assistant.house_style.release import Release, small_letters
from assistant.house_style.rules.wording import words_pattern
from assistant.parts import PartName

MOST = 3
_PROSE = (PartName.LEAD, PartName.BODY, PartName.QUOTATION)


def _none(release: Release) -> Iterator[Hit]:
    if not release.numbered(PartName.QUOTATION):
        yield Hit(detail="There is none.")


def _many(release: Release) -> Iterator[Hit]:
    quotations = release.numbered(PartName.QUOTATION)
    if len(quotations) > MOST:
        yield Hit(quotations[MOST][0], detail=f"There are {len(quotations)}.")


def _unsaid(release: Release) -> Iterator[Hit]:
    said = words_pattern(release.words.said)
    for index, part in release.numbered(PartName.QUOTATION):
        outside = " ".join(line.outside for line in release.of(PartName.QUOTATION) if line.part == index)
        if quoted_spans(part.text) and not said.search(small_letters(outside)):
            yield Hit(index)


def _other_marks(release: Release) -> Iterator[Hit]:
    allowed = {*release.words.quotes, *release.words.inner_quotes}
    for line in release.of(*_PROSE):
        for at, mark in marks_in(line.text):
            if mark not in allowed:
                yield line.hit(at, at + 1, f"“{mark}” is another mark.")


def _unbalanced(release: Release) -> Iterator[Hit]:
    for index, part in release.numbered(*_PROSE):
        if is_open(part.text):
            yield Hit(index)


ROWS = (
    Row(
        id="PR050",
        severity=Severity.WARN,
        what="There is at least one quotation.",
        why="A person's voice is what a journalist cannot write without you.",
        hint="Send a sentence or two that somebody says, or say that there is none.",
        finds=_none,
    ),
    Row(
        id="PR051",
        severity=Severity.WARN,
        what=f"There are at most {MOST} quotations.",
        why="More of them say the same in other words.",
        hint="Say which ones may be left out.",
        finds=_many,
    ),
    Row(
        id="PR052",
        severity=Severity.WARN,
        what="A quotation tells who says it.",
        why="A quotation without its speaker is not printed.",
        hint="Say who says it.",
        finds=_unsaid,
    ),
    Row(
        id="PR053",
        severity=Severity.WARN,
        what="Quotation marks are those of the language: “ ” (English, Hebrew), „ “ (German), « » (Spanish).",
        why="Newsrooms copy the text as it is, with its marks.",
        hint="Ask for the marks of the language.",
        finds=_other_marks,
    ),
    Row(
        id="PR054",
        severity=Severity.WARN,
        what="Each quotation that begins also ends.",
        why="Readers have to see which words are quoted.",
        hint="Say where the quotation ends.",
        finds=_unbalanced,
    ),
)
