"""A health report has the database's answer in time or none at all: probes never hang with it.

No time-out of a driver covers it all: PostgreSQL's connect time-out is 2 s at least for each
address, its statement time-out needs a server that still runs, and SQLite waits 20 s for a lock.
So reports run on a few threads with connections of their own, and nobody waits past the deadline.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction

from sessions_app.statements import fetch

T = TypeVar("T")

DEADLINE_SECONDS = 1.7
"""The whole answer is promised within 2 s."""
THREADS = 4
# What ends an abandoned report, so that its thread is free again soon.
SQLITE_WAIT_SECONDS = 1.0
STATEMENT_MILLISECONDS = 1500
POSTGRESQL_OPTIONS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "keepalives_idle": 2,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}

_executor = ThreadPoolExecutor(THREADS, thread_name_prefix="health")


class DatabaseSilent(OperationalError):
    """The database has not answered within the deadline."""


def within_deadline(work: Callable[[], T]) -> T:
    """Return what `work` returns; it runs on another thread, where the ORM has a new connection.

    Raises `DatabaseSilent` after `DEADLINE_SECONDS`, whatever the database does, and what `work` raises.
    """
    report = _executor.submit(_on_a_new_connection, work)
    try:
        return report.result(timeout=DEADLINE_SECONDS)
    except TimeoutError as error:
        report.cancel()  # it may not even have begun
        raise DatabaseSilent("no answer in time") from error


def _on_a_new_connection(work: Callable[[], T]) -> T:
    hurried = connections[DEFAULT_DB_ALIAS].copy()
    options = hurried.settings_dict["OPTIONS"]
    if hurried.vendor == "postgresql":
        options.update(POSTGRESQL_OPTIONS)
        options.pop("pool", None)  # shared by all threads, stuck ones too
    else:
        options["timeout"] = SQLITE_WAIT_SECONDS
    connections[DEFAULT_DB_ALIAS] = hurried  # of this thread only
    try:
        # A setting of the transaction, because PgBouncer may share the server's session. SQLite's
        # transactions are for writing (IMMEDIATE), and reports only read.
        with transaction.atomic() if hurried.vendor == "postgresql" else nullcontext():
            _limit_statements()
            return work()
    finally:
        hurried.close()
        del connections[DEFAULT_DB_ALIAS]


def _limit_statements() -> None:
    if connection.vendor == "postgresql":
        fetch("SELECT set_config('statement_timeout', %s, true)", [str(STATEMENT_MILLISECONDS)])
