"""How each attempt at a turn went, and where its time went: one row, written as the attempt ends.

An attempt that lost its lease writes nothing, this neither.
"""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TypedDict

from django.db import transaction
from django.utils import timezone

from assistant.metrics import code_label
from sessions_app.db.sql import Value, execute
from sessions_app.metrics import REPLY_SECONDS, STEP_SECONDS, TURN_SECONDS, TURNS
from sessions_app.models import TurnAttempt

# Plain SQL: each attempt at a turn pays for it.
_INSERT = f"""
    INSERT INTO {TurnAttempt._meta.db_table}
    (phone, turn, attempt, outcome, error, messages, received_at, claimed_at, ended_at, steps)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


_STEPS = {
    **{name: name.replace(" ", "_") for name in ("wait", "hear", "open thread", "retell", "model")},
    **dict.fromkeys(("held", "quiet"), ""),  # before the turn
}
"""Labels of the steps; the others are the model's tools."""


class Step(TypedDict):
    name: str
    at: float
    """Seconds from the claim to its beginning: less than 0 for `held` and `quiet`."""
    seconds: float


class Trace:
    """The steps of an attempt under way, in the order in which they began; begins with the claim.

    `held` (for an operator) and `quiet`, both before the claim; `wait` for a slot, `open thread`, `retell`
    (read the recap for another thread), `model`; within that, the tools: `save <field>`, `finish`, `ask for
    person`.
    """

    def __init__(self) -> None:
        self.claimed_at = timezone.now()
        self.steps: list[Step] = []
        self.held_until: datetime | None = None
        self._began = time.monotonic()

    def was_quiet(self, *, since: datetime, seconds: float) -> None:
        """Count `seconds` since the first message as the step `quiet`: it waited for more to come."""
        self._was_before("quiet", since, seconds)

    def was_held(self, *, since: datetime, until: datetime) -> None:
        """Count the time between as the step `held`: the first message waited for an operator."""
        self._was_before("held", since, (until - since).total_seconds())
        self.held_until = until

    def _was_before(self, name: str, since: datetime, seconds: float) -> None:
        if seconds > 0:
            at = (since - self.claimed_at).total_seconds()
            self.steps.append(Step(name=name, at=round(at, 3), seconds=round(seconds, 3)))

    def waited(self) -> None:
        """Count the time from the claim until now as the step `wait`."""
        self.steps.append(Step(name="wait", at=0, seconds=round(time.monotonic() - self._began, 3)))

    def summary(self, *, received_at: datetime) -> dict[str, float]:
        """Return for a log line, in seconds: how long the first message `waited` for the claim, how long the
        attempt took since then, and how much of that the model took.
        """
        return {
            "waited": round((self.claimed_at - received_at).total_seconds(), 3),
            "seconds": round(time.monotonic() - self._began, 3),
            "model": round(sum(step["seconds"] for step in self.steps if step["name"] == "model"), 3),
        }

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what runs within this, whether it succeeds or not."""
        began = time.monotonic()
        step = Step(name=name, at=round(began - self._began, 3), seconds=0)
        self.steps.append(step)
        try:
            yield
        finally:
            step["seconds"] = round(time.monotonic() - began, 3)


def record(
    *,
    phone: str,
    turn: uuid.UUID,
    outcome: TurnAttempt.Outcome,
    messages: int,
    received_at: datetime,
    attempt: int = 1,
    trace: Trace | None = None,
    error: str = "",
) -> None:
    """Record that an attempt ends now, in the transaction that ends it.

    `messages` is how many it took, `received_at` when the first of them came. What was done at once, by
    no worker's turn, has no `trace`.
    """
    now = timezone.now()
    values: list[Value] = [
        *(phone, turn, attempt, outcome.value, error[:200], messages),
        *(received_at, trace.claimed_at if trace else now, now),
        json.dumps(trace.steps if trace else []),
    ]
    execute(_INSERT, values)
    transaction.on_commit(partial(_count, outcome, error, trace, received_at=received_at, ended_at=now))


def _count(
    outcome: TurnAttempt.Outcome,
    error: str,
    trace: Trace | None,
    *,
    received_at: datetime,
    ended_at: datetime,
) -> None:
    TURNS.labels(outcome.value, code_label(error)).inc()
    if trace is None:
        return
    TURN_SECONDS.labels(outcome.value).observe((ended_at - trace.claimed_at).total_seconds())
    if outcome == TurnAttempt.Outcome.ANSWERED:
        REPLY_SECONDS.observe((ended_at - (trace.held_until or received_at)).total_seconds())
    for step in trace.steps:
        if label := _STEPS.get(step["name"], "tool"):
            STEP_SECONDS.labels(label).observe(step["seconds"])
