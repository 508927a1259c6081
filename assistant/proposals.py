"""Proposals: facts that nobody has confirmed, of the bot in words of its own, or of an operator."""

from datetime import datetime

from django.utils import timezone

from assistant import evidence, facts
from assistant.announcement_types import Kind, type_of
from assistant.evidence import Refused
from assistant.interviewer import UserTurn
from assistant.messages import Wrong
from assistant.models import Fact, PressRelease
from assistant.translation import language
from assistant.verification import language_of, supported


def propose(turn: UserTurn, *, key: str, value: str) -> Fact | Refused:
    """Keep `value`, words of the bot's own, until the user confirms it; they rest on what is there."""
    known = facts.gathered(turn.phone)
    try:
        value = evidence.stored_form(key, value, value, phone=turn.phone, at=timezone.now())
    except Wrong as wrong:
        return Refused(problem=wrong.message)
    if type_of(key).kind not in (Kind.TEXT, Kind.QUOTATION):
        return Refused(problem=f"{key} is not a matter of wording: it has to come from the user")
    if known.release is None:
        return Refused(problem="nothing is saved yet that it could rest on")
    said = " … ".join(text for fact in known.facts.values() for text in (fact.said, fact.value))
    if found := supported(value, said, language=language_of(said, language())):
        return Refused(problem=evidence.problem_with([one.text for one in found]))
    for fact in known.proposals:
        if (fact.key, fact.value, fact.turn) == (key, value, turn.token):
            return fact
    return Fact.objects.create(
        release=known.release,
        key=key,
        value=value,
        said=value,
        source=Fact.Source.APPROVED,
        turn=turn.token,
        created_at=timezone.now(),
    )


def propose_by_operator(
    *, release: PressRelease, key: str, value: str, operator: str, reason: str
) -> Fact | Refused:
    """Keep a correction of `operator` until the user confirms it, and have the thread told of it.

    It takes the place of what operators have proposed for `key` before.
    """
    known, now = facts.gathered_of(release), timezone.now()
    try:
        value = evidence.stored_form(key, value, value, phone=release.phone, at=now)
    except Wrong as wrong:
        return Refused(problem=wrong.message)
    if key in known.facts and known.facts[key].value == value:
        return Refused(problem="That is what the press release says already.")
    before = [fact for fact in known.by_operators if fact.key == key]
    if any(fact.value == value for fact in before):
        return Refused(problem="That has been proposed already, and the user has not answered yet.")
    Fact.objects.filter(pk__in=[fact.pk for fact in before]).update(superseded_at=now)
    release.changed_outside = True
    release.save(update_fields=["changed_outside", "updated_at"])
    return Fact.objects.create(
        release=release,
        key=key,
        value=value,
        said=value,
        source=Fact.Source.OPERATOR,
        operator=operator,
        reason=reason,
        created_at=now,
    )


def confirm(fact: Fact, *, at: datetime) -> None:
    """Make a proposal the active fact of its key; the other proposals for it are gone."""
    others = fact.release.facts.filter(key=fact.key, superseded_at=None).exclude(pk=fact.pk)
    others.update(superseded_at=at)
    fact.confirmed_at = at
    fact.save(update_fields=["confirmed_at"])
    fact.release.save(update_fields=["updated_at"])


def reject(proposal: Fact) -> None:
    """Take back a proposal that the user does not want."""
    proposal.superseded_at = timezone.now()
    proposal.save(update_fields=["superseded_at"])
