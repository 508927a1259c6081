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


@contextmanager
def debian_server() -> Iterator[str]:
    """Start a server of its own and yield the URL of an empty database."""
    programs = Path("/usr/lib/postgresql", _EXTENSIONS[-1].parts[-3], "bin")
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        options = ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        make: list[str | Path] = [programs / "initdb", "-D", folder, *options]
        subprocess.run(make, user=user, check=True, stdout=subprocess.DEVNULL)
        with Path(folder, "postgresql.conf").open("a") as configuration:
            configuration.write(f"{TEST_SPEED}listen_addresses = ''\nunix_socket_directories = '{folder}'\n")
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen([programs / "postgres", "-D", folder], user=user, stderr=log)
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
