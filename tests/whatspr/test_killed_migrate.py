"""`migrate` that ends between any two of its statements, as by `kill -9`: the next one finishes the work.

Between the commit of a migration and the row that records it, the next one has to be told (docs/upgrade.md):
Django (5.2) writes that row on its own if a table gets an index (`MigrationExecutor.apply_migration`).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from sessions_app.db.schema import missing_migrations
from tests.support.sudden_end import Gone, Watcher, watching

BEFORE = "0018_content_templates"
CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")

pytestmark = pytest.mark.django_db(transaction=True)


class _End(Watcher):
    """Lets so many changes through, then no statement."""

    def __init__(self, changes: int) -> None:
        self._left = changes
        self.has_come = False

    def before(self, statement: str) -> None:
        if not self.has_come and statement.lstrip().upper().startswith(CHANGES):
            self.has_come = self._left == 0
            self._left -= 1
        if self.has_come:
            raise Gone


@pytest.fixture(autouse=True)
def as_other_tests_need_it() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0)


def migrate_until(changes: int) -> bool:
    """Migrate, but make no more than so many changes; return whether it came to that end."""
    end = _End(changes)
    with watching(end), ThreadPoolExecutor(1) as thread, suppress(Gone):
        thread.submit(_migrate).result()  # on a connection of its own, which is broken afterwards
    return end.has_come


def _migrate() -> None:
    try:
        call_command("migrate", verbosity=0)
    except DatabaseError as error:  # see docs/upgrade.md
        if "already exists" not in str(error):
            raise
        app, _, name = missing_migrations()[0].partition(".")
        call_command("migrate", app, name, fake=True, verbosity=0)
        call_command("migrate", verbosity=0)
    finally:
        connections.close_all()


def tables() -> list[Any]:
    """Return the columns, constraints and indexes of our tables."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return [
            (
                name,
                sorted(str(one) for one in connection.introspection.get_table_description(cursor, name)),
                connection.introspection.get_constraints(cursor, name),
            )
            for name in names
        ]


def test_a_migration_that_is_cut_off_anywhere_is_finished_by_the_next_run() -> None:
    wanted = tables()
    call_command("migrate", "sessions_app", BEFORE, verbosity=0)
    assert missing_migrations()
    cut_off = 0
    for changes in count():
        if not migrate_until(changes):
            break
        cut_off += 1
    assert cut_off > 10
    assert missing_migrations() == []
    assert tables() == wanted
