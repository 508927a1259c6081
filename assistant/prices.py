"""What a call to a model costs: `OPENAI_PRICES`, of which nothing is built in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.conf import settings

MILLION = 1_000_000
MOST_USD = 1_000
"""For a million tokens, or for a minute: beyond, a price is a slip."""
FORM = "gpt-6-luna:0.20/0.02/1.60,gpt-transcribe:0.006/min"
_AMOUNT = re.compile(r"[0-9]{1,4}(\.[0-9]{1,8})?")
_DATED = re.compile(r"-[0-9]{4}-[0-9]{2}-[0-9]{2}$")
"""The end of a snapshot's name."""
_CENT_PARTS = Decimal("0.00000001")


@dataclass(frozen=True, kw_only=True)
class Price:
    """US dollars for a million tokens of each kind, or for a minute of sound."""

    read: Decimal = Decimal()
    cached: Decimal = Decimal()
    written: Decimal = Decimal()
    minute: Decimal | None = None

    def of(
        self, *, read: int | None, cached: int | None, written: int | None, seconds: float | None
    ) -> Decimal | None:
        """Return what a call cost, None if the answer did not tell what it used."""
        if self.minute is not None:
            cost = None if seconds is None else self.minute * Decimal(str(seconds)) / 60
        elif read is None or written is None:
            return None
        else:
            known = min(cached or 0, read)
            cost = (self.read * (read - known) + self.cached * known + self.written * written) / MILLION
        return None if cost is None or cost >= MILLION else cost.quantize(_CENT_PARTS)


def price_of(model: str) -> Price | None:
    """Return the price of `model`, or of the model whose snapshot it is; None if none is set."""
    prices = parse(settings.OPENAI_PRICES)
    return prices.get(model) or prices.get(_DATED.sub("", model))


@lru_cache(maxsize=8)
def parse(text: str) -> Mapping[str, Price]:
    """Return the price of each model. Raises ValueError with the entry that cannot be read."""
    found: dict[str, Price] = {}
    for entry in filter(None, map(str.strip, text.split(","))):
        model, _, amounts = entry.rpartition(":")
        if not re.fullmatch("[!-~]+", model) or model in found or not (price := _price(amounts)):
            raise ValueError(entry)
        found[model] = price
    return found


def _price(amounts: str) -> Price | None:
    *numbers, last = amounts.split("/")
    is_by_minute = last == "min"
    if not is_by_minute:
        numbers.append(last)
    if len(numbers) != (1 if is_by_minute else 3) or not all(map(_AMOUNT.fullmatch, numbers)):
        return None
    values = [Decimal(number) for number in numbers]
    if max(values) > MOST_USD:
        return None
    if is_by_minute:
        return Price(minute=values[0])
    return Price(read=values[0], cached=values[1], written=values[2])
