"""Cleaning up is safe at any time: the numbers fit, memory stays, and a cleanup may die half way."""

import random
import signal
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.db.models import Model

from sessions_app.conversations import leases
from sessions_app.manager import SessionManager
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    RemoteThread,
    SessionChange,
)
from sessions_app.sessions import store
from sessions_app.telemetry import session_counts
from tests.fakes.background_server import wait_until
from tests.support import clocks, triggers
from tests.support.clocks import NOW, TTL
from tests.support.factories import (
    InboundFactory,
    SessionFactory,
    counts,
    idle_session,
    phone_number,
    thread_state,
)
from tests.support.memory import sizes_after_each
from tests.support.processes import installation
from tests.support.statements import stored_time

ENDS = ("expired", "killed", "reset", "replaced")
EXPIRED_SESSIONS = """
import datetime
from django.utils import timezone
from sessions_app.telemetry import session_counts
from sessions_app.models import ConversationSession, RemoteThread, SessionChange
then = timezone.now() - datetime.timedelta(days=1)
def threads(): return (f"conv_{n}" for n in range(4000))
RemoteThread.objects.bulk_create(
    RemoteThread(thread_id=t, state="live", adopted=True, created_at=then) for t in threads()
)
ConversationSession.objects.bulk_create(
    ConversationSession(phone=f"+1{n:010}", thread_id=t, created_at=then, last_accessed=then)
    for n, t in enumerate(threads())
)
session_counts.add(SessionChange.Reason.CREATED, 4000)
"""
STORED = """
    SELECT (SELECT count(*) FROM sessions_app_conversationsession),
        (SELECT count(*) FROM sessions_app_endedsession),
        (SELECT count(*) FROM sessions_app_remotethread WHERE state = 'doomed'),
        (SELECT coalesce(sum(amount), 0) FROM sessions_app_sessionchange WHERE reason = 'expired')
"""


clock = pytest.fixture(clocks.standing)


def assert_the_counters_fit(manager: SessionManager) -> None:
    """What the counters say is what is stored, and all that was created is accounted for."""
    counted = counts()
    stored = ConversationSession.objects.count()
    assert manager.get_metrics()["active_sessions"] == manager.get_session_count() == stored
    assert counted.get("created", 0) == stored + sum(counted.get(reason, 0) for reason in ENDS)


@pytest.mark.django_db
def test_cleanup_metrics_consistency(clock: time_machine.Traveller) -> None:
    manager, dice = SessionManager(), random.Random(2026)
    removed_in_all = 0
    for step in range(300):
        phone = phone_number(dice.randrange(20))
        match dice.randrange(6):
            case 0 | 1:
                manager.set_session(phone, f"conv_{step}")
            case 2:
                manager.get_session(phone)
            case 3:
                dice.choice([manager.remove_session, reset])(phone)
            case 4:
                session_counts.roll_up()
            case _:
                before = manager.get_metrics()["active_sessions"]
                removed = manager.cleanup_expired_sessions(batch_size=dice.choice([1, 3, 500]))
                assert before - manager.get_metrics()["active_sessions"] == removed
                removed_in_all += removed
        clock.shift(dice.choice([1, 60, 600]))
        assert_the_counters_fit(manager)
    assert 0 < removed_in_all <= manager.get_metrics()["total_sessions_expired"]


def reset(phone: str) -> bool:
    return store.end(phone, reason=SessionChange.Reason.RESET)


@pytest.mark.django_db
def test_every_session_that_ever_was_ends_for_one_reason(clock: time_machine.Traveller) -> None:
    manager = SessionManager()
    for number in range(8):
        manager.set_session(phone_number(number), f"conv_{number}")
    manager.remove_session(phone_number(0))
    reset(phone_number(1))
    clock.shift(TTL)
    manager.set_session(phone_number(2), "conv_new")
    assert manager.cleanup_expired_sessions() == 5
    assert counts() == {"created": 9, "expired": 6, "killed": 1, "reset": 1}
    assert_the_counters_fit(manager)


@pytest.mark.django_db
def test_the_estimate_grows_and_shrinks_with_the_sessions(clock: time_machine.Traveller) -> None:
    manager = SessionManager()
    idle_session(phone_number(0), idle=0, thread_id="conv_" + "0" * 48)
    one = manager.estimate_memory_usage()
    for number in range(1, 20):
        idle_session(phone_number(number), idle=0, thread_id=f"conv_{number:048}")
    assert manager.estimate_memory_usage() == 20 * one <= 40 * 1024
    clock.shift(TTL)
    manager.cleanup_expired_sessions()
    assert manager.estimate_memory_usage() == 0


@pytest.mark.django_db
def test_the_memory_of_the_process_stays_the_same_over_many_cleanups(clock: time_machine.Traveller) -> None:
    manager = SessionManager()

    def generation() -> None:
        for number in range(5):
            manager.set_session(phone_number(number), f"conv_{number}")
            manager.get_session(phone_number(number))
        clock.shift(TTL)
        assert manager.cleanup_expired_sessions() == 5
        manager.get_metrics()

    generation()
    sizes = sizes_after_each(generation, times=50)
    # By then the caches of statements are full. 150 sessions end in between, which is 160 bytes each.
    assert min(sizes[-10:]) - min(sizes[20:30]) < 25_000


