"""The headline that the script suggests: of what is told, in the user's language."""

import re
from collections.abc import Mapping

from assistant.template.noun_phrases import round_name, sum_of_money
from assistant.template.sentences import bare
from assistant.translatable import mark as _
from assistant.translation import language, translated

RAISES = _("{company} raises {amount} in {round}")
LAUNCHES = _("{company} launches {product}")
PARTNERS = _("{company} and {partner} become partners")

_AP_SUM = re.compile(r"(?P<symbol>[€$£₪])(?P<number>[\d.,]+)(?:\s(?P<scale>million|billion))?\Z")
_CURRENCIES = {
    "de": {"€": "Euro", "$": "US-Dollar", "£": "Pfund", "₪": "Schekel"},
    "es": {"€": "euros", "$": "dólares", "£": "libras", "₪": "séqueles"},
    "he": {"€": "אירו", "$": "דולר", "£": "ליש״ט", "₪": "שקל"},
}
_SCALES = {
    "de": {"million": "Millionen", "billion": "Milliarden"},
    "es": {"million": "millones de", "billion": "mil millones de"},
    "he": {"million": "מיליון", "billion": "מיליארד"},
}
_RAISED = re.compile(
    r"\A(?:(?:wir|es) (?:haben|sind|waren)\s+|(?:hemos (?:recaudado|levantado|captado|conseguido)|son"
    r"|recaudamos)\s+"
    r"|(?:גייסנו|מדובר ב)\s*)"
    r"|\s+(?:eingesammelt|eingeworben|aufgenommen|erhalten|bekommen)\Z",
    re.IGNORECASE,
)
_ROUND_BEGINS = re.compile(
    r"\A(?:(?:es ist |das ist )?(?:eine?|die|unsere)|(?:es )?(?:una?|la|nuestra)|(?:זה |זו )?(?:סבב|ה))\s+",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\A(?:(?:series?|serie|סדרה|סבב)[ -])?(?P<letter>[a-k])(?:[ -](?:round|runde))?\Z", re.IGNORECASE
)


_SERIES_NAMES = {"de": "Series", "es": "Serie", "he": ""}


def suggested_headline(told: Mapping[str, str]) -> str:
    """Return a headline in the active language, "" if too little is told."""
    company = told.get("company_name", "")
    if told.get("amount") and told.get("round"):
        amount, name = _sum(told["amount"]), _round(told["round"])
        return translated(RAISES, company=company, amount=amount, round=name)
    if told.get("product_name"):
        return translated(LAUNCHES, company=company, product=told["product_name"])
    if told.get("partner"):
        return translated(PARTNERS, company=company, partner=told["partner"])
    return ""


def _sum(text: str) -> str:
    """Return "6,3 Millionen Euro" for "€6.3 million", or else the user's own words for the sum."""
    own = language()
    if own == "en":
        return sum_of_money(text)
    words = _RAISED.sub("", bare(text)).strip()
    found = _AP_SUM.match(sum_of_money(words))
    if not found:
        return words
    number = found["number"].replace(".", ",") if own != "he" and found["scale"] else found["number"]
    scale = _SCALES[own].get(found["scale"] or "", "")
    return " ".join(filter(None, (number, scale, _CURRENCIES[own][found["symbol"]])))


def _round(text: str) -> str:
    """Return "einer Series-A-Runde" for "Series A": the round as it stands in the headline."""
    own = language()
    if own == "en":
        return round_name(text)
    name = _ROUND_BEGINS.sub("", bare(text)).strip()
    if series := _SERIES.match(name):
        name = f"{_SERIES_NAMES[own]} {series['letter'].upper()}".strip()
    return _ROUNDS[own](name)


def _german_round(name: str) -> str:
    is_round = name.lower().endswith(("runde", "finanzierung"))
    return f"einer {name}" if is_round else f"einer {name.replace(' ', '-')}-Runde"


def _spanish_round(name: str) -> str:
    return f"una {name}" if name.lower().startswith("ronda") else f"una ronda {name}"


def _hebrew_round(name: str) -> str:
    return name if name.startswith("סבב") else f"סבב {name}"


_ROUNDS = {"de": _german_round, "es": _spanish_round, "he": _hebrew_round}
