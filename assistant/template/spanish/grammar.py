"""The grammar of Spanish."""

import re

from assistant.house_style.words import WORDS
from assistant.template.grammar import Grammar
from assistant.template.noun_phrases import investor, is_undisclosed, names_of
from assistant.template.phrases import are_several, spaced, undisclosed
from assistant.template.quotations import before_said, prepared, with_role
from assistant.template.sentences import bare, ended, one_line, split_first, words_in
from assistant.template.spanish import answers
from assistant.template.spanish.sentences import (
    FIRST_PERSON,
    adverbial,
    is_sentence,
    kind_in_words,
    own_sentence,
)
from assistant.template.third_person import ReportedSpeech
from assistant.template.told import Facts, Told, has_story

THE_COMPANY = "La empresa"
LONGEST_LEAD_SENTENCE = 35
LONGEST_NEWS = 20
"""Words. A longer sentence takes in neither time nor place."""


def _tell(kind: str, facts: Facts, also: bool) -> list[Told]:
    if not has_story(kind, facts):
        return []
    company = f"Además, {THE_COMPANY.lower()}" if also else _company(facts)
    lead, *rest = _STORIES[kind](facts, company)
    return [lead if also else Told(lead.text, ("company_name", "announcement_type", *lead.keys)), *rest]


def _company(facts: Facts) -> str:
    return names_of(facts).company or THE_COMPANY


def _funding(facts: Facts, company: str) -> list[Told]:
    closed = facts.get("round_closed", "")
    raised = _raised(facts, company)
    keys: tuple[str, ...] = ("amount", "round", "lead_investor", "round_closed")
    told = []
    lead, others = answers.lead_investor(facts.get("lead_investor", "")), facts.get("other_investors", "")
    if lead and is_sentence(lead):
        told.append(Told(own_sentence(lead, facts), ("lead_investor",)))
    elif lead:
        raised += f" liderada por {lead}"
    names = "" if is_undisclosed(others) or is_sentence(others) else investor(others)
    participation = f"{',' if lead else ''} con la participación de {names}"
    if names and words_in(raised + participation) <= LONGEST_LEAD_SENTENCE and not told:
        raised += participation
        keys = (*keys, "other_investors")
    else:
        told += _other_investors(facts, names)
    if withheld := undisclosed(facts):
        who = "los inversores" if withheld == "lead_investor" else "los demás inversores"
        raised += f"; la identidad de {who} es confidencial"
        keys = (*keys, withheld)
    if "total_raised" in facts:
        total = answers.total(facts["total_raised"], closed, facts)
        told.append(Told(total, ("total_raised", "round_closed")))
    if "use_of_funds" in facts:
        told.append(Told(answers.use(facts["use_of_funds"], facts), ("use_of_funds",)))
    return [Told(ended(raised), keys), *told]


def _raised(facts: Facts, company: str) -> str:
    closed, round_ = facts.get("round_closed", ""), answers.round_name(facts.get("round", ""))
    amount = answers.amount(facts.get("amount", ""))
    verb = {"yes": "ha cerrado", "no": "tiene abierta"}.get(closed, "anuncia")
    return f"{company} {verb} una {round_}" + (f" de {amount}" if amount else "")


def _other_investors(facts: Facts, names: str) -> list[Told]:
    others = facts.get("other_investors", "")
    if names:
        verb = "participan" if are_several(names) else "participa"
        return [Told(ended(f"En la ronda {verb} también {names}"), ("other_investors",))]
    if others and not is_undisclosed(others):
        return [Told(own_sentence(others, facts), ("other_investors",))]
    return []


def _product(facts: Facts, company: str) -> list[Told]:
    product = bare(facts.get("product_name", ""))
    clause, rest = "", ""
    if "product_summary" in facts:
        clause, rest = answers.summary(facts["product_summary"], product, facts)
    keys = ("product_name", "product_summary") if clause else ("product_name",)
    lead = Told(ended(f"{company} lanza {product or 'un nuevo producto'}{clause}"), keys)
    told = [Told(rest, ("product_summary",))] if rest else []
    return [lead, *told, *_offer(facts, product or "El producto")]


def _offer(facts: Facts, product: str) -> list[Told]:
    availability, price = facts.get("availability", ""), facts.get("price", "")
    tag = answers.price_tag(price)
    if availability and tag and (both := answers.available(availability, product, facts, price=tag)):
        return [Told(both, ("availability", "price"))]
    told = []
    if availability:
        told.append(Told(answers.available(availability, product, facts), ("availability",)))
    if price:
        told.append(Told(answers.price(price, product, facts), ("price",)))
    return told


