"""Sums of money as users write them: an amount with its currency."""

import re
import unicodedata

from babel.numbers import list_currencies
from text_to_num import alpha2digit

from assistant.messages import Wrong
from assistant.translatable import mark as _

_NUMBER_LANGUAGES = ("en", "de", "es")
_SPELT = re.compile(
    r"\b(?:a|half a|eine?|eine halbe|un|medio)\s+(?:million|billion|milliarde|mill[oó]n)\b|\bmil\b"
    r"|(?:מיליון|מיליארד|אלף|אלפים|מאה|מאות)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])")
_SMALL_CODE = re.compile(
    r"(?<![^\W\d_])(?:eur|usd|gbp|chf|ils|nis|jpy|cad|aud|sek|nok|dkk|pln|mxn|brl|inr)(?![^\W\d_])"
)
_OTHER_CODES = ("NIS", "RMB")
_ALSO_WORDS = ("ALL", "TRY", "TOP", "CUP", "PEN", "MOP", "GEL", "SOS", "COP", "BAM")
"""Codes that are words in capitals too: they count beside a number only."""
_BESIDE_NUMBER = re.compile(rf"\d\s?(?:{'|'.join(_ALSO_WORDS)})\b|\b(?:{'|'.join(_ALSO_WORDS)})\s?\d")
_WORD = re.compile(
    r"\b(?:euros?|cents?|(?:us[- ]?)?dollars?|bucks|pounds?|sterling|quid|francs?|shekels?|sheqels?|yen"
    r"|yuan|renminbi|rupees?|pesos?|reais|reales|soles|kron(?:a|e|or|er|en)|z[lł]oty(?:s|ch)?|forints?"
    r"|liras?|rand|dirhams?|riyals?|roubles?|rubles?|pfund|franken|schekel|rubel|rupien|d[oó]lar(?:es)?"
    r"|libras?|francos?|coronas?|yenes|rublos|rupias|s[eéh]+[kq]u?el(?:es)?|céntimos)\b"
    r"|(?<!\w)[בלהכמו]?(?:אירו|יורו|דולר(?:ים)?|שקל(?:ים)?|ש[\"״]?ח|ליש[\"״]?ט|פאונד|פרנק(?:ים)?)(?!\w)",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"(?:(?:it|this)(?:['’]s| is)\s+)?(?:free|kostenlos|gratis|gratuit[oa]|ב?חינם)\b[^\d]{0,60}",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\d[eE][+-]?\d")


def money(text: str, language: str) -> str:
    """Return `text` as it is. Raises ValueError if it has no amount or no currency; "free" needs neither."""
    if _FREE.fullmatch(text):
        return text
    has_currency = _has_currency(text)
    if not _has_amount(text, language) or _EXPONENT.search(text):
        raise Wrong(
            _("That has no amount. Please send the amount and its currency, for example €6.3 million.")
        )
    if _is_nothing(text):
        raise Wrong(
            _(
                "An amount has to be more than zero. Please send the amount and its currency, for example "
                "€6.3 million."
            )
        )
    if not has_currency:
        raise Wrong(
            _("In which currency? Please send the amount again together with it, for example €6.3 million.")
        )
    return text


def _has_amount(text: str, language: str) -> bool:
    if any(map(str.isdigit, text)) or _SPELT.search(text):
        return True
    languages = (language, *_NUMBER_LANGUAGES) if language in _NUMBER_LANGUAGES else _NUMBER_LANGUAGES
    return any(re.search(r"\d", alpha2digit(text.lower(), lang)) for lang in languages)


def _is_nothing(text: str) -> bool:
    """Return True for "€0" and for "-5 €"."""
    digits = [unicodedata.digit(letter) for letter in text if letter.isdigit()]
    return (bool(digits) and not any(digits)) or bool(re.search(r"(?<![\w.,])[-−]\s?(?:[$€£]\s?)?\d", text))


def _has_currency(text: str) -> bool:
    if any(unicodedata.category(letter) == "Sc" for letter in text):
        return True
    codes = {*list_currencies(), *_OTHER_CODES}.difference(_ALSO_WORDS)
    if codes.intersection(_CODE.findall(text)):
        return True
    return any(pattern.search(text) for pattern in (_BESIDE_NUMBER, _SMALL_CODE, _WORD))
