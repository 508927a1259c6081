"""The grammar of English, as the Associated Press writes it."""

import re

from assistant.announcement_types import TYPES
from assistant.house_style.words import WORDS
from assistant.template.english.completions import own_sentence
from assistant.template.english.stories import story_of
from assistant.template.grammar import Grammar
from assistant.template.noun_phrases import names_of, without_legal_form
from assistant.template.quotations import attributed
from assistant.template.sentences import ended, lowered, one_line
from assistant.template.third_person import ReportedSpeech
from assistant.template.told import Facts, Told

SPEECH = ReportedSpeech(
    first_person=re.compile(
        r"\b(?:[Ww]e|us|[Oo]urs?|[Oo]urselves|[Mm]y|me|[Mm]yself)\b|(?<![A-Z][a-z] )\bI(?=['’]| [a-z])"
    ),
    marks=WORDS["en"].quotes,
    inner_marks=WORDS["en"].inner_quotes,
    said="The company said: {words}",
    added="It added: {words}",
    announced="{company} today announced: {words}",
    the_company="The company",
    stop_inside_part=True,
    stop_inside_whole=True,
)
_BARE_NEWS = {"funding": "a funding round", "product": "a product launch", "partnership": "a partnership"}


def _company(facts: Facts) -> str:
    return names_of(facts).company or "The company"


def _tell(kind: str, facts: Facts, also: bool) -> list[Told]:
    story = story_of(kind, facts)
    if not story.announced:
        return story.sentences if also or kind != "other" else _named(story.sentences, facts)
    keys = story.announced.keys if also else ("company_name", "announcement_type", *story.announced.keys)
    begins = "The company also announced" if also else f"{_company(facts)} today announced"
    return [Told(ended(f"{begins} {story.announced.text}"), keys), *story.sentences]


def _named(told: list[Told], facts: Facts) -> list[Told]:
    """Return the news with who announces them, if they do not name the company themselves."""
    company = names_of(facts).company
    if not told or not company or without_legal_form(company) in told[0].text:
        return told
    if SPEECH.is_first_person(told[0].text):
        return told
    news = lowered(told[0].text) if re.match(r"(?:An?|The)\s", told[0].text) else told[0].text
    text = f"{company} today announced{' that' if news != told[0].text else ':'} {news}"
    return [Told(text, ("company_name", "announcement_type", *told[0].keys)), *told[1:]]


def _bare_lead(kind: str, facts: Facts) -> Told | None:
    named = one_line(facts.get("announcement_type", ""))
    keys = ("company_name", "announcement_type")
    if named and named not in TYPES and named not in {row.label for row in TYPES.values()}:
        ours = re.match(r"(?:our|its)\s(?!.*[.:!?]\s)", named, re.IGNORECASE)
        what = f" its {named[ours.end() :]}" if ours else f": {named}"
        return Told(ended(f"{_company(facts)} today announced{what}"), keys)
    if kind in _BARE_NEWS:
        return Told(f"{_company(facts)} today announced {_BARE_NEWS[kind]}.", keys)
    if "detail" in facts or "company_name" not in facts:
        return None
    return Told(f"{_company(facts)} today made an announcement.", keys)


def _own_sentence(text: str, facts: Facts) -> str:
    return own_sentence(text, names_of(facts))


GRAMMAR = Grammar(
    words=WORDS["en"],
    speech=SPEECH,
    tell=_tell,
    bare_lead=_bare_lead,
    own_sentence=_own_sentence,
    attributed=attributed,
    capitals=True,
    company="the company",
    partner="the partner",
)
