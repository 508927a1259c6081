"""Gate 2: each sentence of a written release says what the facts say that it cites."""

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.verification import (
    attribution,
    claims,
    content,
    exchange,
    lead_ins,
    parties,
    polarity,
    roles,
    superseded,
    written_names,
)
from assistant.verification.evidence import Evidence
from assistant.verification.findings import Finding
from assistant.verification.gate import unsupported as unsupported_values
from assistant.verification.normalise import folded
from assistant.verification.release import Release
from assistant.verification.sentences import Span, Written, written
from assistant.verification.statements import Fact, Sentence
from assistant.verification.words.fixed_lines import fixed_part, is_heading
from assistant.verification.words.instructions import instructions

_MOST = 50
"""Findings of a sentence: one with more is wrong anyway."""


def verify(sentences: Sequence[Sentence], facts: Sequence[Fact], *, language: str) -> list[Finding]:
    """Return what of a release in `language` the cited facts do not support; [] if they support all.

    That every fact which must be used is used, is for the caller to check.
    """
    release = Release(sentences, facts, language)
    found: list[Finding] = []
    for number, sentence in enumerate(sentences):
        spans = dict.fromkeys(islice(_findings(sentence, release), _MOST))
        ordered = sorted(spans, key=lambda span: span[1:3])
        found += [
            Finding(kind, start, end, sentence.text[start:end], hard, number)
            for kind, start, end, hard in ordered
        ]
    return found


def _findings(sentence: Sentence, release: Release) -> Iterator[Span]:
    if not any(one.isalnum() for one in sentence.text) or is_heading(folded(sentence.text)):
        return
    read = written(sentence.text, release.language)
    cited = [release.by_id[one] for one in sentence.facts if one in release.by_id]
    active = [fact for fact in cited if not fact.superseded]
    line = fixed_part(read.content.text.text)
    if line and len(read.words) <= _LINE:
        evidence = release.evidence(active) if active else release.all
        yield from _values(read, evidence, release)
        first = read.place(line - 1, line)[1]
        yield from (
            one for one in written_names.unsupported(read, evidence, release, active) if one[1] >= first
        )
        yield from superseded.used(read, release)
        return
    yield from _instructions(read)
    if len(cited) < len(sentence.facts) or len(active) < len(cited):
        yield ("citation", 0, len(sentence.text), not active)
    if lead_ins.leads_on(read, release, active):
        yield from superseded.used(read, release)
        return
    if not sentence.facts:
        yield from content.uncited(read, release)
    quoted = [fact for fact in attribution.quoted_facts(read, release) if fact in active]
    if not read.quoted:  # it leads to what somebody says
        quoted = [fact for fact in active if fact.kind == "quotation"]
    beside = [one for fact in quoted for one in (*release.speakers(fact), *release.roles(fact))]
    evidence = release.evidence([*dict.fromkeys([*active, *beside])])
    yield from attribution.unsupported(read, active)
    yield from attribution.wrong_speakers(read, release)
    yield from _values(read, evidence, release)
    yield from written_names.unsupported(read, evidence, release, active)
    yield from claims.unsupported(read, evidence, release)
    yield from superseded.used(read, release)
    yield from roles.swapped(read, evidence, release)
    yield from roles.turned_round(read, evidence)
    yield from exchange.exchanged(read, evidence)
    yield from parties.changed(read, evidence, release)
    yield from _titles(read, evidence)
    yield from polarity.turned_round(read, evidence, active)
    yield from _from_instructions(read, evidence)
    if active and not read.quoted:
        yield from content.unsupported(read, evidence, release)


_LINE = 12
"""Words of a line that begins as a heading and may go on with a name, a day or an address."""


def _values(read: Written, evidence: Evidence, release: Release) -> Iterator[Span]:
    """Yield the numbers, dates and contacts that the cited facts do not have."""
    for kind, start, end in unsupported_values(read.content, evidence.content, release.language):
        is_today = any(
            one.parts == {"relative": 0} and read.place(one.start, one.end) == (start, end)
            for one in read.content.dates
        )
        if not is_today:
            yield (kind, start, end, True)


def _titles(read: Written, evidence: Evidence) -> Iterator[Span]:
    """Yield the roles of people that the cited facts do not have."""
    for token in read.tokens:
        if token.title and token.title not in evidence.vocabulary.meanings:
            yield ("role", *read.place(token.start, token.end), True)


def _instructions(read: Written) -> Iterator[Span]:
    for start, end in instructions(read.content.text.text):
        yield ("instruction", *read.place(start, end), True)


def _from_instructions(read: Written, evidence: Evidence) -> Iterator[Span]:
    """Yield what rests only on a part of a fact that is an instruction to the writer."""
    if not evidence.instruction.words:
        return
    only = [
        token
        for token in read.tokens
        if token.weight and evidence.instruction.has_word(token.word) and not evidence.vocabulary.has(token)
    ]
    if len(only) > 1:
        yield ("instruction", *read.place(only[0].start, only[-1].end), True)
