"""What removing expired sessions costs, however many there are, and who waits for it meanwhile.

The cost is a ratio to hand-written SQL that removes them in one transaction and leaves the same rows
(`raw_sql`). Nothing else could write to SQLite during that; our pauses, which let others write, count.

Waits and growth: a second process plays users while the cleanup runs. In turns it touches a live session, and
puts one for somebody who returns to one of the expired sessions.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from benchmarks.databases import in_each_database, make_tables, percentile, progress
from benchmarks.raw_sql import TTL, RawSql


class Size(NamedTuple):
    expired: int
    messages: int
    """Of each of them."""
    pairs: int
    """How often both sides remove so many, in turns."""


SIZES = (
    Size(10_000, 0, 6),
    Size(100_000, 0, 2),
    Size(1_000_000, 0, 0),
    Size(10_000, 20, 3),
    Size(50_000, 20, 0),
)
MOST = max(size.expired for size in SIZES)
LIVE = 2000
"""Sessions that stay."""
PAUSE = 0.008
"""Seconds between two accesses of the users."""
GOALS = {"SQLite": 0.10, "PostgreSQL": 0.45}
GROWTH_GOAL = 1.8
"""Milliseconds for 1000 sessions, as a multiple of those at the first size."""
WAIT_GOAL = 50
"""Milliseconds that 99 of 100 users do not wait longer than."""


def play_users() -> None:
    """Touch and put in turns until the input ends; print the milliseconds of each touch and put."""
    import django

    django.setup()
    from django.utils import timezone

    from benchmarks.session_rows import openai_id
    from sessions_app.models import ConversationSession
    from sessions_app.sessions import live as live_sessions
    from sessions_app.sessions import store

    def since() -> datetime:
        return live_sessions.live_since(ttl=TTL)

    cutoff = timezone.now() - timedelta(seconds=TTL)
    phones = ConversationSession.objects.values_list("phone", flat=True)
    live = list(phones.filter(last_accessed__gt=cutoff))
    expired = list(phones.filter(last_accessed__lte=cutoff)[:100_000])
    random.shuffle(expired)
    store.touch(live[0], live_since=since())  # connects
    print("ready", flush=True)
    until_the_end = threading.Thread(target=sys.stdin.read)
    until_the_end.start()
    took: dict[str, list[float]] = {"touch": [], "put": []}
    while until_the_end.is_alive():
        started = time.perf_counter()
        store.touch(random.choice(live), live_since=since())
        took["touch"].append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE)
        started = time.perf_counter()
        store.put(expired.pop(), openai_id("conv", timezone.now()), ttl=TTL, live_since=since())
        took["put"].append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE)
    print(json.dumps(took))


@contextmanager
def _users() -> Iterator[dict[str, list[float]]]:
    """Play users during the block; what they measured is in the dictionary after it."""
    command = [sys.executable, "-m", "benchmarks.expiry", "users"]
    took: dict[str, list[float]] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.1)
        yield took
        output, _ = process.communicate(timeout=60)
        took.update(json.loads(output))


class OtherRows(Exception):
    """The two sides of a comparison have left different rows: they did not do the same work."""


def _fill(size: Size) -> None:
    from benchmarks.databases import empty
    from benchmarks.session_rows import fill

    empty()
    fill(LIVE, idle=(0, TTL / 4))
    fill(size.expired, idle=(TTL + 60, 3 * TTL), messages=size.messages)


def _milliseconds(expire: Callable[[], int], *, at_least: int) -> float:
    """Return what 1000 sessions took."""
    started = time.perf_counter()
    removed = expire()
    seconds = time.perf_counter() - started
    if removed < at_least:
        raise OtherRows(f"{removed} sessions were removed, not {at_least}")
    return seconds / removed * 1e6


def _rows_left() -> tuple[int, ...]:
    from django.db.models import Sum

    from sessions_app.models import ConversationSession, EndedSession, RemoteThread, SessionChange

    doomed = RemoteThread.objects.filter(state=RemoteThread.State.DOOMED)
    expired = SessionChange.objects.filter(reason=SessionChange.Reason.EXPIRED)
    phones = EndedSession.objects.values("phone").distinct()
    counted = expired.aggregate(amount=Sum("amount"))["amount"]
    return ConversationSession.objects.count(), phones.count(), doomed.count(), counted


def _compare(size: Size, ours: Callable[[], int], raw: Callable[[], int]) -> list[tuple[float, float]]:
    """Return the milliseconds of both sides, pair by pair; who goes first changes with each pair."""
    pairs = []
    expected = LIVE, size.expired, size.expired, size.expired
    for number in range(size.pairs):
        took: dict[Callable[[], int], float] = {}
        for side in (ours, raw) if number % 2 else (raw, ours):
            _fill(size)
            took[side] = _milliseconds(side, at_least=size.expired)
            if (left := _rows_left()) != expected:
                raise OtherRows(f"{left} rows are left, not {expected}")
        pairs.append((took[ours], took[raw]))
    return pairs


def _spread(pairs: list[tuple[float, float]]) -> str:
    if not pairs:
        return f"{'-':>18}{'-':>15} {'-':>6}   "
    ratios = sorted(raw / ours for ours, raw in pairs)
    ours, raw = (median(side) for side in zip(*pairs, strict=True))
    return (
        f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})".rjust(18) + f"{ours:15.1f} {raw:6.1f} ms"
    )


def measure(name: str, most: int) -> None:
    """Measure the database of DATABASE_URL, in this process's Django, and print its lines."""
    make_tables()
    from sessions_app.sessions import expiry

    def ours() -> int:
        return expiry.expire(ttl=TTL)

    raw = RawSql(os.environ["DATABASE_URL"])
    sizes = [size for size in SIZES if size.expired <= most] or [Size(most, 0, 3)]
    first = 0.0
    for size in sizes:
        progress(f"expiry, {name}: {size.expired} sessions with {size.messages} messages each")
        pairs = _compare(size, ours, raw.expire)
        _fill(size)
        with _users() as waited:
            cost = _milliseconds(ours, at_least=int(0.9 * size.expired))
        first = first or cost
        print(f"{name:10} {size.expired:9} {size.messages:8} {size.pairs:5} {_spread(pairs)}", end="")
        print(f"{cost:8.1f} ms {cost / first:6.2f}", end="")
        for what in ("touch", "put"):
            shares = [percentile(waited[what], share) for share in (0.5, 0.99, 1)]
            print("   " + " ".join(f"{one:6.1f}" for one in shares), end="")
        print(f"{len(waited['put']):7}", flush=True)


def main(*, most: int = MOST) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    goals = ", ".join(f"{goal:.2f} on {name}" for name, goal in GOALS.items())
    print(f"\nExpiry, up to {most} expired sessions, {LIVE} live ones; the ratio is raw/ours, ms for 1000.")
    print(f"Goals: ratio {goals}; growth {GROWTH_GOAL}; waits {WAIT_GOAL} ms (p99).")
    print(f"{'':10} {'expired':>9} messages pairs {'ratio (min-max)':>18}{'ours':>15} {'raw':>6}", end="")
    print("     with users growth   touch p50, p99, most     put p50, p99, most   each", flush=True)
    in_each_database("benchmarks.expiry", most)


if __name__ == "__main__":
    if sys.argv[1:] == ["users"]:
        play_users()
    else:
        measure(sys.argv[1], int(sys.argv[2]))
