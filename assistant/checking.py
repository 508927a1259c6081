"""What is wrong with a written release: gate 2, what is missing, and the house style."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from assistant.announcement_types import Kind, kind_of, order_of, type_of
from assistant.house_style import checks
from assistant.house_style.ap import date_of
from assistant.house_style.findings import Context, StyleFinding
from assistant.models import Fact, PressRelease
from assistant.parts import WRITTEN, Part, sentences_of
from assistant.template.noun_phrases import is_undisclosed
from assistant.translatable import mark as _
from assistant.translation import translated
from assistant.validation import possible_dates
from assistant.verification import Fact as CheckedFact
from assistant.verification import Finding, verify
from assistant.verification.contacts import Contact, contacts
from assistant.verification.normalise import folded, words

BLOCK, WARN = "block", "warn"
MISSING = "missing"
LONGEST_SAID = 200
"""Characters of the user's words in a question."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that a check has against a release. One that blocks is never approved."""

    id: str
    """Of the check: a kind of finding ("number"), or a rule of the house style ("PR004")."""
    severity: str
    """ "block" or "warn"."""
    message: str
    """For operators; "" where the id says all."""
    part: int = -1
    """Its place in the release, -1 where the whole is meant."""
    sentence: int = -1
    """Its place in the part."""
    start: int = 0
    end: int = 0
    text: str = ""
    """The characters from `start` to `end` of the sentence."""
    facts: Sequence[str] = ()
    """The ids of the facts that the sentence cites."""

    @property
    def blocks(self) -> bool:
        return self.severity == BLOCK

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def blocking(stored: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Return those of the `stored` problems of a version that block it."""
    return [problem for one in stored if (problem := Problem(**one)).blocks]


def checked_fact(fact: Fact, *, superseded: bool = False) -> CheckedFact:
    """Return `fact` as the checks and the template see it."""
    return CheckedFact(
        id=str(fact),
        key=fact.key,
        kind=kind_of(fact.key),
        value=fact.value,
        said=fact.said,
        superseded=superseded,
    )


def former_facts(release: PressRelease, used: Mapping[str, Fact]) -> list[CheckedFact]:
    """Return the confirmed facts of `release` that were superseded."""
    former = release.facts.exclude(superseded_at=None).exclude(confirmed_at=None)
    ids = {fact.pk for fact in used.values()}
    return [checked_fact(fact, superseded=True) for fact in former.order_by("pk") if fact.pk not in ids]


def check(
    parts: Sequence[Part], *, release: PressRelease, used: Mapping[str, Fact], language: str
) -> list[Problem]:
    """Return what is wrong with `parts`, written from the facts `used`."""
    facts = [checked_fact(fact) for fact in used.values()] + former_facts(release, used)
    found = verify(sentences_of(parts), facts, language=language)
    places = [(at, number) for at, part in enumerate(parts) for number in range(len(part.sentences))]
    problems = [_problem(one, parts, *places[one.sentence]) for one in found]
    style = checks.check(parts, language=language, context=_context(release, used))
    return [
        *problems,
        *_missing(parts, used),
        *(_of_style(one, parts) for one in style if one.severity != "repair"),
    ]


def _problem(found: Finding, parts: Sequence[Part], part: int, sentence: int) -> Problem:
    return Problem(
        id=found.kind,
        severity=BLOCK if found.hard else WARN,
        message="",
        part=part,
        sentence=sentence,
        start=found.start,
        end=found.end,
        text=found.text,
        facts=parts[part].sentences[sentence].facts,
    )


def _context(release: PressRelease, used: Mapping[str, Fact]) -> Context:
    values = {key: fact.value for key, fact in used.items()}
    day = date_of(values.get("release_date", ""))
    announced = ("product_name", "partner", "amount", "round", "news")
    return Context(
        company=values.get("company_name", ""),
        announcement_type=values.get("announcement_type", ""),
        announced=tuple(values[key] for key in announced if key in values),
        names=names_of(used),
        links=tuple(one.text for one in _addresses_in(used)),
        release_day=day,
        today=max(possible_dates(release.phone, timezone.now())),
        embargo=not is_immediate(used),
        round_open=values.get("round_closed") == "no",
        headline_case=settings.HEADLINE_CASE,
    )


def _addresses_in(used: Mapping[str, Fact]) -> Iterator[Contact]:
    for fact in used.values():
        yield from (one for one in contacts(folded(f"{fact.value} {fact.said}")) if one.kind == "url")


def is_immediate(used: Mapping[str, Fact]) -> bool:
    """Return True if the release may be published on the day on which its date was told."""
    day = used.get("release_date")
    if day is None:
        return True
    days = possible_dates(day.release.phone, day.created_at)
    return day.value <= max(days).isoformat()


def names_of(used: Mapping[str, Fact]) -> tuple[str, ...]:
    """Return the names among the facts."""
    return tuple(fact.value for key, fact in used.items() if kind_of(key) == Kind.NAME)


def _of_style(found: StyleFinding, parts: Sequence[Part]) -> Problem:
    is_in_place = found.part >= 0 and found.sentence >= 0
    return Problem(
        id=found.id,
        severity=BLOCK if found.severity == "block" else WARN,
        message=found.message,
        part=found.part,
        sentence=found.sentence,
        start=found.start,
        end=found.end,
        text=found.text,
        facts=parts[found.part].sentences[found.sentence].facts if is_in_place else (),
    )


def must_be_told(used: Mapping[str, Fact]) -> list[Fact]:
    """Return the facts that the written paragraphs have to use: what its kind of announcement needs."""
    announcement = used["announcement_type"].value if "announcement_type" in used else ""
    _, needed = order_of(announcement, used)
    _, always = order_of("", used)
    keys = ["company_name", *(key for key in used if key in needed - always)]
    if "partner_agrees" in used and used["partner_agrees"].value == "no":
        keys.remove("partner")
    told = [used[key] for key in keys if key in used]
    return [fact for fact in told if kind_of(fact.key) != Kind.YES_NO and not is_undisclosed(fact.value)]


def _missing(parts: Sequence[Part], used: Mapping[str, Fact]) -> list[Problem]:
    cited = {one for part in parts if part.name in WRITTEN for s in part.sentences for one in s.facts}
    return [
        Problem(
            id=MISSING,
            severity=BLOCK,
            message=f"{type_of(fact.key).label} is not in the text.",
            text=fact.value,
            facts=(str(fact),),
        )
        for fact in must_be_told(used)
        if str(fact) not in cited
    ]


def question_about(problem: Problem, parts: Sequence[Part], facts: Collection[int]) -> str:
    """Return the one question that the user is asked about a problem that blocks."""
    about = concerned(problem, parts, facts)
    said = Truncator(about.said.rstrip(" .") if about else "").chars(LONGEST_SAID)
    text = _QUESTIONS.get(problem.id, _NOT_FOUND) if said else _NOT_FOUND
    if problem.id.startswith("PR"):
        text = _OTHER_WORDS
    return translated(text, text=problem.text, sentence=_sentence(problem, parts), said=said)


def _sentence(problem: Problem, parts: Sequence[Part]) -> str:
    if problem.part < 0:
        return problem.text
    part = parts[problem.part]
    return part.sentences[problem.sentence].text if problem.sentence >= 0 else part.text


def notices_in(stored: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what the user should know of the `stored` problems of a version before approving it."""
    return [translated(NOTICES[one]) for one in dict.fromkeys(p["id"] for p in stored) if one in NOTICES]


def concerned(problem: Problem, parts: Sequence[Part], facts: Collection[int]) -> Fact | None:
    """Return the fact that the user has to decide about: of those cited, the one most like the sentence.

    A figure is asked about beside what has figures.
    """
    cited = Fact.objects.filter(pk__in=[pk for pk in facts if f"f{pk}" in problem.facts]).order_by("pk")
    has_figures = [fact for fact in cited if re.search(r"\d", fact.said)]
    told = has_figures if problem.id in _OF_FIGURES and has_figures else [*cited]
    sentence = _sentence(problem, parts)
    return min(told, key=lambda fact: (fact.key == "company_name", -_alike(fact, sentence)), default=None)


def _alike(fact: Fact, text: str) -> float:
    """Return how much of the words of `fact` are in `text`."""
    told = {*words(f"{fact.value} {fact.said}")}
    return len(told & {*words(text)}) / (len(told) or 1)


_OF_FIGURES = ("number", "date")
_NOT_FOUND = _(
    "I wrote: “{sentence}” I do not find all of that in what you told me. Is it right? Please tell me in "
    "your own words, or say that I should leave it out."
)
_OTHER_WORDS = _("This sentence cannot be printed like that: “{sentence}” How should it read?")
_WHICH = _("I wrote “{text}”, but you told me: “{said}”. Which one is right?")
NOTICES = {
    "PR070": _(
        "Your round is still open. A public announcement of it can count as advertising shares: please show "
        "this text to your lawyer first."
    ),
    "PR071": _(
        "If the company is listed, its ticker and its own text on forward-looking statements belong into the "
        "release. Please show it to the people who look after the listing."
    ),
    "PR072": _(
        "About a lawsuit, journalists ask for the court and the case number. Your lawyer should see it."
    ),
}
"""What the user is told with a version, by the rule of the house style that finds it."""
_QUESTIONS = {
    **dict.fromkeys((*_OF_FIGURES, "contact"), _WHICH),
    "superseded": _(
        "“{text}” is still in this sentence, although you have corrected it: “{sentence}” How should it read?"
    ),
    "instruction": _(
        "“{sentence}” reads like an instruction to me, not like news. How should it read in print?"
    ),
}
