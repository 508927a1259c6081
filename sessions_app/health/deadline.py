"""A health report has the database's answer in time or none at all: probes never hang with it.

No time-out of a driver covers it all: PostgreSQL's connect time-out is 2 s at least for each
address, its statement time-out needs a server that still runs, and SQLite waits 20 s for a lock.
So reports run on a few threads with connections of their own, nobody waits past the deadline, and
who stops waiting breaks the connection, so that its thread is free again.
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
"""The whole answer is promised within 2 s."""
WAITED = "whatspr.waited"
"""The seconds that a request waited for a thread of the web process, in its META."""
THREADS = 4
SILENT_SECONDS = 1.0
"""For so long after the database gave a report no answer at all the next ones are not even begun."""
# What ends a report by itself, as a rule, soon after it was given up.
CONNECT_SECONDS = 2
SQLITE_WAIT_SECONDS = 1.0
STATEMENT_MILLISECONDS = 1500
SCANS_AND_SORTS = ("enable_seqscan", "enable_sort", "enable_bitmapscan")

_executor = ThreadPoolExecutor(THREADS, thread_name_prefix="health")
_silent_until = 0.0


class DatabaseSilent(OperationalError):
    """The database has not answered within the deadline."""


def deadline_of(request: HttpRequest) -> float:
    """Return by when (`time.monotonic()`) `request` must be answered.

    Its time runs since the first call, less what it has `WAITED` before.
    """
    seconds = DEADLINE_SECONDS - request.META.get(WAITED, 0.0)
    deadline: float = request.__dict__.setdefault("_health_deadline", time.monotonic() + seconds)
    return deadline


def within_deadline(work: Callable[[], T], *, deadline: float) -> T:
    """Return what `work` returns; it runs on another thread, where the ORM has a new connection.

    Raises `DatabaseSilent` at `deadline` (`time.monotonic()`), whatever the database does, and what
    `work` raises. Once a report had no thread, or no word from the database at all, those of the next
    second are silent at once: there are fewer threads for reports than probes may come, and none would
    wait for a thread and the database in time. A report that waited for a locked table tells nothing
    of the others.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        raise DatabaseSilent("it was silent just now")
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
    """Work on a connection of its own, which another thread can break."""

    was_answered = False
    """By the database: to the connecting and, on PostgreSQL, to a first statement."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._connection: BaseDatabaseWrapper | None = None
        self._given_up = False

    def run(self) -> T:
        """Do the work. Raises what it raises, `OperationalError` where it was given up meanwhile."""
        hurried = self._connection = connections[DEFAULT_DB_ALIAS].copy()
        is_postgresql = hurried.vendor == "postgresql"
        _hurry(hurried)
        connections[DEFAULT_DB_ALIAS] = hurried  # of this thread only
        try:
            hurried.ensure_connection()
            if self._given_up:
                raise DatabaseSilent("too late")
            # A setting of the transaction, because PgBouncer may share the server's session. SQLite's
            # transactions are for writing (IMMEDIATE), and reports only read.
            with transaction.atomic() if is_postgresql else nullcontext():
                if is_postgresql:
                    _limit_statements()
                self.was_answered = True
                return self._work()
        finally:
            hurried.close()
            del connections[DEFAULT_DB_ALIAS]

    def give_up(self) -> None:
        """End, from outside, the statement that runs: the database may never end it."""
        self._given_up = True
        hurried = self._connection
        driver = hurried.connection if hurried else None
        if not hurried or driver is None:  # it is being made, for which there is a time-out
            return
        with suppress(OSError, psycopg.Error, sqlite3.Error):  # it was closed just now
            if hurried.vendor == "sqlite":
                driver.interrupt()
                return
            with socket.socket(fileno=os.dup(driver.fileno())) as stuck:
                if not driver.closed:  # so the number was still that of its socket
                    stuck.shutdown(socket.SHUT_RDWR)


def _hurry(connection: BaseDatabaseWrapper) -> None:
    """Let `connection` wait less than others, and make no SQLite file where there is none."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        settings["OPTIONS"]["connect_timeout"] = CONNECT_SECONDS
        return
    settings["OPTIONS"]["timeout"] = SQLITE_WAIT_SECONDS
    settings["NAME"] = f"{Path(settings['NAME']).absolute().as_uri()}?mode=rw"


def _limit_statements() -> None:
    """End each statement of the transaction in time, and let the planner take the indexes.

    After a mass expiry a table has few rows and many pages, as the planner knows, and it would rather
    scan and sort them all.
    """
    limits = {"statement_timeout": str(STATEMENT_MILLISECONDS), **dict.fromkeys(SCANS_AND_SORTS, "off")}
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in limits)
    fetch(f"SELECT {calls}", list(limits.values()))
