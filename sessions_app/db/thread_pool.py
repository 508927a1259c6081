"""The worker's few database threads: turns wait for OpenAI on the event loop and hold none of them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import SyncToAsync
from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 4
"""Connections that a worker process holds at most, however many turns are in flight."""

_pool = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="database")


class _InPool(SyncToAsync[P, T]):
    def thread_handler(self, *args: Any, **kwargs: Any) -> Any:
        close_old_connections()  # one that broke is dropped here, before the next work on its thread
        return super().thread_handler(*args, **kwargs)  # type: ignore[no-untyped-call]


def async_twin(function: Callable[P, T]) -> SyncToAsync[P, T]:
    """Return `function`, which may use the ORM, as one to await: it runs on a thread of the pool.

    It logs in the context of its caller. If the caller is cancelled, `function` still runs to its end.
    """
    return _InPool(function, thread_sensitive=False, executor=_pool)


def close_connections() -> None:
    """Close the connections of all threads of the pool; the next work on one opens a new one."""
    everyone = threading.Barrier(POOL_SIZE)

    def close_mine() -> None:
        everyone.wait()  # so that no thread takes two of these
        connections.close_all()

    for closing in [_pool.submit(close_mine) for _ in range(POOL_SIZE)]:
        closing.result()
