"""The worker's few database threads: turns wait for OpenAI on the event loop and hold none of them."""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 4
"""Connections that a worker process holds at most, however many turns are in flight."""

_pool = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="database")


def async_twin(function: Callable[P, T]) -> Callable[P, asyncio.Future[T]]:
    """Return `function`, which may use the ORM, as one to await: it runs on a thread of the pool.

    It logs in the context of its caller. A caller that is cancelled goes on at once, while `function`
    still runs to its end (asgiref's `sync_to_async` would wait, and swallow the cancellation).
    """

    @wraps(function)
    def twin(*args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        work = partial(contextvars.copy_context().run, _call, partial(function, *args, **kwargs))
        return asyncio.get_running_loop().run_in_executor(_pool, work)

    return twin


def _call(work: Callable[[], T]) -> T:
    # A connection that broke is dropped here, before the next work on its thread.
    close_old_connections()
    return work()


def close_connections() -> None:
    """Close the connections of all threads of the pool; the next work on one opens a new one."""
    everyone = threading.Barrier(POOL_SIZE)

    def close_mine() -> None:
        everyone.wait()  # so that no thread takes two of these
        connections.close_all()

    for closing in [_pool.submit(close_mine) for _ in range(POOL_SIZE)]:
        closing.result()
