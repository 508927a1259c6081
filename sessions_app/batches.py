"""Many rows in short transactions, oldest first: nobody waits long for one, and it can stop at any point."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from sessions_app.statements import is_sqlite

EPOCH = datetime.fromtimestamp(0, UTC)
PAUSE = 0.015
"""Seconds after a batch on SQLite: who waits there looks again after 1, 2, 5, 10, 15, 20, 25... ms."""
LONG_PAUSE = 0.5
"""The pause after a long batch, in parts of the batch's own time."""


def in_keyset_order(take: Callable[[datetime], tuple[int, datetime]], *, batch_size: int) -> int:
    """Call `take` until it takes less than `batch_size` rows; return how many it took in all.

    It gets the moment that the batch before ended with, and returns its size and its own last moment:
    so no batch walks over the spared rows of all earlier ones.
    """
    taken, since = 0, EPOCH
    while True:
        started = time.monotonic()
        size, since = take(since)
        taken += size
        if size < batch_size:
            return taken
        if is_sqlite():  # one writer at a time: let those in who wait
            time.sleep(max(PAUSE, LONG_PAUSE * (time.monotonic() - started)))


def until_short(take: Callable[[], int], *, batch_size: int) -> int:
    """Call `take` until it takes less than `batch_size` rows; return how many it took in all."""
    taken = 0
    while True:
        size = take()
        taken += size
        if size < batch_size:
            return taken
