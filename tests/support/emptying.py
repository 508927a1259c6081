"""Bring the test database back to what migrating left in it.

Django's own way, a flush with its `post_migrate`, costs each test 0.1 s: it looks for every permission,
content type and group again.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from sessions_app.models import AuditEntry

_left_by_migrating: dict[str, list[tuple[Any, ...]]] = {}
"""The rows of each table, by its name."""


def remember() -> None:
    """Take what is in the database now for what every test is to begin with."""
    for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
        _left_by_migrating[table] = _rows(table)


def empty_tables(test_case: TransactionTestCase) -> None:
    """Do what `TransactionTestCase` does at the end of a test."""
    if AuditEntry.objects.exists():
        _empty_audit_log()
    filled = [table for table, rows in _left_by_migrating.items() if rows]
    written = _written([table for table in _left_by_migrating if table not in filled])
    changed = [table for table in filled if _rows(table) != _left_by_migrating[table]]
    if not written and not changed:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if written and connection.vendor == "postgresql":
            # Leaves no dead rows, which would change the plans that tests look at.
            cursor.execute(f"TRUNCATE {', '.join(written)} CASCADE")
            written = []
        for table in (*written, *changed):
            cursor.execute(f"DELETE FROM {table}")
        for table in changed:
            rows = _left_by_migrating[table]
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _written(tables: list[str]) -> list[str]:
    """Return those of `tables` that have rows."""
    looks = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return [table for (table,) in cursor.fetchall()]


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return list(cursor.fetchall())


def _empty_audit_log() -> None:
    """Do what nobody can do in production, where the triggers stay."""
    table = AuditEntry._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"DELETE FROM {table}")
        for _, statement in triggers:
            cursor.execute(statement)
