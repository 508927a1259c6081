"""How the model writes a version: what it is asked, call by call, and what its answers become.

Every step looks at what is written down. A turn that died goes on where it was, and no call is made twice: a
call without an outcome may have been paid for, so the template writes in its place.

The functions are synchronous and use the ORM, inside the caller's transaction.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.utils import timezone

from assistant import model_calls, press_release, versions
from assistant.announcement_types import split, type_of
from assistant.body import NEW, Body, answered, body_of, marked, numbered, patched, restored, without
from assistant.checking import MISSING, Problem, check, must_be_told
from assistant.interviewer import UserTurn
from assistant.models import Fact, ModelCall, ReleaseVersion
from assistant.parts import WRITTEN, Part
from assistant.verification import Sentence
from assistant.versions import Draft, write_version

Purpose = ModelCall.Purpose
PUT_BY_CODE = (
    *("announcement_type", "language", "headline", "subhead", "quote", "quote_speaker", "quote_role"),
    *("release_date", "boilerplate", "partner_boilerplate", "media_contact", "link", "partner_agrees"),
)
"""Keys of facts that the model does not write about."""
CANNOT_REVISE = "the text could not be changed just now: tell the user, and offer a person of our team"
NO_SUCH_PARAGRAPH = "there is no such paragraph"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the user wants to be different in the paragraphs, beyond the facts; "" for nothing."""

    instruction: str = ""
    paragraph: int = 0
    """Which one, from 1; 0 for all."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What comes next: the version is there, or `call` is to be made with `request`."""

    version: ReleaseVersion | None = None
    problem: str = ""
    """Why nothing can be written as it is wished."""
    call: int = 0
    request: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a call came to. `text` is "" where there was no answer, and `error` says why."""

    text: str = ""
    error: str = ""
    usage: Mapping[str, Any] = field(default_factory=dict)
    is_unpaid: bool = False


def next_step(turn: UserTurn, *, wish: Wish) -> Step:
    """Return the version of the facts as they are and of `wish`, or the call to be made for it.

    Raises IncompleteRelease, TooManyVersions.
    """
    new = versions.draft(press_release.current(turn.phone))
    job = _Job(turn=turn, new=new, wish=wish)
    if version := job.done():
        return Step(version=version)
    if problem := job.refusal():
        return Step(problem=problem)
    return job.go_on()


def record(turn: UserTurn, *, call: int, answer: Answer) -> None:
    """Write down what a call came to."""
    told = model_calls.told(
        model=settings.OPENAI_WRITER_MODEL, usage=answer.usage, is_unpaid=answer.is_unpaid
    )
    ModelCall.objects.filter(pk=call).update(
        answer=answer.text, error=answer.error, answered_at=timezone.now(), **told
    )


def forget(turn: UserTurn, *, call: int) -> None:
    """Forget a call that never reached the model: it will be made again."""
    ModelCall.objects.filter(pk=call, answered_at=None).delete()


class _Job:
    """One version to be written in one turn."""

    def __init__(self, *, turn: UserTurn, new: Draft, wish: Wish) -> None:
        self._turn, self._new, self._wish = turn, new, wish
        before = versions.latest(new.release)
        self._template = versions.template_of(new.used, new.language)
        self._was_blocked = before is not None and versions.is_blocked_in_body(before)
        self._told_before = set(before.facts) if before else set()
        self._before: Body = ()
        self._is_first = before is None
        self._newest = before.number if before else 0
        is_translated = before is not None and not versions.is_in_language(before, new.used)
        if before and wish.instruction and not is_translated:
            self._before = body_of(versions.parts_of(before)) or self._template
        elif before and not self._was_blocked and versions.may_be_kept(before, new.used):
            self._before = body_of(versions.parts_of(before))

    def done(self) -> ReleaseVersion | None:
        """Return the version if there is nothing to be written."""
        mine = self._calls.filter(request=self._digest()).values("pk")
        if version := ReleaseVersion.objects.filter(call__in=mine).first():
            return version
        written = self._new.written
        if self._wish.instruction or written is None:
            return None
        return written if written.turn == self._turn.token or not self._was_blocked else None

    def refusal(self) -> str:
        if not self._wish.instruction:
            return ""
        if self._is_first:
            return "there is no version yet: call finish first"
        if not self._before:  # in another language: all is written anew, with the wish
            return ""
        return "" if 0 <= self._wish.paragraph <= len(self._before) else NO_SUCH_PARAGRAPH

    def go_on(self) -> Step:
        """Write the version from what the calls came to, or return the next call."""
        may_change = self._may_change()
        if not may_change:
            return self._without_model()
        purpose = Purpose.REVISE if self._before else Purpose.WRITE
        if self._wish.instruction and self._newest >= versions.MAX_VERSIONS:
            raise versions.TooManyVersions
        call, request = self._call(purpose, self._before, may_change)
        if request:
            return Step(call=call.pk, request=request)
        body = _read(call, before=self._before, may_change=may_change)
        if body is None:
            return self._without_model()
        problems = self._check(body)
        if any(problem.blocks for problem in problems):
            ids = _ids_with(problems, body)
            repair, request = self._call(Purpose.REPAIR, body, ids, problems)
            if request:
                return Step(call=repair.pk, request=request)
            body = self._settled(_read(repair, before=body, may_change=ids) or body)
        version = write_version(self._new.release, turn=self._turn.token, body=body, call=call)
        return Step(version=version)

    def _without_model(self) -> Step:
        if self._wish.instruction:
            return Step(problem=CANNOT_REVISE)
        return Step(version=write_version(self._new.release, turn=self._turn.token))

    def _check(self, body: Body) -> list[Problem]:
        """Return what is wrong with the paragraphs, with their places in `body`."""
        parts = versions.assembled(self._new.used, body, self._new.language)
        written = [at for at, part in enumerate(parts) if part.name in WRITTEN]
        found = check(parts, release=self._new.release, used=self._new.used, language=self._new.language)
        return [
            replace(one, part=written.index(one.part) if one.part in written else -1)
            for one in found
            if one.part in written or one.id == MISSING
        ]

    def _settled(self, body: Body) -> list[Part]:
        """Return `body` without wrong sentences that nobody needs; after a wish, with those of before.

        What has to be told and is missing then, the template tells in their place: also what the user was
        asked about before.
        """
        wrong = [one for one in self._check(body) if one.blocks and one.id != MISSING]
        if any(one.sentence < 0 for one in wrong):  # a paragraph as a whole: too long
            return self._template
        places = {(one.part, one.sentence) for one in wrong}
        needed = {str(fact) for fact in must_be_told(self._new.used)}
        if not self._was_blocked:
            told = _cited(without(body, places))
            places = {place for place in places if not (needed & {*_at(body, place).facts}) - told}
        if self._wish.instruction and len(numbered(body)) == len(numbered(self._before)):
            return restored(body, self._before, places)
        absent = needed - _cited(without(body, places))
        ids = {str(fact) for fact in self._new.used.values()}
        return patched(marked(body, places), self._template, used=ids | _cited(body), fresh=absent)

    def _may_change(self) -> set[str]:
        """Return the ids of the sentences that the model has to change, `NEW` for what is to be added."""
        placed = numbered(self._before)
        ids = {str(fact) for fact in self._new.used.values()}
        stale = {id_ for id_, (_, sentence) in placed.items() if not {*sentence.facts} <= ids}
        wished = {
            id_
            for id_, (paragraph, _) in placed.items()
            if self._wish.instruction and self._wish.paragraph in (0, paragraph)
        }
        is_news = any(fact.pk not in self._told_before for fact in _written_about(self._new.used))
        return {*stale, *wished, *([NEW] if is_news or not self._before else [])}

    @property
    def _calls(self) -> Any:
        return ModelCall.objects.filter(release=self._new.release, turn=self._turn.token)

    def _digest(self, purpose: str = "") -> str:
        """Return what tells the requests of a turn apart: the facts, the wish, and if it is a repair."""
        told = sorted((key, fact.pk, fact.value) for key, fact in self._new.used.items())
        asked = json.dumps([told, self._wish.instruction, self._wish.paragraph, purpose])
        return blake2b(asked.encode(), digest_size=16).hexdigest()

    def _call(
        self, purpose: ModelCall.Purpose, body: Body, ids: Collection[str], problems: Sequence[Problem] = ()
    ) -> tuple[ModelCall, Mapping[str, Any]]:
        """Return the call, and its request if it has to be made now."""
        call, is_new = self._calls.get_or_create(
            request=self._digest("repair" if problems else ""),
            defaults={
                "release": self._new.release,
                "turn": self._turn.token,
                "phone": self._turn.phone,
                "purpose": purpose,
                "model": settings.OPENAI_WRITER_MODEL,
                "asked_at": timezone.now(),
            },
        )
        return call, self._request(purpose, body, ids, problems) if is_new else {}

    def _request(
        self, purpose: str, body: Body, ids: Collection[str], problems: Sequence[Problem]
    ) -> dict[str, Any]:
        """Return what the model is told, as data."""
        used = self._new.used
        needed = {str(fact) for fact in must_be_told(used)}
        return {
            "task": purpose,
            "language": self._new.language,
            "announcement": used["announcement_type"].value,
            "facts": [_told(fact, needed) for fact in _written_about(used)],
            **({"wish": self._wish.instruction} if self._wish.instruction else {}),
            **({"sentences": _numbered(body), "change": sorted(ids)} if body else {}),
            **({"problems": [_explained(one, body) for one in problems if one.blocks]} if problems else {}),
        }


def _written_about(used: Mapping[str, Fact]) -> list[Fact]:
    hidden = {*PUT_BY_CODE}
    if "partner_agrees" in used and used["partner_agrees"].value == "no":
        hidden.add("partner")
    return [fact for key, fact in used.items() if split(key)[0] not in hidden]


def _told(fact: Fact, needed: Collection[str]) -> dict[str, Any]:
    return {
        "id": str(fact),
        "what": type_of(fact.key).label,
        "value": fact.value,
        "said": fact.said,
        "needed": str(fact) in needed,
    }


def _numbered(body: Body) -> list[dict[str, Any]]:
    return [
        {"id": id_, "paragraph": paragraph, "text": sentence.text, "facts": list(sentence.facts)}
        for id_, (paragraph, sentence) in numbered(body).items()
    ]


def _explained(problem: Problem, body: Body) -> dict[str, Any]:
    ids = _ids_with([problem], body) - {NEW}
    found = {"sentence": next(iter(sorted(ids)), ""), "problem": problem.id, "text": problem.text}
    return {**found, **({"rule": problem.message} if problem.message else {})}


def _ids_with(problems: Sequence[Problem], body: Body) -> set[str]:
    """Return the ids of the sentences with problems that block; a new one may tell what is missing."""
    places = {(one.part, one.sentence) for one in problems if one.blocks}
    ids = iter(numbered(body))
    found = {
        id_
        for at, part in enumerate(body)
        for number, _ in enumerate(part.sentences)
        if (id_ := next(ids)) and {(at, number), (at, -1)} & places
    }
    return found | ({NEW} if any(one.id == MISSING for one in problems) else set())


def _cited(body: Body) -> set[str]:
    return {fact for part in body for sentence in part.sentences for fact in sentence.facts}


def _at(body: Body, place: tuple[int, int]) -> Sentence:
    part, sentence = place
    return body[part].sentences[sentence]


def _read(call: ModelCall, *, before: Body, may_change: Collection[str]) -> list[Part] | None:
    """Return the paragraphs of a call's answer, None if it has none that can be read."""
    try:
        return answered(json.loads(call.answer), before=before, may_change=may_change) or None
    except (ValueError, RecursionError):
        return None
