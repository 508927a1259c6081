"""Races around a press release, with real threads: two workers, a reset, an operator.

In whatever order: a fact, a version and an approval are there once, and belong to what was shown.
`TEST_SOAK=1` makes 500 rounds of each.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from assistant import press_release, saving, version_texts, versions
from assistant.interview import Reply, UserTurn
from assistant.models import Fact, PressRelease, ReleaseVersion
from assistant.offline.interview import answer_turn
from sessions_app.conversations.leases import LeaseLost
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation, ConversationSession, InboundMessage, OutboundMessage
from sessions_app.operators import press_releases
from sessions_app.operators.actions import Refused
from sessions_app.operators.press_releases import SeenRelease, mark_of_text, ready
from sessions_app.turns import canned_replies, claims, interview_context, outcomes
from sessions_app.turns.reset import reset
from sessions_app.turns.turn import Turn
from tests.sessions.test_races import ADA, at_once, manager, threads
from tests.sessions.test_races import ROUNDS as MOST_ROUNDS
from tests.support.arrivals import message_arrives
from tests.support.factories import OutboundFactory, idle_session
from tests.support.races import Aim, later
from tests.support.releases import COMPLETE, make_release

__all__ = ["manager", "threads"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("manager")]

ROUNDS = MOST_ROUNDS // 2
CONTACT = COMPLETE["media_contact"]
NEWS = "Acme opens two kite schools"


def begin(number: int, *, without: str = "", pending: str = "") -> PressRelease:
    """Make the release and the session of a round, in place of those of the round before."""
    SessionManager().remove_session(ADA)
    for table in (PressRelease, InboundMessage, OutboundMessage):
        table.objects.all().delete()
    thread_id = f"offline_{number}"
    idle_session(ADA, idle=1, thread_id=thread_id)
    release = make_release({key: value for key, value in COMPLETE.items() if key != without})
    release.skipped = {"detail": ["before"], "subhead": ["before"], "link": ["before"]}
    release.pending_question, release.pending_thread = pending, thread_id
    release.save()
    return release


def offered(number: int) -> ReleaseVersion:
    version = versions.write_version(begin(number))
    choices = [(choice.label, choice.action) for choice in version_texts.choices(version)]
    OutboundFactory.create(phone=ADA, choices=choices, state="delivered", attempted_at=timezone.now())
    return version


def receive(body: str) -> None:
    message_arrives(message_sid=f"SM{timezone.now().timestamp()}", phone=ADA, body=body)


def claim() -> Turn | None:
    return next(iter(claims.claim_turns(1)), None)


def claimed(body: str) -> Turn:
    receive(body)
    turn = claim()
    assert turn is not None
    return turn


def done(deed: Callable[[], object]) -> bool:
    """Do it, and return whether it was done: its lease may be lost, an operator may be refused."""
    with suppress(LeaseLost, Refused):
        deed()
        return True
    return False


def save_and_write(turn: UserTurn) -> None:
    saving.save(turn, key="media_contact", value=CONTACT, said=CONTACT)
    versions.offer(turn)


def answer(turn: Turn, change: Callable[..., Any], **values: object) -> None:
    """Do what the interviewer does, and commit."""
    interview_context._run(turn, change, **values)
    outcomes.commit(turn, Reply(text="Yes."))


def answer_as(worker: Callable[[Turn], None]) -> bool:
    """Let another worker take over the turn, if it may; return whether it has answered."""
    turn = claim()
    return turn is not None and done(partial(worker, turn))


def expire_leases() -> None:
    Conversation.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def rows_of(key: str) -> list[tuple[str, bool]]:
    """Return each value of `key`, and whether it is active."""
    rows = Fact.objects.filter(key=key).order_by("pk")
    return [(fact.value, fact.superseded_at is None) for fact in rows]


def two_workers(aim: Aim, pool: ThreadPoolExecutor, turn: Turn, worker: Callable[[Turn], None]) -> None:
    """Let the worker of `turn`, whose lease has just run out, race with another one."""
    expire_leases()
    slow, fast = at_once(
        pool,
        later(partial(done, partial(worker, turn)), by=-aim.offset),
        later(partial(answer_as, worker), by=aim.offset),
    )
    assert slow != fast, "a turn was answered by both, or by none"
    aim.saw(slow)


def test_two_workers_save_the_same_fact_and_write_the_version(threads: ThreadPoolExecutor) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        begin(number, without="media_contact")
        two_workers(aim, threads, claimed(CONTACT), partial(answer, change=save_and_write))
        assert rows_of("media_contact") == [(CONTACT, True)]
        assert ReleaseVersion.objects.get().number == 1
        assert OutboundMessage.objects.count() == 1
    aim.assert_both_were_seen()


def test_two_workers_carry_out_the_same_approval(threads: ThreadPoolExecutor) -> None:
    def approve(turn: Turn) -> None:
        outcomes.commit(turn, canned_replies.reply_to(turn))

    aim = Aim()
    for number in range(ROUNDS):
        version = offered(number)
        two_workers(aim, threads, claimed("1"), approve)
        version.refresh_from_db()
        assert (version.approval, PressRelease.objects.get().status) == ("1", "approved")
        assert OutboundMessage.objects.count() == 2  # with the one that offered it
    aim.assert_both_were_seen()


def test_a_reset_against_a_running_turn_of_the_script(threads: ThreadPoolExecutor) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        begin(number, without="media_contact", pending="media_contact")
        turn = claimed(CONTACT)
        receive("menu")
        script = partial(answer, turn, answer_turn, thread_id=f"offline_{number}", by_person=False)
        answered, was_reset = at_once(
            threads,
            later(partial(done, script), by=-aim.offset),
            later(partial(reset, ADA), by=aim.offset),
        )
        assert was_reset
        assert PressRelease.objects.get().status == "parked"  # whole: with the turn's fact, or without it
        saved = rows_of("media_contact")  # perhaps also where its reply came too late
        assert saved == [(CONTACT, True)] if answered else saved in ([], [(CONTACT, True)])
        assert ReleaseVersion.objects.count() == len(saved)
        assert list(InboundMessage.objects.order_by("pk").values_list("state", flat=True)) == [
            "answered" if answered else "ignored",
            "answered",
        ]
        assert not ConversationSession.objects.exists()
        aim.saw(answered)
    aim.assert_both_were_seen()


def test_a_reset_against_a_draft_that_is_taken_up(threads: ThreadPoolExecutor) -> None:
    def take_up(turn: Turn) -> None:
        outcomes.commit(turn, canned_replies.reply_to(turn))

    aim = Aim()
    for number in range(ROUNDS):
        parked = begin(number)
        press_release.park(phone=ADA)
        make_release({"company_name": "Bela"})
        choices = [("Acme", f"draft {parked.pk}")]
        OutboundFactory.create(phone=ADA, choices=choices, state="delivered", attempted_at=timezone.now())
        turn = claimed("1")
        receive("menu")
        taken, was_reset = at_once(
            threads,
            later(partial(done, partial(take_up, turn)), by=-aim.offset),
            later(partial(reset, ADA), by=aim.offset),
        )
        assert was_reset
        assert list(PressRelease.objects.values_list("status", flat=True)) == ["parked", "parked"]
        aim.saw(taken)
    aim.assert_both_were_seen()


def test_an_operators_approval_against_a_change_of_the_user(threads: ThreadPoolExecutor) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        version = offered(number)
        page = SeenRelease(pk=version.release_id, version=1, mark=mark_of_text(ready(version.release).text))
        approve = partial(press_releases.approve, page, operator="olga", reason="The user said so.")
        change = partial(saving.save, key="news", value=NEWS, said=NEWS)
        approved, changed = at_once(
            threads,
            later(partial(done, approve), by=-aim.offset),
            later(partial(done, partial(answer, claimed(NEWS), change)), by=aim.offset),
        )
        assert changed
        assert rows_of("news") == [(COMPLETE["news"], False), (NEWS, True)]
        stored = ReleaseVersion.objects.get()
        assert (stored.text, stored.approved_by) == (version.text, "olga" if approved else "")
        assert PressRelease.objects.get().status == ("approved" if approved else "draft")
        aim.saw(approved)
    aim.assert_both_were_seen()


def test_an_operators_approval_against_that_of_the_user(threads: ThreadPoolExecutor) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        version = offered(number)
        page = SeenRelease(pk=version.release_id, version=1, mark=mark_of_text(ready(version.release).text))
        turn = claimed("1")

        def choose(turn: Turn = turn) -> None:
            outcomes.commit(turn, canned_replies.reply_to(turn))

        by_operator, by_user = at_once(
            threads,
            later(
                partial(done, partial(press_releases.approve, page, operator="olga", reason="Yes")),
                by=-aim.offset,
            ),
            later(partial(done, choose), by=aim.offset),
        )
        assert by_user  # or is told that it is approved
        [stored] = ReleaseVersion.objects.all()
        assert (stored.approved_by, stored.approval) == (("olga", "Yes") if by_operator else ("", "1"))
        aim.saw(by_operator)
    aim.assert_both_were_seen()


def test_fields_of_older_code_are_adopted_once(threads: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        release = begin(number)
        PressRelease.objects.update(fields={"key_facts": f"Fact {number}"})
        look = partial(press_release.current, ADA)
        assert at_once(threads, look, look) == [release, release]
        assert rows_of("detail") == [(f"Fact {number}", True)]
