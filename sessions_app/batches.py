"""Many rows in short transactions, oldest first: nobody waits long for one, and it can stop at any point."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import repeat
from typing import TypeVar

from sessions_app.statements import is_sqlite

T = TypeVar("T")

EPOCH = datetime.fromtimestamp(0, UTC)
PAUSE = 0.02
"""Seconds after a batch on SQLite: who waits there looks again after 1, 2, 5, 10, 15, 20, 25... ms."""
LONG_PAUSE = 0.5
"""The pause after a long batch, in parts of the batch's own time."""


def in_keyset_order(take: Callable[[datetime], tuple[int, datetime]], *, batch_size: int) -> int:
    """Call `take` until it takes less than `batch_size` rows; return how many it took in all.

    It gets the moment that the batch before ended with, and returns its size and its own last moment:
    so no batch walks over the spared rows of all earlier ones.
    """
    taken, since = 0, EPOCH
    for _ in pausing_between(repeat(None)):
        size, since = take(since)
        taken += size
        if size < batch_size:
            break
    return taken


def pausing_between(batches: Iterable[T]) -> Iterator[T]:
    """Yield `batches`, and on SQLite pause between them: it has one writer at a time, and others wait."""
    pause = 0.0
    for batch in batches:
        time.sleep(pause)
        started = time.monotonic()
        yield batch
        if is_sqlite():
            pause = max(PAUSE, LONG_PAUSE * (time.monotonic() - started))


def until_short(take: Callable[[], int], *, batch_size: int) -> int:
    """Call `take` until it takes less than `batch_size` rows; return how many it took in all."""
    taken = 0
    while True:
        size = take()
        taken += size
        if size < batch_size:
            return taken
