"""The parts of a press release in their order, around a body that a model or the template wrote."""

import re
from collections.abc import Iterator, Sequence

from assistant.announcement_types import MAX_OF_A_KIND, numbered, quotation_of
from assistant.house_style.ap import date_of
from assistant.parts import Part, PartName
from assistant.template.citations import Citations
from assistant.template.grammar import Grammar
from assistant.template.languages import GRAMMARS
from assistant.template.paragraphs import sentences_in
from assistant.template.sentences import bare, ended, one_line
from assistant.template.told import Facts
from assistant.verification.statements import Fact

QUOTED_AFTER = 2
"""Paragraphs before the first quotation."""


def assemble(facts: Sequence[Fact], body: Sequence[Part], *, language: str, immediate: bool) -> list[Part]:
    """Return the whole release: `body`, its lead and paragraphs, and around it what is never generated.

    `immediate` is True if it may be published at once, else it says from which day on. The part of a missing
    fact is left out.
    """
    cited = Citations(facts)
    values, grammar = cited.values, GRAMMARS[language]
    headline = bare(_without_stars(values.get("headline", "")))
    parts = [
        cited.part(PartName.RELEASE_LINE, _release_line(values, grammar, immediate), "release_date"),
        cited.part(PartName.HEADLINE, headline, "headline"),
        cited.part(PartName.SUBHEAD, one_line(values.get("subhead", "")), "subhead"),
        cited.part(PartName.DATELINE, _dateline(values, grammar) if body else "", "city", "release_date"),
        *_with_quotations(body, list(_quotations(cited, grammar))),
        *_about(cited, grammar),
        _contact(cited, grammar),
        cited.part(PartName.LINK, _link(values, grammar), "link"),
        cited.part(PartName.END_MARK, grammar.words.end_mark),
    ]
    return [part for part in parts if part.text]


def _without_stars(text: str) -> str:
    return text[1:-1] if re.fullmatch(r"\*[^*]+\*", text) else text


def _release_line(values: Facts, grammar: Grammar, immediate: bool) -> str:
    if immediate:
        return grammar.words.immediate
    if "release_date" not in values:
        return ""
    day = _printed(values["release_date"], grammar)
    return grammar.words.on_day.format(day=day.upper() if grammar.capitals else day)


def _printed(day: str, grammar: Grammar) -> str:
    """Return "Feb. 9, 2027" for "2027-02-09"; a day in other words, as in an older draft, stays as it is."""
    found = date_of(day)
    return grammar.words.printed(found) if found else bare(day)


_FROM = re.compile(
    r"\A(?:(?:it['’]?s|it is|the news is|we are|we['’]re)\s+)?(?:based\s+)?(?:from|in)\s+", re.IGNORECASE
)


def _dateline(values: Facts, grammar: Grammar) -> str:
    """Return "TURIN, Italy, Feb. 9, 2027", or what of it is known."""
    where = _FROM.sub("", bare(values.get("city", "")))
    city, comma, country = where.replace(" (", ", ").rstrip(")").partition(",")
    country = re.sub(r"\b[a-z]", lambda letter: letter[0].upper(), country) if country.islower() else country
    city = city.upper() if grammar.capitals else city[:1].upper() + city[1:]
    day = _printed(values.get("release_date", ""), grammar)
    return ", ".join(part for part in (f"{city}{comma}{country}", day) if part)


def _quotations(cited: Citations, grammar: Grammar) -> Iterator[Part]:
    for number in range(1, MAX_OF_A_KIND + 1):
        keys = quotation_of(numbered("quote", number))
        words, speaker, role = (cited.values.get(key, "") for key in keys)
        if words:
            sentences = (cited.sentence(text, *keys) for text in grammar.attributed(words, speaker, role))
            yield Part(name=PartName.QUOTATION, sentences=tuple(sentences))


def _with_quotations(body: Sequence[Part], quotations: Sequence[Part]) -> list[Part]:
    """Return the body with its first quotation after the second paragraph and the others at its end."""
    return [*body[:QUOTED_AFTER], *quotations[:1], *body[QUOTED_AFTER:], *quotations[1:]]


def _about(cited: Citations, grammar: Grammar) -> Iterator[Part]:
    """Yield the boilerplates; that of a partner that may not be named is left out."""
    values = cited.values
    rows: list[tuple[str, tuple[str, ...], str]] = [("boilerplate", ("company_name",), grammar.company)]
    if values.get("partner_agrees") != "no":
        rows.append(("partner_boilerplate", ("partner", "partner_agrees"), grammar.partner))
    for key, names, unnamed in rows:
        if key in values:
            heading = grammar.words.about.format(name=bare(values.get(names[0], "")) or unnamed)
            text = _without_heading(ended(values[key]), heading)
            sentences = [cited.sentence(one, key, *names) for one in sentences_in(text)]
            yield Part(name=PartName.BOILERPLATE, heading=heading, sentences=tuple(sentences))


def _without_heading(text: str, heading: str) -> str:
    """Return `text` without the heading that it may begin with."""
    first, _, rest = text.partition("\n")
    return rest.strip() if first.strip(" *:").lower() == heading.lower() and rest.strip() else text


def _contact(cited: Citations, grammar: Grammar) -> Part:
    heading = grammar.words.media_contact
    text = one_line(cited.values.get("media_contact", ""))
    return cited.part(PartName.CONTACT, text, "media_contact", heading=heading)


def _link(values: Facts, grammar: Grammar) -> str:
    return grammar.words.more.format(link=values["link"]) if "link" in values else ""
