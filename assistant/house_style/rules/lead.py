"""The first paragraph: how long it is, and what it names."""

from collections.abc import Iterator

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import Release
from assistant.house_style.rules.frame import shown
from assistant.house_style.rules.headline import names_company
from assistant.parts import PartName

LONG, LONGEST = 45, 60
"""Words."""


def _lengths(release: Release) -> Iterator[tuple[int, int]]:
    """Yield the number of each lead, and its number of words."""
    for index, part in release.numbered(PartName.LEAD):
        if shown(part.text):
            yield index, release.lengths[index]


def _short(release: Release) -> Iterator[Hit]:
    for index, words in _lengths(release):
        if words < release.words.shortest_lead:
            yield Hit(index, detail=f"It has {words}.")


def _long(release: Release) -> Iterator[Hit]:
    for index, words in _lengths(release):
        if LONG < words <= LONGEST:
            yield Hit(index, detail=f"It has {words}.")


def _too_long(release: Release) -> Iterator[Hit]:
    for index, words in _lengths(release):
        if words > LONGEST:
            yield Hit(index, detail=f"It has {words}.")


def _company(release: Release) -> Iterator[Hit]:
    for index, part in release.numbered(PartName.LEAD):
        if not names_company(part.text, release):
            yield Hit(index)


def _announced(release: Release) -> Iterator[Hit]:
    words = [shown(word).casefold() for word in release.context.announced if shown(word)]
    for index, part in release.numbered(PartName.LEAD):
        text = shown(part.text).casefold()
        if words and not any(word in text for word in words):
            yield Hit(index)


ROWS = (
    Row(
        id="PR020",
        severity=Severity.WARN,
        what="The lead tells enough: 25 to 35 words are good, fewer than 15 (Spanish 17, Hebrew 12) too few.",
        why="Many newsrooms print the lead alone; it has to say who, what, when and where.",
        hint="Say one more thing that belongs to the news.",
        finds=_short,
    ),
    Row(
        id="PR021",
        severity=Severity.WARN,
        what=f"The lead has at most {LONG} words.",
        why="Leads of 25 to 35 words are read to their end.",
        hint="Ask for a shorter first paragraph.",
        finds=_long,
    ),
    Row(
        id="PR022",
        severity=Severity.BLOCK,
        what=f"The lead has no more than {LONGEST} words.",
        why="What is longer hides the news, and no newsroom prints it.",
        hint="Say what of the first paragraph may come later.",
        finds=_too_long,
    ),
    Row(
        id="PR023",
        severity=Severity.WARN,
        what="The lead names the company.",
        why="Who announces something belongs into the first paragraph.",
        hint="Ask for the company's name in the first paragraph.",
        finds=_company,
    ),
    Row(
        id="PR024",
        severity=Severity.WARN,
        what="The lead names what is announced: the product, the partner, the sum or the news.",
        why="Readers leave after a first paragraph without news.",
        hint="Ask for the news in the first paragraph.",
        finds=_announced,
    ),
)
