"""The body of a press release from its facts: the lead, what belongs to the announcement, the details."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.announcement_types import MAX_OF_A_KIND, TYPES, numbered, recognise
from assistant.parts import Part, PartName
from assistant.template.citations import Citations
from assistant.template.grammar import Grammar
from assistant.template.languages import GRAMMARS
from assistant.template.layout import assemble
from assistant.template.paragraphs import Unit, joined_units
from assistant.template.sentences import bare, words_in
from assistant.template.told import Facts, Told, has_story
from assistant.verification.statements import Fact, Sentence

SHORT_LEAD, LONG_LEAD = 25, 45
"""Words. A lead that is short takes in the next sentence, if it does not get long by that."""


def write(facts: Sequence[Fact], *, language: str, immediate: bool) -> list[Part]:
    """Return the press release of `facts` in `language`; the part of a missing fact is left out.

    `immediate` is True if it may be published at once, else it says from which day on. The same facts give
    the same parts.
    """
    body = _body(Citations(facts), GRAMMARS[language])
    return assemble(facts, body, language=language, immediate=immediate)


def _body(cited: Citations, grammar: Grammar) -> list[Part]:
    values = cited.values
    kind = _kind(values)
    details = [
        Told(grammar.own_sentence(values[key], values), (key,))
        for number in range(1, MAX_OF_A_KIND + 1)
        if (key := numbered("detail", number)) in values
    ]
    story = _story(kind, values, grammar)
    for other in (name for name in TYPES if name != kind):
        story += grammar.tell(other, values, True)
    units = _units([*story, *details], cited, grammar)
    return _parts(units[: len(story)], units[len(story) :])


def _kind(values: Facts) -> str:
    """Return the key in TYPES: an older draft has a label or the user's words, or nothing but the facts."""
    kind = values.get("announcement_type", "")
    named = kind if kind in TYPES else recognise(kind)
    return named or next((kind for kind in TYPES if has_story(kind, values)), "")


def _story(kind: str, values: Facts, grammar: Grammar) -> list[Told]:
    """Return the lead and what follows it."""
    if kind and (story := grammar.tell(kind, values, False)):
        return story
    lead = grammar.bare_lead(kind, values)
    return [lead] if lead else []


def _units(told: Sequence[Told], cited: Citations, grammar: Grammar) -> list[Unit]:
    """Return the sentences of each of `told`, with their citations; the first one is the lead's."""
    units: list[Unit] = []
    speech = replace(grammar.speech, names=cited.names)
    for position, one in enumerate(told):
        answers = [cited.values[key] for key in one.keys if key in cited.values]
        company = bare(cited.values.get("company_name", "")) or grammar.speech.the_company
        texts = speech.reported(one.text, answers, lead_of=company if position == 0 else None)
        units.append([cited.sentence(text, *one.keys) for text in texts])
    return units


def _parts(story: Sequence[Unit], details: Sequence[Unit]) -> list[Part]:
    """Return the paragraphs; the lead takes in the sentences after it as long as it is short."""
    if not story:
        story, details = details[:1], details[1:]
    if not story:
        return []
    lead, first_rest = _cut(story[0], LONG_LEAD)
    following = list(story[1:])
    while following and not first_rest and _words(lead) < SHORT_LEAD:
        if _words([*lead, *following[0]]) > LONG_LEAD:
            break
        lead = [*lead, *following.pop(0)]
    paragraphs = joined_units([[first_rest, *following] if first_rest else following, details])
    return [
        Part(name=PartName.LEAD, sentences=tuple(lead)),
        *(Part(name=PartName.BODY, sentences=tuple(paragraph)) for paragraph in paragraphs),
    ]


def _cut(unit: Unit, most: int) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences of `unit` of no more than `most` words together, at least one, and the others."""
    taken = 1
    while taken < len(unit) and _words(unit[: taken + 1]) <= most:
        taken += 1
    return list(unit[:taken]), list(unit[taken:])


def _words(sentences: Sequence[Sentence]) -> int:
    return sum(words_in(one.text) for one in sentences)
