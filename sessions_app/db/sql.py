"""Plain SQL for the few statements that every message pays; the rest of the project uses the ORM.

The ORM builds such a statement anew each time, which costs more than the database's own work: 0.6 ms
for the four rows that a reply writes, 2.2 ms for a claim of one turn (docs/speed.md). Values are given as
Python's own, times with their time zone.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Value = str | int | uuid.UUID | datetime | list[Any] | None
M = TypeVar("M", bound=models.Model)
_Converter = tuple[int, Callable[..., Any], Any]
_FOR_MANY_COMMITS: Mapping[str, Value] = {"synchronous": "NORMAL", "wal_autocheckpoint": 24_000}
"""See `relaxed_durability`. Fewer pages than the settings have: no other connection checkpoints first."""

LOG_PATIENCE = 500
"""Milliseconds for which nobody writes while `truncate_log` waits for who reads."""


class Literal(models.Value):
    """A value that stands in the statement itself, not among its parameters.

    SQLite takes a partial index for `state = ?`, but for no list of parameters: the members of an
    `__in` have to be literals (source: where.c, `whereUsablePartialIndex`). Never for what a user sent.
    """

    value: str

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        if not self.value.isalpha():
            raise ValueError(f"{self.value!r} may not stand in a statement")
        return f"'{self.value}'", ()


def literals(*values: str) -> list[Literal]:
    """Return `values` as the members of an `__in`."""
    return [Literal(str(value)) for value in values]


def execute(statement: str, values: Sequence[Value]) -> int:
    """Run `statement` on this thread's connection and return how many rows it touched.

    On the driver's own connection: Django's cursor costs the webhook 5 %. So what counts or logs
    Django's queries does not see it.
    """
    mine = _connected()
    with mine.wrap_database_errors:
        return int(mine.connection.execute(*_for_driver(statement, values)).rowcount)


def fetch(statement: str, values: Sequence[Value]) -> list[tuple[Value, ...]]:
    """Run `statement` like `execute` and return its rows; SQLite's times have no time zone (`read_time`)."""
    mine = _connected()
    with mine.wrap_database_errors:  # SQLite goes on, and may fail, while its rows are fetched
        return list(mine.connection.execute(*_for_driver(statement, values)).fetchall())


def load(model: type[M], statement: str, values: Sequence[Value]) -> list[M]:
    """Run `statement` like `fetch`, with the columns of `model` for `{columns}`; return its instances.

    The columns are named: with `*`, a prepared statement of PostgreSQL fails once a migration has added one.
    """
    columns, names, converters = _read_like_the_orm(model)
    mine, loaded = _connected(), []
    for row in fetch(statement.replace("{columns}", columns), values):
        read = list(row)
        for place, convert, column in converters:
            read[place] = convert(read[place], column, mine)
        loaded.append(model.from_db(DEFAULT_DB_ALIAS, names, read))
    return loaded


def load_each_of(model: type[M], statement: str, values: Sequence[Value], listed: Sequence[Value]) -> list[M]:
    """Do what `load` does with `values` and, after them, a list of any length (see `with_list`)."""
    return load(model, *with_list(statement, values, listed)) if listed else []


