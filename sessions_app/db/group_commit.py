"""Group commit: one thread with one connection stores what many requests bring, many in one commit."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

Store = Callable[[Sequence[Any]], object]
"""Stores a batch of items, all or none; one that fails is stored again, item by item."""

BATCH_SIZE = 64
QUEUE_SIZE = 2000
"""Items that wait while the database is slow; more are refused."""
PATIENCE_SECONDS = 5.0


class TooManyWait(Exception):
    """The queue is full."""


@dataclass(frozen=True)
class _Waiting:
    store: Store
    item: Any
    stored: "asyncio.Future[None]"


Outcome = tuple[_Waiting, Exception | None]


class Writer:
    """Stores items for the coroutines of one event loop, in the order in which they came."""

    def __init__(self, *, size: int = QUEUE_SIZE, patience: float = PATIENCE_SECONDS) -> None:
        self._size, self._patience = size, patience
        self._queue: SimpleQueue[_Waiting] = SimpleQueue()
        self._thread = self._new_thread()

    async def store(self, store: Store, item: Any) -> None:
        """Return once `item` is stored by `store`, which is called in the writer's thread.

        Raises `TooManyWait`, `TimeoutError` after `patience` seconds (the item may be stored later), and
        what `store` raises.
        """
        if self._queue.qsize() >= self._size:
            raise TooManyWait
        if not self._thread.is_alive():  # the first time in this process, or it has run out of memory
            self._thread = self._new_thread()
            self._thread.start()
        waiting = _Waiting(store, item, asyncio.get_running_loop().create_future())
        self._queue.put(waiting)
        async with asyncio.timeout(self._patience):
            await waiting.stored

    def _new_thread(self) -> threading.Thread:
        return threading.Thread(target=self._run, name="writer", daemon=True)

    def _run(self) -> None:
        while True:
            batch = [self._queue.get()]
            with suppress(Empty):
                while len(batch) < BATCH_SIZE:
                    batch.append(self._queue.get_nowait())
            outcomes = list(_outcomes(batch))
            with suppress(RuntimeError):  # the loop has ended, and with it all that waited
                batch[0].stored.get_loop().call_soon_threadsafe(_settle, outcomes)


def _outcomes(batch: list[_Waiting]) -> Iterable[Outcome]:
    by_store: defaultdict[Store, list[_Waiting]] = defaultdict(list)
    for waiting in batch:
        by_store[waiting.store].append(waiting)
    for some in by_store.values():
        yield from _store(some)


def _store(some: list[_Waiting]) -> Iterable[Outcome]:
    try:
        some[0].store([waiting.item for waiting in some])
    except Exception as error:
        if len(some) == 1:
            yield some[0], error
            return
        for waiting in some:
            if not waiting.stored.done():  # else its request has given up meanwhile
                yield from _store([waiting])
    else:
        yield from ((waiting, None) for waiting in some)


def _settle(outcomes: list[Outcome]) -> None:
    for waiting, error in outcomes:
        if waiting.stored.done():
            continue
        if error:
            waiting.stored.set_exception(error)
        else:
            waiting.stored.set_result(None)
