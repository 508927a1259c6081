"""Conversation sessions: when one ends, what is spared, and what becomes of its thread."""

import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import settings as current_settings
from django.core.management import call_command
from django.db import connection, connections
from pytest_django import DjangoAssertNumQueries, Settings

from sessions_app import inbox, leases, manager, threads
from sessions_app.models import ConversationSession, InboundMessage, RemoteThread
from tests.factories import InboundFactory, SessionFactory, ThreadFactory, phone_number

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TTL = 3600
ADA, BOB = phone_number(1), phone_number(2)
SQLITE = current_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def noon(settings: Settings) -> Any:
    """Stop the clock at `NOW`; a session lives for `TTL` seconds."""
    settings.SESSION_TTL_SECONDS = TTL
    with time_machine.travel(NOW, tick=False):
        yield


def session(phone: str = ADA, *, idle: float = 0) -> ConversationSession:
    """Make a session last accessed `idle` seconds ago, in a thread that the ledger knows."""
    made = SessionFactory.create(phone=phone, created_at=NOW - timedelta(seconds=idle))
    ThreadFactory.create(thread_id=made.thread_id)
    return made


def state_of(thread_id: str) -> str:
    return RemoteThread.objects.get(thread_id=thread_id).state


def phones() -> list[str]:
    return list(ConversationSession.objects.order_by("phone").values_list("phone", flat=True))


# --- Alive or expired ---------------------------------------------------------------------------


@pytest.mark.parametrize(("idle", "live"), [(0, True), (TTL - 0.001, True), (TTL, False), (TTL + 1, False)])
def test_a_session_lives_until_its_ttl(idle: float, live: bool) -> None:
    assert manager.is_live(session(idle=idle), at=NOW) is live


@pytest.mark.parametrize(("idle", "expired"), [(0, 0), (TTL - 0.001, 0), (TTL, 1), (TTL * 100, 1)])
def test_what_is_not_live_is_expired(idle: float, expired: int) -> None:
    session(idle=idle)
    assert manager.expired_sessions().count() == expired


def test_the_ttl_is_read_at_the_time_of_use(settings: Settings) -> None:
    session(idle=100)
    settings.SESSION_TTL_SECONDS = 100
    assert manager.expired_sessions().count() == 1


def test_a_session_is_judged_by_when_the_message_came() -> None:
    waiting = session(idle=TTL + 600)
    assert manager.is_live(waiting, at=NOW - timedelta(seconds=601))


@pytest.mark.parametrize("state", InboundMessage.State)
def test_a_session_with_an_unanswered_message_is_spared(state: InboundMessage.State) -> None:
    session(idle=TTL * 2)
    InboundFactory.create(phone=ADA, state=state)
    assert manager.expired_sessions().exists() is (state != InboundMessage.State.RECEIVED)


def test_a_session_with_a_running_turn_is_spared() -> None:
    session(idle=TTL * 2)
    [lease] = leases.claim([ADA])
    assert not manager.expired_sessions().exists()
    leases.release(lease)
    assert manager.expired_sessions().exists()


def test_messages_and_turns_of_other_phones_spare_nobody() -> None:
    session(idle=TTL * 2)
    InboundFactory.create(phone=BOB)
    leases.claim([BOB])
    assert manager.expired_sessions().exists()


# --- Cleaning up --------------------------------------------------------------------------------


def test_cleaning_up_removes_the_expired_sessions_and_counts_them() -> None:
    session(ADA, idle=TTL * 2)
    session(BOB, idle=10)
    assert manager.cleanup_expired_sessions() == 1
    assert phones() == [BOB]


def test_cleaning_up_dooms_the_threads_of_expired_sessions_only() -> None:
    expired, live = session(ADA, idle=TTL), session(BOB)
    manager.cleanup_expired_sessions()
    assert (state_of(expired.thread_id), state_of(live.thread_id)) == ("doomed", "live")


