"""The grammar of German."""

import re

from assistant.house_style.words import WORDS
from assistant.template.german import answers
from assistant.template.german.sentences import (
    FIRST_PERSON,
    adverbial,
    is_sentence,
    kind_in_words,
    own_sentence,
)
from assistant.template.grammar import Grammar
from assistant.template.noun_phrases import investor, is_undisclosed, names_of
from assistant.template.phrases import are_several, spaced, undisclosed
from assistant.template.quotations import before_said, prepared, with_role
from assistant.template.sentences import bare, ended, one_line, split_first
from assistant.template.third_person import ReportedSpeech
from assistant.template.told import Facts, Told, has_story

THE_COMPANY = "Das Unternehmen"


def _tell(kind: str, facts: Facts, also: bool) -> list[Told]:
    if not has_story(kind, facts):
        return []
    company = THE_COMPANY if also else _company(facts)
    lead, *rest = _STORIES[kind](facts, company, " außerdem" if also else "")
    keys = lead.keys if also else ("company_name", "announcement_type", *lead.keys)
    return [Told(lead.text, keys), *rest]


def _company(facts: Facts) -> str:
    return names_of(facts).company or THE_COMPANY


def _funding(facts: Facts, company: str, also: str) -> list[Told]:
    closed = facts.get("round_closed", "")
    lead, withheld = _raised(facts, company, also), undisclosed(facts)
    if withheld:
        who = "die" if withheld == "lead_investor" else "weitere"
        lead = f"{bare(lead)}; {who} Investoren bleiben ungenannt."
    is_secret = is_undisclosed(facts.get("lead_investor", ""))
    keys = ("amount", "round", "round_closed", withheld, "lead_investor" if is_secret else "")
    told = [Told(lead, keys)]
    told += _investors(facts, closed)
    if "total_raised" in facts:
        told.append(
            Told(answers.total(facts["total_raised"], closed, facts), ("total_raised", "round_closed"))
        )
    if "use_of_funds" in facts:
        told.append(Told(answers.use(facts["use_of_funds"], facts), ("use_of_funds",)))
    return told


def _raised(facts: Facts, company: str, also: str) -> str:
    closed, round_ = facts.get("round_closed", ""), answers.round_name(facts.get("round", ""))
    amount = answers.amount(facts.get("amount", ""))
    if amount:
        if closed == "yes":
            return f"{company} hat{also} in einer {round_} {amount} eingesammelt."
        if closed == "no":
            return f"{company} sammelt{also} derzeit in einer {round_} {amount} ein."
        return f"{company} gibt{also} eine {round_} über {amount} bekannt."
    return {
        "yes": f"{company} hat{also} eine {round_} abgeschlossen.",
        "no": f"{company} führt{also} derzeit eine {round_} durch.",
    }.get(closed, f"{company} gibt{also} eine {round_} bekannt.")


def _investors(facts: Facts, closed: str) -> list[Told]:
    is_open = closed == "no"
    others = facts.get("other_investors", "")
    lead = answers.lead_investor(facts.get("lead_investor", ""))
    told = []
    if lead and is_sentence(lead):
        told.append(Told(own_sentence(lead, facts), ("lead_investor",)))
    elif lead:
        verb = "wird" if is_open else "wurde"
        told.append(
            Told(f"Angeführt {verb} die Runde von {ended(lead)}", ("lead_investor", "round", "round_closed"))
        )
    if is_undisclosed(others):
        return told
    if others and is_sentence(others):
        told.append(Told(own_sentence(others, facts), ("other_investors",)))
    elif others:
        verbs = ("beteiligt", "beteiligen") if is_open else ("beteiligte", "beteiligten")
        also = " auch" if lead else ""
        text = f"An der Runde {verbs[are_several(others)]} sich{also} {ended(investor(others))}"
        told.append(Told(text, ("other_investors", "round", "round_closed")))
    return told


def _product(facts: Facts, company: str, also: str) -> list[Told]:
    product = bare(facts.get("product_name", ""))
    launch = f"{company} bringt{also} {product or 'ein neues Produkt'} auf den Markt"
    keys: tuple[str, ...] = ("product_name",)
    told = []
    if "product_summary" in facts:
        apposition, summary = answers.summary(facts["product_summary"], product, facts)
        launch += apposition
        keys = ("product_name", "product_summary") if apposition else keys
        told = [Told(summary, ("product_summary", "product_name"))] if summary else []
    return [Told(ended(launch), keys), *told, *_offer(facts, product or "Das Produkt")]


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


