"""PostgreSQL's own log, with the settings of compose.yaml, on a server from pip."""

from collections.abc import Sequence
from contextlib import suppress

import psycopg
import pytest

from tests.support import compose, postgres

pytestmark = pytest.mark.processes

PHONE, TEXT = "+4915799123456", "our secret launch"


def log_of_failures(settings: Sequence[str]) -> str:
    """Return what a server with `settings` logs of statements that fail, with `PHONE` and `TEXT` in them."""
    with postgres.own_server(settings=settings) as folder:
        with psycopg.connect(postgres.url_of(folder), autocommit=True) as connection:
            connection.execute("CREATE TABLE said (phone text PRIMARY KEY, body text NOT NULL, extra text)")
            insert = "INSERT INTO said VALUES (%s, %s, %s)"
            connection.execute(insert, [PHONE, TEXT, TEXT])
            for row in ([PHONE, None, TEXT], [PHONE, TEXT, TEXT]):
                with suppress(psycopg.IntegrityError):
                    connection.execute(insert, row)
            with suppress(psycopg.errors.UndefinedColumn):
                connection.execute(f"SELECT missing FROM said WHERE body = '{TEXT}'".encode())
        return (folder / "log").read_text()


def test_the_log_names_each_failure_and_shows_no_row_statement_or_parameter() -> None:
    program, *options = compose.command("postgres")
    assert program == "postgres"
    written = log_of_failures([option.removeprefix("--") for option in options])
    for words in ("not-null constraint", "unique constraint", "does not exist"):
        assert words in written
    assert PHONE not in written
    assert TEXT not in written


def test_without_these_settings_the_log_shows_rows() -> None:
    written = log_of_failures([])
    assert PHONE in written
    assert TEXT in written
