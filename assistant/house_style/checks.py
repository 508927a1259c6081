"""All checks of the house style, and the function that runs them."""

from collections.abc import Iterator, Sequence

from assistant.house_style.findings import Context, Row, StyleFinding
from assistant.house_style.release import Release
from assistant.house_style.rules import (
    ap_style,
    contact,
    frame,
    headline,
    lead,
    length,
    notices,
    quotations,
    wording,
)
from assistant.parts import Part

ROWS: tuple[Row, ...] = (
    *frame.ROWS,
    *headline.ROWS,
    *lead.ROWS,
    *length.ROWS,
    *wording.ROWS,
    *quotations.ROWS,
    *contact.ROWS,
    *notices.ROWS,
    *ap_style.ROWS,
)
BY_ID = {row.id: row for row in ROWS}
MOST = 20
"""Findings of a row: a text with more of them is to be written anew."""


def check(parts: Sequence[Part], *, language: str, context: Context) -> list[StyleFinding]:
    """Return what breaks the house style in a release, in the order of the rows; [] if nothing does."""
    release = Release(tuple(parts), language, context)
    rows = (row for row in ROWS if not row.languages or language in row.languages)
    return [finding for row in rows for finding in _found(row, release)]


def _found(row: Row, release: Release) -> Iterator[StyleFinding]:
    for number, hit in enumerate(row.finds(release)):
        if number == MOST:
            return
        text = ""
        if hit.part >= 0 and hit.sentence >= 0:
            text = release.parts[hit.part].sentences[hit.sentence].text[hit.start : hit.end]
        message = f"{row.what} {hit.detail}".strip()
        yield StyleFinding(row.id, row.severity, message, hit.part, hit.sentence, hit.start, hit.end, text)
