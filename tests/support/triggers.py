"""Let the database itself do something, or fail, in the middle of what our code does.

For tests in a transaction, whose end takes it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def when(event: str, statement: str) -> None:
    """Run `statement` at each row of `event`, like "AFTER DELETE ON a_table"."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE TRIGGER meanwhile {event} BEGIN {statement}; END")
            return
        body = f"BEGIN {statement}; RETURN NULL; END"
        cursor.execute(f"CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        cursor.execute(f"CREATE TRIGGER meanwhile {event} FOR EACH ROW EXECUTE FUNCTION meanwhile()")


def fail(event: str) -> None:
    """Let the database fail at `event`, like "BEFORE INSERT ON a_table", as a full disk would."""
    is_sqlite = connection.vendor == "sqlite"
    when(event, "SELECT RAISE(ABORT, 'disk full')" if is_sqlite else "RAISE EXCEPTION 'disk full'")


@contextmanager
def no_row_fits(table: str, column: str, *, words: str) -> Iterator[None]:
    """Refuse every row that is written to `table` while this block runs, in a test of real transactions.

    On PostgreSQL `column` gets no value, which it must have, and the error shows the row. SQLite's error
    has `words`.
    """
    is_sqlite = connection.vendor == "sqlite"
    names = {event: f"unfit_{event}" for event in ("insert", "update")}
    with connection.cursor() as cursor:
        if not is_sqlite:
            body = f'BEGIN NEW."{column}" := NULL; RETURN NEW; END'
            cursor.execute(f"CREATE FUNCTION unfit() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        action = f"BEGIN SELECT RAISE(ABORT, '{words}'); END" if is_sqlite else "EXECUTE FUNCTION unfit()"
        for event, name in names.items():
            cursor.execute(f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW {action}')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name in names.values():
                cursor.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f' ON "{table}"'))
            if not is_sqlite:
                cursor.execute("DROP FUNCTION unfit")
