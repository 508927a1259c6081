"""Debian's PostgreSQL, which has pg_trgm as a production server has; that of the other tests does not."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.fakes.background_server import wait_until
from tests.support.postgres import TEST_SPEED, url_of

_EXTENSIONS = sorted(Path("/usr/share/postgresql").glob("*/extension/pg_trgm.control"))
needs_pg_trgm = pytest.mark.skipif(not _EXTENSIONS, reason="no pg_trgm here (Debian: apt install postgresql)")
RUNS_AS = "postgres" if os.geteuid() == 0 else None
"""The user of its processes, None for ours: it refuses to run as root."""


def is_here() -> bool:
    return bool(_EXTENSIONS)


def program(name: str) -> str:
    """Return the path of one of its programs."""
    return str(Path("/usr/lib/postgresql", _EXTENSIONS[-1].parts[-3], "bin", name))


def initialise(folder: Path, *, superuser: str, host_auth: str = "trust") -> None:
    """Make the files of a server in an empty folder; `host_auth` is how clients over TCP log in."""
    if RUNS_AS:
        shutil.chown(folder, RUNS_AS)
    options = ["-U", superuser, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    auth = ["--auth-local=trust", f"--auth-host={host_auth}"]
    make = [program("initdb"), "-D", str(folder), *options, *auth]
    subprocess.run(make, user=RUNS_AS, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def debian_server() -> Iterator[str]:
    """Start a server of its own and yield the URL of an empty database."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        initialise(folder, superuser="postgres")
        with Path(folder, "postgresql.conf").open("a") as configuration:
            configuration.write(f"{TEST_SPEED}listen_addresses = ''\nunix_socket_directories = '{folder}'\n")
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen([program("postgres"), "-D", folder], user=RUNS_AS, stderr=log)
        try:
            wait_until(lambda: process.poll() is not None or _accepts(url_of(folder)), every=0.05)
            assert process.poll() is None, Path(folder, "log").read_text()
            yield url_of(folder)
        finally:
            process.kill()
            process.wait()


def _accepts(url: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(url).close()
        return True
    return False
