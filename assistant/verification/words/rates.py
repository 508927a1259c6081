"""What an amount is counted by: "a month", "pro Jahr", "al día", "בשעה"."""

from functools import cache

import regex

from assistant.verification.words.tables import alternatives, table_rows

# The first word of a row names it. A phrase of one word is a rate by itself.
_RATES = table_rows("""
hour|an hour|per hour|/hour|/h|hourly|pro stunde|je stunde|die stunde|in der stunde|stundlich|por hora|
  la hora|a la hora|cada hora|לשעה
day|a day|per day|each day|every day|/day|daily|pro tag|je tag|am tag|taglich|jeden tag|al dia|por dia|
  cada dia|diarios|diarias|diario|diaria|ליום|ביום|כל יום|יומי
week|a week|per week|each week|every week|/week|weekly|pro woche|je woche|die woche|in der woche|
  wochentlich|jede woche|a la semana|por semana|cada semana|semanales|semanal|לשבוע|בשבוע|כל שבוע
month|a month|per month|each month|every month|/month|/mo|monthly|pro monat|je monat|im monat|monatlich|
  jeden monat|al mes|por mes|cada mes|mensuales|mensual|לחודש|בחודש|כל חודש
quarter|a quarter|per quarter|each quarter|every quarter|quarterly|pro quartal|je quartal|im quartal|
  al trimestre|por trimestre|trimestrales|trimestral|לרבעון|ברבעון
year|a year|per year|each year|every year|/year|/yr|yearly|annually|per annum|p.a.|pro jahr|je jahr|
  im jahr|jahrlich|jedes jahr|al ano|por ano|cada ano|anuales|anual|anualmente|לשנה|בשנה|כל שנה
user|per user|a user|/user|per seat|pro nutzer|je nutzer|por usuario|למשתמש
person|per person|a head|per head|per capita|pro person|je person|pro kopf|por persona|לאדם|לנפש
""")
_UNIT_OF = {phrase: row[0] for row in _RATES for phrase in row[1:]}


def rate_after(text: str, place: int) -> str:
    """Return the unit that the number which ends at `place` is counted by, two words later at most, or ""."""
    match = _after_pattern().match(text, place)
    return _unit(match) if match else ""


def rates(text: str) -> frozenset[str]:
    """Return the units of all rates in a folded text."""
    return frozenset(_unit(match) for match in _pattern().finditer(text))


def _unit(match: regex.Match[str]) -> str:
    return _UNIT_OF[match["rate"].replace("/ ", "/")]


@cache
def _pattern() -> regex.Pattern[str]:
    # "Im Jahr 2027" and "a year ago" are no rates; a bar stands for a date.
    phrases = alternatives(_UNIT_OF).replace("/", "/ ?")
    return regex.compile(rf"(?:(?<!\w)|(?=/))(?P<rate>{phrases})(?!\w|[ -]*[\d|]| ago| later)")


@cache
def _after_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?: ?[^\W\d]+){{0,2}} ?{_pattern().pattern}")
