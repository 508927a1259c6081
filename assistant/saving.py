"""Saves facts, each with the user's own words, and only if they hold it.

The functions are synchronous and use the ORM. They run inside the caller's transaction, which also checks the
turn's fencing token. A repeated turn saves nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from assistant import consequences, evidence, facts, press_release
from assistant.announcement_types import quotation_of, split
from assistant.evidence import Refused
from assistant.facts import SKIPS_OF_A_QUOTATION, Gathered
from assistant.interviewer import UserTurn
from assistant.messages import Message, Wrong, label_of
from assistant.models import Fact
from assistant.translatable import mark as _

REFUSALS_BEFORE_A_PERSON = 2
"""Turns in which a fact was refused, after which a person is asked to help."""
ANOTHER_RELEASE = _(
    "This press release is about another announcement: for another press release, send *menu*."
)
IS_THERE = _("{label} is there already")
IS_NEEDED = _("{label} cannot be skipped: a press release needs it")
SAY_NO_TWICE = _("Journalists like to print what somebody says, so it takes a second no to leave that out")


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A fact is there. `replaces` is what it superseded, None for nothing."""

    fact: Fact
    replaces: Fact | None
    gathered: Gathered
    also: Sequence[Fact] = ()
    """Other facts that had the old value in their words, and have the new one now."""
    stale: Sequence[Fact] = ()
    """Other facts whose words still have the old value: the user has to say what becomes of them."""


def save(turn: UserTurn, *, key: str, value: str, said: str) -> Saved | Refused:
    """Save `value` under `key` of the current release, or say why not.

    `said` has the user's very words that hold it, pieces joined by "…". Each piece has to be part of one
    message of the user in this session, or of the words of another fact of the release.
    """
    known = facts.gathered(turn.phone)
    message, problem = evidence.find(said, turn, known)
    if problem:
        return Refused(problem=problem, not_said=True)
    try:
        clean = evidence.stored_form(key, value, said, phone=turn.phone, at=message.at)
    except Wrong as wrong:
        return _refused(turn, key, wrong.message)
    if problem := evidence.unsupported(known, key, value, clean, said, phone=turn.phone, at=message.at):
        return Refused(problem=problem, not_said=True)
    value = clean
    replaces = known.facts.get(key)
    if key == "announcement_type" and replaces and replaces.value != clean and _was_approved(known):
        return Refused(problem=Message(ANOTHER_RELEASE))
    if replaces and replaces.value == value:
        return Saved(fact=replaces, replaces=None, gathered=known)
    release = known.release or press_release.begin(turn.phone, language=turn.language)
    fact = _supersede(
        Fact(
            release=release,
            key=key,
            value=value,
            said=said.strip(),
            source=message.source,
            unanswered=message.source != "text",
            message_sid=message.sid,
            turn=turn.token,
            confirmed_at=timezone.now(),
        )
    )
    if key in release.refused:
        del release.refused[key]
    if not release.versions.exists():
        release.language = turn.language  # what the user speaks by now
    release.save(update_fields=["refused", "language", "updated_at"])
    also, stale = _follow(fact, replaces, known) if replaces else ([], [])
    return Saved(fact=fact, replaces=replaces, gathered=facts.gathered_of(release), also=also, stale=stale)


def _was_approved(known: Gathered) -> bool:
    return known.release is not None and known.release.versions.exclude(approved_at=None).exists()


def skip(turn: UserTurn, *, key: str) -> str:
    """Record that the user wants to skip `key`; return "" or a `Message` that says why it cannot be skipped.

    What is there already is left out from now on. A quotation may be skipped at the second time. Once a turn
    is counted once.
    """
    release = press_release.current_or_new(turn.phone, language=turn.language)
    known = facts.gathered_of(release)
    if key in known.needed and key != "quote":
        return Message(IS_NEEDED, label=label_of(key))
    turns = release.skipped.setdefault(key, [])
    if str(turn.token) not in turns:
        turns.append(str(turn.token))
        release.save(update_fields=["skipped", "updated_at"])
    if key == "quote" and len(turns) < SKIPS_OF_A_QUOTATION:
        return Message(SAY_NO_TWICE)
    left_out = quotation_of(key) if split(key)[0] == "quote" else (key,)
    release.facts.filter(key__in=left_out, superseded_at=None).update(superseded_at=timezone.now())
    return ""


def _supersede(fact: Fact) -> Fact:
    """Store `fact` in place of the active one of its key, and of what was proposed for it."""
    fact.created_at = timezone.now()
    fact.release.facts.filter(key=fact.key, superseded_at=None).update(superseded_at=fact.created_at)
    fact.save()
    return fact


def _follow(new: Fact, old: Fact, known: Gathered) -> tuple[list[Fact], list[Fact]]:
    """Put the new value in place of the old one in other facts; return those, and those that keep it.

    What was proposed with the old value is gone; only words that a version has shown stay, with the new one.
    """
    version = new.release.versions.order_by("-number").first()
    in_version = [fact for fact in known.proposals if version and fact.pk in version.facts]
    words = {fact.key: fact for fact in (*known.facts.values(), *in_version) if fact.key != new.key}
    holding = [fact for fact in words.values() if consequences.still_says(fact, old=old, new=new)]
    also, stale = [], []
    for fact in holding:
        if value := consequences.rewritten(fact, old=old, new=new):
            also.append(_supersede(_in_other_words(fact, value, new)))
        else:
            stale.append(fact)
    outdated = [fact.pk for fact in known.proposals if consequences.still_says(fact, old=old, new=new)]
    new.release.facts.filter(pk__in=outdated).exclude(pk__in=[fact.pk for fact in stale]).update(
        superseded_at=new.created_at
    )
    return also, stale


def _in_other_words(fact: Fact, value: str, because: Fact) -> Fact:
    """Return `fact` with another value, which rests on the words of both."""
    return Fact(
        release=fact.release,
        key=fact.key,
        value=value,
        said=f"{fact.said} … {because.said}",
        source=fact.source,
        unanswered=because.unanswered,
        message_sid=because.message_sid,
        turn=because.turn,
        confirmed_at=because.confirmed_at,
    )


def _refused(turn: UserTurn, key: str, problem: str) -> Refused:
    """Count the refusal of `key` once for this turn."""
    release = press_release.current_or_new(turn.phone, language=turn.language)
    turns = release.refused.setdefault(key, [])
    if str(turn.token) not in turns:
        turns.append(str(turn.token))
        release.save(update_fields=["refused", "updated_at"])
    return Refused(problem=problem, wants_person=len(turns) == REFUSALS_BEFORE_A_PERSON)
