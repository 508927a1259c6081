"""Let the database itself do something, or fail, in the middle of what our code does.

For tests in a transaction, whose end takes it back.
"""

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