@pytest.mark.django_db
def test_a_cleanup_holds_a_batch_in_memory_and_not_the_table(clock: time_machine.Traveller) -> None:
    then = NOW - timedelta(days=1)
    ConversationSession.objects.bulk_create(SessionFactory.build_batch(10_000, created_at=then))
    session_counts.add(SessionChange.Reason.CREATED, 10_000)
    tracemalloc.start()
    assert SessionManager().cleanup_expired_sessions() == 10_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
    assert_the_counters_fit(SessionManager())


@pytest.mark.django_db
def test_a_cleanup_with_nothing_to_do_is_no_work(clock: time_machine.Traveller) -> None:
    for number in range(5):
        idle_session(phone_number(number), idle=TTL - 1)
    before = counts()
    assert [SessionManager().cleanup_expired_sessions() for _ in range(3)] == [0, 0, 0]
    assert (counts(), EndedSession.objects.count()) == (before, 0)
    assert not RemoteThread.objects.exclude(state="live").exists()


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_a_cleanup_waits_for_no_disk_and_takes_checkpoints_from_others() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's writers do not wait for each other's disk")
    idle_session(phone_number(0), idle=TTL)
    connection.ensure_connection()
    statements: list[str] = []
    driver = connection.connection
    driver.execute("PRAGMA synchronous=FULL")
    driver.set_trace_callback(statements.append)
    assert SessionManager().cleanup_expired_sessions() == 1
    driver.set_trace_callback(None)
    settings = [one.removeprefix("PRAGMA ") for one in statements if "=" in one and one.startswith("PRAGMA")]
    assert settings[:2] == ["synchronous=NORMAL", "wal_autocheckpoint=24000"]
    assert settings[2:] == ["synchronous=2", "wal_autocheckpoint=32000"]
    assert driver.execute("PRAGMA synchronous").fetchone() == (2,)
    assert driver.execute("PRAGMA wal_autocheckpoint").fetchone() == (32_000,)
    connection.close()  # the next one is as the tests' settings say


@pytest.mark.postgres("the test above shows it on SQLite")
@pytest.mark.django_db
def test_on_postgresql_the_commit_of_a_batch_does_not_wait_for_the_disk() -> None:
    idle_session(phone_number(0), idle=TTL)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        assert SessionManager().cleanup_expired_sessions() == 1
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.django_db
@pytest.mark.parametrize("happens", ["accessed", "received", "held", "turn begins"])
def test_a_session_that_comes_to_life_between_its_look_up_and_its_batch_is_spared(
    clock: time_machine.Traveller, happens: str
) -> None:
    first, second = phone_number(1), phone_number(2)
    idle_session(first, idle=TTL), idle_session(second, idle=TTL)
    InboundFactory.create(phone=second, state=InboundMessage.State.ANSWERED)
    leases.claim([second])
    Conversation.objects.update(lease_expires_at=NOW)
    stored, inbox = ConversationSession._meta.db_table, InboundMessage._meta.db_table
    soon = stored_time(NOW + timedelta(seconds=1))
    statement = {
        "accessed": f"UPDATE {stored} SET last_accessed = '{stored_time(NOW)}'",
        "received": f"UPDATE {inbox} SET state = 'received'",
        "held": f"UPDATE {inbox} SET state = 'held'",
        "turn begins": f"UPDATE {Conversation._meta.db_table} SET lease_expires_at = '{soon}'",
    }[happens]
    triggers.when(f"AFTER DELETE ON {stored}", statement)
    assert SessionManager().cleanup_expired_sessions(batch_size=1) == 1
    assert ConversationSession.objects.get().phone == second
    assert (counts(), EndedSession.objects.count()) == ({"created": 2, "expired": 1}, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("table", [EndedSession, SessionChange])
def test_a_batch_that_fails_half_way_is_not_done_at_all(
    clock: time_machine.Traveller, table: type[Model]
) -> None:
    session = idle_session(phone_number(1), idle=TTL)
    triggers.fail(f"BEFORE INSERT ON {table._meta.db_table}")
    with pytest.raises(DatabaseError, match="disk full"):
        SessionManager().cleanup_expired_sessions()
    assert ConversationSession.objects.get() == session
    assert thread_state(session.thread_id) == "live"
    assert (counts(), EndedSession.objects.count()) == ({"created": 1}, 0)


@pytest.mark.django_db
def test_a_session_whose_clock_was_far_off_is_removed_too(clock: time_machine.Traveller) -> None:
    idle_session(phone_number(1), idle=timedelta(days=100 * 365).total_seconds())
    assert SessionManager().cleanup_expired_sessions() == 1


@pytest.mark.processes
def test_a_cleanup_that_is_killed_half_way_leaves_nothing_half_done(tmp_path: Path) -> None:
    with installation(tmp_path) as site:
        site.environment["SECRET_KEY"] = "a-secret-key-for-tests-only-0123456789-abcdefghij"
        made = site.run("shell", "-c", EXPIRED_SESSIONS)
        assert made.returncode == 0, made.stdout
        victim = site.start("expire_sessions", "--batch-size", "1", "--skip-checks")
        wait_until(lambda: victim.ended() or site.database.query(STORED)[0][1] >= 20, 30)
        victim.stop(signal.SIGKILL)
        [(left, ended, doomed, counted)] = site.database.query(STORED)
        assert 0 < left < 4000, victim.output
        assert ended == doomed == counted == 4000 - left
        assert site.run("expire_sessions", "--skip-checks").returncode == 0
        assert site.database.query(STORED) == [(0, 4000, 4000, 4000)]
