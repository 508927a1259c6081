"""The web process closes the database connections of threads that have ended.

Granian ends blocking threads that were idle for some time. Django's connection objects are reference
cycles, so the connections of ended threads stay open until a full garbage collection (measured: up
to 85 with 8 threads). Closing a connection releases the GIL, which crashes granian 2.8.7 while a
thread ends. So a C function only records the end, and the next request closes the connection.
"""

import threading
import weakref
from collections import deque
from typing import Any

from django.core.signals import request_started
from django.db.backends.signals import connection_created


class _Thread:
    """Referenced only by its thread, so it is freed when the thread has ended."""


_here = threading.local()
_opened: dict[weakref.ref[_Thread], Any] = {}
_ended: deque[weakref.ref[_Thread]] = deque()


def close_connections_of_ended_threads() -> None:
    """From now on, close them at the start of each request."""
    connection_created.connect(_remember)
    request_started.connect(_close_ended)


def _remember(connection: Any, **kwargs: Any) -> None:
    _here.thread = thread = _Thread()
    _opened[weakref.ref(thread, _ended.append)] = connection.connection


def _close_ended(**kwargs: Any) -> None:
    while _ended:
        try:
            thread = _ended.popleft()
        except IndexError:  # another thread was first
            return
        _opened.pop(thread).close()
