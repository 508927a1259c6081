"""The words for what is wrong with the database, from errors that the drivers raise."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from sessions_app.db import faults
from tests.support.factories import InboundFactory, phone_number
from tests.support.processes import free_port

pytestmark = pytest.mark.django_db(transaction=True)


def fault(work: Callable[[], object]) -> tuple[str, str]:
    """Return the reason and the code of the database error that `work` raises."""
    with pytest.raises(DatabaseError) as raised:
        work()
    return faults.reason(raised.value), faults.code(raised.value)


class Sqlite:
    """A SQLite file of its own, behind Django's connection."""

    def __init__(self, file: Path) -> None:
        self.file = file
        databases = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file}}
        databases["default"] |= {"OPTIONS": {"timeout": 0}}
        self.connection: BaseDatabaseWrapper = ConnectionHandler(databases)["default"]

    def execute(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Sqlite]:
    made = Sqlite(tmp_path / "db.sqlite3")
    made.execute("CREATE TABLE words (word text UNIQUE)")
    yield made
    made.connection.close()


def write(sqlite: Sqlite) -> tuple[str, str]:
    return fault(lambda: sqlite.execute("INSERT INTO words VALUES (hex(zeroblob(100000)))"))


def test_a_sqlite_that_another_writes_is_locked(sqlite: Sqlite) -> None:
    with closing(sqlite3.connect(sqlite.file)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert write(sqlite) == ("locked", "SQLITE_BUSY")


def test_a_sqlite_without_space_is_full(sqlite: Sqlite) -> None:
    sqlite.execute("PRAGMA max_page_count = 4")
    assert write(sqlite) == ("full", "SQLITE_FULL")


def test_a_sqlite_that_cannot_be_opened_is_gone(tmp_path: Path) -> None:
    missing = Sqlite(tmp_path / "no such folder" / "db.sqlite3")
    assert write(missing) == ("gone", "SQLITE_CANTOPEN")


def test_a_sqlite_statement_that_was_given_up_timed_out(sqlite: Sqlite) -> None:
    driver = sqlite.connection.connection
    driver.set_progress_handler(lambda: True, 1)
    assert write(sqlite) == ("timed out", "SQLITE_INTERRUPT")


def test_a_sqlite_file_of_garbage_failed(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    file.write_bytes(b"garbage " * 512)
    assert write(Sqlite(file)) == ("failed", "SQLITE_NOTADB")


def test_a_sqlite_that_may_only_be_read_failed(sqlite: Sqlite) -> None:
    sqlite.execute("PRAGMA query_only = on")
    assert write(sqlite) == ("failed", "SQLITE_READONLY")


def test_neither_word_quotes_a_row(sqlite: Sqlite) -> None:
    sqlite.execute("INSERT INTO words VALUES ('+4915112345678')")
    with pytest.raises(IntegrityError) as raised:
        sqlite.execute("INSERT INTO words VALUES ('+4915112345678')")
    said = faults.reason(raised.value), faults.code(raised.value)
    assert said == ("failed", "SQLITE_CONSTRAINT_UNIQUE")


def test_a_postgresql_that_refuses_to_connect_is_gone() -> None:
    with pytest.raises(psycopg.OperationalError) as raised:
        psycopg.connect(f"host=127.0.0.1 port={free_port()}")
    assert faults.reason(raised.value) == "gone"


@pytest.mark.parametrize(
    ("sqlstate", "reason"),
    [
        ("08006", "gone"),
        ("57P01", "gone"),
        ("57P03", "gone"),
        ("53100", "full"),
        ("53200", "full"),
        ("53300", "full"),
        ("55P03", "locked"),
        ("40P01", "locked"),
        ("57014", "timed out"),
        ("58030", "failed"),
        ("42P01", "failed"),
    ],
)
def test_postgresqls_codes_have_words(sqlstate: str, reason: str) -> None:
    error = OperationalError("a text")
    error.__cause__ = psycopg.errors.lookup(sqlstate)("a text")
    assert (faults.reason(error), faults.code(error)) == (reason, sqlstate)


on_postgresql = pytest.mark.postgres("SQLite has no server")


@on_postgresql
def test_a_connection_that_the_server_ended_is_gone() -> None:
    def end_myself() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    assert fault(end_myself) == ("gone", "57P01")
    assert fault(end_myself) == ("gone", "OperationalError")
    connection.close()


@on_postgresql
@pytest.mark.parametrize(
    ("limit", "reason"), [("statement_timeout", "timed out"), ("lock_timeout", "locked")]
)
def test_a_statement_that_waited_too_long_for_a_lock_has_a_word(limit: str, reason: str) -> None:
    lock = "SELECT pg_advisory_xact_lock(1)"

    def wait_for_the_lock() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET {limit} = 10")
            cursor.execute(lock)

    with closing(connection.copy()) as other, other.cursor() as holder:
        holder.execute("BEGIN")
        holder.execute(lock)
        assert fault(wait_for_the_lock)[0] == reason
    connection.close()


def test_a_row_that_does_not_fit_is_told_by_its_constraint_without_its_values() -> None:
    with pytest.raises(IntegrityError) as raised:
        InboundFactory.create(message_sid=None, phone=phone_number(1), body="our secret launch")
    said = faults.describe(raised.value)
    assert said["constraint"] == "sessions_app_inboundmessage.message_sid"
    assert said["code"] in ("23502", "SQLITE_CONSTRAINT_NOTNULL")
    assert phone_number(1) not in faults.in_words(raised.value)
