"""The facts of four perfect interviews, one for each kind of announcement."""

from collections.abc import Mapping

from assistant import template
from assistant.announcement_types import type_of
from assistant.parts import Part, text_of
from assistant.verification import Fact

COMMON = {
    "company_name": "Acme",
    "quote_speaker": "Ines Ortega",
    "quote_role": "chief executive of Acme",
    "city": "Turin, Italy",
    "release_date": "2027-02-09",
    "boilerplate": "Acme makes soil sensors for vineyards. Founded in 2019, it employs 60 people in Turin.",
    "media_contact": "Lea Brandt, lea@acme.example, +39 011 555 0123",
    "link": "https://acme.example/press_kit",
}


FUNDING = COMMON | {
    "announcement_type": "funding",
    "amount": "€6.3 million",
    "round": "Series A",
    "lead_investor": "Nordlicht Ventures",
    "use_of_funds": "open a second plant in Turin and hire 40 engineers",
    "round_closed": "yes",
    "other_investors": "Alba Angels and Banca Piemonte",
    "total_raised": "€9 million",
    "detail": "Acme sells soil sensors to 4,000 winemakers in Italy, France and Spain.",
    "detail_2": "the company doubled its revenue in 2026",
    "headline": "Acme raises €6.3 million to help winemakers save water",
    "subhead": "Nordlicht Ventures leads the round",
    "quote": "Winemakers lose a third of their water to guesswork. We want to end that.",
    "quote_2": "Acme has the best data on vineyard soils in Europe",
    "quote_speaker_2": "Jan Petersen",
    "quote_role_2": "Partner at Nordlicht Ventures",
}


PRODUCT = COMMON | {
    "announcement_type": "product",
    "product_name": "Vinolog",
    "product_summary": "Vinolog tells winemakers a week ahead which of their vines will need water.",
    "availability": "from March 1, 2027 in Italy and Spain",
    "price": "€49 a month",
    "detail": "In a trial on 54 vineyards, users saved 31% of their water.",
    "headline": "Acme launches Vinolog, a water forecast for vineyards",
    "quote": "Will my vines be thirsty next week? That is what winemakers ask us.",
}


PARTNERSHIP = COMMON | {
    "announcement_type": "partnership",
    "partner": "Cantine Unite",
    "benefit": "give 4,000 winemakers free access to water forecasts for their vineyards",
    "start": "on March 1, 2027",
    "scope": "The agreement covers Italy and Spain and runs for three years",
    "partner_agrees": "yes",
    "partner_boilerplate": "Cantine Unite is a cooperative of 4,000 winemakers.",
    "headline": "Acme and Cantine Unite bring water forecasts to 4,000 winemakers",
    "quote": "Good news for every vine!",
}


OTHER = COMMON | {
    "announcement_type": "other",
    "news": "Acme will open its first school for winemakers.",
    "when": "on May 14, 2027",
    "where": "in Alba, Italy",
    "headline": "Acme opens a school for winemakers",
    "quote": "We learn from them as well.",
}


ALL = {"funding": FUNDING, "product": PRODUCT, "partnership": PARTNERSHIP, "other": OTHER}


STEERS_ONLY = {"announcement_type", "round_closed", "partner_agrees"}


def facts_of(values: Mapping[str, str]) -> list[Fact]:
    """Return `values` as facts, whose ids are their keys."""
    return [Fact(key, key, type_of(key).kind, value, value) for key, value in values.items()]


def parts(values: Mapping[str, str], *, language: str = "en", immediate: bool = True) -> list[Part]:
    return template.write(facts_of(values), language=language, immediate=immediate)


def write(values: Mapping[str, str], *, language: str = "en", immediate: bool = True) -> str:
    """Return the press release of `values` as it is sent."""
    return text_of(parts(values, language=language, immediate=immediate))


def body_of(**facts: str) -> str:
    """Return what stands between the release line and the end mark."""
    text = write({"company_name": "Acme", **facts}, immediate=True)
    return text.removeprefix("FOR IMMEDIATE RELEASE\n\n").removesuffix("\n\n###")
