"""The database: reached, new enough, as WhatsPR needs it, with room to grow and the same clock."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from sessions_app.db import faults
from sessions_app.db.sql import fetch
from sessions_app.doctor import pooler
from sessions_app.doctor.findings import Finding, fail, note, ok, warn

LEAST_BYTES = 256 * 2**20
"""SQLite's log alone may take 125 MiB (`wal_autocheckpoint`)."""
FEW_BYTES = 2 * 2**30
CLOCK_WARNS = timedelta(seconds=1)
CLOCK_FAILS = timedelta(seconds=5)
"""A third of a lease (TURN_LEASE_SECONDS)."""
CONNECTIONS_SHARE = 0.8
NEEDED = {
    "transaction_isolation": (
        "read committed",
        "ALTER ROLE … SET default_transaction_isolation = 'read committed'",
    ),
    "transaction_read_only": (
        "off",
        "This is a replica, or its disk is full: let DATABASE_URL name the primary",
    ),
    "fsync": ("on", "Switch it on: without it a power cut can destroy the database"),
    "synchronous_commit": (
        "on",
        "Switch it on: without it a crash can lose messages that Twilio was told are stored",
    ),
}
"""Settings of PostgreSQL, what WhatsPR relies on, and what to do if one is otherwise."""


def check() -> Iterator[Finding]:
    """Connect, and look at the version: without that no table can be read."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        yield fail(
            "the file of DATABASE_URL is not there", "Run `manage.py migrate`, or correct DATABASE_URL."
        )
        return
    try:
        connection.ensure_connection()
    except Error as error:
        yield fail(faults.in_words(error), "Is it running, and is DATABASE_URL right?")
        return
    yield _version()


def check_engine() -> Iterator[Finding]:
    """Examine the engine's own settings, its clock and its room."""
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _version() -> Finding:
    least = connection.features.minimum_database_version or ()
    found = connection.get_database_version()
    words = f"{connection.display_name} {'.'.join(map(str, found))}"
    if found < least:
        needed = ".".join(map(str, least))
        return fail(f"{words} is too old", f"Upgrade it to {needed} or newer.")
    return ok(words)


def _sqlite() -> Iterator[Finding]:
    file = Path(connection.settings_dict["NAME"])
    [(mode,)] = fetch("PRAGMA journal_mode", [])
    if mode != "wal":
        what = f"the journal mode is {mode}, not WAL: processes will wait for each other"
        yield fail(what, "Put the file on a local disk: WAL does not work on network file systems.")
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        yield fail(
            "the database's file or folder cannot be written", "Give both to the user of the processes."
        )
    yield room(shutil.disk_usage(file.parent).free)
    if not settings.DEVELOPMENT:
        yield note("SQLite serves one host only", "For more than one use PostgreSQL (README, Going live).")


def room(free: int) -> Finding:
    """Judge how many bytes are free on the database's disk."""
    what = f"{free / 2**30:.1f} GiB are free on the database's disk"
    if free < LEAST_BYTES:
        return fail(what, "Make room now: a full disk stops all processes.")
    if free < FEW_BYTES:
        return warn(what, "Make room.")
    return ok(what)


def _postgresql() -> Iterator[Finding]:
    yield from pooler.check()
    for name, (needed, todo) in NEEDED.items():
        [(value,)] = fetch(f"SHOW {name}", [])
        if value != needed:
            yield fail(f"{name} is {value}, not {needed}", f"{todo}.")
    yield _clock()
    [(size, used, most)] = fetch(
        "SELECT pg_database_size(current_database()), (SELECT count(*) FROM pg_stat_activity),"
        " current_setting('max_connections')::int",
        [],
    )
    in_use = f"{used} of {most} connections are in use"
    if int(str(used)) > CONNECTIONS_SHARE * int(str(most)):
        yield warn(in_use, "Raise max_connections, or put PgBouncer in front.")
    else:
        yield ok(in_use)
    what = f"the database has {int(str(size)) / 2**20:.0f} MiB; SQL cannot tell what its disk has left"
    yield note(what, "Watch the disk of the database's server.")


def _clock() -> Finding:
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [theirs] = cursor.fetchone()
    apart = abs(theirs - (before + (timezone.now() - before) / 2))
    what = f"the database's clock and ours are {apart / timedelta(seconds=1):.1f} s apart"
    if apart > CLOCK_FAILS:
        return fail(what, "Synchronise both (NTP): leases and retries go by the clock.")
    if apart > CLOCK_WARNS:
        return warn(what, "Synchronise both (NTP).")
    return ok(what)
