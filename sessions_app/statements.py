"""Plain SQL for the statements that every message costs; the rest of the project uses the ORM.

The ORM builds such a statement anew each time, which costs more than the database's own work.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Value = str | int | uuid.UUID | datetime | list[Any] | None
_FOR_MANY_COMMITS: Mapping[str, Value] = {"synchronous": "NORMAL", "wal_autocheckpoint": 24_000}
"""See `letting_writers_in`. Fewer pages than in the settings: nobody else comes to a checkpoint first."""


def execute(statement: str, values: Sequence[Value]) -> int:
    """Run `statement` on this thread's connection and return how many rows it touched.

    On the driver's own connection: Django's cursor costs the webhook 5 %. So what counts or logs
    Django's queries does not see it.
    """
    mine = _connected()
    with mine.wrap_database_errors:
        return int(mine.connection.execute(_with_marks(statement), values).rowcount)


def execute_returning(
    statement: str, values: Sequence[Value] | Mapping[str, Value]
) -> list[tuple[Value, ...]]:
    """Run `statement` like `execute` and return its rows. Named values are for PostgreSQL alone."""
    mine = _connected()
    with mine.wrap_database_errors:
        return list(mine.connection.execute(_with_marks(statement), values).fetchall())


def _connected() -> BaseDatabaseWrapper:
    # Looked up once: each use of `django.db.connection` looks it up again.
    mine = connections[DEFAULT_DB_ALIAS]
    if mine.connection is None:
        mine.ensure_connection()
    return mine


@cache
def is_sqlite() -> bool:
    """Say whether this process's database is SQLite; asking the connection each time costs too much."""
    return connection.vendor == "sqlite"


def _with_marks(statement: str) -> str:
    return statement.replace("%s", "?") if is_sqlite() else statement


def execute_for_each_of(statement: str, values: Sequence[Value], listed: Sequence[Value]) -> int:
    """Run `statement` with `values` and, after them, a list of any length (see `with_list`)."""
    return execute(*with_list(statement, values, listed)) if listed else 0


def with_list(statement: str, values: Sequence[Value], listed: Sequence[Value]) -> tuple[str, list[Value]]:
    """Return `statement` with a list in place, and its values: `values` and, after them, the list.

    Its `IN ({ids})`, or the `FROM {column1}` of one text column, becomes that list. On PostgreSQL the
    list is one parameter: parsing hundreds of them costs as much as the work they ask for.
    """
    if is_sqlite():
        ids, rows = ", ".join(["%s"] * len(listed)), ", ".join(["(%s)"] * len(listed))
        statement = statement.replace("{ids}", ids).replace("{column1}", f"(VALUES {rows}) AS listed")
        return statement, [*values, *listed]
    statement = statement.replace("IN ({ids})", "= ANY(%s)")
    statement = statement.replace("{column1}", "unnest(%s::text[]) AS listed (column1)")
    return statement, [*values, list(listed)]


@contextmanager
def letting_writers_in() -> Iterator[None]:
    """Keep the disk free on SQLite for who writes beside the many commits of this block.

    They do not wait for the disk, which would hold up everybody: for what is done again where it is lost,
    since a power failure may undo the newest of them, whole and in order. And it is this connection that
    writes pages back from the WAL, fewer at a time than others would: whoever commits meanwhile waits for the
    disk. Does nothing in a transaction.
    """
    if not is_sqlite() or connection.in_atomic_block:
        yield
        return
    before: dict[str, Value] = {
        name: execute_returning(f"PRAGMA {name}", [])[0][0] for name in _FOR_MANY_COMMITS
    }
    try:
        _set_pragmas(_FOR_MANY_COMMITS)
        yield
    finally:
        _set_pragmas(before)


def _set_pragmas(values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        execute_returning(f"PRAGMA {name}={value}", [])


def fetch(statement: str, values: Sequence[Value]) -> list[tuple[Value, ...]]:
    """Run `statement` and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def db_time(moment: datetime) -> datetime | str:
    """Return `moment`, which has a time zone, as this database's parameters have to be."""
    if is_sqlite():
        return str(moment.astimezone(UTC).replace(tzinfo=None))
    return moment


def read_time(stored: Value) -> datetime:
    """Return as a moment what a statement read: SQLite's have no time zone."""
    assert isinstance(stored, datetime)
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


def db_uuid(value: uuid.UUID) -> uuid.UUID | str:
    """Return `value` as this database's parameters have to be."""
    return value if connection.features.has_native_uuid_field else value.hex
