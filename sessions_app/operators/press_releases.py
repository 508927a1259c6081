"""What operators do to a press release: they correct a fact, write a version, and approve one as themselves.

A page may be out of date. What is done applies to what the page showed; otherwise it is refused with a
reason for the operator, and nothing changes. Each action is one transaction with its line in the audit log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b

from django.db import IntegrityError, transaction

from assistant import evidence, facts, press_release, proposals, version_texts, versions
from assistant.announcement_types import type_of
from assistant.body import MAX_LENGTH, MAX_SENTENCES, body_of
from assistant.checking import checked_fact
from assistant.citing import rewritten
from assistant.facts import Gathered
from assistant.models import PressRelease, ReleaseVersion
from assistant.parts import sentences_of
from assistant.versions import IncompleteRelease, NotApproved, TooManyVersions
from sessions_app.conversations import chat_language, leases, untold
from sessions_app.messages import blocks, opt_outs, outbox
from sessions_app.models import ConversationSession
from sessions_app.operators import audit
from sessions_app.operators.actions import Refused, is_reply_allowed, is_taken_over, require_sessions
from sessions_app.telemetry import release_counts
from sessions_app.turns import approval
from sessions_app.turns.approval import Approved

Status = PressRelease.Status

CHANGED = "The press release has changed since this page was shown. Nothing was done: please read it again."
WHY_NOT_CURRENT = {
    Status.PARKED: "This press release is parked. It can be changed after the user has taken it up again.",
    Status.FINISHED: "This press release is approved and closed. It can be changed after the user has taken "
    "it up again.",
    Status.DISCARDED: "This press release was discarded. It cannot be changed.",
}
BLOCKED = "The checks have something against this text. Nothing was approved: please see what they found."
GONE = "This press release is not there any more. Nothing was changed."
NO_DOCUMENTS = "Its Word and PDF files could not be made: the log has the reason."
NOT_CURRENT = "The user is at another press release. This one cannot be changed now."
MAX_TEXT = 10_000
"""Characters of the paragraphs that an operator writes."""


@dataclass(frozen=True, kw_only=True)
class SeenRelease:
    """A release as a page showed it."""

    pk: int
    version: int
    """The number of the newest version, 0 for none."""
    mark: str
    """`mark_of_fact`, `mark_of_text` or `mark_of_facts`: of what is corrected, approved, or written from."""


def mark_of_fact(known: Gathered, key: str) -> str:
    """Return what changes with the fact of `key` and with what is proposed for it."""
    active = [known.facts[key]] if key in known.facts else []
    return ".".join(str(fact) for fact in (*active, *known.proposals) if fact.key == key)


def mark_of_text(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=8).hexdigest()


def mark_of_facts(draft: versions.Draft) -> str:
    """Return what changes with the facts of a text."""
    return mark_of_text(" ".join(sorted(str(fact) for fact in draft.used.values())))


def why_not_current(release: PressRelease) -> str:
    """Return "" if the user is at `release`, else a sentence that says why it cannot be changed."""
    if release.status in WHY_NOT_CURRENT:
        return WHY_NOT_CURRENT[Status(release.status)]
    return "" if press_release.is_current(release) else NOT_CURRENT


def ready(release: PressRelease) -> versions.Draft:
    """Return the version that an operator can approve, with what operators propose. Raises `Refused`."""
    proposals = facts.gathered_of(release).by_operators
    with _refusals():
        draft = versions.draft(release, proposals=proposals)
    if draft.written and draft.written.approved_at and not proposals:
        raise Refused(f"Version {draft.number} is approved already, and nothing has changed since.")
    return draft


def correct(seen: SeenRelease, *, operator: str, key: str, value: str, reason: str) -> None:
    """Propose another value for a fact: the bot asks the user at the next turn. Raises `Refused`."""
    with transaction.atomic():
        release = _locked(seen)
        if mark_of_fact(facts.gathered_of(release), key) != seen.mark:
            raise Refused(CHANGED)
        proposal = proposals.propose_by_operator(
            release=release, key=key, value=value, operator=operator, reason=reason
        )
        if isinstance(proposal, evidence.Refused):
            raise Refused(proposal.problem)
        details = {"release": release.pk, "fact": key, "proposal": str(proposal)}
        _record(release, operator=operator, action="correct", reason=reason, **details)


def approve(seen: SeenRelease, *, operator: str, reason: str) -> str:
    """Approve the text that was shown, as the newest version, and send it to the user. Raises `Refused`.

    Its documents are made after that, and sent in a transaction of their own: they are worth no lock.
    Returns what the operator is told. Proposals of operators that the text rests on are confirmed by it.
    """
    with transaction.atomic():
        release = _locked(seen)
        is_taken_over(release.phone, by=operator)
        if mark_of_text(ready(release).text) != seen.mark:
            raise Refused(CHANGED)
        with _refusals():
            version = versions.approve_by_operator(release, operator=operator, reason=reason)
        untold_why = _why_not_told(release.phone)
        if not untold_why:
            with chat_language.speaking_to(release.phone):
                announced = version_texts.approved_by_team(version)
            for text in (announced, version.text):
                outbox.queue(phone=release.phone, text=text, untold=True)
            untold.note(release.phone)
        details = {"release": release.pk, "version": version.number, "told": not untold_why}
        _record(release, operator=operator, action="approve", reason=reason, **details)
    release_counts.count_approval(release)
    try:
        approved = approval.prepare(version.pk)
    except (ReleaseVersion.DoesNotExist, IntegrityError) as error:  # its user was forgotten meanwhile
        raise Refused(GONE) from error
    if not untold_why:
        _send_documents(version, approved)
    told = [f"Version {version.number} is approved.", untold_why or "The text is on its way to the user."]
    return " ".join([*told, *([] if approved.documents else [NO_DOCUMENTS])])


def _send_documents(version: ReleaseVersion, approved: Approved) -> None:
    phone = version.release.phone
    with transaction.atomic(), chat_language.speaking_to(phone):
        leases.lock(phone)
        if not ReleaseVersion.objects.filter(pk=version.pk).exists():
            transaction.set_rollback(True)  # its user was forgotten meanwhile
        elif blocks.gets_replies(phone):
            approval.queue_documents(approved, phone=phone, untold=True)
            untold.note(phone)


def to_be_written(release: PressRelease) -> versions.Draft:
    """Return the text that an operator can change: the newest one, as the facts are now. Raises `Refused`."""
    if problem := why_not_current(release):
        raise Refused(problem)
    with _refusals():
        draft = versions.draft(release)
    parts = versions.parts_of(draft.written)
    return replace(draft, parts=parts) if parts else draft


def paragraphs_of(draft: versions.Draft) -> str:
    """Return the paragraphs of `draft` with blank lines between them, as `write` takes them."""
    return "\n\n".join(part.text for part in body_of(draft.parts))


def check(seen: SeenRelease, *, text: str) -> versions.Draft:
    """Return the version that the paragraphs `text` would be, with its problems. Raises `Refused`."""
    release = PressRelease.objects.filter(pk=seen.pk).first()
    return _by_hand(_as_seen(release, seen), mark=seen.mark, text=text)


def write(seen: SeenRelease, *, operator: str, text: str) -> ReleaseVersion:
    """Store the paragraphs `text`, and what code puts around them, as a version. Raises `Refused`.

    The user is not sent it. The checks may have something against it: then it cannot be approved.
    """
    with transaction.atomic():
        release = _locked(seen)
        draft = _by_hand(release, mark=seen.mark, text=text)
        version = versions.store_by_operator(draft, operator=operator)
        details = {"release": release.pk, "version": version.number}
        _record(release, operator=operator, action="write", reason="", **details)
    return version


def _by_hand(release: PressRelease, *, mark: str, text: str) -> versions.Draft:
    before = to_be_written(release)
    if mark_of_facts(before) != mark:
        raise Refused(CHANGED)
    if len(text) > MAX_TEXT:
        raise Refused(f"The text has {len(text):,} characters, and {MAX_TEXT:,} are the most.")
    facts = [checked_fact(fact) for fact in before.used.values()]
    body = rewritten(text, before=body_of(before.parts), facts=facts)
    sentences = sentences_of(body)
    if not sentences:
        raise Refused("There is no text.")
    if len(sentences) > MAX_SENTENCES:
        raise Refused(f"The text has {len(sentences)} sentences, and {MAX_SENTENCES} are the most.")
    if (longest := max(len(one.text) for one in sentences)) > MAX_LENGTH:
        raise Refused(f"A sentence has {longest:,} characters, and {MAX_LENGTH:,} are the most.")
    with _refusals():
        draft = versions.draft(release, body=body, author=ReleaseVersion.Author.OPERATOR)
    if draft.written:
        raise Refused(f"That is the text of version {draft.number}: nothing is different.")
    return draft


def _locked(seen: SeenRelease) -> PressRelease:
    """Return the release, with its conversation locked, if the user is at it and has no newer version."""
    require_sessions()
    found = PressRelease.objects.filter(pk=seen.pk)
    phone = found.values_list("phone", flat=True).first()
    if phone is not None:
        leases.lock(phone)
    return _as_seen(found.select_for_update().first(), seen)


def _as_seen(release: PressRelease | None, seen: SeenRelease) -> PressRelease:
    """Return `release` if it is there, the user is at it, and it has no newer version. Raises `Refused`."""
    if release is None:
        raise Refused(GONE)
    if problem := why_not_current(release):
        raise Refused(problem)
    newest = versions.latest(release)
    if (newest.number if newest else 0) != seen.version:
        raise Refused(CHANGED)
    return release


def _why_not_told(phone: str) -> str:
    if opt_outs.is_opted_out(phone):
        return "The user has opted out, so nothing was sent."
    if blocks.is_blocked(phone):
        return "The user is blocked, so nothing was sent."
    if not is_reply_allowed(phone):
        return "WhatsApp's 24 hours for a message are over, so nothing was sent: the bot will say it."
    return ""


def _record(release: PressRelease, /, *, operator: str, action: str, reason: str, **details: object) -> None:
    session = ConversationSession.objects.filter(phone=release.phone).first()
    audit.record(
        operator=operator, action=action, phone=release.phone, session=session, reason=reason, **details
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """Refuse what cannot be written."""
    try:
        yield
    except IncompleteRelease as incomplete:
        labels = ", ".join(type_of(key).label for key in incomplete.missing)
        raise Refused(f"Some facts are missing: {labels}.") from incomplete
    except NotApproved as blocked:
        raise Refused(BLOCKED) from blocked
    except TooManyVersions as many:
        most = versions.MAX_VERSIONS
        raise Refused(f"The press release has {most} versions, which is the most.") from many
