"""Which SQL statements the code under test sends, by Django's cursor or past it, and how they are run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection


@contextmanager
def recorded_statements() -> Iterator[list[str]]:
    """Collect what this thread's connection sends to its database, as the driver sees it."""
    connection.ensure_connection()
    driver: Any = connection.connection
    sent: list[str] = []
    if connection.vendor == "sqlite":
        driver.set_trace_callback(sent.append)
        try:
            yield sent
        finally:
            driver.set_trace_callback(None)
        return
    from psycopg import ClientCursor

    factory = driver.cursor_factory

    class Recording(factory):  # type: ignore[misc, valid-type]
        def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
            sent.append(ClientCursor(self.connection).mogrify(query, params))
            return super().execute(query, params, **kwargs)

    driver.cursor_factory = Recording
    try:
        yield sent
    finally:
        driver.cursor_factory = factory


def stored_time(moment: datetime) -> Any:
    """Return `moment` as this database's statements have it."""
    return connection.ops.adapt_datetimefield_value(moment)


def plan(statement: str) -> str:
    """Return how the database would run `statement` if its tables were big; inside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # our tables are so small that it would scan and sort them
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {statement}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def is_blocked() -> bool:
    """Say whether a statement in this test's database waits for a lock (PostgreSQL)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks"
            " WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        return bool(cursor.fetchone()[0])
