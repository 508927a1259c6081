"""What our own code costs on top of the database: touch, start and replacement of a session.

Each is measured against the least that the driver has to be sent (`raw_sql`): both sides take turns in one
process, on random phones of a table of 100 000. Once neither side waits for the disk, which would
hide what our code costs, and once both do, as in production. What other ways to "load it, refresh it"
cost is shown without a goal.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import NamedTuple

from benchmarks import figures, other_stores
from benchmarks.databases import in_each_database, make_tables
from benchmarks.raw_sql import TTL, RawSql

ROWS = 100_000
ROUNDS = 30
TOUCHES, PUTS = 400, 100
"""How many of them a round takes on each side ..."""
DISK_SHARE = 10
"""... and divided by this where each waits for the disk."""
GOALS = {"touch": 0.9, "start": 0.8, "replacement": 0.8}

Side = Callable[..., object]
Calls = list[tuple[str, ...]]
"""The arguments of one side's calls in one round."""


class Compared(NamedTuple):
    """Ratios of the rounds, sorted, and the median microseconds of one call on each side."""

    ratios: list[float]
    ours: float
    raw: float


def _microseconds(side: Side, calls: Calls) -> float:
    started = time.perf_counter()
    for arguments in calls:
        side(*arguments)
    return (time.perf_counter() - started) / len(calls) * 1e6


def _compare(ours: Side, raw: Side, calls: Callable[[], Calls], *, rounds: int) -> Compared:
    """Let both sides take rounds in turns; who goes first changes with each round."""
    took: dict[Side, list[float]] = {ours: [], raw: []}
    for number in range(rounds + 1):
        for side in (ours, raw) if number % 2 else (raw, ours):
            took[side].append(_microseconds(side, calls()))
    mine, theirs = took[ours][1:], took[raw][1:]  # the first round prepares
    ratios = sorted(one / other for other, one in zip(mine, theirs, strict=True))
    return Compared(ratios, median(mine), median(theirs))


def _opened(count: int) -> list[str]:
    """Return the ids of new threads, in the ledger as after their opening."""
    from benchmarks.session_rows import openai_id
    from sessions_app.models import RemoteThread

    now = datetime.now(UTC)
    ids = [openai_id("conv", now) for _ in range(count)]
    RemoteThread.objects.bulk_create(RemoteThread(thread_id=one, state="live", created_at=now) for one in ids)
    return ids


def _wait_for_disk(waits: bool, raw: RawSql) -> None:
    """Let the commits of both connections wait for the disk as in production, or not at all."""
    from django.db import connection

    values = {"sqlite": ("FULL", "OFF"), "postgresql": ("on", "off")}[connection.vendor]
    setting = {"sqlite": "PRAGMA synchronous =", "postgresql": "SET synchronous_commit ="}[connection.vendor]
    statement = f"{setting} {values[0 if waits else 1]}"
    with connection.cursor() as cursor:
        cursor.execute(statement)
    raw.execute(statement)


def _spread(compared: Compared) -> str:
    ratios = compared.ratios
    return f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"


def measure(name: str, rows: int, rounds: int) -> None:
    """Measure the database of DATABASE_URL, in this process's Django, and print its lines."""
    make_tables()
    from benchmarks.session_rows import fill, phones
    from sessions_app.sessions import live, store

    stored = fill(rows, idle=(0, TTL / 2))
    fresh = iter(phones(8 * PUTS * (rounds + 1)))
    raw = RawSql(os.environ["DATABASE_URL"])

    def touch(phone: str) -> None:
        store.touch(phone, live_since=live.live_since(ttl=TTL))

    def put(phone: str, thread_id: str) -> None:
        store.put(phone, thread_id, ttl=TTL, live_since=live.live_since(ttl=TTL))

    def some_phones(count: int) -> Calls:
        return [(phone,) for phone in random.choices(stored, k=count)]

    def new_phones(count: int) -> Calls:
        return [(next(fresh), thread) for thread in _opened(count)]

    def new_threads(count: int) -> Calls:
        return list(zip(random.sample(stored, count), _opened(count), strict=True))

    lines: list[tuple[str, Side, Side, Callable[[int], Calls], int]] = [
        ("touch", touch, raw.touch, some_phones, TOUCHES),
        ("start", put, raw.put, new_phones, PUTS),
        ("replacement", put, raw.put, new_threads, PUTS),
    ]
    for label, ours, theirs, calls, count in lines:
        _wait_for_disk(False, raw)
        cpu = _compare(ours, theirs, partial(calls, count), rounds=rounds)
        _wait_for_disk(True, raw)
        waiting = _compare(ours, theirs, partial(calls, count // DISK_SHARE), rounds=rounds)
        print(f"{name:10}  {label:24}{_spread(cpu):>18} {GOALS[label]:5.2f}", end="")
        print(f"{cpu.ours:6.0f} {cpu.raw:6.0f} us", end="")
        print(f"{_spread(waiting):>20}{waiting.ours:7.0f} {waiting.raw:6.0f} us", flush=True)
        figures.add(name, f"{label} of a session, of raw SQL", median(cpu.ratios), least=GOALS[label])
        figures.add(name, f"{label} of a session, of raw SQL, both wait for the disk", median(waiting.ratios))
    _wait_for_disk(False, raw)
    for label, took in other_stores.microseconds(stored, rounds=rounds):
        shown = f"{took:6.0f} us" if took else "not installed"
        print(f"{name:10}  {label:24}{'':24}{shown}", flush=True)


def main(*, rows: int = ROWS, rounds: int = ROUNDS) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nSessions: {rows} rows, {rounds} rounds; the ratio is raw/ours, the median of the rounds.")
    print(f"{'':36}{'ratio (min-max)':>18} {'goal':>5}{'ours':>6} {'raw':>6}", end="")
    print(f"{'waiting for the disk':>23}{'ours':>7} {'raw':>6}", flush=True)
    in_each_database("benchmarks.sessions", rows, rounds)


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
