"""A worker in this process that is gone between two of its steps, as by `kill -9`.

The database sees the same as then: what was committed stays, the rest is rolled back, and no statement comes
any more. What Twilio and OpenAI have been told stays told.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

from sessions_app.db import thread_pool
from sessions_app.turns.worker import Worker

WRITES = ("INSERT", "UPDATE", "DELETE")


class Gone(BaseException):
    """The process is gone: nobody can handle it."""


class Watcher:
    """Is asked `before` each statement of all connections, also of those past Django's cursors."""

    is_over = False
    """The objects of Django's connections stay, and keep what watches them."""

    def before(self, statement: str) -> None:
        raise NotImplementedError

    def wrap(self, execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if not self.is_over:
            self.before(statement)
        return execute(statement, *rest)


class Statements(Watcher):
    """Keeps them all."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def before(self, statement: str) -> None:
        self.seen.append(statement)


class _End(Watcher):
    """Lets so many writes of all connections through, then no statement."""

    def __init__(self, writes: int) -> None:
        self._left = writes
        self.has_come = False

    def before(self, statement: str) -> None:
        if not self.has_come and statement.lstrip().startswith(WRITES):
            self.has_come = self._left == 0
            self._left -= 1
        if self.has_come:
            raise Gone


class _Driver:
    """The driver's connection, with `watcher` asked before what `sessions_app.db.sql` runs on it."""

    def __init__(self, real: Any, watcher: Watcher) -> None:
        vars(self).update(_real=real, _watcher=watcher)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._real, name, value)

    def execute(self, statement: str, *rest: Any) -> Any:
        return self._watcher.wrap(self._real.execute, statement, *rest)


def answer_until(writes: int) -> bool:
    """Do what a worker does, but no more than so many writes; return whether it came to that end.

    All that it opened is closed then, as the kernel would.
    """
    end = _End(writes)
    with watching(end):
        asyncio.run(_answer())
    return end.has_come


async def _answer() -> None:
    worker = Worker()
    try:
        await worker.run_once()
    except Gone:
        await worker._close()


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Have all connections that are opened meanwhile watched, which is all: those from before are closed."""

    def watch(connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(watcher.wrap)
        connection.connection = _Driver(connection.connection, watcher)

    _close_all()
    connection_created.connect(watch)
    try:
        yield
    finally:
        watcher.is_over = True
        connection_created.disconnect(watch)
        _close_all()


def _close_all() -> None:
    thread_pool.close_connections()
    connections.close_all()
