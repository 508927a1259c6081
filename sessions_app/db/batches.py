"""Many rows in short transactions: nothing waits long for one, and the work can stop at any point."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice, repeat
from typing import TypeVar

from sessions_app.db.sql import is_sqlite

T = TypeVar("T")

EPOCH = datetime.fromtimestamp(0, UTC)
CHUNK_SIZE = 500
PAUSE = 0.02
"""Seconds after a batch on SQLite: a writer that waits looks again after 1, 2, 5, 10, 15, 20, 25... ms."""
LONG_PAUSE = 0.25
"""The pause after a long batch, as a share of the batch's own time."""


def chunks(items: Collection[T], size: int = CHUNK_SIZE) -> Iterator[list[T]]:
    """Yield `items` in lists of `size`: a statement takes only so many parameters."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def pausing_between(batches: Iterable[T]) -> Iterator[T]:
    """Yield `batches`, and on SQLite pause between them: it has one writer at a time, and others wait."""
    pause = 0.0
    for batch in batches:
        time.sleep(pause)
        started = time.monotonic()
        yield batch
        if is_sqlite():
            pause = max(PAUSE, LONG_PAUSE * (time.monotonic() - started))


def repeat_until_empty(take: Callable[[], int], *, batch_size: int) -> int:
    """Call `take` until it takes less than `batch_size` rows; return how many it took in all."""
    taken = 0
    for _ in pausing_between(repeat(None)):
        size = take()
        taken += size
        if size < batch_size:
            break
    return taken
