"""A web process goes on where the database was restarted under it."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

T = TypeVar("T")


def retry_on_new_connection(work: Callable[[], T]) -> T:
    """Return what `work` returns; where its connection turns out to be dead, try once on a new one.

    `work` must be harmless to repeat. This is cheaper than asking before each request whether
    the connection still lives. Raises what `work` raises.
    """
    try:
        return work()
    except OperationalError:
        if connection.is_usable():
            raise
        connection.close()
        return work()
