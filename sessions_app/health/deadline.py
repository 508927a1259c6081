"""Health reports with a deadline: a database that hangs never makes a probe hang.

The drivers' time-outs are not enough: PostgreSQL's connect time-out is at least 2 s for each address,
its statement time-out needs a server that still runs, and SQLite waits 20 s for a lock. So reports run
on a small thread pool with connections of their own. At the deadline the request stops waiting and
breaks the connection, which frees the pool's thread.
"""

import os
import socket
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest

from sessions_app.db.sql import fetch

T = TypeVar("T")

DEADLINE_SECONDS = 1.7
"""For the whole answer, which must arrive within 2 s."""
ARRIVED_AT = "whatspr.arrived_at"
"""Key in a request's META: when it arrived (`time.monotonic()`), before it waited for a thread."""
THREADS = 4
SILENT_SECONDS = 1.0
"""After a report without any answer from the database, no report is started for this long."""
# These usually end a report by themselves soon after it was given up.
CONNECT_SECONDS = 2
SQLITE_WAIT_SECONDS = 1.0
STATEMENT_MILLISECONDS = 1500
SCANS_AND_SORTS = ("enable_seqscan", "enable_sort", "enable_bitmapscan")

_executor = ThreadPoolExecutor(THREADS, thread_name_prefix="health")
_silent_until = 0.0


class DatabaseSilent(OperationalError):
    """The database has not answered within the deadline."""


def deadline_of(request: HttpRequest) -> float:
    """Return the time (`time.monotonic()`) by which `request` must be answered.

    The clock starts when the request arrives, or with the first call if that is unknown.
    """
    arrived_at = request.META.setdefault(ARRIVED_AT, time.monotonic())
    return float(arrived_at) + DEADLINE_SECONDS


def within_deadline(work: Callable[[], T], *, deadline: float) -> T:
    """Run `work` on another thread, with a new connection for the ORM, and return its result.

    Raises `DatabaseSilent` at `deadline` (`time.monotonic()`), whatever the database does, and what
    `work` raises. If a report got no thread, or no answer at all from the database, the reports of the
    next second raise at once: with more probes than threads, none could wait for both in time. A report
    that waited for a locked table does not affect others.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        raise DatabaseSilent("it was silent just now") from TimeoutError()
    report = _Report(work)
    outcome = _executor.submit(report.run)
    try:
        return outcome.result(timeout=max(0.0, deadline - time.monotonic()))
    except TimeoutError as error:
        if not report.was_answered:
            _silent_until = time.monotonic() + SILENT_SECONDS
        outcome.cancel()  # it may not even have begun
        report.give_up()
        raise DatabaseSilent("no answer in time") from error


class _Report(Generic[T]):
    """A piece of work with a connection of its own, which another thread can break."""

    was_answered = False
    """True once the database has accepted the connection and, on PostgreSQL, a first statement."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._connection: BaseDatabaseWrapper | None = None
        self._given_up = False

    def run(self) -> T:
        """Do the work. Raises what the work raises, and `OperationalError` if it was given up."""
        hurried = self._connection = connections[DEFAULT_DB_ALIAS].copy()
        is_postgresql = hurried.vendor == "postgresql"
        _hurry(hurried)
        connections[DEFAULT_DB_ALIAS] = hurried  # for this thread only
        try:
            hurried.ensure_connection()
            if self._given_up:
                raise DatabaseSilent("too late")
            # PostgreSQL's limits are set for a transaction, because PgBouncer may share the server's session.
            # Not on SQLite: its transactions lock for writing (IMMEDIATE), and reports only read.
            with transaction.atomic() if is_postgresql else nullcontext():
                if is_postgresql:
                    _limit_statements()
                self.was_answered = True
                return self._work()
        finally:
            hurried.close()
            del connections[DEFAULT_DB_ALIAS]

    def give_up(self) -> None:
        """End the running statement from another thread, because the database may never end it."""
        self._given_up = True
        hurried = self._connection
        driver = hurried.connection if hurried else None
        if not hurried or driver is None:  # still connecting, which has a time-out
            return
        with suppress(OSError, psycopg.Error, sqlite3.Error):  # the connection was just closed
            if hurried.vendor == "sqlite":
                driver.interrupt()
                return
            with socket.socket(fileno=os.dup(driver.fileno())) as stuck:
                if not driver.closed:  # then the descriptor still belonged to its socket
                    stuck.shutdown(socket.SHUT_RDWR)


def _hurry(connection: BaseDatabaseWrapper) -> None:
    """Shorten the time-outs of `connection`, and keep SQLite from creating a missing file."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        settings["OPTIONS"]["connect_timeout"] = CONNECT_SECONDS
        return
    settings["OPTIONS"]["timeout"] = SQLITE_WAIT_SECONDS
    settings["NAME"] = f"{Path(settings['NAME']).absolute().as_uri()}?mode=rw"


def _limit_statements() -> None:
    """Limit the time of each statement in the transaction, and make the planner use the indexes.

    After a mass expiry a table has few rows on many pages. The planner would scan and sort all of them.
    """
    limits = {"statement_timeout": str(STATEMENT_MILLISECONDS), **dict.fromkeys(SCANS_AND_SORTS, "off")}
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in limits)
    fetch(f"SELECT {calls}", list(limits.values()))
