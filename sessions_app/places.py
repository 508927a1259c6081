"""How many turns of this worker wait for the interviewer at once, and how many it claims ahead."""

import asyncio
import time
from collections import deque
from types import TracebackType

from django.conf import settings

WINDOW_SECONDS = 1.0
AHEAD_SECONDS = 0.5
"""Turns are claimed for the places that should become free so soon: a claim takes part of it."""


class Places:
    """`async with places:` holds one of TURN_CONCURRENCY places, in order of arrival."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(settings.TURN_CONCURRENCY)
        self._taken_or_waited_for = 0
        self._left_at: deque[float] = deque()
        self.left = asyncio.Event()
        """Set whenever a place becomes free."""

    async def __aenter__(self) -> None:
        self._taken_or_waited_for += 1
        try:
            await self._free.acquire()
        except BaseException:
            self._taken_or_waited_for -= 1
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._free.release()
        self._taken_or_waited_for -= 1
        self._left_at.append(time.monotonic())
        self.left.set()

    def wanted(self) -> int:
        """Return how many more turns to claim: for the free places, and for those about to be.

        Judged by how many became free lately: where the interviewer is slow that is none, so that
        no turn waits here for a place that another worker has.
        """
        while self._left_at and self._left_at[0] < time.monotonic() - WINDOW_SECONDS:
            self._left_at.popleft()
        ahead = round(len(self._left_at) * AHEAD_SECONDS / WINDOW_SECONDS)
        places: int = settings.TURN_CONCURRENCY
        return places + ahead - self._taken_or_waited_for
