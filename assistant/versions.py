"""The versions of a press release: written from its facts, shown with what changed, approved.

The functions are synchronous and use the ORM. Those that write run inside the caller's transaction,
which also checks the turn's fencing token. A repeated turn writes no second version.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone

from assistant import facts, press_release, proposals
from assistant.body import Body, body_of, patched
from assistant.checking import (
    MISSING,
    Problem,
    blocking,
    check,
    checked_fact,
    concerned,
    is_immediate,
    names_of,
)
from assistant.evidence import Refused
from assistant.facts import Gathered
from assistant.house_style.repairs import repaired
from assistant.interviewer import UserTurn
from assistant.models import Fact, ModelCall, PressRelease, ReleaseVersion
from assistant.parts import WRITTEN, Part, text_of
from assistant.template import assemble, write

MAX_VERSIONS = 20
PENDING = "version"
"""The scripted interview's pending question from when a version is shown: what is to become of it."""
BLOCKED = "The checks found something in a press release that has to be decided."
"""Why a person is asked for."""
Status = PressRelease.Status
Author = ReleaseVersion.Author


class IncompleteRelease(Exception):
    """No version can be written: `missing` has the keys of the facts that are not there."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"missing: {', '.join(missing)}")
        self.missing = missing


class TooManyVersions(Exception):
    """The release has `MAX_VERSIONS` versions."""


class NotApproved(Exception):
    """A version cannot be approved: the checks found something, or it is out of date."""


def latest(release: PressRelease | None) -> ReleaseVersion | None:
    return release.versions.order_by("-number").first() if release else None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A version as it would be written now."""

    release: PressRelease
    number: int
    parts: Sequence[Part]
    used: Mapping[str, Fact]
    """The facts that it is made of, by key."""
    language: str
    author: ReleaseVersion.Author
    written: ReleaseVersion | None
    """The newest version, if it is this very one."""

    @property
    def text(self) -> str:
        """What the user would be shown, also where older code wrote it."""
        return self.written.text if self.written else text_of(self.parts)

    @cached_property
    def problems(self) -> list[Problem]:
        if self.written:
            return [Problem(**stored) for stored in self.written.problems]
        return check(self.parts, release=self.release, used=self.used, language=self.language)


def draft(
    release: PressRelease | None,
    *,
    proposals: Iterable[Fact] = (),
    body: Body = (),
    author: ReleaseVersion.Author = Author.TEMPLATE,
) -> Draft:
    """Return what `write_version` would write. Raises as that."""
    known = facts.gathered_of(release)
    before = latest(release)
    used = _used(known, before, proposals)
    missing = replace(known, facts=used).missing
    if release is None or missing:
        raise IncompleteRelease(missing)
    is_given = bool(body)
    if not is_given:
        body, author = _without_model(used, before, known.language)
    parts = assembled(used, body, known.language)
    is_told = not is_given and before is not None and _told_by(before) == _values(used)
    is_same = before is not None and (
        (is_told and not _is_to_be_replaced(before))
        or (
            before.text == text_of(parts)
            and _found_in(before) == _found(parts, release, used, known.language)
        )
    )
    if before and before.number >= MAX_VERSIONS and not is_same:
        raise TooManyVersions
    return Draft(
        release=release,
        number=before.number + (not is_same) if before else 1,
        parts=parts,
        used=used,
        language=known.language,
        author=author,
        written=before if is_same else None,
    )


def write_version(
    release: PressRelease | None,
    *,
    turn: uuid.UUID | None = None,
    proposals: Iterable[Fact] = (),
    body: Body = (),
    call: ModelCall | None = None,
) -> ReleaseVersion:
    """Return the version of the facts as they are, with `proposals` in place of some: a new one if need be.

    Its paragraphs are `body`, which is the answer to `call`, or what the template writes. Proposals that the
    version before rests on stay in it. Raises IncompleteRelease, TooManyVersions.
    """
    return store(draft(release, proposals=proposals, body=body, author=Author.MODEL), turn=turn, call=call)


