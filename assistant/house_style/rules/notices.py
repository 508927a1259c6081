"""Fixed notices: what a person should look at before it is published."""

import re
from collections.abc import Iterator

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import Release, small_letters
from assistant.house_style.rules.wording import words_pattern
from assistant.parts import PartName

_PROSE = (PartName.HEADLINE, PartName.SUBHEAD, PartName.LEAD, PartName.BODY)
_TICKER = re.compile(
    r"\((?:NASDAQ|Nasdaq|NYSE(?: American)?|LSE|AIM|TASE|XETRA|FWB|FRA|BME|TSXV?|ASX|OTC\w*|Euronext\w*)"
    r"[^()]{0,20}: ?[A-Z0-9.]{1,8}[^()]{0,30}\)"
)
_CASE_NUMBER = re.compile(r"\b\d{1,6}/\d{2,4}\b|\b\d{1,2}:\d{2}-\w+|\b(?:[Cc]ase|[Dd]ocket) [Nn]o\. ?\w+")


def _open_round(release: Release) -> Iterator[Hit]:
    if release.context.round_open:
        yield Hit()


def _listed(release: Release) -> Iterator[Hit]:
    words = words_pattern(release.words.listed)
    for line in release.of(*_PROSE, PartName.BOILERPLATE):
        if found := _TICKER.search(line.outside) or words.search(small_letters(line.outside)):
            yield line.hit(*found.span())
            return


def _lawsuit(release: Release) -> Iterator[Hit]:
    lines = release.of(*_PROSE)
    if any(_CASE_NUMBER.search(line.outside) for line in lines):
        return
    words = words_pattern(release.words.lawsuit)
    for line in lines:
        if found := words.search(line.small):
            yield line.hit(*found.span())
            return


ROWS = (
    Row(
        id="PR070",
        severity=Severity.WARN,
        what="A funding round that is still open goes to your lawyer first.",
        why="A public announcement of an open round can count as advertising shares.",
        hint="Show it to your lawyer before you publish it, or wait until the round is closed.",
        finds=_open_round,
    ),
    Row(
        id="PR071",
        severity=Severity.WARN,
        what="A listed company prints its ticker and its own text on forward-looking statements.",
        why="The rules of stock exchanges and their supervisors ask for it, and for when it is published.",
        hint="Show it to the people who look after your listing; a person of ours can help.",
        finds=_listed,
    ),
    Row(
        id="PR072",
        severity=Severity.WARN,
        what="A text about a lawsuit has the court's case number.",
        why="Journalists look the case up before they print anything about it.",
        hint="Say the court and the case number, and show the text to your lawyer.",
        finds=_lawsuit,
    ),
)
