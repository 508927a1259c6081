"""Measure how long a webhook's insert waits while the newest migrations run on full tables.

    .venv/bin/python -m scripts.migration_locks APP.MIGRATION … [--rows 1000000] [--postgres]

The database is migrated up to each of the migrations named, and its inbox and outbox are filled. Then
`migrate` runs while another connection inserts a message every few milliseconds. Both databases wait for the
disk, as in production.
"""

import argparse
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.support.postgres import database_url
from tests.support.processes import Database, Installation

PAUSE_SECONDS = 0.005
LOCK_SECONDS = 60
INBOX = """
    INSERT INTO sessions_app_inboundmessage (message_sid, phone, body, media, kind, received_at, state)
    SELECT 'SM' || n, '+49151' || n % 50000, 'what a user writes, of a usual length', '[]', 'text',
    {now}, 'answered' FROM {numbers}
"""
OUTBOX = """
    INSERT INTO sessions_app_outboundmessage
    (uuid, phone, body, part, parts, author, state, sid, attempts, error_code, created_at)
    SELECT {uuid}, '+49151' || n % 50000, 'what the bot answers, of a usual length', 1, 1, 'bot', 'delivered',
    'SM' || n, 1, '', {now} FROM {numbers}
"""
MESSAGE = """
    INSERT INTO sessions_app_inboundmessage (message_sid, phone, body, media, kind, received_at)
    VALUES ('{sid}', '+4915', 'hello', '[]', 'text', {now})
"""
SQLITE = {
    "numbers": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {rows}) TABLE c)",
    "now": "datetime('now')",
    "uuid": "lower(hex(randomblob(16)))",
}
POSTGRES = {
    "numbers": "generate_series(1, {rows}) n",
    "now": "now()",
    "uuid": "gen_random_uuid()",
}


@dataclass
class Waits:
    """Seconds that each insert took."""

    seconds: list[float] = field(default_factory=list)
    error: BaseException | None = None

    def __str__(self) -> str:
        ordered = sorted(self.seconds)
        middle = ordered[len(ordered) // 2]
        return f"{len(ordered)} inserts, median {middle * 1000:.1f} ms, longest {ordered[-1] * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what migrations make a webhook's insert wait.")
    parser.add_argument("before", nargs="+", metavar="APP.MIGRATION", help="what is applied already")
    parser.add_argument("--rows", type=int, default=1_000_000, help="in the inbox, and in the outbox")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="locks-")))
        if options.postgres:
            os.environ["TEST_DATABASE_URL"] = stack.enter_context(database_url(durable=True))
        database = Database(folder)
        stack.callback(database.drop)
        site = Installation(folder, database)
        stack.callback(site.stop)
        site.migrate()
        for name in options.before:
            migrate(site, *name.split("."))
        words = POSTGRES if options.postgres else SQLITE
        words = words | {"numbers": words["numbers"].format(rows=options.rows)}
        for statement in (INBOX, OUTBOX):
            database.query(statement.format(**words))
        insert = MESSAGE.format(sid="{sid}", now=words["now"])
        with inserting(database, insert) as alone:
            time.sleep(5)
        with inserting(database, insert) as waits:
            began = time.monotonic()
            migrate(site)
            seconds = time.monotonic() - began
    print(f"{'PostgreSQL' if options.postgres else 'SQLite'}, {options.rows} rows in each of two tables")
    print(f"without a migration: {alone}")
    print(f"while `migrate` ran, {seconds:.1f} s: {waits}")


def migrate(site: Installation, *where: str) -> None:
    """Migrate to one migration of an app, or to the newest of all."""
    done = site.run("migrate", *where, "--skip-checks", DEBUG="on")
    if done.returncode:
        raise SystemExit(done.stdout)


@contextmanager
def inserting(database: Database, statement: str) -> Iterator[Waits]:
    """Insert a message every few milliseconds, over a connection of its own, while this block runs."""
    waits, is_over = Waits(), threading.Event()

    def insert() -> None:
        with connection_to(database) as execute:
            while not is_over.wait(PAUSE_SECONDS):
                began = time.monotonic()
                execute(statement.format(sid=f"SM{time.monotonic_ns()}"))
                waits.seconds.append(time.monotonic() - began)

    def guarded() -> None:
        try:
            insert()
        except (sqlite3.Error, psycopg.Error) as error:
            waits.error = error

    thread = threading.Thread(target=guarded)
    thread.start()
    try:
        yield waits
    finally:
        is_over.set()
        thread.join()
    if waits.error:
        raise waits.error


@contextmanager
def connection_to(database: Database) -> Iterator[Callable[[str], object]]:
    if database.is_postgresql:
        with psycopg.connect(database.url, autocommit=True) as connection:
            yield lambda statement: connection.execute(statement.encode())
        return
    with closing(sqlite3.connect(database.file, timeout=LOCK_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        yield connection.execute


if __name__ == "__main__":
    main()
