"""Plain SQL for the statements that every message costs; the rest of the project uses the ORM.

The ORM builds such a statement anew each time, which costs more than the database's own work.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

Value = str | int | uuid.UUID | None


def execute(statement: str, values: Sequence[Value]) -> int:
    """Run `statement` on this thread's connection and return how many rows it touched.

    On the driver's own connection: Django's cursor costs the webhook 5 %. So what counts or logs
    Django's queries does not see it.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        statement = statement.replace("%s", "?")
    with connection.wrap_database_errors:
        return int(connection.connection.execute(statement, values).rowcount)


def execute_for_each_of(statement: str, values: Sequence[Value], ids: Iterable[Value]) -> int:
    """Run `statement` with its `{ids}` replaced by a list of `ids`, which come after `values`."""
    listed = list(ids)
    if not listed:
        return 0
    return execute(statement.replace("{ids}", ", ".join(["%s"] * len(listed))), [*values, *listed])


def fetch(statement: str, values: Sequence[Value]) -> list[tuple[Value, ...]]:
    """Run `statement` and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def db_time(moment: datetime) -> str | None:
    """Return `moment` as this database's parameters have to be."""
    return connection.ops.adapt_datetimefield_value(moment)


def db_uuid(value: uuid.UUID) -> uuid.UUID | str:
    """Return `value` as this database's parameters have to be."""
    return value if connection.features.has_native_uuid_field else value.hex