def store(
    new: Draft, *, turn: uuid.UUID | None = None, call: ModelCall | None = None, written_by: str = ""
) -> ReleaseVersion:
    """Return the version of a draft; one that says the same as the newest one only gets its facts."""
    release, ids = new.release, sorted(fact.pk for fact in new.used.values())
    if version := new.written:
        if version.facts != ids and version.text == text_of(new.parts):
            version.facts, version.parts = ids, [part.as_json() for part in new.parts]
            version.save(update_fields=["facts", "parts"])
        return version
    if release.status == Status.APPROVED:
        release.status = Status.DRAFT
    release.save(update_fields=["status", "updated_at"])
    return ReleaseVersion.objects.create(
        release=release,
        number=new.number,
        text=new.text,
        parts=[part.as_json() for part in new.parts],
        problems=[problem.as_json() for problem in new.problems],
        author=new.author,
        written_by=written_by or _written_by(new),
        facts=ids,
        turn=turn,
        call=call,
        created_at=timezone.now(),
    )


def _found_in(version: ReleaseVersion) -> set[tuple[str, str, str]]:
    """Return what the checks had against `version`, without the places."""
    return {(one["id"], one["severity"], one["text"]) for one in version.problems}


def _found(
    parts: Sequence[Part], release: PressRelease, used: Mapping[str, Fact], language: str
) -> set[tuple[str, str, str]]:
    problems = check(parts, release=release, used=used, language=language)
    return {(one.id, one.severity, one.text) for one in problems}


def is_blocked_in_body(version: ReleaseVersion) -> bool:
    """Return True if `version` is blocked by one of its paragraphs: writing them anew may help."""
    parts = parts_of(version)
    return any(
        one.id == MISSING or (one.part >= 0 and parts[one.part].name in WRITTEN)
        for one in blocking(version.problems)
    )


def _is_to_be_replaced(version: ReleaseVersion) -> bool:
    """Return True if only other paragraphs help: a blocked one that the user has been asked about."""
    return version.author != Author.TEMPLATE and not is_unseen(version) and is_blocked_in_body(version)


def _written_by(new: Draft) -> str:
    """Return the operator whose paragraphs a draft has from the version before it."""
    before = latest(new.release) if new.author == Author.OPERATOR else None
    return before.written_by if before else ""


def _used(known: Gathered, before: ReleaseVersion | None, proposals: Iterable[Fact]) -> dict[str, Fact]:
    """Return the facts of a version by key: the active ones, or what is proposed in their place."""
    kept = [fact for fact in known.proposals if before and fact.pk in before.facts]
    return {**known.facts, **{fact.key: fact for fact in (*kept, *proposals)}}


def _values(used: Mapping[str, Fact]) -> dict[str, str]:
    return {key: fact.value for key, fact in used.items()}


def _told_by(version: ReleaseVersion) -> dict[str, str]:
    """Return the values of the facts that `version` was written from, by key."""
    return dict(Fact.objects.filter(pk__in=version.facts).values_list("key", "value"))


def parts_of(version: ReleaseVersion | None) -> list[Part]:
    """Return the parts of `version`; none if older code wrote it."""
    return [Part.from_json(stored) for stored in version.parts] if version else []


def assembled(used: Mapping[str, Fact], body: Body, language: str) -> list[Part]:
    """Return the whole release with these paragraphs."""
    told = [checked_fact(fact) for fact in used.values()]
    parts = assemble(told, body, language=language, immediate=is_immediate(used))
    return list(repaired(parts, language=language, names=names_of(used)))


def template_of(used: Mapping[str, Fact], language: str) -> list[Part]:
    """Return the paragraphs that the template writes."""
    told = [checked_fact(fact) for fact in used.values()]
    return body_of(write(told, language=language, immediate=is_immediate(used)))


def _without_model(
    used: Mapping[str, Fact], before: ReleaseVersion | None, language: str
) -> tuple[Body, ReleaseVersion.Author]:
    """Return the paragraphs of the template, or those that the model or an operator wrote before.

    Where a fact of theirs has changed, the template's sentence takes the place of theirs.
    """
    template = template_of(used, language)
    if before is None or not may_be_kept(before, used) or _is_to_be_replaced(before):
        return template, Author.TEMPLATE
    fresh = {str(fact) for fact in used.values() if fact.pk not in before.facts}
    ids = {str(fact) for fact in used.values()}
    return patched(body_of(parts_of(before)), template, used=ids, fresh=fresh), Author(before.author)


