"""The doctor at the database and its migrations."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from sessions_app.doctor import database, migrations
from sessions_app.doctor.findings import Check, Finding
from tests.support.pgbouncer import needs_pgbouncer, pooler
from tests.support.processes import free_port

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.postgres("only PostgreSQL has these")


def both() -> list[Finding]:
    """What both sections tell, the second one only if nothing is wrong in the first one."""
    found = list(database.check())
    return found if found[-1].level == "FAIL" else [*found, *database.check_engine()]


def lines(check: Check = both) -> list[str]:
    return [f"{finding.level} {finding.what}" for finding in check()]


@contextmanager
def other_database(**settings: Any) -> Iterator[None]:
    """This thread's connection has `settings`, and prepares what OPTIONS say."""
    mine = connections[DEFAULT_DB_ALIAS]
    other = mine.copy()
    other.settings_dict |= settings
    connections[DEFAULT_DB_ALIAS] = other
    try:
        with closing(other):
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = mine


# --- Both ----------------------------------------------------------------------------------------


def test_the_engine_and_its_version_are_told() -> None:
    assert lines()[0].startswith(f"ok {connection.display_name} ")


def test_all_migrations_are_applied() -> None:
    [line] = lines(migrations.check)
    assert line.startswith("ok all ")


def test_a_migration_that_is_not_applied_is_named() -> None:
    MigrationRecorder(connection).migration_qs.filter(app="assistant", name="0001_initial").delete()
    assert lines(migrations.check) == ["FAIL 1 migration is not applied: assistant.0001_initial"]


def test_a_database_that_is_newer_than_the_code_is_told_as_during_an_upgrade() -> None:
    MigrationRecorder(connection).record_applied("sessions_app", "0999_from_the_future")
    assert lines(migrations.check) == [
        "warn the database is newer than this code: sessions_app.0999_from_the_future"
    ]


def test_migrations_of_an_app_that_was_removed_are_nothing_to_tell() -> None:
    MigrationRecorder(connection).record_applied("an_app_of_the_past", "0001_initial")
    assert [line[:2] for line in lines(migrations.check)] == ["ok"]


# --- SQLite --------------------------------------------------------------------------------------


def test_a_missing_file_is_told_and_not_made(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        return
    with other_database(NAME=tmp_path / "none.sqlite3"):
        assert lines() == ["FAIL the file of DATABASE_URL is not there"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        return
    file = tmp_path / "text.sqlite3"
    file.write_text("This is a text, and no database at all. " * 20)
    with other_database(NAME=file):
        [line] = lines()
    assert line.startswith("FAIL The database failed: failed, SQLITE_NOTADB")


@pytest.mark.parametrize(("gib", "level"), [(0.2, "FAIL"), (1.5, "warn"), (3.0, "ok")])
def test_little_room_on_the_disk_is_told(gib: float, level: str) -> None:
    finding = database.room(int(gib * 2**30))
    assert (finding.level, finding.what) == (level, f"{gib:.1f} GiB are free on the database's disk")


# --- PostgreSQL ----------------------------------------------------------------------------------


@on_postgresql
def test_a_server_that_can_lose_what_it_said_is_stored_is_wrong() -> None:
    """As that of the tests, which is fast instead."""
    found = lines()
    assert "FAIL fsync is off, not on" in found
    assert "FAIL synchronous_commit is off, not on" in found
    assert "ok connected directly, without a pooler" in found


@on_postgresql
@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "transaction_isolation",
            "serializable",
            "FAIL transaction_isolation is serializable, not read committed",
        ),
        ("transaction_read_only", "on", "FAIL transaction_read_only is on, not off"),
    ],
)
def test_a_role_with_other_defaults_is_wrong(name: str, value: str, line: str) -> None:
    options = {"options": f"-c default_{name}={value}"}
    with other_database(OPTIONS=connection.settings_dict["OPTIONS"] | options):
        assert line in lines()


@on_postgresql
@pytest.mark.parametrize(("seconds", "level"), [(3, "warn"), (60, "FAIL"), (-60, "FAIL")])
def test_clocks_that_differ_are_told(seconds: int, level: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=seconds)):
        [line] = [line for line in lines() if "clock" in line]
    assert line.startswith(f"{level} the database's clock and ours are ")


@on_postgresql
def test_a_server_that_refuses_us_is_told_without_the_password() -> None:
    with other_database(HOST="127.0.0.1", PORT=free_port(), PASSWORD="a-secret-password"):
        [line] = lines()
    assert line.startswith("FAIL The database failed: gone")
    assert "a-secret-password" not in line


@on_postgresql
@needs_pgbouncer
def test_a_pooler_tells_its_version_and_its_mode(tmp_path: Path) -> None:
    with pooler(tmp_path, os.environ["TEST_DATABASE_URL"]) as url:
        where = urlsplit(url)
        at_pooler = {"HOST": where.hostname, "PORT": where.port, "USER": where.username}
        with other_database(**at_pooler):
            found = lines()
    assert any(line.startswith("ok PgBouncer 1.") and line.endswith(" in transaction mode") for line in found)
