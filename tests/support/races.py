"""Races that are really open: both outcomes are seen, however fast the machine is."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")

FIRST_STEP = 0.001
SMALLEST_STEP = 0.00005
LARGEST_STEP = 0.05
"""A busy machine can end many rounds alike: none after them is to wait for long."""


class Aim:
    """An `offset` in seconds that moves, round by round, towards the outcome that was not seen last.

    The larger it is, the likelier is True. A step is twice the one before while the outcome stays the
    same, and half of it where it changes, within bounds.
    """

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset
        self.seen: set[bool] = set()
        self._step = FIRST_STEP
        self._last: bool | None = None

    def saw(self, outcome: bool) -> None:
        """Take note of how a round ended, and aim at the other outcome."""
        if self._last is not None:
            step = self._step * 2 if outcome == self._last else self._step / 2
            self._step = min(LARGEST_STEP, max(SMALLEST_STEP, step))
        self.offset += -self._step if outcome else self._step
        self._last = outcome
        self.seen.add(outcome)

    def assert_both_were_seen(self) -> None:
        assert self.seen == {True, False}, f"always {self.seen}, last with an offset of {self.offset} s"


def later(work: Callable[[], T], *, by: float) -> Callable[[], T]:
    """Return `work` as something that begins so many seconds later; at once where they are negative."""
    return partial(_later, work, max(0.0, by))


def _later(work: Callable[[], T], seconds: float) -> T:
    time.sleep(seconds)  # waits for nothing: it is what a race is aimed with
    return work()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do `works` at the same time, each on a connection of its own, and return what each returns."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            barrier.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
