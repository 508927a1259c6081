"""The worker's few database threads: turns wait for OpenAI on the event loop and hold none of them."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections, connections

T = TypeVar("T")

DATABASE_THREADS = 4
"""Connections that a worker process holds at most, however many turns are in flight."""

_executor: ThreadPoolExecutor | None = None


def _call(work: Callable[[], T]) -> T:
    # A connection that broke is dropped here, before the next work on its thread.
    close_old_connections()
    return work()


async def in_database_thread(work: Callable[[], T]) -> T:
    """Run `work`, which may use the ORM, on one of the database threads and return its result."""
    global _executor
    if _executor is None:
        _executor = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="database")
    return await asyncio.get_running_loop().run_in_executor(_executor, _call, work)


def close_database_threads() -> None:
    """End the threads and close their connections; the next `in_database_thread` starts new ones."""
    global _executor
    if _executor is None:
        return
    everyone = threading.Barrier(DATABASE_THREADS)

    def close_mine() -> None:
        everyone.wait()  # so that no thread takes two of these
        connections.close_all()

    for _ in range(DATABASE_THREADS):
        _executor.submit(close_mine)
    _executor.shutdown(wait=True)
    _executor = None
