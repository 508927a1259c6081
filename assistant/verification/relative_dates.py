"""The one day that a short answer names: "Feb. 9, 2027", "next Friday", "in two weeks"."""

import calendar
from datetime import date, timedelta

import regex

from assistant.verification.date_parts import Parts
from assistant.verification.dates import dates, days_and_months
from assistant.verification.normalise import Folded, fold
from assistant.verification.words.number_words import in_digits

_PERIODS = {
    "day": "days|day|tagen|tage|tag|dias|dia|ימים|יום",
    "week": "weeks|week|wochen|woche|semanas|semana|שבועות|שבוע",
    "month": "months|month|monaten|monate|monat|meses|mes|חודשים|חודש",
    "year": "years|year|jahren|jahre|jahr|anos|ano|שנים|שנה",
}
_PERIOD_OF = {word: period for period, row in _PERIODS.items() for word in row.split("|")}
_TWO_OF = {"יומיים": "day", "שבועיים": "week", "חודשיים": "month", "שנתיים": "year"}
_COUNTED = rf"(?:(?P<count>\d+|an?) )?(?P<period>{'|'.join([*_PERIOD_OF, *_TWO_OF])})(?!\w)"
_DISTANCE = regex.compile(
    rf"(?<!\w)(?:(?:in|en|dentro de|within|בעוד|עוד|תוך) {_COUNTED}"
    rf"|{_COUNTED} (?:from now|from today|ab heute))"
)
_DAY_OF_MONTH = regex.compile(
    r"(?:[^\d]+,? )?(?P<the>the |am |den |dem |el |ה-?|ב-?)?(?P<day>\d\d?)(?P<nth>th|st|nd|rd|º|\.)?"
    r"(?: (?:of this month|dieses monats|de este mes|לחודש|החודש))?"
)
_NEXT_WEEK = regex.compile(
    r"(?:next|nachste[rn]?|kommende[rn]?) (?:week|woche)|proxima semana|semana que viene|(?:ב|ה)שבוע הבא"
)


def resolve_date(text: str, *, today: date, language: str) -> date | None:
    """Return the day that `text` names, seen from `today`; None if it names none, or more than one.

    A day without a year is the next such day, today included; a weekday is the next one after today.
    """
    read = in_digits(fold(text), language, articles=False)
    parts = _parts(read, language)
    if parts is None:
        return None
    if "day" in parts:
        return _explicit(parts, today)
    return _relative(read.text, parts, today)


def _parts(read: Folded, language: str) -> Parts | None:
    """Return the parts of all dates of a text together, None if they contradict each other."""
    mentions = dates(read, language)
    if not any("day" in one.parts for one in mentions):
        mentions += days_and_months(read, language)
    together: Parts = {}
    for mention in mentions:
        if any(together.get(name, value) != value for name, value in mention.parts.items()):
            return None
        together |= mention.parts
    return together


def _explicit(parts: Parts, today: date) -> date | None:
    month, day = int(str(parts["month"])), int(str(parts["day"]))
    years = [int(str(parts["year"]))] if "year" in parts else range(today.year, today.year + 9)
    days = (date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1])
    found = next((one for one in days if "year" in parts or one >= today), None)
    return found if found and parts.get("weekday", found.weekday()) == found.weekday() else None


def _relative(text: str, parts: Parts, today: date) -> date | None:
    if match := _DISTANCE.search(text):
        count = int(match["count"]) if (match["count"] or "a").isdigit() else 1
        if match["period"] in _TWO_OF:
            return _later(today, _TWO_OF[match["period"]], 2)
        return _later(today, _PERIOD_OF[match["period"]], count)
    if "relative" in parts:
        return today + timedelta(days=int(str(parts["relative"])))
    if parts.keys() & {"month", "year", "quarter", "half", "season", "decade"}:
        return None
    if (match := _DAY_OF_MONTH.fullmatch(text)) and ("weekday" in parts or match["the"] or match["nth"]):
        return _day_of_month(int(match["day"]), parts.get("weekday"), today)
    if "weekday" in parts:
        return _weekday(int(str(parts["weekday"])), today, in_next_week=bool(_NEXT_WEEK.search(text)))
    return None


def _day_of_month(day: int, weekday: object, today: date) -> date | None:
    """Return the next day of a month with this number, and on this weekday unless it is None."""
    days = (today + timedelta(days=number) for number in range(366))
    return next((one for one in days if one.day == day and weekday in (None, one.weekday())), None)


def _later(today: date, period: str, count: int) -> date:
    if period in {"day", "week"}:
        return today + timedelta(days=count * (7 if period == "week" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if period == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _weekday(weekday: int, today: date, *, in_next_week: bool) -> date:
    if in_next_week:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