def test_cleaning_up_again_removes_nothing() -> None:
    session(idle=TTL)
    assert [manager.cleanup_expired_sessions() for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize("batch_size", [1, 3, 7, 8, 500])
def test_cleaning_up_goes_on_until_the_last_batch(batch_size: int) -> None:
    for number in range(7):
        session(phone_number(number), idle=TTL)
    assert manager.cleanup_expired_sessions(batch_size=batch_size) == 7
    assert RemoteThread.objects.filter(state="doomed").count() == 7


def test_cleaning_up_with_many_spared_sessions_comes_to_an_end() -> None:
    for number in range(5):
        session(phone_number(number), idle=TTL)
        InboundFactory.create(phone=phone_number(number))
    assert manager.cleanup_expired_sessions(batch_size=2) == 0
    assert len(phones()) == 5


def test_a_session_without_a_ledger_row_expires_like_any_other() -> None:
    SessionFactory.create(phone=ADA, created_at=NOW - timedelta(days=1))
    assert manager.cleanup_expired_sessions() == 1
    assert not RemoteThread.objects.exists()


def message_after(statement: int) -> Callable[..., Any]:
    """Have a message of ADA arrive, on a connection of its own, right after the `statement`-th statement."""
    count = itertools.count(1)

    def receive() -> None:
        inbox.receive(message_sid="SM1", phone=ADA, body="still there?")
        connections.close_all()

    def wrapper(execute: Callable[..., Any], *statement_and_rest: Any) -> Any:
        result = execute(*statement_and_rest)
        if next(count) == statement:
            webhook = threading.Thread(target=receive)
            webhook.start()
            webhook.join()
        return result

    return wrapper


@pytest.mark.django_db(transaction=True)
def test_a_message_that_comes_once_the_batch_is_read_saves_its_session() -> None:
    expired = session(idle=TTL)
    with connection.execute_wrapper(message_after(1)):
        assert manager.cleanup_expired_sessions() == 0
    assert (phones(), state_of(expired.thread_id)) == ([ADA], "live")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(SQLITE, reason="on SQLite nobody else can write during the transaction")
def test_a_session_that_a_message_saves_from_the_cleaning_keeps_its_thread() -> None:
    expired = session(idle=TTL)
    with connection.execute_wrapper(message_after(2)):
        manager.cleanup_expired_sessions()
    assert state_of(expired.thread_id) == ("live" if phones() else "doomed")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [([], "1 expired sessions removed"), (["--dry-run"], "1 sessions would be removed")],
)
def test_the_command_says_how_many_sessions_it_removed(arguments: list[str], said: str) -> None:
    session(idle=TTL)
    out = StringIO()
    call_command("expire_sessions", *arguments, stdout=out)
    assert out.getvalue().strip() == said
    assert len(phones()) == (1 if arguments else 0)


# --- Ending and starting ------------------------------------------------------------------------


def test_ending_a_session_dooms_its_thread() -> None:
    ended = session()
    assert manager.end_session(phone=ADA) is True
    assert phones() == []
    assert state_of(ended.thread_id) == "doomed"


def test_ending_a_session_that_nobody_has_says_so() -> None:
    other = session(BOB)
    assert manager.end_session(phone=ADA) is False
    assert state_of(other.thread_id) == "live"


def test_a_session_begins_now() -> None:
    manager.start_session(phone=ADA, thread_id="conv_new")
    started = ConversationSession.objects.get()
    assert (started.phone, started.thread_id, started.last_item_id) == (ADA, "conv_new", "")
    assert started.created_at == started.last_accessed == NOW


def test_a_new_session_replaces_the_old_one_and_dooms_its_thread() -> None:
    old = session()
    ThreadFactory.create(thread_id="conv_new")
    manager.start_session(phone=ADA, thread_id="conv_new")
    assert ConversationSession.objects.get().thread_id == "conv_new"
    assert (state_of(old.thread_id), state_of("conv_new")) == ("doomed", "live")


def test_starting_a_session_leaves_other_phones_alone() -> None:
    other = session(BOB)
    manager.start_session(phone=ADA, thread_id="conv_new")
    assert phones() == [ADA, BOB]
    assert state_of(other.thread_id) == "live"


# --- The ledger of threads ----------------------------------------------------------------------


def test_a_thread_is_in_the_ledger_before_it_is_opened() -> None:
    planned = threads.plan()
    assert (planned.thread_id, planned.state, planned.created_at) == ("", "planned", NOW)


def test_an_opened_thread_is_live_under_its_id() -> None:
    threads.opened(threads.plan(), thread_id="conv_1")
    assert state_of("conv_1") == "live"


def test_a_thread_that_was_surely_not_opened_is_forgotten() -> None:
    threads.not_opened(threads.plan(), error="401", uncertain=False)
    assert not RemoteThread.objects.exists()


def test_a_thread_that_may_have_been_opened_is_kept_as_unknown() -> None:
    threads.not_opened(threads.plan(), error="x" * 500, uncertain=True)
    kept = RemoteThread.objects.get()
    assert (kept.state, kept.error) == ("unknown", "x" * 200)


@pytest.mark.parametrize("state", RemoteThread.State)
def test_only_a_live_thread_can_be_doomed(state: RemoteThread.State) -> None:
    ThreadFactory.create(thread_id="conv_1", state=state)
    threads.doom("conv_1")
    assert state_of("conv_1") == ("doomed" if state == RemoteThread.State.LIVE else state)


def test_two_planned_threads_may_wait_for_their_ids() -> None:
    first, second = threads.plan(), threads.plan()
    assert first.pk != second.pk


def test_cleaning_up_when_nothing_is_due_costs_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    session()
    with django_assert_num_queries(1):
        manager.cleanup_expired_sessions()
