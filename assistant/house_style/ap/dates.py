"""Dates: "Feb. 9, 2027"."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.house_style.ap.edit import Edit

MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_MONTH = (
    r"(?P<month>Jan(?:uary|\b\.?)|Feb(?:ruary|\b\.?)|Mar(?:ch|\b\.?)|Apr(?:il|\b\.?)|May|June?\b\.?|July?\b\.?"
    r"|Aug(?:ust|\b\.?)|Sept?(?:ember|\b\.?)|Oct(?:ober|\b\.?)|Nov(?:ember|\b\.?)|Dec(?:ember|\b\.?))"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:.]\d|\d)"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\d))?"
_WRITTEN = (
    re.compile(
        rf"(?<![\w–/-])(?<!\d to )(?<!\d and )(?<!\d or )(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}{_YEAR}"
    ),
    re.compile(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b{_YEAR}"),
)
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_WORD_AFTER_YEAR = re.compile(r"((?:[A-Z][a-z]+\.?) \d{1,2}, \d{4})(?=\s+\w)")


def ap_date(day: date) -> str:
    """Return `day` as "Feb. 9, 2027"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def date_of(text: str) -> date | None:
    """Return the date that `text` is in ISO's spelling, None if it is something else."""
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def with_ap_dates(text: str) -> str:
    """Return `text` with its dates as "Feb. 9, 2027": no "9th of February", no "2027-02-09"."""
    text = _ISO.sub(lambda found: ap_date(day) if (day := date_of(found[0])) else found[0], text)
    for written in _WRITTEN:
        text = written.sub(_ap, text)
    return _WORD_AFTER_YEAR.sub(r"\1,", text)


def _ap(found: re.Match[str]) -> str:
    month = next(month for month in MONTHS if month[:3] == found["month"][:3])
    return f"{month} {int(found['day'])}" + (f", {found['year']}" if found["year"] else "")


_HINT = re.compile(r"\d-\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
"""Every date has one of these: most sentences have none, and are not looked at any further."""
_COUNTED = re.compile(r"\s+[a-z]+s\b")
_STREET = re.compile(r"\s+(?:Street|St\b|Road|Rd\b|Avenue|Ave\b|Square|Lane|Place|Drive|Court)")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b")
_NEXT_WORD = re.compile(r"\s+\w")


def date_edits(text: str) -> Iterator[Edit]:
    """Yield what makes the dates of `text` those of the Associated Press.

    Neither "In March 5 engineers joined" nor "5 March Street" has one.
    """
    if not _HINT.search(text):
        return
    for found in _ISO.finditer(text):
        if day := date_of(found[0]):
            yield Edit(*found.span(), ap_date(day))
    for number, written in enumerate(_WRITTEN):
        for found in written.finditer(text):
            is_a_number = number == 1 and not found["year"] and _COUNTED.match(text, found.end())
            is_date = not is_a_number or _ORDINAL.search(found[0])
            if is_date and not _STREET.match(text, found.end()):
                yield Edit(*found.span(), _ap(found) + _comma(found, text))


def _comma(found: re.Match[str], text: str) -> str:
    """Return the comma that follows a year within a sentence."""
    return "," if found["year"] and _NEXT_WORD.match(text, found.end()) else ""


def month_edits(text: str) -> Iterator[Edit]:
    """Yield the dates that are written differently, but for those with "9th"."""
    yield from (edit for edit in date_edits(text) if not _ORDINAL.search(text[edit.start : edit.end]))


def ordinal_edits(text: str) -> Iterator[Edit]:
    """Yield the dates with "9th"."""
    yield from (edit for edit in date_edits(text) if _ORDINAL.search(text[edit.start : edit.end]))


# "March 26 to 5 a.m." would be read as two days.
_RANGE = re.compile(r"\d to \Z")
_DIGIT = re.compile(r"[0-9]")
_TIME = re.compile(
    r"(?<![\w:.,/$€£-])(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))?\s?(?P<half>[AaPp])\.?\s?[Mm](?:\.|(?!\w))"
    r"(?!\w)"
)


def time_edits(text: str) -> Iterator[Edit]:
    """Yield what makes "9:00 AM" to "9 a.m."."""
    if not _DIGIT.search(text):
        return
    for found in _TIME.finditer(text):
        is_range = _RANGE.search(text, 0, found.start())
        minute = (
            "" if not found["minute"] or (found["minute"] == "00" and not is_range) else f":{found['minute']}"
        )
        yield Edit(*found.span(), f"{int(found['hour'])}{minute} {found['half'].lower()}.m.")
