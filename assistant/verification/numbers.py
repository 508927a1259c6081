"""Numbers of a text: how much of what, and with which reservation."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise, product, zip_longest

import regex

from assistant.verification.amounts import FIGURES, PLAIN, Amount, read_figures, with_scale, with_unit
from assistant.verification.normalise import Folded, words
from assistant.verification.words.hedges import hedge_before
from assistant.verification.words.languages import FUNCTION_WORDS
from assistant.verification.words.rates import rate_after
from assistant.verification.words.tables import alternatives
from assistant.verification.words.units import CURRENCIES, units

_SINGULAR_SCALES = (
    "million|billion|milliarde|millon|dozen|dutzend|docena|thousand|hundred|tausend|mil|"
    "מיליון|מיליארד|אלף|תריסר"
)
_CURRENCY_NAMES = frozenset(row[0] for row in CURRENCIES)
_GROUP = regex.compile(r"[1-9]\d{0,2}[.,]\d{3}")  # no price has three decimals
_RANGE = regex.compile(r"[\s-]*(?:-|to|bis|a|al|and|und|or|oder|o|y|עד|ל-?|ו-?)[\s-]*")
# "3-1", "1 in 5": two numbers that only mean something together.
_PAIR = regex.compile(r" ?(?:-|:|/) ?| (?:to|in|of|out of|zu|von|bis|a|de cada|עד|מתוך) ?")
_GROWTH = regex.compile(r"(?:from|von|desde|de|מ-?) ?$")
# Many, but not how many; as a unit of its own no figure supports it.
_MANY = {
    "en": {"dozens": 12, "hundreds": 100, "thousands": 1000, "millions": 10**6},
    "de": {"dutzende": 12, "hunderte": 100, "tausende": 1000, "millionen": 10**6},
    "es": {"docenas": 12, "decenas": 10, "cientos": 100, "miles": 1000, "millones": 10**6},
    "he": {"עשרות": 10, "מאות": 100, "אלפי": 1000, "אלפים": 1000, "מיליוני": 10**6},
}
_UNCOUNTED = frozenset({"many"})
# A number without a unit beside one with it may share it, an age is in years: "£8, kids 5", "aged 66".
_SENTENCE_END = regex.compile(r"[.!?]( |$)")
_AGE = regex.compile(r"(?:\b(?:age|aged)|alter|\bedad|גיל|\bבן|\bבת)(?:\W+\w+){0,2}\W+$")
_OF_US = regex.compile(r" (?:of us|von uns|de nosotros|מאיתנו)\b")
_WORD_AFTER = regex.compile(r"[ -]?(\w+)")
_COUNTED = regex.compile(r"[^\d.,;:!?()|]*")


@dataclass(frozen=True)
class Number:
    """A number at `start` to `end` of the folded text.

    `amounts`: what it may stand for, by the languages that it was read in. `units`: what it may count.
    `hedge`: "about", "under", "over", "up to" or "". `bare`: no word follows that it could count.
    `nouns`: the stems of the words that follow, one of which it may count.
    `rate`: "month" of "5 euros a month", else "". `paired`: it means something with the next number only.
    `marked`: it has a separator, as no year has.
    """

    start: int
    end: int
    amounts: frozenset[Decimal]
    units: frozenset[str]
    hedge: str
    bare: bool
    nouns: frozenset[str]
    rate: str
    paired: bool = False
    marked: bool = False

    @property
    def is_year(self) -> bool:
        """Return True if the number looks like a year of our time."""
        return (
            not self.marked
            and "" in self.units
            and any(1900 <= amount < 2100 and amount % 1 == 0 for amount in self.amounts)
        )


def numbers(text: Folded, language: str, separators: Sequence[str], *, lenient: bool) -> list[Number]:
    """Return the numbers of `text`, which is in `language` and whose number words are digits already.

    The separators of figures are read as in any of the languages `separators`. If `lenient`, a number without
    a unit may have that of the one beside it.
    """
    found: list[Number] = []
    done = 0
    for match in _pattern(language).finditer(text.text):
        if match.start() >= done:
            found.append(_number(text, match, language, separators))
            done = found[-1].end
    return list(_with_shared_units(found, text.text, lenient=lenient))


def unsupported(
    numbers_: Sequence[Number], said: Sequence[Number], *, years: Iterable[int], rates: Collection[str]
) -> Iterator[Number]:
    """Yield the numbers that are not among the said ones.

    `years` are those of the said dates, `rates` what was said to be counted by ("month").
    """
    known = {Decimal(year) for year in years}
    by_amount: dict[Decimal, list[Number]] = defaultdict(list)
    by_noun: dict[str, list[Number]] = defaultdict(list)
    for one in {replace(one, start=0, end=0) for one in said}:  # what was said twice is compared once
        for amount in one.amounts:
            by_amount[amount].append(one)
        for noun in one.nouns:
            by_noun[noun].append(one)
    pairs = {pair for one, other in pairwise(said) for pair in product(one.amounts, other.amounts)}
    for number, following in zip_longest(numbers_, numbers_[1:]):
        if number.paired and pairs.isdisjoint(product(number.amounts, following.amounts)):
            yield replace(number, end=following.end)
            continue
        if number.is_year and number.amounts & known:
            continue
        same = [one for amount in number.amounts for one in by_amount[amount] if _supports(one, number)]
        counted = [one for noun in number.nouns for one in by_noun[noun]]
        is_other_rate = number.rate and number.rate not in rates
        if not same or is_other_rate or _has_changed_place(number, same, counted):
            yield number


def _supports(said: Number, number: Number) -> bool:
    drops_unit = number.bare and number.units == PLAIN and said.units.isdisjoint({"%", *_UNCOUNTED})
    same_unit = bool(number.units & said.units) or drops_unit
    return same_unit and number.hedge in {"", said.hedge}


def _has_changed_place(number: Number, same: Iterable[Number], counted: Iterable[Number]) -> bool:
    """Return True if another number counted this: "61 growers" of "54 growers, 61 sites".

    `same` are the said numbers that support it, `counted` those that count what it counts.
    """
    if number.is_year or "" not in number.units:
        return False
    if any(number.nouns & one.nouns or (one.bare and not one.nouns) for one in same):
        return False
    return any(
        not one.amounts & number.amounts and 1 not in one.amounts and not one.is_year for one in counted
    )


@cache
def _pattern(language: str) -> regex.Pattern[str]:
    currency = alternatives(word for row in CURRENCIES for word in row if len(word) <= 3).lower()
    not_in_a_name = r"(?<!\d|[a-z](?<!\bv)|\d[.,])"  # not "Q3", but "v2.0"
    return regex.compile(
        rf"(?:(?<!\w)(?P<currency>{currency})[ :]?|{not_in_a_name})"
        r"(?P<minus>(?<![\w-])-|(?<!\w)(?:minus|(?<!al )menos|מינוס) )?"
        rf"(?:(?P<figures>{FIGURES})(?!\d)|(?<!\w)(?P<scale>{_SINGULAR_SCALES})(?!\w)"
        rf"|(?<!\w|(?<!\w)[a-z] )[בהלמשו]?(?P<many>{alternatives(_MANY[language])})(?!\w))"
    )


def _number(text: Folded, match: regex.Match[str], language: str, separators: Sequence[str]) -> Number:
    figures = match["figures"]
    if many := match["many"]:
        nouns = _nouns(text.text, match.end())
        amounts = frozenset({Decimal(_MANY[language][many])})
        return Number(match.start("many"), match.end(), amounts, _UNCOUNTED, "", False, nouns, "")
    values = {read_figures(figures, one) for one in separators} if figures else {Decimal(1)}
    kinds = units()[match["currency"]] if match["currency"] else PLAIN
    amount = Amount(frozenset(values), kinds, match.end("figures") if figures else match.start("scale"))
    amount = with_unit(text, with_scale(text, amount, language), minus=match["minus"] is not None)
    is_price = amount.units & _CURRENCY_NAMES and amount.values == values
    if figures and is_price and _GROUP.fullmatch(figures):
        amount = replace(amount, values=frozenset({Decimal(figures[:-4] + figures[-3:])}))
    hedge, start = hedge_before(text.text, match.start()) or ("", match.start())
    end = amount.end
    if text.text[end : end + 1] == "+":
        hedge, end = "over", end + 1
    return Number(
        start,
        end,
        amount.values,
        amount.units,
        hedge,
        bare=_is_bare(text.text, end),
        nouns=_nouns(text.text, end),
        rate=rate_after(text.text, end),
        marked=bool(figures) and not figures.isdigit(),
    )


def _is_bare(text: str, place: int) -> bool:
    word = _WORD_AFTER.match(text, place)
    return not word or any(word[1] in few for few in FUNCTION_WORDS.values())


def _nouns(text: str, place: int) -> frozenset[str]:
    if _OF_US.match(text, place):
        return frozenset()
    counted = _COUNTED.match(text, place)
    following = words(counted[0])[:5] if counted else []
    content = [word for word in following if not any(word in few for few in FUNCTION_WORDS.values())]
    return frozenset(word[:5] for word in content[:3])


def _with_shared_units(found: Sequence[Number], text: str, *, lenient: bool) -> Iterator[Number]:
    """Give the first number of a range the unit and the scale of the second: "5 to 10 thousand km"."""
    for place, number in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following and number.units == PLAIN and _RANGE.fullmatch(text, number.end, following.start):
            amounts = number.amounts | {one * _scale_of(following) for one in number.amounts}
            shared = replace(number, amounts=amounts, units=number.units | following.units, bare=False)
        elif lenient:
            shared = _with_unit_beside(number, _beside(found, place), text)
        else:
            shared = number
        yield replace(shared, paired=following is not None and _is_paired(shared, following, text))


def _beside(found: Sequence[Number], place: int) -> list[Number]:
    """Return the numbers before and after one, years left out: "4 million euros in 2025, 9 in 2026"."""
    before = next((one for one in reversed(found[max(0, place - 2) : place]) if not one.is_year), None)
    after = next((one for one in found[place + 1 : place + 3] if not one.is_year), None)
    return [one for one in (before, after) if one]


def _is_paired(number: Number, following: Number, text: str) -> bool:
    if not _PAIR.fullmatch(text, number.end, following.start) or following.is_year:
        return False
    is_growth = _GROWTH.search(text[max(0, number.start - 8) : number.start])
    return not is_growth and not number.units.isdisjoint(following.units)


def _with_unit_beside(number: Number, beside: Sequence[Number], text: str) -> Number:
    if not (number.bare and number.units == PLAIN) or number.is_year:
        return number
    kinds = number.units
    if _AGE.search(text[max(0, number.start - 30) : number.start]) or _is_between_commas(number, text):
        kinds |= {"year"}
    for one in beside:
        between = text[one.end : number.start] or text[number.end : one.start]
        if not _SENTENCE_END.search(between) and "ordinal" not in one.units:
            kinds |= one.units
    return replace(number, units=kinds)


def _is_between_commas(number: Number, text: str) -> bool:
    """Return True for the age in "Lena, 34, leads it"."""
    is_age = max(number.amounts) < 120 and text[number.end : number.end + 1] == ","
    return is_age and text[max(0, number.start - 2) : number.start] == ", "


def _scale_of(number: Number) -> int:
    """Return the scale word that `number` was probably written with: 1000 for 3000."""
    amount = max(number.amounts)
    return next((scale for scale in (10**9, 10**6, 10**3) if amount >= scale), 1)
