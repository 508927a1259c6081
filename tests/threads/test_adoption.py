"""Threads that a worker opened and no session got are doomed, and no other ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection, connections, transaction
from pytest_django import Settings

from sessions_app.manager import SessionManager
from sessions_app.models import RemoteThread
from sessions_app.threads import adoption, ledger
from sessions_app.turns import claims, outcomes
from tests.conftest import answer_messages
from tests.fakes.background_server import wait_until
from tests.support.arrivals import message_arrives
from tests.support.factories import ThreadFactory, phone_number, thread_state
from tests.support.statements import is_blocked, plan, recorded_statements

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADA = phone_number(1)
LATEST = timedelta(seconds=120 + 15 + 60)
SECOND = timedelta(seconds=1)
State = RemoteThread.State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    """A clock that stands at `NOW` and moves by `shift`; a turn lasts 120 s at most, its lease 15 s."""
    settings.TURN_DEADLINE_SECONDS, settings.TURN_LEASE_SECONDS = 120, 15
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def opened(thread_id: str = "conv_1") -> None:
    """Do what a worker does until a moment before the session gets its thread."""
    ledger.opened(ledger.plan(), thread_id=thread_id)


def test_a_thread_that_no_session_got_is_doomed_when_no_turn_can_adopt_it(
    clock: time_machine.Traveller,
) -> None:
    opened()
    clock.shift(LATEST)
    assert (adoption.sweep(), thread_state("conv_1")) == (0, State.LIVE)
    clock.shift(SECOND)
    assert (adoption.sweep(), thread_state("conv_1")) == (1, State.DOOMED)
    assert adoption.sweep() == 0


def test_a_create_that_never_ended_becomes_unknown(clock: time_machine.Traveller) -> None:
    planned = ledger.plan()
    clock.shift(LATEST)
    assert adoption.sweep() == 0
    clock.shift(SECOND)
    assert adoption.sweep() == 1
    planned.refresh_from_db()
    assert (planned.state, planned.error) == (State.UNKNOWN, "never finished")


def test_a_thread_that_a_turn_adopted_stays(clock: time_machine.Traveller) -> None:
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    [turn] = claims.claim_turns(1)
    opened()
    outcomes.adopt_thread(turn, thread_id="conv_1")
    clock.shift(timedelta(days=365))
    assert (adoption.sweep(), thread_state("conv_1")) == (0, State.LIVE)


def test_a_thread_that_was_imported_stays(clock: time_machine.Traveller) -> None:
    SessionManager().set_session(ADA, "thread_legacy")
    clock.shift(timedelta(days=365))
    assert (adoption.sweep(), thread_state("thread_legacy")) == (0, State.LIVE)


@pytest.mark.django_db(transaction=True)
def test_the_thread_of_an_answered_message_stays(clock: time_machine.Traveller) -> None:
    clock.move_to(NOW, tick=True)
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    answer_messages()
    clock.shift(timedelta(days=1))
    assert (adoption.sweep(), RemoteThread.objects.get().state) == (0, State.LIVE)


@pytest.mark.parametrize("state", sorted(set(State) - {State.PLANNED, State.LIVE}))
def test_threads_in_other_states_are_left_alone(clock: time_machine.Traveller, state: str) -> None:
    ThreadFactory.create(thread_id="conv_1", state=state, adopted=False)
    clock.shift(timedelta(days=1))
    assert (adoption.sweep(), thread_state("conv_1")) == (0, state)


def test_a_doomed_thread_that_is_adopted_after_all_lives(clock: time_machine.Traveller) -> None:
    opened()
    clock.shift(LATEST + SECOND)
    adoption.sweep()
    SessionManager().set_session(ADA, "conv_1")
    assert (adoption.sweep(), thread_state("conv_1")) == (0, State.LIVE)


def test_more_orphans_than_a_batch_are_doomed_at_once(clock: time_machine.Traveller) -> None:
    count = adoption.BATCH_SIZE + 1
    RemoteThread.objects.bulk_create(
        ThreadFactory.build(thread_id=f"conv_{number}", adopted=False) for number in range(count)
    )
    clock.shift(LATEST + SECOND)
    assert adoption.sweep() == count


@pytest.mark.django_db(transaction=True)
def test_an_adoption_at_the_very_moment_of_the_sweep_wins(clock: time_machine.Traveller) -> None:
    opened()
    clock.shift(LATEST + SECOND)
    swept: list[int] = []

    def sweep() -> None:
        swept.append(adoption.sweep())
        connections.close_all()

    other = Thread(target=sweep)
    with transaction.atomic():
        SessionManager().set_session(ADA, "conv_1")
        other.start()
        if connection.vendor == "postgresql":
            clock.move_to(NOW + LATEST + SECOND, tick=True)
            wait_until(is_blocked)
    other.join()
    assert (swept, thread_state("conv_1")) == ([0], State.LIVE)


def test_the_sweep_reads_nothing_but_what_is_not_adopted() -> None:
    with recorded_statements() as sent:
        adoption.sweep()
    used = [plan(statement) for statement in sent if statement.startswith("SELECT")]
    assert len(used) == 2
    assert "remote_thread_unadopted" in used[0]
    assert "remote_thread_unopened" in used[1]
    assert not any(word in steps for steps in used for word in ("Seq Scan", "SCAN"))
