"""Sums of money: "€6.3 million"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.house_style.ap.edit import Edit

_SYMBOLS = {"EUR": "€", "EURO": "€", "USD": "$", "DOLLAR": "$", "DOLLARS": "$", "GBP": "£"}
_NUMBER = r"(?P<number>\d{1,3}(?:[.,]\d{1,2})?)"
_SCALE = (
    r"(?P<scale>million(?:en)?|millones|mill?|mio|mln|mn|mm|m|billion|bio|bln|bn|b|milliarden?|mrd|k)?"
    r"(?:\.(?=\s|\Z))?"
)
_MONEY = (
    re.compile(rf"(?P<currency>US\$|[€$£]|EUR|USD|GBP)\s*{_NUMBER}\s*{_SCALE}(?!\S)", re.IGNORECASE),
    re.compile(
        rf"{_NUMBER}\s*{_SCALE}\s*(?P<currency>US\$|[€$£]|EURO?|USD|GBP|dollars?)(?![\w/])", re.IGNORECASE
    ),
)
_BILLION = ("b", "mrd", "milliard")


def ap_money(text: str) -> str:
    """Return `text` with a sum such as "EUR 6,3 Mio." as "€6.3 million"; what is spelt otherwise stays."""
    found = next((found for pattern in _MONEY if (found := pattern.match(text))), None)
    if not found:
        return text
    currency = _SYMBOLS.get(found["currency"].upper(), found["currency"])
    amount = _in_words(found["number"], (found["scale"] or "").lower())
    return f"{currency}{amount}{text[found.end() :]}" if amount else text


def _in_words(number: str, scale: str) -> str:
    """Return "6.3 million" for 6,3 and "mio"; "" for what is not written like that."""
    if not scale:
        return number
    number = number.replace(",", ".")
    if scale == "k":
        return "" if "." in number else f"{number},000"
    return f"{number} {'billion' if scale.startswith(_BILLION) else 'million'}"


_HINT = re.compile(r"[$€£]|dollar|USD|EUR|GBP")
"""Every sum has one of these."""
_SUM = re.compile(
    r"(?<![\w$€£])(?P<currency>(?:US)?\$|[€£]|(?:USD|EUR|GBP)(?=\s?\d))\s?(?P<number>\d{1,3}(?:\.\d{1,2})?)"
    r"(?:[\s-]?(?P<scale>[Mm]illion|[Bb]illion|[Tt]rillion|mn|MM|mm|mio|mln|m|M|bn|bln|B|b|k|K))?"
    r"(?![\w%/]|[.,:–-]\d)"
)
_DOLLARS = re.compile(
    r"(?<![\w$€£.,:/–-])(?P<number>\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?)(?P<scale> million| billion| trillion)?"
    r" (?P<currency>dollars?|USD|EUR|GBP)(?!\w)(?!-)"
)
_WRITTEN_OUT = re.compile(
    r"(?<![\w$€£])(?P<currency>(?:US)?\$|[€£])(?P<number>\d{1,3}(?:,\d{3}){2,3})(?![\w%/]|[.,:–-]\d)"
)
_SCALES = {"m": "million", "b": "billion", "t": "trillion"}
_SIGN_BEFORE = re.compile(r"[$€£\d]\S*(?: million| billion)? ?(?:to|and|or|–|-) ?\Z")


def money_edits(text: str) -> Iterator[Edit]:
    """Yield what makes "USD 6.3m" and "6.3 million dollars" to "$6.3 million"."""
    if not _HINT.search(text):
        return
    for found in _SUM.finditer(text):
        amount = _scaled(found["number"], (found["scale"] or "").lower())
        yield Edit(*found.span(), _symbol(found["currency"]) + amount if amount else found[0])
    for found in _DOLLARS.finditer(text):
        if not _SIGN_BEFORE.search(text[max(found.start() - 20, 0) : found.start()]):
            yield Edit(*found.span(), f"{_symbol(found['currency'])}{found['number']}{found['scale'] or ''}")
    for found in _WRITTEN_OUT.finditer(text):
        if amount := _rounded(int(found["number"].replace(",", ""))):
            yield Edit(*found.span(), found["currency"] + amount)


def _symbol(currency: str) -> str:
    return _SYMBOLS.get(currency.upper(), currency)


def _scaled(number: str, scale: str) -> str:
    """Return "6.3 million" for 6.3 and "m"; "" if it cannot be written so."""
    if not scale:
        return number
    if scale == "k":
        return "" if "." in number else f"{number},000"
    return f"{number} {_SCALES[scale[0]]}"


def _rounded(amount: int) -> str:
    """Return "6.3 million" for 6,300,000; "" for what two decimals do not tell exactly."""
    for word, unit in (("billion", 10**9), ("million", 10**6)):
        if amount >= unit:
            return "" if amount % (unit // 100) else f"{(Decimal(amount) / unit).normalize():f} {word}"
    return ""