@cache
def _read_like_the_orm(model: type[models.Model]) -> tuple[str, list[str], list[_Converter]]:
    """Return the columns of `model`, their attributes, and what makes Python's values of them."""
    fields = model._meta.concrete_fields
    columns = [field.get_col(model._meta.db_table) for field in fields]
    converters = [
        (place, convert, column)
        for place, column in enumerate(columns)
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    return ", ".join(str(field.column) for field in fields), [field.attname for field in fields], converters


def lock_table(model: type[models.Model]) -> None:
    """Let nobody else write to the table of `model` until the transaction ends; reading goes on.

    Who waits sees what was committed meanwhile. SQLite's transactions keep all other writers out anyway.
    """
    if not is_sqlite():
        execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE", [])


def truncate_log() -> int:
    """Empty SQLite's log, so that what was deleted is in no file any more; return how many pages it had.

    If others read from it for longer than `LOG_PATIENCE`, it is left as it is; also inside a transaction.
    """
    if not is_sqlite() or connection.in_atomic_block:
        return 0
    [(patience,)] = fetch("PRAGMA busy_timeout", [])
    fetch(f"PRAGMA busy_timeout = {LOG_PATIENCE}", [])
    try:
        [(_, _, pages)] = fetch("PRAGMA wal_checkpoint(TRUNCATE)", [])
    finally:
        fetch(f"PRAGMA busy_timeout = {patience}", [])
    return max(0, int(str(pages)))


def _connected() -> Any:
    # Looked up once: each use of `django.db.connection` looks it up again.
    mine = connections[DEFAULT_DB_ALIAS]
    if mine.connection is None:
        mine.ensure_connection()
    return mine


def _for_driver(statement: str, values: Sequence[Value]) -> tuple[str, Sequence[Value]]:
    if is_sqlite():
        return statement.replace("%s", "?"), [_for_sqlite(value) for value in values]
    return statement, values


def _for_sqlite(value: Value) -> Value:
    """Return `value` as Django stores it there: times in UTC, without their offset."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC)).removesuffix("+00:00")
    return value.hex if isinstance(value, uuid.UUID) else value


def is_file_missing() -> bool:
    """Return True if the database is a file of SQLite that is not there: connecting would make it."""
    name = str(connection.settings_dict["NAME"])
    return is_sqlite() and not (name.startswith("file:") or Path(name).exists())


@cache
def is_sqlite() -> bool:
    """Return True if this process's database is SQLite; asking the connection each time costs too much."""
    return connection.vendor == "sqlite"


def execute_for_each_of(statement: str, values: Sequence[Value], listed: Sequence[Value]) -> int:
    """Run `statement` with `values` and, after them, a list of any length (see `with_list`)."""
    return execute(*with_list(statement, values, listed)) if listed else 0


def with_list(statement: str, values: Sequence[Value], listed: Sequence[Value]) -> tuple[str, list[Value]]:
    """Return `statement` with a list in place, and its values: `values` and, after them, the list.

    Its `IN ({ids})`, or the `FROM {column1}` of one text column, becomes that list. On PostgreSQL a list of
    several is one parameter: parsing hundreds of them costs as much as the work they ask for. For one value
    an array would cost 0.1 ms.
    """
    if is_sqlite() or len(listed) == 1:
        ids, rows = ", ".join(["%s"] * len(listed)), ", ".join(["(%s)"] * len(listed))
        statement = statement.replace("{ids}", ids).replace("{column1}", f"(VALUES {rows}) AS listed")
        return statement, [*values, *listed]
    statement = statement.replace("IN ({ids})", "= ANY(%s)")
    statement = statement.replace("{column1}", "unnest(%s::text[]) AS listed (column1)")
    return statement, [*values, list(listed)]


@contextmanager
def relaxed_durability() -> Iterator[None]:
    """Let the many commits of this block not wait for the disk on SQLite, so that others can write.

    For what is done again if it is lost: a power failure may undo the newest of them, whole and in order.
    This connection writes pages back from the WAL, fewer at a time than others would: a commit elsewhere
    meanwhile waits for the disk. Does nothing in a transaction.
    """
    if not is_sqlite() or connection.in_atomic_block:
        yield
        return
    before: dict[str, Value] = {name: fetch(f"PRAGMA {name}", [])[0][0] for name in _FOR_MANY_COMMITS}
    try:
        _set_pragmas(_FOR_MANY_COMMITS)
        yield
    finally:
        _set_pragmas(before)


def _set_pragmas(values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        fetch(f"PRAGMA {name}={value}", [])


def read_time(stored: Value) -> datetime:
    """Return a time that `fetch` read, with its time zone."""
    if isinstance(stored, str):  # SQLite knows the type of a column, not of a subquery
        stored = datetime.fromisoformat(stored)
    assert isinstance(stored, datetime)  # noqa: S101 - tells mypy
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)
