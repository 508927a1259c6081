"""Quarters, halves of a year, decades, seasons, weekdays and "tomorrow" in a folded text with digits."""

from collections.abc import Iterator
from functools import cache

import regex

from assistant.verification.date_parts import Mention, Parts
from assistant.verification.words import date_words
from assistant.verification.words.tables import alternatives

_OF_YEAR = r"(?:[ ,/-]*(?:of|de|del|des|im|in|the|jahres|של|ב)?[ -]*(?P<year>(?:19|20)\d\d)(?!\d))?"
_NTH = r"(?:th|st|nd|rd|er|do|ro|to|o|a|º|\.)? ?"
_QUARTER = regex.compile(
    rf"(?<!\w)(?:[qt] ?(?P<count>[1-4])(?!\w)|(?P<count>[1-4])t(?!\w)|[בהל]?רבעון ה?-?(?P<count>[1-4])(?:th)?"
    rf"|(?P<count>[1-4]){_NTH}(?:quarter|quartals?|trimestre)(?!\w)){_OF_YEAR}"
)
_HALF_YEAR = regex.compile(
    rf"(?<!\w)(?:h ?(?P<count>[12])(?!\w)|(?P<count>[12]){_NTH}(?:half|0\.5|halbjahr|halfte|semestre)(?!\w))"
    rf"{_OF_YEAR}"
)
_DECADE = regex.compile(
    r"(?<![\d.,])(?:(?:19|20)?(?P<decade>[1-9]0)(?:s|er)(?!\w)"
    r"|(?:anos|(?:desde|en|de) los|שנות ה-?) ?(?P<decade>[1-9]0)(?!\d)"
    rf"|(?<!\w)(?P<name>{alternatives(date_words.DECADES)})(?:n|r|jahren?)?(?!\w))"
)
_BEFORE_SEASON = (
    r"(?P<in>in |in the |this |next |last |past |coming |since |until |by |early |late |im |diesen |diesem |"
    r"letzten |letztem |vergangenen |vergangenem |kommenden |nachsten |seit |bis |zum |ab |en |en el |"
    r"en la |la |el |este |esta |pasad[oa] |proxim[oa] |desde |hasta |del? |ב|ה|ל|מה|מאז ה)?"
)
_SEASON = regex.compile(rf"(?<!\w)(?P<season>{alternatives(date_words.SEASONS)})(?!\w)")


def quarters(text: str) -> Iterator[Mention]:
    """Yield the quarters and halves of years: "Q3 2027", "erstes Halbjahr"."""
    for name, pattern in (("quarter", _QUARTER), ("half", _HALF_YEAR)):
        for match in pattern.finditer(text):
            yield Mention(match.start(), match.end(), {name: int(match["count"])} | _year(match))


def decades(text: str) -> Iterator[Mention]:
    """Yield the decades: "the 1990s", "die neunziger Jahre"."""
    for match in _DECADE.finditer(text):
        decade = date_words.DECADES[match["name"]] if match["name"] else int(match["decade"])
        yield Mention(match.start(), match.end(), {"decade": decade})


def words(text: str) -> Iterator[Mention]:
    """Yield the seasons, weekdays and days such as "tomorrow"."""
    for match in _word_pattern().finditer(text):
        parts: Parts = {}
        if match["season"] and (match["year"] or match["in"]):
            parts = {"season": date_words.SEASONS[match["season"]]} | _year(match)
        elif match["weekday"]:
            parts = {"weekday": date_words.any_weekday(match["weekday"])}
        elif match["relative"]:
            parts = {"relative": date_words.RELATIVE_DAYS[match["relative"]]}
        if parts:
            yield Mention(match.start(), match.end(), parts)


def seasons(text: str) -> Iterator[Mention]:
    """Yield the seasons also where they may be other words: "fall"."""
    for match in _SEASON.finditer(text):
        yield Mention(match.start(), match.end(), {"season": date_words.SEASONS[match["season"]]})


def _year(match: regex.Match[str]) -> Parts:
    return {"year": int(match["year"])} if match["year"] else {}


@cache
def _word_pattern() -> regex.Pattern[str]:
    season = rf"{_BEFORE_SEASON}(?P<season>{alternatives(date_words.SEASONS)}){_OF_YEAR}"
    weekday = rf"[בלמ]?(?P<weekday>{alternatives(date_words.weekdays())})s?"
    relative = rf"(?<!{date_words.NOT_TOMORROW})[למ]?(?P<relative>{alternatives(date_words.RELATIVE_DAYS)})"
    return regex.compile(rf"(?<!\w)(?:{season}|{weekday}|{relative})(?!\w)")
