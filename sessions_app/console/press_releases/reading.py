"""A version sentence by sentence: each with the facts it rests on, and what the checks have against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant import versions
from assistant.checking import Problem
from assistant.models import Fact, ReleaseVersion
from assistant.parts import Part
from sessions_app.console.press_releases import comparison, gathered, problems
from sessions_app.console.press_releases.comparison import Line
from sessions_app.console.press_releases.gathered import ShownFact
from sessions_app.console.press_releases.markup import Piece, Span, pieces
from sessions_app.console.press_releases.problems import ShownProblem


@dataclass(frozen=True, kw_only=True)
class ShownSentence:
    pieces: Sequence[Piece]
    """Marked as "block" and "warn"."""
    facts: Sequence[ShownFact]
    problems: Sequence[ShownProblem]


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    name: str
    heading: str
    sentences: Sequence[ShownSentence]
    problems: Sequence[ShownProblem]
    """Of the part as a whole."""


@dataclass(frozen=True, kw_only=True)
class ShownText:
    parts: Sequence[ShownPart] = ()
    lines: Sequence[Line] = ()
    """Of a version that older code wrote: it has no parts."""
    blocks: Sequence[ShownProblem] = ()
    """Why it cannot be approved."""
    whole: Sequence[ShownProblem] = ()
    """What is against the text as a whole."""


def of_version(version: ReleaseVersion) -> ShownText:
    """Return `version` with the facts that it was written from: one query."""
    parts = versions.parts_of(version)
    found = [Problem(**stored) for stored in version.problems]
    if not parts:
        return ShownText(lines=comparison.plain(version.text), blocks=_blocking(found))
    used = {str(fact): fact for fact in Fact.objects.filter(pk__in=version.facts)}
    return of_parts(parts, found, used)


def of_draft(draft: versions.Draft) -> ShownText:
    """Return what would be written."""
    return of_parts(draft.parts, draft.problems, {str(fact): fact for fact in draft.used.values()})


def of_parts(parts: Sequence[Part], found: Sequence[Problem], facts: Mapping[str, Fact]) -> ShownText:
    """Return `parts`, whose sentences cite `facts` by id, with the problems that were found in them."""
    return ShownText(
        parts=[_part(part, [one for one in found if one.part == at], facts) for at, part in enumerate(parts)],
        blocks=_blocking(found),
        whole=problems.shown(one for one in found if one.part < 0),
    )


def _blocking(found: Sequence[Problem]) -> list[ShownProblem]:
    return problems.shown(one for one in found if one.blocks)


def _part(part: Part, found: Sequence[Problem], facts: Mapping[str, Fact]) -> ShownPart:
    sentences = []
    for number, sentence in enumerate(part.sentences):
        mine = [one for one in found if one.sentence == number]
        spans = [Span(one.start, one.end, one.severity) for one in mine]
        cited = [gathered.shown_fact(facts[id_]) for id_ in sentence.facts if id_ in facts]
        sentences.append(
            ShownSentence(pieces=pieces(sentence.text, spans), facts=cited, problems=problems.shown(mine))
        )
    whole = problems.shown(one for one in found if one.sentence < 0)
    return ShownPart(name=part.name, heading=part.heading, sentences=sentences, problems=whole)
