"""Words for dates in the four languages, in their compared form; months and weekdays come from CLDR."""

from functools import cache

from assistant.verification.normalise import folded
from assistant.verification.words.languages import LANGUAGES
from assistant.verification.words.tables import word_set

_MORE_MONTHS = {"sept": 9, "jan": 1, "ene": 1, "janner": 1, "feber": 2, "marz": 3, "setiembre": 9, "mrz": 3}
# Too short or too common to be a weekday without a date after it.
SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
    "mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6,
    "lun": 0, "mar": 1, "mie": 2, "jue": 3, "vie": 4, "sab": 5, "dom": 6,
}  # fmt: skip
_MORE_WEEKDAYS = {"sonnabend": 5, "שבת": 5}
# Words of other meanings too: a month only beside a day, a year or one of the words before it.
AMBIGUOUS_MONTHS = word_set("""
    may march mai mayo marz sep sept mar jan dec dic oct okt nov aug ago abr apr ene feb jun jul dez מאי
    מרץ
""")
BEFORE_MONTH = word_set("""
    in by until since till early late mid this next last from of im ab bis seit anfang mitte ende en de desde
    hasta para מאז עד לקראת לפני אחרי תחילת בתחילת סוף בסוף אמצע באמצע החל
""")
RELATIVE_DAYS: dict[str, int] = {
    "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "yesterday": -1,
    "heute": 0, "heute abend": 0, "ubermorgen": 2, "gestern": -1, "morgen": 1,
    "hoy": 0, "manana": 1, "pasado manana": 2, "ayer": -1,
    "היום": 0, "הערב": 0, "מחר": 1, "מחרתיים": 2, "אתמול": -1,
}  # fmt: skip
NOT_TOMORROW = "\\d |guten |jeden |am |dieser |heute |gestern |la |esta |cada "
"""What makes "Morgen" and "mañana" a morning."""
SEASONS = {
    "spring": 1, "springtime": 1, "fruhling": 1, "fruhjahr": 1, "primavera": 1, "אביב": 1,
    "summer": 2, "sommer": 2, "verano": 2, "קיץ": 2,
    "autumn": 3, "fall": 3, "herbst": 3, "otono": 3, "סתיו": 3,
    "winter": 4, "invierno": 4, "חורף": 4,
}  # fmt: skip
DECADES = {
    "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
    "sechziger": 60, "siebziger": 70, "achtziger": 80, "neunziger": 90,
    "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90,
}  # fmt: skip


@cache
def months() -> dict[str, int]:
    """Return the number of each month's name, full and abbreviated."""
    return _names("months") | _MORE_MONTHS


@cache
def weekdays() -> dict[str, int]:
    """Return the number (Monday 0) of each weekday's full name."""
    return _names("days", widths=("wide",)) | _MORE_WEEKDAYS


def any_weekday(name: str) -> int:
    """Return the number of the weekday with this name or abbreviation."""
    return weekdays().get(name, SHORT_WEEKDAYS.get(name, -1))


def _names(what: str, widths: tuple[str, ...] = ("wide", "abbreviated")) -> dict[str, int]:
    from babel import Locale  # its data takes 40 ms to load

    names: dict[str, int] = {}
    for language in LANGUAGES:
        for forms in getattr(Locale(language), what).values():
            for width in widths:
                names |= {folded(name).rstrip(".'"): number for number, name in forms[width].items()}
    return names
