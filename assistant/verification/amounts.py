"""How much figures stand for: their separators, the scale words and the unit that follow."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from assistant.verification.normalise import Folded
from assistant.verification.words.tables import alternatives
from assistant.verification.words.units import scales, units

PLAIN = frozenset({""})
ORDINAL = frozenset({"ordinal", ""})
FIGURES = r"(?<!/)\d/\d(?!/)|\d{1,3}(?:(?P<mark>[.,' ])\d{3})(?:(?P=mark)\d{3})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?"

_METRES_OR_MILLIONS = frozenset({"m", ""})
_ORDINAL_END = regex.compile(r"(?:st|nd|rd|th|º|ª|er|re|te|ter|tes|ten|o|a)(?!\w)|\.(?= \p{Ll})")
_HALF = regex.compile(r"(?: and a half| y medi[oa]| וחצי)(?!\w)")
_REST = regex.compile(r" (?:and |und |y |ו)?(\d{1,3}000)(?![\d.,])")  # "2 million 500000"
_BELOW_ZERO = regex.compile(r" (?:below zero|unter null|bajo cero|(?:below|unter|bajo) 0|מתחת לאפס)")
_LETTER_M = regex.compile(r" ?m(?!\w|\"\w)")
_CURRENCY_AFTER = regex.compile(r" ?(?:€|\$|£|₪|eur|usd|dollar|dolar|pound|pfund|franken|chf|gbp|shekel)")
_MEASURED = regex.compile(r" (?:long|wide|high|tall|deep|lang|breit|hoch|tief|de largo|de alto)(?!\w)")


@dataclass(frozen=True)
class Amount:
    """What figures may stand for, what they may count, and where in the folded text this has been read to."""

    values: frozenset[Decimal]
    units: frozenset[str]
    end: int

    def times(self, factor: Decimal, end: int) -> "Amount":
        """Return the amount multiplied by `factor`, read to `end`."""
        return replace(self, values=frozenset(value * factor for value in self.values), end=end)

    def plus(self, more: Decimal, end: int) -> "Amount":
        """Return the amount with `more` added, read to `end`."""
        return replace(self, values=frozenset(value + more for value in self.values), end=end)


def read_figures(figures: str, language: str) -> Decimal:
    """Read figures as in `language`: 1.234 is above a thousand in German and Spanish, 1,234 elsewhere."""
    if "/" in figures:
        return Decimal(figures[0]) / (Decimal(figures[2]) or 1)
    marks = [one for one in figures if not one.isdigit()]
    decimal_mark = marks[-1] if len(set(marks)) == 2 else ""
    if len(marks) == 1 and marks[0] in ".,":
        thousands_mark = "," if language in {"en", "he"} else "."
        is_group = len(figures.split(marks[0])[1]) == 3 and not figures.startswith("0")
        # Nobody writes a decimal that ends in 0 to three places.
        is_group &= marks[0] == thousands_mark or figures.endswith("0")
        decimal_mark = "" if is_group else marks[0]
    digits = ("." if one == decimal_mark else one for one in figures if one.isdigit() or one == decimal_mark)
    return Decimal("".join(digits))


def with_scale(text: Folded, amount: Amount, language: str) -> Amount:
    """Multiply by the scale words that follow ("mil millones"), and add their halves and the rest."""
    scale = Decimal(1)
    while True:
        if half := _HALF.match(text.text, amount.end):
            amount = amount.plus(scale / 2, half.end())
        if scale >= 10**6 and (rest := _REST.match(text.text, amount.end)):
            amount = amount.plus(Decimal(rest[1]), rest.end())
        word = _scale_pattern(language).match(text.text, amount.end)
        if not word:
            return _with_letter_m(text, amount)
        factor = scales(language)[word["scale"]]
        scale *= factor
        amount = amount.times(factor, word.end())


def _with_letter_m(text: Folded, amount: Amount) -> Amount:
    """Read "m" as million after a currency or as a capital, as either of metre and million else."""
    letter = _LETTER_M.match(text.text, amount.end)
    if not letter or _MEASURED.match(text.text, letter.end()):
        return amount
    millions = amount.times(Decimal(10**6), letter.end())
    is_capital = text.source(letter.end() - 1, letter.end()) == "M"
    if amount.units != PLAIN or is_capital or _CURRENCY_AFTER.match(text.text, letter.end()):
        return millions
    return replace(millions, values=amount.values | millions.values, units=_METRES_OR_MILLIONS)


def with_unit(text: Folded, amount: Amount, *, minus: bool) -> Amount:
    """Add the ending of an ordinal or the unit that follows; only what has a unit can be below zero."""
    ordinal = _ORDINAL_END.match(text.text, amount.end)
    if ordinal and amount.units == PLAIN:
        return replace(amount, units=ORDINAL, end=ordinal.end())
    if unit := _unit_pattern().match(text.text, amount.end):
        named = units()[unit["unit"].replace("-", " ")]
        is_open = amount.units in (PLAIN, _METRES_OR_MILLIONS)
        amount = replace(amount, units=named if is_open else amount.units & named or amount.units)
        amount = replace(amount, end=unit.end("unit"))
    if amount.units == PLAIN:
        return amount
    below_zero = _BELOW_ZERO.match(text.text, amount.end)
    return amount.times(
        Decimal(-1 if minus or below_zero else 1), below_zero.end() if below_zero else amount.end
    )


@cache
def _scale_pattern(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"[ -]?(?P<scale>{alternatives(scales(language))})\.?(?!\w|\"\w)")


@cache
def _unit_pattern() -> regex.Pattern[str]:
    unit = alternatives(units()).replace("\\ ", "[ -]")
    return regex.compile(rf"[\s-]*(?:de |of |\(|in |, in )?(?P<unit>{unit})(?!\w|\"\w)")
