"""Number words written as digits: "six point three million" becomes "6.3 million".

English, German and Spanish by text2num, but scale words are left alone.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from assistant.verification.normalise import Folded
from assistant.verification.words.hebrew_numbers import hebrew_in_digits
from assistant.verification.words.tables import alternatives, word_set
from assistant.verification.words.units import scales, units

_UNDER = regex.compile(r"(?<!\w)u-?(?=\d\d(?!\d))")  # "U12"
_TOKEN = regex.compile(r"[\p{L}\p{N}]+|[^\s\p{L}\p{N}]+")
_MASKED = word_set("""
    million millions millionen millon millones milliarde milliarden billion billions
    hundreds thousands hunderte tausende cientos miles
""")
_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "half": "0.5", "half a": "0.5", "half an": "0.5", "twice": "2 times", "double": "2 times",
        "doubled": "2 times", "doubles": "2 times", "doubling": "2 times", "triple": "3 times",
        "tripled": "3 times", "triples": "3 times", "tripling": "3 times", "threefold": "3 times",
        "twofold": "2 times", "fourfold": "4 times", "fivefold": "5 times", "tenfold": "10 times",
        "quadruple": "4 times", "quadrupled": "4 times", "quarter of a": "0.25", "a quarter of a": "0.25",
        "a quarter of": "1/4", "one quarter": "1/4", "three quarters": "3/4", "a third of": "1/3",
        "one third": "1/3", "two thirds": "2/3",
    },
    "de": {
        "halb": "0.5", "halben": "0.5", "eine halbe": "0.5", "einer halben": "0.5",
        "halfte": "0.5", "anderthalb": "1.5", "eineinhalb": "1.5", "einundeinhalb": "1.5",
        "zweieinhalb": "2.5", "dreieinhalb": "3.5", "viereinhalb": "4.5", "funfeinhalb": "5.5",
        "sechseinhalb": "6.5", "siebeneinhalb": "7.5", "doppelt": "2 times", "verdoppelt": "2 times",
        "verdoppelte": "2 times", "verdoppeln": "2 times", "zweimal": "2 times", "dreimal": "3 times",
        "viermal": "4 times", "zehnmal": "10 times", "zweifach": "2 times", "dreifach": "3 times",
        "ein viertel": "1/4", "drei viertel": "3/4", "dreiviertel": "3/4", "ein drittel": "1/3",
        "zwei drittel": "2/3", "viertelmillion": "0.25 million", "halbe": "0.5",
        "verdreifacht": "3 times", "verdreifachte": "3 times", "verdreifachen": "3 times",
        "vervierfacht": "4 times", "vierfach": "4 times", "funffach": "5 times", "zehnfach": "10 times",
    },
    "es": {
        "medio": "0.5", "media": "0.5", "mitad": "0.5", "doble": "2 times", "duplicado": "2 times",
        "duplicamos": "2 times", "duplico": "2 times", "duplicar": "2 times", "duplica": "2 times",
        "triple": "3 times", "triplicado": "3 times", "triplicamos": "3 times", "triplico": "3 times",
        "segundo": "2th", "un cuarto de": "0.25", "un cuarto": "1/4", "tres cuartos": "3/4",
        "un tercio": "1/3", "dos tercios": "2/3",
        "triplicar": "3 times", "triplica": "3 times", "cuadruple": "4 times", "cuadruplicado": "4 times",
    },
    "he": {
        "רבע": "1/4", "שלושה רבעים": "3/4", "שליש": "1/3", "שני שלישים": "2/3", "שני שליש": "2/3",
        "חצי": "0.5", "מחצית": "0.5", "הכפלנו": "2 times", "הכפיל": "2 times", "הכפילה": "2 times",
        "הוכפל": "2 times", "הוכפלו": "2 times", "הכפילו": "2 times", "הוכפלה": "2 times",
        "פעמיים": "2 times", "כפול": "2 times", "שילשנו": "3 times", "שולשו": "3 times",
    },
}  # fmt: skip
_ARTICLES = {
    "en": frozenset({"a", "an", "one"}),
    "de": frozenset({"ein", "eine", "einen", "einem", "einer", "eins"}),
    "es": frozenset({"un", "uno", "una"}),
    "he": frozenset({"אחד", "אחת"}),
}
_SPELLINGS = {
    "de": {"fuenf": "fünf", "zwoelf": "zwölf", "dreissig": "dreißig"},
    "es": {
        "dieciseis": "dieciséis", "veintidos": "veintidós", "veintitres": "veintitrés",
        "veintiseis": "veintiséis", "veintiun": "veintiuno", "veintiún": "veintiuno",
    },
}  # fmt: skip
# A unit of time, not the second of several.
_SECOND_OF_TIME = r"(?<=\d |por |cada |un )segundo"
# "Between two thousand and three thousand" is not 2003.
_BETWEEN = regex.compile(r"(?:between|entre|from) .*(?:thousand|hundred|mil|cientos) $")

_Replacement = tuple[int, int, str]


class _Token:
    """A word as text2num wants it."""

    def __init__(self, text: str, masked: bool) -> None:
        self._text = text
        self._masked = masked

    def text(self) -> str:
        return self._text

    def nt_separated(self, previous: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self._masked


def in_digits(text: Folded, language: str, *, articles: bool) -> Folded:
    """Return `text` with its number words as digits.

    "One" and its kin become 1 before a scale word or a unit only, unless `articles` asks for all of them.
    """
    text = text.replaced([(*match.span(), "under ") for match in _UNDER.finditer(text.text)])
    text = text.replaced(list(_phrases(text.text, language)))
    if language == "he":
        text = text.replaced(list(hebrew_in_digits(text.text)))
    else:
        text = text.replaced(list(_with_years(_spelled(text, language), text.text)))
    ones = _article_pattern(language, articles).finditer(text.text)
    return text.replaced([(match.start(), match.end(), "1") for match in ones])


def _phrases(text: str, language: str) -> Iterator[_Replacement]:
    table = _PHRASES[language]
    for match in _phrase_pattern(language).finditer(text):
        yield match.start(), match.end(), table[match[0].replace("-", " ")]


@cache
def _phrase_pattern(language: str) -> regex.Pattern[str]:
    phrases = alternatives(_PHRASES[language]).replace("\\ ", "[ -]")
    return regex.compile(rf"(?<!\w|and a |und | y |edad )(?!{_SECOND_OF_TIME})(?:{phrases})(?!\w|-?year)")


def _spelled(text: Folded, language: str) -> Iterator[_Replacement]:
    if not any(character.isalpha() for character in text.text):
        return
    from text_to_num import find_numbers

    places = [match.span() for match in _TOKEN.finditer(text.text)]
    tokens = [_token(text, start, end, language) for start, end in places]
    for found in find_numbers(tokens, language, threshold=0):
        start, end = places[found.start][0], places[found.end - 1][1]
        digits = _digits(found.text, found.is_ordinal)
        if not _keeps_its_word(text.text, start, end, digits, language):
            yield start, end, digits


def _with_years(numbers: Iterable[_Replacement], text: str) -> Iterator[_Replacement]:
    """Join the two halves of a year: "twenty twenty-seven"."""
    last: _Replacement | None = None
    for start, end, digits in numbers:
        is_half = last and last[2] in {"19", "20"} and digits.isdigit() and len(digits) == 2
        if last and is_half and text[last[1] : start] in {" ", "-"}:
            last = (last[0], end, last[2] + digits)
            continue
        if last:
            yield last
        last = (start, end, digits)
    if last:
        yield last


def _token(text: Folded, start: int, end: int, language: str) -> _Token:
    word = text.source(start, end).lower()
    for plain, spelled in _SPELLINGS.get(language, {}).items():
        word = word.replace(plain, spelled)
    before = text.text[max(0, start - 40) : start]
    is_percent = word in {"ciento", "cien"} and before.endswith("por ")
    is_between = word in {"and", "y"} and bool(_BETWEEN.search(before))
    is_word = (word.isalpha() and len(word) > 1) or word in {"-", "y"}
    masked = is_percent or is_between or not is_word or text.text[start:end] in _MASKED
    return _Token("." if masked else word, masked)  # text2num panics on lone surrogates


def _digits(text: str, ordinal: bool) -> str:
    number = "".join(one for one in text.replace(",", ".") if one.isascii() and (one.isdigit() or one == "."))
    return f"{number.rstrip('.')}th" if ordinal else number


def _keeps_its_word(text: str, start: int, end: int, digits: str, language: str) -> bool:
    """Return True for "thousand" after digits (a scale), "one" (an article) and "second" (a time)."""
    word = text[start:end]
    after_digits = text[:start].rstrip()[-1:].isdigit()
    is_scale = word in scales(language) and after_digits
    is_time = word == "second" and (
        after_digits or text[:start].endswith(("per ", "each ", "every ", "one "))
    )
    return is_scale or is_time or word in _ARTICLES[language] or (digits == "1" and word.isalpha())


@cache
def _article_pattern(language: str, articles: bool) -> regex.Pattern[str]:
    ones = "|".join(sorted(_ARTICLES[language] - {"a", "an"}))
    after = r"(?!\w)" if articles else rf"(?=[ -](?:{alternatives(units())})(?!\w))"
    scale = rf"(?:{ones}|an?)(?= (?:{alternatives(scales(language))})(?!\w))"
    return regex.compile(rf"(?<=(?<![\w'])[ובלמשכה]?)(?:{scale}|(?:{ones}){after})")
