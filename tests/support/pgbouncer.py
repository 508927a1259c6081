"""Debian's PgBouncer in transaction mode, in front of the PostgreSQL of the tests."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.fakes.background_server import LOOPBACK, wait_until
from tests.support.processes import free_port

# Debian puts it where only root's PATH looks.
PROGRAM = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
POOL_SIZE = 3
needs_pgbouncer = pytest.mark.skipif(not PROGRAM, reason="no PgBouncer here (Debian: apt install pgbouncer)")


@contextmanager
def pooler(folder: Path, server: str) -> Iterator[str]:
    """Run a PgBouncer in front of all databases of `server`, a URL, and yield the URL of the same one there.

    It has its defaults, but for the mode, a pool of three, and prepared statements, which it does not know.
    It trusts every client.
    """
    assert PROGRAM
    port, where = free_port(), conninfo_to_dict(server)
    login = " ".join(f"{key}='{where[key]}'" for key in ("host", "port", "user", "password") if key in where)
    configuration, log = folder / "pgbouncer.ini", folder / "pgbouncer.log"
    configuration.write_text(
        f"[databases]\n* = {login}\n[pgbouncer]\nlisten_addr = {LOOPBACK}\nlisten_port = {port}\n"
        f"unix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = {POOL_SIZE}\n"
        + ("max_prepared_statements = 0\n" if _version() >= (1, 21) else "")
    )
    url = f"postgres://{where['user']}@{LOOPBACK}:{port}/{where['dbname']}"
    with log.open("wb") as output:
        command = [PROGRAM, *as_user(_owner(str(where["host"]))), str(configuration)]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        wait_until(lambda: process.poll() is not None or _accepts(url), every=0.05)
        assert process.poll() is None, log.read_text()
        yield url
    finally:
        process.kill()
        process.wait()


def _version() -> tuple[int, ...]:
    assert PROGRAM
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2]))


def as_user(name: str) -> list[str]:
    """Return the options for running as `name` where we are root: PgBouncer refuses to run as root."""
    return ["--user", name] if os.geteuid() == 0 else []


def _owner(host: str) -> str:
    """Return the user that may open the server's socket."""
    return Path(host).owner() if host.startswith("/") else "nobody"


def _accepts(url: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(url).close()
        return True
    return False