def _partnership(facts: Facts, company: str) -> list[Told]:
    partner = bare(facts.get("partner", "")) if facts.get("partner_agrees") != "no" else ""
    who = f" con {partner}" if partner else ""
    lead = Told(ended(f"{company} anuncia una alianza{who}"), ("partner", "partner_agrees"))
    rows = {"benefit": answers.together, "start": answers.starts, "scope": answers.scope}
    return [lead, *(Told(row(facts[key], facts), (key,)) for key, row in rows.items() if key in facts)]


def _other(facts: Facts, company: str) -> list[Told]:
    phrases = {key: phrase for key in ("when", "where") if (phrase := adverbial(facts.get(key, "")))}
    if "news" not in facts:
        return [Told(f"{company} tiene novedades.", tuple(phrases)), *_happens("", phrases, facts)]
    news, rest = answers.news(facts["news"], company, facts)
    repeated = [key for key, text in phrases.items() if text.lower() in news.lower()]
    phrases = {key: text for key, text in phrases.items() if key not in repeated}
    fits = words_in(news) <= LONGEST_NEWS and ":" not in news and news.endswith(".")
    if fits and not FIRST_PERSON.search(news) and not any(map(is_sentence, phrases.values())):
        whole = ended(spaced(bare(news), *phrases.values()))
        return [Told(spaced(whole, rest), ("news", *repeated, *phrases))]
    return [Told(spaced(news, rest), ("news", *repeated)), *_happens(news, phrases, facts)]


def _happens(news: str, phrases: Facts, facts: Facts) -> list[Told]:
    own = {key: text for key, text in phrases.items() if is_sentence(text)}
    ends = {key: text for key, text in phrases.items() if key not in own}
    told = [Told(own_sentence(text, facts), (key,)) for key, text in own.items()]
    if ends:
        verb = "Tuvo lugar" if re.search(r"\b(?:ha|han|fue|\w+ó)\b", news) else "Tendrá lugar"
        begins = verb if news else "Fecha y lugar:"
        told.append(Told(ended(spaced(begins, *ends.values())), ("news", *ends)))
    return told


_STORIES = {"funding": _funding, "product": _product, "partnership": _partnership, "other": _other}
_BARE_NEWS = {
    "funding": "una ronda de financiación",
    "product": "el lanzamiento de un producto",
    "partnership": "una alianza",
}


def _bare_lead(kind: str, facts: Facts) -> Told | None:
    keys = ("company_name", "announcement_type")
    if named := kind_in_words(facts):
        return Told(ended(f"{_company(facts)} anuncia: {named}"), keys)
    if kind in _BARE_NEWS:
        return Told(f"{_company(facts)} anuncia {_BARE_NEWS[kind]}.", keys)
    if "detail" in facts or "company_name" not in facts:
        return None
    return Told(f"{_company(facts)} tiene novedades.", keys)


def _attributed(words: str, speaker: str, role: str) -> list[str]:
    """Return «Primera frase», afirma Ines Ortega, directora de Acme. «El resto»."""
    text = prepared(words, speaker, WORDS["es"].inner_quotes)
    if text is None:
        return [ended(one_line(words))]
    who = with_role(speaker, role)
    if not bare(speaker):
        return [f"«{before_said(text)}»" + (f" ({who})." if who else ".")]
    first, rest = split_first(text)
    quotation = f"«{before_said(first)}», afirma {ended(who)}"
    return [quotation, f"«{before_said(rest)}»."] if rest else [quotation]


GRAMMAR = Grammar(
    words=WORDS["es"],
    speech=ReportedSpeech(
        first_person=FIRST_PERSON,
        marks=WORDS["es"].quotes,
        inner_marks=WORDS["es"].inner_quotes,
        said="La empresa señala: {words}",
        added="Y añade: {words}",
        announced="{company} anuncia: {words}",
        the_company=THE_COMPANY,
        stop_inside_part=False,
        stop_inside_whole=False,
    ),
    tell=_tell,
    bare_lead=_bare_lead,
    own_sentence=own_sentence,
    attributed=_attributed,
    capitals=True,
    company="la empresa",
    partner="el socio",
)
