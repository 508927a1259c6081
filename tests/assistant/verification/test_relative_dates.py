"""The day that a short answer names; today is Wednesday, 25 November 2026."""

from datetime import date

import pytest

from assistant.verification import resolve_date

TODAY = date(2026, 11, 25)
EXPLICIT = {
    "en": [
        "Feb. 9, 2027",
        "9 February 2027",
        "02/09/2027",
        "2027-02-09",
        "the ninth of February",
        "Feb 9",
        "9 Feb",
    ],
    "de": [
        "9. Februar 2027",
        "9.2.2027",
        "09.02.27",
        "am 9.2.",
        "neunter Februar",
        "Dienstag, 9. Februar",
        "9/2/2027",
    ],
    "es": [
        "9 de febrero de 2027",
        "9/2/2027",
        "09-02-2027",
        "el nueve de febrero",
        "martes 9 de febrero",
        "9 feb",
    ],
    "he": ["9 בפברואר 2027", "9.2.2027", "ב-9.2", "9/2", "תשעה בפברואר", "יום שלישי, 9 בפברואר"],
}
RELATIVE = {
    "en": [
        ("today", 25), ("tomorrow morning", 26), ("Friday", 27), ("next Friday", 27), ("this friday", 27),
        ("the day after tomorrow", 27), ("in two days", 27), ("three days from now", 28), ("Wednesday", 32),
        ("in a week", 32), ("a week from today", 32), ("Friday next week", 34), ("in two weeks", 39),
        ("in a month", 55), ("the 30th", 30), ("Friday the 27th", 27), ("Friday, 4th", 34),
    ],
    "de": [
        ("heute", 25), ("morgen", 26), ("morgen früh", 26), ("Freitag", 27), ("nächsten Freitag", 27),
        ("übermorgen", 27), ("in drei Tagen", 28), ("in einer Woche", 32), ("heute in einer Woche", 32),
        ("nächste Woche Freitag", 34), ("in zwei Wochen", 39), ("in einem Monat", 55), ("am 30.", 30),
    ],
    "es": [
        ("hoy", 25), ("mañana", 26), ("mañana por la mañana", 26), ("el viernes", 27),
        ("el próximo viernes", 27), ("pasado mañana", 27), ("en tres días", 28), ("dentro de una semana", 32),
        ("el viernes que viene", 27),
        ("el viernes de la semana que viene", 34), ("dentro de dos semanas", 39), ("en un mes", 55),
        ("el viernes 27", 27),
    ],
    "he": [
        ("היום", 25), ("מחר", 26), ("מחר בבוקר", 26), ("יום שישי", 27),
        ("ביום שישי הבא", 27), ("מחרתיים", 27), ("בעוד יומיים", 27),
        ("בעוד שלושה ימים", 28), ("בעוד שבוע", 32), ("יום שישי בשבוע הבא", 34),
        ("בעוד שבועיים", 39), ("בעוד חודש", 55),
    ],
}  # fmt: skip
NO_DAY = [
    "", "soon", "in 2027", "February 2027", "may", "until 14", "Feb 30", "Monday, Feb. 9, 2027", "Q3",
    "next week",
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, row in EXPLICIT.items() for text in row])
def test_a_written_day_is_that_day(language: str, text: str) -> None:
    assert resolve_date(text, today=TODAY, language=language) == date(2027, 2, 9)


@pytest.mark.parametrize(
    ("language", "text", "day"), [(key, *case) for key, row in RELATIVE.items() for case in row]
)
def test_a_relative_day_counts_from_today(language: str, text: str, day: int) -> None:
    resolved = resolve_date(text, today=TODAY, language=language)

    assert resolved is not None
    assert (resolved - TODAY).days == day - TODAY.day


@pytest.mark.parametrize("text", [*NO_DAY, "Feb 9 or Feb 10, 2027"])
def test_what_names_no_single_day_is_none(text: str) -> None:
    assert resolve_date(text, today=TODAY, language="en") is None


def test_a_day_without_a_year_is_the_next_one() -> None:
    assert resolve_date("25 Nov", today=TODAY, language="en") == TODAY
    assert resolve_date("24 Nov", today=TODAY, language="en") == date(2027, 11, 24)
    assert resolve_date("29 Feb", today=TODAY, language="en") == date(2028, 2, 29)


def test_a_month_later_is_not_longer_than_its_month() -> None:
    assert resolve_date("in a month", today=date(2027, 1, 31), language="en") == date(2027, 2, 28)