def asked_about(version: ReleaseVersion) -> Fact | None:
    """Return the fact that the user has to decide about before `version` can be approved; None for none."""
    problems = blocking(version.problems)
    return (
        concerned(problems[0], parts_of(version), version.facts) if problems and is_current(version) else None
    )


def may_be_kept(version: ReleaseVersion, used: Mapping[str, Fact]) -> bool:
    """Return True if a model or an operator wrote `version`, and in the language that the user wants now."""
    return version.author != Author.TEMPLATE and is_in_language(version, used)


def is_in_language(version: ReleaseVersion, used: Mapping[str, Fact]) -> bool:
    return _told_by(version).get("language") == _values(used).get("language")


def is_current(version: ReleaseVersion) -> bool:
    """Return True if `version` is the last one and says what the facts say now."""
    used = _used(facts.gathered_of(version.release), version, ())
    return version == latest(version.release) and _told_by(version) == _values(used)


def is_blocked(version: ReleaseVersion) -> bool:
    """Return True if the checks found something in `version` that must not be published."""
    return bool(blocking(version.problems))


def approve(version: ReleaseVersion, *, words: str, operator: str = "") -> bool:
    """Record the approval of `version` by the user, in these `words`, or by an operator.

    What it proposes is confirmed by that. Returns False if it is blocked, not the current one any more, or
    one that the user has not seen. A second approval changes nothing.
    """
    if is_blocked(version) or not is_current(version) or (is_unseen(version) and not operator):
        return False
    if version.approved_at is None:
        now = timezone.now()
        release = version.release
        used = _used(facts.gathered_of(release), version, ()).values()  # a proposal may have been said since
        for proposal in [fact for fact in used if not fact.confirmed_at]:
            proposals.confirm(proposal, at=now)
        version.facts = sorted(fact.pk for fact in used)
        version.approved_at, version.approved_by, version.approval = now, operator, words
        version.save(update_fields=["facts", "approved_at", "approved_by", "approval"])
        release.status, release.finished_at, release.pending_question = Status.APPROVED, now, PENDING
        release.save(update_fields=["status", "finished_at", "pending_question", "updated_at"])
    return True


def approve_by_operator(release: PressRelease, *, operator: str, reason: str) -> ReleaseVersion:
    """Confirm what operators propose, and approve the version with it in the name of `operator`.

    The thread will be told. Raises IncompleteRelease, TooManyVersions, NotApproved: then the caller rolls
    back.
    """
    for proposal in facts.gathered_of(release).by_operators:
        proposals.confirm(proposal, at=timezone.now())
    version = write_version(release)
    if not approve(version, words=reason, operator=operator):
        raise NotApproved
    release.changed_outside = True
    release.save(update_fields=["changed_outside", "updated_at"])
    return version


def is_unseen(version: ReleaseVersion) -> bool:
    """Return True if an operator wrote `version`, and the user was not shown it yet."""
    return version.author == Author.OPERATOR and not (version.turn or version.approved_at)


def mark_seen(version: ReleaseVersion, *, turn: uuid.UUID | None) -> None:
    """Record that `turn` shows `version` to the user: one by an operator gets its turn by that."""
    if is_unseen(version):
        version.turn = turn
        version.save(update_fields=["turn"])


def store_by_operator(new: Draft, *, operator: str) -> ReleaseVersion:
    """Return the version that `operator` has written. The thread will be told."""
    version = store(new, written_by=operator)
    new.release.changed_outside = True
    new.release.save(update_fields=["changed_outside", "updated_at"])
    return version


def offer(turn: UserTurn, *, reworded: Fact | None = None) -> ReleaseVersion:
    """Write the current release's version in this turn. Raises as `write_version`."""
    release = press_release.current(turn.phone)
    return write_version(release, turn=turn.token, proposals=[reworded] if reworded else [])


def reword(turn: UserTurn, *, key: str, value: str) -> ReleaseVersion | Refused:
    """Write a version in which our own words stand for the fact `key`; approving it approves them."""
    if latest(press_release.current(turn.phone)) is None:
        return Refused(problem="there is no version yet: propose the words first")
    proposal = proposals.propose(turn, key=key, value=value)
    return proposal if isinstance(proposal, Refused) else offer(turn, reworded=proposal)
