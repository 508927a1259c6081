"""Calendar dates, periods and times of a text."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

import regex

from assistant.verification import clock_times, periods
from assistant.verification.date_parts import Mention, Parts
from assistant.verification.normalise import Folded
from assistant.verification.words import date_words
from assistant.verification.words.tables import alternatives

_ENDING = r"(?:st|nd|rd|th|º|er|\.(?= ?[\w/-]))?"
_ANY_DAY = r"0?[1-9]|[12]\d|3[01]"
_NO_NUMBER_BEFORE = r"(?<![\d.,:/])"
_TO = r" ?(?:-|/|to|and|until|through|bis|und|al|a|y|עד|ו|ל)-? ?(?:the |zum |el |ה-?|ל-?)?"
_DAYS = rf"{_NO_NUMBER_BEFORE}(?:(?P<first>{_ANY_DAY}){_ENDING}{_TO})?(?P<day>{_ANY_DAY}){_ENDING}"
_OF = r" ?(?:of|de|del|ב|ל)?[ -]?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_AND_YEAR = rf"(?:,? ?(?:of |de |del |in |ב-?)?{_YEAR})?"
_NO_AMOUNT = r"(?![\d%:]|[.,]\d| ?(?:%|percent|million|mio|mrd|k|m|€))"

_FAR = 24  # characters of a month and "until" after it

_NUMERIC = regex.compile(
    r"(?<![\d.,/]|\d-)(?:"
    r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<a>\d{1,2})(?P<mark>[./-]) ?(?P<b>\d{1,2})(?P=mark) ?(?P<short>\d{4}|\d\d)"
    r"|(?P<c>\d{1,2})\. ?(?P<d>1[0-2]|0?[1-9])\."
    r"|(?P<of_year>1[0-2]|0?[1-9])/(?P<short>20\d\d)"
    r")(?![\d%]|\.\d)"
)
_DAY_AND_MONTH = regex.compile(
    rf"(?<![\d.,/:+]|\d-)(?P<a>\d{{1,2}})(?P<mark>[./])(?P<b>\d{{1,2}})(?!/){_NO_AMOUNT}"
)


def dates(text: Folded, language: str) -> list[Mention]:
    """Return the dates of `text`, whose number words are digits already, in order."""
    read = text.text
    finders = (_numeric(read, language), _written(read), periods.quarters(read), periods.decades(read))
    found: list[Mention] = []
    covered: set[int] = set()
    for mention in chain(*finders, clock_times.times(read), periods.words(read)):
        place = range(mention.start, mention.end)
        if covered.isdisjoint(place):
            found.append(mention)
            covered.update(place)
    return sorted(found, key=lambda mention: mention.start)


def days_and_months(text: Folded, language: str) -> Iterator[Mention]:
    """Yield what "9.2" and "9/2" would be as days; they are numbers more often."""
    for match in _DAY_AND_MONTH.finditer(text.text):
        parts = _day_month(match["a"], match["b"], _is_month_first(match["mark"], language))
        if _is_possible(parts):
            yield Mention(match.start(), match.end(), parts)


def _numeric(text: str, language: str) -> Iterator[Mention]:
    for match in _NUMERIC.finditer(text):
        parts: Parts = {}
        if match["year"]:
            parts = {"year": int(match["year"]), "month": int(match["month"]), "day": int(match["day"])}
        elif match["of_year"]:
            yield Mention(*match.span(), {"month": int(match["of_year"]), "year": int(match["short"])})
            continue
        elif match["c"]:
            parts = {"day": int(match["c"]), "month": int(match["d"])}
        else:
            year = int(match["short"]) + (2000 if len(match["short"]) == 2 else 0)
            month_first = _is_month_first(match["mark"], language)
            parts = {**_day_month(match["a"], match["b"], month_first), "year": year}
        if _is_possible(parts):
            yield Mention(match.start(), match.end(), parts)


def _is_month_first(mark: str, language: str) -> bool:
    return language == "en" and mark == "/"


def _day_month(first: str, second: str, month_first: bool) -> Parts:
    if month_first and int(first) <= 12:
        first, second = second, first
    return {"day": int(first), "month": int(second)}


def _is_possible(parts: Parts) -> bool:
    return parts["day"] in range(1, 32) and parts["month"] in range(1, 13)


def _written(text: str) -> Iterator[Mention]:
    if not _month_pattern().search(text):  # much faster than the whole pattern
        return
    for match in _written_pattern().finditer(text):
        name, is_alone = match["month"], match["alone"] is not None
        surely = match["year"] or match["before"] or match["prefix"] or _follows_month(text, match.start())
        if is_alone and name in date_words.AMBIGUOUS_MONTHS and not surely:
            continue
        parts: Parts = {"month": date_words.months()[name]}
        parts |= {part: int(match[part]) for part in ("day", "year") if match[part]}
        if match["weekday"]:
            parts["weekday"] = date_words.any_weekday(match["weekday"])
        start = match.start()
        if match["first"]:
            start = match.end("first")
            yield Mention(match.start(), start, parts | {"day": int(match["first"])})
        yield Mention(start, match.end(), parts)


def _follows_month(text: str, start: int) -> bool:
    """Return True for what stands after "January to"."""
    return bool(_month_before_pattern().search(text[max(0, start - _FAR) : start]))


@cache
def _month_before_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?<![a-z])(?:{alternatives(date_words.months())})\.?{_TO}$")


@cache
def _month_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?<![a-z])(?:{alternatives(date_words.months())})(?![a-z])")


@cache
def _written_pattern() -> regex.Pattern[str]:
    """Return a pattern for "Friday, 9-11 February 2027", "Feb. 9, 2027" and a month alone."""
    names = alternatives(date_words.months())
    weekdays, short = alternatives(date_words.weekdays()), alternatives(date_words.SHORT_WEEKDAYS)
    short_before_date = rf"(?P<weekday>{short})(?=[.,]? ?(?:\d|{names}))"
    article = r"(?:the |den |dem |el |ה-?|ב-?)?"
    weekday = rf"(?:(?<!\w)ב?(?:(?P<weekday>{weekdays})|{short_before_date})[.,]*,? ?{article})?"
    day_first = rf"{_DAYS}{_OF}(?P<month>{names})(?!\w)[.']?{_AND_YEAR}"
    month_first = (
        rf"(?<!\w)[בלמהו]?(?P<month>{names})(?!\w)\.? (?:the |el )?{_DAYS}{_NO_AMOUNT}"
        rf"(?:,? (?:of |de )?{_YEAR})?"
    )
    before = rf"(?:(?<=(?<!\w)(?P<before>{alternatives(date_words.BEFORE_MONTH)}) ))?"
    alone = rf"(?P<alone>{before}(?<!\w)(?P<prefix>[בלמ])?(?P<month>{names})(?!\w)\.?{_AND_YEAR})"
    return regex.compile(rf"{weekday}(?:{day_first}|{month_first}|{alone})")
