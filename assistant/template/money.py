"""Sums of money as German, Spanish and Hebrew newspapers write them; other spellings stay."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.house_style.ap import ap_money
from assistant.template.sentences import bare

_SUM = re.compile(
    r"(?P<currency>US\$|[€$£₪]|CHF|ILS|NIS|EUR|USD|GBP)\s?"
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4}(?:[.,]\d{1,2})?)(?: (?P<scale>million|billion))?"
    r"(?P<rest>\s.*)?",
    re.DOTALL,
)
_CODES = {"US$": "$", "USD": "$", "EUR": "€", "GBP": "£", "ILS": "₪", "NIS": "₪"}
_RATE = re.compile(
    r"\s(?:a|per|each|pro|im|al|por|ל)\s?(?P<unit>[^\W\d_]+)(?P<rest>.*)", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class MoneyWords:
    currencies: Mapping[str, tuple[str, str]]
    """One of it, and several: ("Euro", "Euro")."""
    million: tuple[str, str]
    billion: tuple[str, str] | None
    """None if a language counts in thousand millions."""
    of: str
    """Between "millones" and "euros"."""
    rates: Mapping[str, str]
    """"im Monat" for "month"."""
    comma: bool
    """The decimal sign is a comma, and thousands are parted by points."""

    def written(self, text: str) -> str:
        """Return "6,3 Millionen Euro" for "€6.3 million"."""
        text = bare(text)
        if not (found := _SUM.fullmatch(ap_money(text))):
            return text
        currency = _CODES.get(found["currency"], found["currency"])
        number = found["number"]
        grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+", number)
        amount = Decimal(number.replace(",", "" if grouped else "."))
        decimals = number[-2:] if not grouped and re.search(r"[.,]\d\d\Z", number) else ""
        written = self._amount(amount, found["scale"] or "", currency, decimals)
        return written + self._rate(found["rest"] or "")

    def _amount(self, amount: Decimal, scale: str, currency: str, decimals: str) -> str:
        if scale == "billion" and not self.billion:
            amount, scale = amount * 1000, "million"
        one, several = self.currencies[currency]
        scales = {"million": self.million, "billion": self.billion}.get(scale)
        number = self._number(amount, fixed=bool(decimals) and not scales)
        if not scales:
            return f"{number} {one if amount == 1 else several}"
        return f"{number} {scales[amount != 1]} {self.of}{several}"

    def _number(self, amount: Decimal, *, fixed: bool) -> str:
        text = f"{amount:,.2f}" if fixed else f"{amount.normalize():,f}"
        return text.translate(str.maketrans(",.", ".,")) if self.comma else text

    def _rate(self, rest: str) -> str:
        """Return " im Monat" for " a month"."""
        found = _RATE.fullmatch(rest)
        unit = self.rates.get(found["unit"].lower().rstrip("s")) if found else None
        return f" {unit}{found['rest']}" if found and unit else rest
