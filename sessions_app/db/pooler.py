"""Prepared statements are for direct connections: a pooler may give each transaction another session.

PgBouncer in transaction mode does (below 1.21, or where it is told so), and one client then executes what
another one has prepared. A client learns that from an error, or from rows of another query.
"""

import threading
from typing import Any

import structlog
from django.db.backends.signals import connection_created

log = structlog.get_logger(__name__)

PREPARE_THRESHOLD = 5
"""A statement is prepared when a connection runs it for the sixth time: parsing and planning are a third of
the server's work for an insert."""

_logged = threading.Lock()
"""Taken once and for all by the first thread that finds a pooler."""


def prepare_on_direct_connections() -> None:
    """From now on, prepare repeated statements on new connections, unless a pooler is found there.

    Where the URL sets `prepare_threshold`, that decides.
    """
    connection_created.connect(_prepare_if_direct)


def _prepare_if_direct(connection: Any, **kwargs: Any) -> None:
    if connection.vendor != "postgresql" or "prepare_threshold" in connection.settings_dict["OPTIONS"]:
        return
    if is_direct(connection.connection):
        connection.connection.prepare_threshold = PREPARE_THRESHOLD
    elif _logged.acquire(blocking=False):
        log.info("database_pooler_found", prepared_statements="off")


def is_direct(driver: Any) -> bool:
    """Return True if no pooler is between `driver` (psycopg's connection) and the server.

    A pooler tells each client a number of its own, by which the client could cancel a statement.
    """
    backend: tuple[int] = driver.execute("SELECT pg_backend_pid()").fetchone()
    return backend == (driver.info.backend_pid,)
