"""What a release is made of, in which order: release line, dateline, end mark."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import Release
from assistant.house_style.words import LanguageWords
from assistant.invisible import without_invisible
from assistant.parts import Part, PartName

_SINGLE = (
    PartName.RELEASE_LINE,
    PartName.HEADLINE,
    PartName.SUBHEAD,
    PartName.DATELINE,
    PartName.LEAD,
    PartName.END_MARK,
)
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d|\.\d)|(?<!\d)\d{1,2} ?[ap]\.?m\b|\d{1,2} Uhr")
_ZONE = re.compile(
    r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+|\b(?:UTC|GMT|C?E[SD]?T|ME[SZ]Z?|[ECMP][SD]?T|IS?D?T|BST|WEST?)\b"
    r"|שעון \w+"
)
IN_ORDER = {name: number for number, name in enumerate(PartName)}
IN_ORDER[PartName.QUOTATION] = IN_ORDER[PartName.BODY]
"""The place of each part; quotations may stand within the body."""


def _order(release: Release) -> Iterator[Hit]:
    last = 0
    for index, part in enumerate(release.parts):
        if IN_ORDER[part.name] < last:
            yield Hit(index, detail=f"“{part.name}” comes too late.")
        last = max(last, IN_ORDER[part.name])


def _twice(release: Release) -> Iterator[Hit]:
    seen: Counter[PartName] = Counter()
    for index, part in enumerate(release.parts):
        seen[part.name] += 1
        if part.name in _SINGLE and seen[part.name] == 2:
            yield Hit(index, detail=f"“{part.name}” is there twice.")


def _missing(release: Release) -> Iterator[Hit]:
    there = {part.name for part in release.parts if without_invisible(part.text).strip()}
    for name in (PartName.HEADLINE, PartName.LEAD):
        if name not in there:
            yield Hit(detail=f"“{name}” is missing.")


def _release_line(release: Release) -> Iterator[Hit]:
    words, context = release.words, release.context
    if not release.numbered(PartName.RELEASE_LINE):
        yield Hit(detail="It is missing.")
    for line in release.of(PartName.RELEASE_LINE):
        text = shown(line.text).casefold()
        if not context.embargo:
            good = text == words.immediate.casefold()
        else:
            begins = words.on_day.partition("{")[0].casefold()
            day = words.printed(context.release_day).casefold() if context.release_day else ""
            good = text.startswith(begins) and day in text
        if not good:
            yield line.whole()


def _past_embargo(release: Release) -> Iterator[Hit]:
    day, today = release.context.release_day, release.context.today
    if release.context.embargo and day and today and day < today:
        index = next((index for index, _ in release.numbered(PartName.RELEASE_LINE)), -1)
        yield Hit(index, detail=f"It ends on {day.isoformat()}, and today is {today.isoformat()}.")


def _zone(release: Release) -> Iterator[Hit]:
    for line in release.of(PartName.RELEASE_LINE):
        if (clock := _CLOCK.search(line.text)) and not _ZONE.search(line.text):
            yield line.hit(*clock.span())


def _dateline(release: Release) -> Iterator[Hit]:
    if not release.numbered(PartName.DATELINE):
        yield Hit(detail="It is missing.")
    for line in release.of(PartName.DATELINE):
        city, comma, rest = shown(line.text).rstrip(" –—-").partition(", ")
        day = dated(rest, release.words)
        has_form = bool(city and comma and day)
        if not has_form or (release.words.city_in_capitals and city != city.upper()):
            example = release.words.printed(release.context.release_day or date(2027, 2, 9))
            yield line.whole(f"It ends with the day, such as “, {example}”.")


def _other_day(release: Release) -> Iterator[Hit]:
    for line in release.of(PartName.DATELINE):
        day = dated(shown(line.text).rstrip(" –—-").partition(", ")[2], release.words)
        if day and release.context.release_day not in (None, day):
            yield line.whole(f"It has {day.isoformat()}, the release day is {release.context.release_day}.")


def dated(text: str, words: LanguageWords) -> date | None:
    """Return the day at the end of a dateline, None if it is not written as the language writes days."""
    months = "|".join(re.escape(month) for month in words.months)
    form = re.escape(words.date_format).replace(r"\{", "{").replace(r"\}", "}")
    pattern = form.format(day=r"(?P<day>\d\d?)", month=rf"(?P<month>{months})", year=r"(?P<year>\d{4})")
    found = re.search(rf"(?:\A|, ){pattern}\Z", text)
    if not found:
        return None
    try:
        return date(int(found["year"]), words.months.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return None


def _end_mark(release: Release) -> Iterator[Hit]:
    last: Part | None = release.parts[-1] if release.parts else None
    if not last or last.name != PartName.END_MARK or shown(last.text) != release.words.end_mark:
        yield Hit(len(release.parts) - 1)


def shown(text: str) -> str:
    """Return `text` as it is seen: without marks of direction, in one line."""
    return " ".join(without_invisible(text).split())


ROWS = (
    Row(
        id="PR001",
        severity=Severity.REPAIR,
        what="The parts stand in the order of a newsroom: release line, headline, subhead, dateline, lead, "
        "body and quotations, boilerplate, contact, link, end mark.",
        why="Editors cut from the end and look for each part where it always is.",
        hint="Nothing to do: the parts are put in order.",
        finds=_order,
    ),
    Row(
        id="PR002",
        severity=Severity.WARN,
        what="Release line, headline, subhead, dateline, lead and end mark are there once.",
        why="Two headlines or leads are two releases.",
        hint="Say which one is to stay.",
        finds=_twice,
    ),
    Row(
        id="PR003",
        severity=Severity.BLOCK,
        what="A release has a headline and a lead.",
        why="Without them there is no news to read.",
        hint="Tell the news in one line and in one sentence.",
        finds=_missing,
    ),
    Row(
        id="PR004",
        severity=Severity.WARN,
        what="The first line says that it may be published at once, or from which day on.",
        why="A newsroom looks there first for whether it may publish.",
        hint="Say on which day it may be published, or “today”.",
        finds=_release_line,
    ),
    Row(
        id="PR005",
        severity=Severity.BLOCK,
        what="The day of an embargo is not over yet.",
        why="An embargo that is over tells a newsroom that the release is stale.",
        hint="Say on which day it may be published, or “today”.",
        finds=_past_embargo,
    ),
    Row(
        id="PR006",
        severity=Severity.WARN,
        what="A time in the release line has its time zone.",
        why="The wires ask for date, time and zone; without a zone an embargo is broken by mistake.",
        hint="Say for which city the time is meant.",
        finds=_zone,
    ),
    Row(
        id="PR007",
        severity=Severity.WARN,
        what="The dateline has the city and the day, as the language writes them.",
        why="It tells where the news is from, and how old it is.",
        hint="Say the city, the country and the day.",
        finds=_dateline,
    ),
    Row(
        id="PR008",
        severity=Severity.WARN,
        what="The day of the dateline is the release day.",
        why="Two days in one release make an editor ask.",
        hint="Say which day is right.",
        finds=_other_day,
    ),
    Row(
        id="PR009",
        severity=Severity.REPAIR,
        what="The last line is the end mark: ### (Hebrew: ### סוף).",
        why="It shows a newsroom that nothing is missing.",
        hint="Nothing to do: the mark is added.",
        finds=_end_mark,
    ),
)
