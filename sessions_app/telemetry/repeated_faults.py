"""What a loop logs of a fault that comes back each round: at once, then once a minute with a count."""

import threading
import time
import traceback
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sessions_app.db import faults

LINE_SECONDS = 60.0
_RECOVERED = ("recovered",)
Key = tuple[str, ...]


@dataclass
class _Line:
    logged_at: float = field(default_factory=time.time)
    left_out: int = 0
    """Equal lines since."""

    def is_fresh(self) -> bool:
        return 0 <= time.time() - self.logged_at < LINE_SECONDS  # or the clock has been set back since


@dataclass
class _Loop:
    is_failing: bool = False
    lines: dict[Key, _Line] = field(default_factory=dict)


class RepeatedFaults:
    """The faults of the loops of one module, in all threads of this process.

    A loop is an event and its values. Its faults are equal if they have the same reason and, unless that is
    the database's state, the same stack.
    """

    def __init__(self, log: Any) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._loops: defaultdict[Key, _Loop] = defaultdict(_Loop)

    def failed(self, event: str, error: Exception | None = None, **values: str) -> None:
        """Log a round that failed, unless an equal fault was logged within the last minute.

        `repeated` counts what was left out since that. The first line has the stack, where that helps.
        """
        described, stack = (faults.describe(error), _stack(error)) if error else ({}, [])
        kind = (*described.values(), *stack)
        with self._lock:
            loop = self._loops[event, *values.values()]
            loop.is_failing = True
            before = loop.lines.get(kind)
            if before and before.is_fresh():
                before.left_out += 1
                return
            loop.lines[kind] = _Line()
        repeated = _repeated(before) if before else {}
        self._log.error(event, **values, **described, **repeated, exc_info=None if before else error)

    def works(self, event: str, **values: str) -> None:
        """Log a round that did not fail after one that did, at most once a minute, and what was left out."""
        loop = self._loops.get((event, *values.values()))
        if not loop or not loop.is_failing:
            return
        with self._lock:
            before = loop.lines.get(_RECOVERED)
            if before and before.is_fresh():
                return
            repeated = _repeated(*loop.lines.values())
            # Fresh ones are kept: a loop that fails every other time does not log each.
            loop.lines = {kind: _Line(line.logged_at) for kind, line in loop.lines.items() if line.is_fresh()}
            loop.lines[_RECOVERED] = _Line()
            loop.is_failing = False
        self._log.info("recovered", after=event, **values, **repeated)


def _stack(error: Exception) -> list[str]:
    return [] if faults.is_unusable(error) else traceback.format_tb(error.__traceback__)


def _repeated(*lines: _Line) -> dict[str, int]:
    left_out = sum(line.left_out for line in lines)
    return {"repeated": left_out} if left_out else {}
