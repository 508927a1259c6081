"""Reports in time: what never ends is ended, and what was given up is not begun."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

import pytest
from django.db import connection
from django.test import RequestFactory

from sessions_app.db import faults
from sessions_app.db.sql import fetch
from sessions_app.health.deadline import (
    DEADLINE_SECONDS,
    THREADS,
    DatabaseSilent,
    deadline_of,
    within_deadline,
)
from tests.fakes.background_server import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")
ENDLESS = {
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n FROM c) SELECT COUNT(*) FROM c",
    "postgresql": "SELECT pg_sleep(600)",
}


def soon(seconds: float = 0.3) -> float:
    return time.monotonic() + seconds


def answers() -> bool:
    """Say whether a report is answered."""
    try:
        return within_deadline(lambda: fetch("SELECT 1", []), deadline=soon(5)) == [(1,)]
    except DatabaseSilent:
        return False


def never_end() -> None:
    if connection.vendor == "postgresql":  # which would end it by itself, sooner
        fetch("SELECT set_config('statement_timeout', '0', true)", [])
    fetch(ENDLESS[connection.vendor], [])


@pytest.fixture
def end_at_server() -> Iterator[None]:
    """Have PostgreSQL end, too, what nobody listens to any more: it would go on, and keep its database."""
    yield
    if connection.vendor == "postgresql":
        left = "FROM pg_stat_activity WHERE query LIKE %s AND datname = current_database()"
        slept = f"{ENDLESS['postgresql']}%"
        fetch(f"SELECT pg_terminate_backend(pid) {left}", [slept])
        wait_until(lambda: fetch(f"SELECT pid {left}", [slept]) == [])


@pytest.mark.usefixtures("end_at_server")
def test_statements_that_never_end_are_ended_and_hold_no_thread() -> None:
    for _ in range(THREADS + 1):
        with pytest.raises(DatabaseSilent):
            within_deadline(never_end, deadline=soon())
        wait_until(answers)


@contextmanager
def no_thread_free() -> Iterator[None]:
    begun, released = [], Event()

    def occupy() -> None:
        begun.append(True)
        released.wait()

    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(THREADS):
            threads.submit(within_deadline, occupy, deadline=soon(60))
        wait_until(lambda: len(begun) == THREADS)
        try:
            yield
        finally:
            released.set()


def test_a_report_that_was_given_up_before_it_began_is_never_run() -> None:
    ran: list[bool] = []
    with no_thread_free(), pytest.raises(DatabaseSilent):
        within_deadline(lambda: ran.append(True), deadline=soon())
    wait_until(answers)
    assert ran == []


def test_after_a_silence_the_next_reports_are_silent_at_once_and_then_not_any_more() -> None:
    with no_thread_free(), pytest.raises(DatabaseSilent) as first:
        within_deadline(lambda: None, deadline=soon())
    with pytest.raises(DatabaseSilent, match="just now") as next_one:
        within_deadline(lambda: None, deadline=soon(60))
    wait_until(answers)
    assert [faults.reason(raised.value) for raised in (first, next_one)] == ["timed out"] * 2


@pytest.mark.usefixtures("end_at_server")
def test_a_report_that_waited_for_something_else_does_not_make_the_next_ones_silent() -> None:
    with pytest.raises(DatabaseSilent, match="in time"):
        within_deadline(never_end, deadline=soon())
    assert answers()


def test_a_request_has_one_deadline() -> None:
    request = RequestFactory().get("/")
    deadline = deadline_of(request)
    assert deadline <= time.monotonic() + DEADLINE_SECONDS
    assert deadline_of(request) == deadline
