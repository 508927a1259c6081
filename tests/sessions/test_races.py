"""Races of threads on sessions, at the very moment a session expires.

`TEST_SOAK=1` makes 1000 rounds of each.
"""

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any, TypeVar, cast

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum
from django.utils import timezone
from pytest_django import Settings

from assistant.interview import Reply
from sessions_app.conversations.leases import LeaseLost
from sessions_app.housekeeping import schedules
from sessions_app.manager import CLEANUP_JOB, SessionManager
from sessions_app.models import (
    ConversationSession,
    EndedSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    SessionChange,
    SessionTotal,
)
from sessions_app.sessions import live, store
from sessions_app.telemetry import session_counts
from sessions_app.turns import claims, outcomes
from sessions_app.turns.turn import Turn
from tests.fakes.background_server import wait_until
from tests.support.arrivals import message_arrives
from tests.support.factories import counts, idle_session, phone_number, thread_state
from tests.support.races import Aim, later
from tests.support.statements import is_blocked

ROUNDS = 1000 if os.environ.get("TEST_SOAK") else 50
TTL = 60
WAITS_SECONDS = 10.0
"""Whoever has done nothing for so long waits for a lock."""
ADA = phone_number(1)
ENDS = ("expired", "killed", "reset", "replaced")

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


@pytest.fixture
def manager(settings: Settings) -> SessionManager:
    settings.SESSION_TTL_SECONDS, settings.SESSION_CLEANUP_INTERVAL = TTL, 30
    return SessionManager()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that keep their database connections until the end of the test."""
    with ThreadPoolExecutor(4) as pool:
        yield pool
        everyone = Barrier(4)

        def close() -> None:
            everyone.wait()
            connections.close_all()

        for done in [pool.submit(close) for _ in range(4)]:
            done.result()


def at_once(pool: ThreadPoolExecutor, *works: Callable[[], T]) -> list[T]:
    """Run all `works` at the same moment, each on a thread of its own; return what they returned."""
    start = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        start.wait()
        return work()

    return [done.result() for done in [pool.submit(run, work) for work in works]]


def assert_the_counters_fit() -> None:
    counted = counts()
    stored = ConversationSession.objects.count()
    assert session_counts.active() == stored
    assert counted["created"] == stored + sum(counted.get(reason, 0) for reason in ENDS)
    live = set(RemoteThread.objects.filter(state="live").values_list("thread_id", flat=True))
    assert live == set(ConversationSession.objects.values_list("thread_id", flat=True))


def test_get_against_cleanup(manager: SessionManager, threads: ThreadPoolExecutor) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        idle_session(ADA, idle=TTL - aim.offset, thread_id=f"conv_{number}")
        get, cleanup = partial(manager.get_session, ADA), manager.cleanup_expired_sessions
        got, removed = at_once(threads, cast(Callable[[], Any], get), cleanup)
        aim.saw(got is not None)
        if got is not None:  # alive: refreshed, kept and not counted as expired
            assert (got, removed) == (f"conv_{number}", 0)
            assert (manager.get_session(ADA), thread_state(got)) == (got, "live")
            manager.remove_session(ADA)
        else:  # expired: gone now, or with the next cleanup, and never seen again
            assert removed + manager.cleanup_expired_sessions() == 1
            assert thread_state(f"conv_{number}") == "doomed"
    aim.assert_both_were_seen()
    assert_the_counters_fit()


@pytest.mark.postgres("SQLite has one writer at a time")
def test_a_cleanup_that_meets_a_session_somebody_holds_neither_waits_nor_removes_it(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    idle_session(ADA, idle=TTL + 1, thread_id="conv_1")
    with transaction.atomic():
        in_time = timezone.now() - timedelta(seconds=2)  # as where a turn is committed
        assert live.touch(ADA, ttl=TTL, waiting_since=in_time) == "conv_1"
        assert threads.submit(manager.cleanup_expired_sessions).result(timeout=WAITS_SECONDS) == 0
    assert (manager.get_session(ADA), thread_state("conv_1")) == ("conv_1", "live")


def test_a_message_on_its_way_into_the_inbox_against_scheduled_cleanups(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    cleanup = schedules.JOBS[CLEANUP_JOB].run
    for number in range(ROUNDS):
        ago = random.uniform(0, schedules.CLEANUP_GRACE_SECONDS / 2)
        session = idle_session(ADA, idle=TTL + ago, thread_id=f"conv_{number}")
        in_time = session.last_accessed + timedelta(seconds=TTL - 0.001)
        arrive = partial(
            message_arrives, message_sid=f"SM{number}", phone=ADA, body="hello", received_at=in_time
        )
        assert at_once(threads, cleanup, arrive, cleanup) == [0, True, 0]
        [turn] = claims.claim_turns(1)
        assert turn.session is not None
        assert turn.session.thread_id == f"conv_{number}"
        outcomes.commit(turn, Reply(text="Hi", last_item_id=""))
        manager.remove_session(ADA)
    assert counts() == {"created": ROUNDS, "killed": ROUNDS}


def test_a_message_that_arrives_against_the_cleanup_finds_its_session_or_begins_one(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        session = idle_session(ADA, idle=TTL + 1, thread_id=f"conv_{number}")
        in_time = session.last_accessed + timedelta(seconds=TTL - 0.001)
        arrive = partial(
            message_arrives, message_sid=f"SM{number}", phone=ADA, body="hello", received_at=in_time
        )
        cleanup = manager.cleanup_expired_sessions  # without grace: the message comes too late, or just not
        *removed, _ = at_once(
            threads,
            later(cleanup, by=aim.offset),
            later(cleanup, by=aim.offset),
            later(arrive, by=-aim.offset),
        )
        [turn] = claims.claim_turns(1)
        aim.saw(turn.session is not None)
        if turn.session is not None:
            assert (sum(removed), turn.session.thread_id) == (0, f"conv_{number}")
        else:
            assert (sum(removed), thread_state(f"conv_{number}")) == (1, "doomed")
            outcomes.adopt_thread(turn, thread_id=f"new_{number}")
        outcomes.commit(turn, Reply(text="Hi", last_item_id=""))
        manager.remove_session(ADA)
    aim.assert_both_were_seen()
    assert_the_counters_fit()


def test_set_against_cleanup(manager: SessionManager, threads: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        idle_session(ADA, idle=TTL + 1, thread_id=f"old_{number}")
        begin = partial(manager.set_session, ADA, f"new_{number}")
        _, removed = at_once(threads, begin, manager.cleanup_expired_sessions)
        assert removed in (0, 1)
        assert manager.get_session(ADA) == f"new_{number}"
        assert (thread_state(f"old_{number}"), thread_state(f"new_{number}")) == ("doomed", "live")
        manager.remove_session(ADA)
    assert counts() == {"created": 2 * ROUNDS, "expired": ROUNDS, "killed": ROUNDS}
    assert EndedSession.objects.count() == 2 * ROUNDS


def test_several_sets_of_a_new_phone_make_one_session(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    for number in range(ROUNDS):
        sets = [partial(manager.set_session, ADA, f"conv_{number}_{n}") for n in range(4)]
        at_once(threads, *sets)
        [session] = ConversationSession.objects.all()
        ledger = RemoteThread.objects.filter(thread_id__startswith=f"conv_{number}_")
        states = dict(ledger.values_list("thread_id", "state"))
        assert states.pop(session.thread_id) == "live"
        assert list(states.values()) == ["doomed"] * 3
        manager.remove_session(ADA)
    assert counts() == {"created": ROUNDS, "killed": ROUNDS}


@pytest.mark.parametrize(("idle", "expired"), [(1, 0), (TTL + 1, 1)])
def test_a_set_that_waits_for_another_dooms_what_that_one_left(
    manager: SessionManager, threads: ThreadPoolExecutor, idle: float, expired: int
) -> None:
    idle_session(ADA, idle=idle, thread_id="conv_old")
    with transaction.atomic():
        live.put(ADA, "conv_first", ttl=TTL)
        second = threads.submit(live.put, ADA, "conv_second", ttl=TTL)
        if connection.vendor == "postgresql":
            wait_until(is_blocked)
    second.result()
    states = dict(RemoteThread.objects.values_list("thread_id", "state"))
    assert states == {"conv_old": "doomed", "conv_first": "doomed", "conv_second": "live"}
    assert manager.get_session(ADA) == "conv_second"
    assert counts() == {"created": 1 + expired, **({"expired": 1} if expired else {})}
    assert EndedSession.objects.count() == expired


def test_a_set_that_waits_for_a_removal_begins_a_session(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    idle_session(ADA, idle=1, thread_id="conv_old")
    with transaction.atomic():
        store.end(ADA, reason=SessionChange.Reason.KILLED)
        second = threads.submit(live.put, ADA, "conv_new", ttl=TTL)
        if connection.vendor == "postgresql":
            wait_until(is_blocked)
    second.result()
    assert manager.get_session(ADA) == "conv_new"
    assert counts() == {"created": 2, "killed": 1}
    assert_the_counters_fit()


def test_a_put_against_a_removal_replaces_the_session_or_begins_one(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        idle_session(ADA, idle=1, thread_id=f"old_{number}")
        begin = cast(Callable[[], Any], partial(live.put, ADA, f"new_{number}", ttl=TTL))
        end = partial(store.end, ADA, reason=SessionChange.Reason.KILLED)
        at_once(threads, later(begin, by=aim.offset), later(end, by=-aim.offset))
        stored = manager.get_session(ADA)
        aim.saw(stored is not None)
        assert stored in (None, f"new_{number}")
        assert thread_state(f"old_{number}") == "doomed"
        assert thread_state(f"new_{number}") == ("live" if stored else "doomed")
        manager.remove_session(ADA)
    aim.assert_both_were_seen()
    assert_the_counters_fit()


def test_a_session_is_removed_once_however_many_try(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    for number in range(ROUNDS):
        idle_session(ADA, idle=TTL + 1, thread_id=f"conv_{number}")
        removed = at_once(
            threads,
            partial(manager.remove_session, ADA),
            partial(store.end, ADA, reason=SessionChange.Reason.RESET),
            manager.cleanup_expired_sessions,
        )
        assert sum(removed) == 1
    assert EndedSession.objects.count() == ROUNDS
    assert_the_counters_fit()


def test_a_reset_against_the_commit_of_a_turn(manager: SessionManager, threads: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        idle_session(ADA, idle=1, thread_id=f"conv_{number}")
        message_arrives(message_sid=f"SM{number}", phone=ADA, body="hello")
        [turn] = claims.claim_turns(1)
        message_arrives(message_sid=f"SM{number}-reset", phone=ADA, body="reset")
        at_once(threads, partial(commit, turn), partial(claims.claim_turns, 1))
        assert manager.get_session(ADA) is None
        assert not InboundMessage.objects.filter(state="received").exists()
        [welcome] = OutboundMessage.objects.filter(state="queued")
        assert welcome.body.startswith("Welcome")
        OutboundMessage.objects.update(state="delivered")
    assert counts() == {"created": ROUNDS, "reset": ROUNDS}


def commit(turn: Turn) -> None:
    with suppress(LeaseLost):
        outcomes.commit(turn, Reply(text="too late?", last_item_id=""))


def test_a_reset_against_the_thread_that_a_turn_opens(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        message_arrives(message_sid=f"SM{number}", phone=ADA, body="hello")
        [turn] = claims.claim_turns(1)
        message_arrives(message_sid=f"SM{number}-reset", phone=ADA, body="reset")
        adopt = cast(Callable[[], Any], partial(adopted, turn, f"conv_{number}"))
        was_adopted, _ = at_once(
            threads,
            later(adopt, by=-aim.offset),
            later(partial(claims.claim_turns, 1), by=aim.offset),
        )
        aim.saw(was_adopted)
        assert manager.get_session(ADA) is None
        assert counts().get("reset", 0) == counts().get("created", 0)
        ledger = RemoteThread.objects.filter(thread_id=f"conv_{number}").values_list("state", flat=True)
        assert list(ledger) == (["doomed"] if was_adopted else [])
    aim.assert_both_were_seen()
    assert_no_session_is_left()


def adopted(turn: Turn, thread_id: str) -> bool:
    with suppress(LeaseLost):
        outcomes.adopt_thread(turn, thread_id=thread_id)
        return True
    return False


def assert_no_session_is_left() -> None:
    assert session_counts.active() == ConversationSession.objects.count() == 0


def test_a_kill_against_the_thread_that_a_turn_opens_neither_hangs_nor_miscounts(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    for number in range(ROUNDS):
        idle_session(ADA, idle=1, thread_id=f"conv_{number}")
        message_arrives(message_sid=f"SM{number}", phone=ADA, body="hello")
        [turn] = claims.claim_turns(1)
        adopt, kill = partial(adopted, turn, f"new_{number}"), partial(manager.remove_session, ADA)
        assert at_once(threads, adopt, kill)[1] is True
        assert manager.get_session(ADA) is None  # the turn came first, or it had lost its lease
        assert thread_state(f"conv_{number}") == "doomed"
        InboundMessage.objects.all().delete()
    assert counts() == {"created": ROUNDS, "killed": ROUNDS}


def test_a_commit_against_cleanup_never_loses_the_session_of_a_turn(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    for number in range(ROUNDS):
        idle_session(ADA, idle=TTL * 3, thread_id=f"conv_{number}")
        in_time = timezone.now() - timedelta(seconds=TTL * 2.5)
        message_arrives(message_sid=f"SM{number}", phone=ADA, body="hello", received_at=in_time)
        [turn] = claims.claim_turns(1)
        _, removed = at_once(threads, partial(commit, turn), manager.cleanup_expired_sessions)
        assert (removed, manager.get_session(ADA)) == (0, f"conv_{number}")
        manager.remove_session(ADA)
    assert counts() == {"created": ROUNDS, "killed": ROUNDS}


def test_parallel_first_messages_make_one_turn(manager: SessionManager, threads: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        phone = phone_number(number)

        def worker(name: str, phone: str = phone) -> list[Turn]:
            message_arrives(message_sid=f"SM{phone}{name}", phone=phone, body=name)
            return claims.claim_turns(10)

        claimed = [turn for made in at_once(threads, *(partial(worker, n) for n in "abc")) for turn in made]
        assert [turn.lease.phone for turn in claimed] == [phone]
        outcomes.adopt_thread(claimed[0], thread_id=f"conv_{number}")
        outcomes.commit(claimed[0], Reply(text="Hi"))
        for rest in claims.claim_turns(1):
            assert rest.session is not None
            outcomes.commit(rest, Reply(text="Hi again", last_item_id=""))
    assert counts() == {"created": ROUNDS}


def test_cleanups_at_once_share_the_work(manager: SessionManager, threads: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        idle_session(phone_number(number), idle=TTL + number % 3, thread_id=f"conv_{number}")
    cleanup = partial(manager.cleanup_expired_sessions, batch_size=3)
    assert sum(at_once(threads, *[cleanup] * 4)) == ROUNDS
    assert counts() == {"created": ROUNDS, "expired": ROUNDS}
    assert EndedSession.objects.count() == ROUNDS
    assert_the_counters_fit()


def test_a_fold_that_waits_for_another_counts_nothing_twice(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    session_counts.roll_up()  # makes the rows of the totals
    session_counts.add(SessionChange.Reason.CREATED, 3)
    with transaction.atomic():
        list(SessionTotal.objects.select_for_update())  # what each fold begins with
        others = [threads.submit(session_counts.roll_up) for _ in range(2)]
        if connection.vendor == "postgresql":
            wait_until(is_blocked)
        assert session_counts.roll_up() == 1
    assert [other.result() for other in others] == [0, 0]
    assert counts() == {"created": 3}
    assert not SessionChange.objects.exists()


def test_folding_while_others_count_loses_and_doubles_nothing(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    add = partial(session_counts.add, SessionChange.Reason.CREATED, 3)

    def count() -> bool:
        return [add() for _ in range(ROUNDS)] == [None] * ROUNDS

    def watch() -> bool:
        seen = [counts().get("created", 0) for _ in range(ROUNDS)]
        return seen == sorted(seen)  # a fold is never seen half done

    def fold() -> bool:
        return all(session_counts.roll_up() >= 0 for _ in range(ROUNDS // 2))

    assert at_once(threads, count, fold, fold, watch) == [True] * 4
    session_counts.roll_up()
    assert counts() == {"created": ROUNDS * 3}
    assert SessionChange.objects.aggregate(left=Sum("amount")) == {"left": None}
