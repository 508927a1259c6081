"""How many turns of this worker wait for the interviewer at once, and how many it claims ahead."""

import asyncio
import time
from collections import deque
from types import TracebackType

from django.conf import settings

WINDOW_SECONDS = 1.0
AHEAD_SECONDS = 0.5
"""Turns are claimed for the slots that should become free so soon: a claim takes part of it."""


class Slots:
    """`async with slots:` holds one of TURN_CONCURRENCY slots, in order of arrival."""

    def __init__(self) -> None:
        self._semaphore = asyncio.Semaphore(settings.TURN_CONCURRENCY)
        self._taken_or_awaited = 0
        self._freed_at: deque[float] = deque()
        self.freed = asyncio.Event()
        """Set whenever a slot becomes free."""

    async def __aenter__(self) -> None:
        self._taken_or_awaited += 1
        try:
            await self._semaphore.acquire()
        except BaseException:
            self._taken_or_awaited -= 1
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._semaphore.release()
        self._taken_or_awaited -= 1
        self._freed_at.append(time.monotonic())
        self.freed.set()

    def free(self) -> int:
        """Return how many more turns to claim: for the free slots, and for those about to be.

        Judged by how many became free lately: where the interviewer is slow that is none, so that
        no turn waits here for a slot that another worker has.
        """
        while self._freed_at and self._freed_at[0] < time.monotonic() - WINDOW_SECONDS:
            self._freed_at.popleft()
        ahead = round(len(self._freed_at) * AHEAD_SECONDS / WINDOW_SECONDS)
        slots: int = settings.TURN_CONCURRENCY
        return slots + ahead - self._taken_or_awaited
