"""Runs a measurement once a database, SQLite and PostgreSQL, in a process of its own each.

Settings are read once a process. Both databases wait for the disk as in production.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from urllib.parse import urlsplit

import psycopg

from tests.support.postgres import database_url

NAMES = ("SQLite", "PostgreSQL")


def in_each_database(module: str, *arguments: object) -> None:
    """Run `python -m module NAME ARGUMENTS...` with the DATABASE_URL of an empty database."""
    with (
        tempfile.TemporaryDirectory(prefix="whatspr-bench-") as folder,
        database_url(durable=True) as postgres,
    ):
        urls = f"sqlite:///{folder}/db.sqlite3", new_database(postgres, "measured")
        for name, url in zip(NAMES, urls, strict=True):
            command = [sys.executable, "-m", module, name, *map(str, arguments)]
            subprocess.run(command, env=os.environ | environment(url), check=True)


def new_database(url: str, name: str) -> str:
    """Make an empty database beside the one at `url`, in the place of an earlier one; return its URL."""
    if url.startswith("sqlite"):
        return f"{url}.{name}"
    database = f"whatspr_bench_{name}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {database}")
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def environment(database: str) -> dict[str, str]:
    """Return what a process of ours needs to be told, for the database at `database`."""
    return {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "whatspr.settings",
        "DATABASE_URL": database,
        "SECRET_KEY": "a-secret-key-for-benchmarks-only-0123456789",
        "PUBLIC_URL": "http://127.0.0.1:9",
        "HEALTH_API_TOKEN": "a-token-for-benchmarks-only",
        "LOG_LEVEL": "ERROR",
        "OPERATOR_TWO_FACTOR": "off",
        "TURN_QUIET_SECONDS": "0",
        "PHONE_TURNS_PER_MINUTE": "0",
    }


def make_tables() -> None:
    """Set Django up in this process, migrate the database of DATABASE_URL and empty it."""
    import django

    django.setup()
    from django.core.management import call_command

    with redirect_stdout(sys.stderr):  # a migration may say what this database lacks
        call_command("migrate", verbosity=0)
    empty()


def empty() -> None:
    """Remove all rows."""
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False)


def sizes_up_to(rows: int) -> list[int]:
    """Return the sizes of a growth curve that ends at `rows`."""
    return [rows // 100, rows // 10, rows]


def progress(what: str) -> None:
    """Say beside the figures, on the error output, what runs now and since when."""
    print(f"  {time.strftime('%H:%M:%S')}  {what}", file=sys.stderr, flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of all are not above."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
