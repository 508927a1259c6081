"""The headline and the line below it."""

import re
from collections.abc import Iterator

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import FILLER, Line, Release
from assistant.house_style.rules.frame import shown
from assistant.parts import PartName

LONG, LONGEST, LONGEST_SUBHEAD = 100, 110, 160
"""Characters."""
_LEGAL_FORM = re.compile(
    r"[,\s]+(?:Inc|Corp|LLC|Ltd|Limited|PLC|plc|GmbH|gGmbH|AG|SE|KG|UG|e\.\s?V|S\.\s?A|SA|S\.\s?L|SL|S\.\s?L\.\s?U"
    r"|SLU|S\.\s?r\.\s?l|SRL|B\.\s?V|BV|Co|בע[\"״]?מ)\.?\Z"
)
_ENDS_IN_STOP = re.compile(r"(?<!\.)(?<!\b[A-Z])(?<!\bInc)(?<!\bCo)(?<!\bLtd)(?<!\bCorp)(?<!\bU\.S)\.\s*\Z")
_MARK = re.compile(r"[!?™®]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def named(company: str) -> set[str]:
    """Return by what a company is known: its name without "GmbH", and that name's first word."""
    name = _LEGAL_FORM.sub("", shown(company)).casefold()
    first = name.split()[0] if name else ""
    return {word for word in (name, first if len(first) > 3 else "") if word}


def names_company(text: str, release: Release) -> bool:
    """Return True if `text` has the company's name, or there is none."""
    text, names = shown(text).casefold(), named(release.context.company)
    return not names or any(name in text for name in names)


def _one_line(release: Release) -> Iterator[Hit]:
    for line in release.of(PartName.HEADLINE):
        if "\n" in line.text.strip():
            yield line.whole()


def _company(release: Release) -> Iterator[Hit]:
    for index, part in release.numbered(PartName.HEADLINE):
        if not names_company(part.text, release):
            yield Hit(index)


def _long(release: Release) -> Iterator[Hit]:
    for index, part in release.numbered(PartName.HEADLINE):
        if LONG < len(shown(part.text)) <= LONGEST:
            yield Hit(index, detail=f"It has {len(shown(part.text))}.")


def _too_long(release: Release) -> Iterator[Hit]:
    for index, part in release.numbered(PartName.HEADLINE):
        if len(shown(part.text)) > LONGEST:
            yield Hit(index, detail=f"It has {len(shown(part.text))}.")


def _marks(release: Release) -> Iterator[Hit]:
    for line in release.of(PartName.HEADLINE):
        for found in (*_MARK.finditer(line.plain), *_ENDS_IN_STOP.finditer(line.plain)):
            yield line.hit(*found.span())


def _capitals(release: Release) -> Iterator[Hit]:
    for line in release.of(PartName.HEADLINE):
        words = [word for word in _WORD.findall(line.plain) if len(word) > 1]
        cased = [word for word in words if word.lower() != word.upper()]
        if len(cased) >= 4 and all(word.isupper() for word in cased):
            yield line.whole()


def _case(release: Release) -> Iterator[Hit]:
    for line in release.of(PartName.HEADLINE):
        words = _long_words(line)
        capital = sum(word[0].isupper() for word in words)
        if release.context.headline_case == "title":
            wrong = len(words) - capital > 1 and capital <= len(words) / 2
        else:
            wrong = len(words) >= 4 and capital > len(words) * 0.7
        if wrong:
            yield line.whole(f"It is to be in {release.context.headline_case} case.")


def _long_words(line: Line) -> list[str]:
    """Return the words that the two schools write differently: not the first, no names, no short ones."""
    words = [found for found in _WORD.finditer(line.plain) if FILLER not in found[0] and found.start()]
    return [found[0] for found in words if len(found[0]) > 3 and not found[0].isupper()]


def _subhead(release: Release) -> Iterator[Hit]:
    for index, part in release.numbered(PartName.SUBHEAD):
        if len(shown(part.text)) > LONGEST_SUBHEAD:
            yield Hit(index, detail=f"It has {len(shown(part.text))}.")


ROWS = (
    Row(
        id="PR010",
        severity=Severity.WARN,
        what="The headline is one line.",
        why="Feeds and subject lines show the first line only.",
        hint="Put the second line into the subhead.",
        finds=_one_line,
    ),
    Row(
        id="PR011",
        severity=Severity.WARN,
        what="The headline names the company.",
        why="Readers and search engines see the headline alone.",
        hint="Say how the company's name can stand in the headline.",
        finds=_company,
    ),
    Row(
        id="PR012",
        severity=Severity.WARN,
        what=f"The headline has at most {LONG} characters.",
        why="Search engines and mail programs cut what is longer.",
        hint="Ask for a shorter headline.",
        finds=_long,
    ),
    Row(
        id="PR013",
        severity=Severity.BLOCK,
        what=f"The headline has no more than {LONGEST} characters.",
        why="A headline that long is a lead; wires and feeds cut it within the news.",
        hint="Ask for a shorter headline.",
        finds=_too_long,
    ),
    Row(
        id="PR014",
        severity=Severity.WARN,
        what="The headline has no full stop, “!”, “?”, “™” or “®”.",
        why="A headline states the news; such marks make it an advertisement.",
        hint="Leave the mark out.",
        finds=_marks,
    ),
    Row(
        id="PR015",
        severity=Severity.WARN,
        what="The headline is not ALL CAPS.",
        why="Capitals are hard to read and look like spam to mail programs.",
        hint="Ask for the headline in normal letters.",
        finds=_capitals,
        languages=("en", "de", "es"),
    ),
    Row(
        id="PR016",
        severity=Severity.WARN,
        what="An English headline is in sentence case (HEADLINE_CASE=title: in title case).",
        why="The Associated Press writes headlines like sentences; sources conflict, so it is a setting.",
        hint="Ask for the headline with capitals for names only.",
        finds=_case,
        languages=("en",),
    ),
    Row(
        id="PR017",
        severity=Severity.WARN,
        what=f"The subhead has at most {LONGEST_SUBHEAD} characters.",
        why="It adds one piece of news; more belongs into the body.",
        hint="Ask for a shorter second line.",
        finds=_subhead,
    ),
)