def _partnership(facts: Facts, company: str, also: str) -> list[Told]:
    partner = bare(facts.get("partner", "")) if facts.get("partner_agrees") != "no" else ""
    who = f" mit {partner}" if partner else ""
    told = [Told(f"{company} geht{also} eine Partnerschaft{who} ein.", ("partner", "partner_agrees"))]
    rows = {"benefit": answers.together, "start": answers.starts, "scope": answers.scope}
    return [*told, *(Told(row(facts[key], facts), (key,)) for key, row in rows.items() if key in facts)]


def _other(facts: Facts, company: str, also: str) -> list[Told]:
    phrases = {key: phrase for key in ("when", "where") if (phrase := adverbial(facts.get(key, "")))}
    if "news" not in facts:
        text = f"{company} hat{also} Neuigkeiten."
        return [Told(text, tuple(phrases)), *_happens("", phrases, facts)]
    news, rest = answers.news(facts["news"], company, facts)
    repeated = [key for key, text in phrases.items() if text.lower() in news.lower()]
    phrases = {key: text for key, text in phrases.items() if key not in repeated}
    whole = answers.with_adverbials(news, company, list(phrases.values()))
    told = [Told(spaced(whole or news, rest), ("news", *repeated, *(phrases if whole else ())))]
    return told if whole else [*told, *_happens(news, phrases, facts)]


def _happens(news: str, phrases: Facts, facts: Facts) -> list[Told]:
    own = {key: text for key, text in phrases.items() if is_sentence(text)}
    ends = [text for key, text in phrases.items() if key not in own]
    told = [Told(own_sentence(text, facts), (key,)) for key, text in own.items()]
    if ends:
        verb = "geschah" if re.search(r"\b(?:hat|wurde|haben|war)\b", news) else "geschieht"
        begins = f"Das {verb}" if news else "Zeit und Ort:"
        told.append(
            Told(ended(f"{begins} {' '.join(ends)}"), ("news", *(key for key in phrases if key not in own)))
        )
    return told


_STORIES = {"funding": _funding, "product": _product, "partnership": _partnership, "other": _other}
_BARE_NEWS = {
    "funding": "eine Finanzierungsrunde bekannt",
    "product": "den Start eines neuen Produkts bekannt",
    "partnership": "eine Partnerschaft bekannt",
}


def _bare_lead(kind: str, facts: Facts) -> Told | None:
    keys = ("company_name", "announcement_type")
    if named := kind_in_words(facts):
        return Told(ended(f"{_company(facts)} gibt bekannt: {named}"), keys)
    if kind in _BARE_NEWS:
        return Told(f"{_company(facts)} gibt {_BARE_NEWS[kind]}.", keys)
    if "detail" in facts or "company_name" not in facts:
        return None
    return Told(f"{_company(facts)} hat Neuigkeiten.", keys)


def _attributed(words: str, speaker: str, role: str) -> list[str]:
    """Return „Erster Satz“, sagt Ines Ortega, Geschäftsführerin von Acme. „Der Rest.“"""
    text = prepared(words, speaker, WORDS["de"].inner_quotes)
    if text is None:
        return [ended(one_line(words))]
    who = with_role(speaker, role)
    if not bare(speaker):
        return [f"„{ended(text)}“" + (f" ({who})" if who else "")]
    first, rest = split_first(text)
    quotation = f"„{before_said(first)}“, sagt {ended(who)}"
    return [quotation, f"„{ended(rest)}“"] if rest else [quotation]


GRAMMAR = Grammar(
    words=WORDS["de"],
    speech=ReportedSpeech(
        first_person=FIRST_PERSON,
        marks=WORDS["de"].quotes,
        inner_marks=WORDS["de"].inner_quotes,
        said="Das Unternehmen teilt mit: {words}",
        added="Weiter heißt es: {words}",
        announced="{company} teilt mit: {words}",
        the_company=THE_COMPANY,
        stop_inside_part=False,
        stop_inside_whole=True,
    ),
    tell=_tell,
    bare_lead=_bare_lead,
    own_sentence=own_sentence,
    attributed=_attributed,
    capitals=False,
    company="das Unternehmen",
    partner="den Partner",
)
