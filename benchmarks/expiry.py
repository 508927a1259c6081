"""What removing expired sessions costs, however many there are, and who waits for it meanwhile.

The cost is a ratio to hand-written SQL that removes them in one transaction and leaves the same rows
(`raw_sql`). Our pauses, in which others write, count. Beside both, a second process touches live sessions, as
users do. On SQLite no other connection can write during the hand-written transaction: such a touch waits for
its end, or fails after 20 s.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from statistics import median
from typing import NamedTuple

from benchmarks import figures
from benchmarks.databases import in_each_database, make_tables, percentile, progress
from benchmarks.raw_sql import TTL, RawSql


class Size(NamedTuple):
    expired: int
    messages: int
    """Of each of them."""
    pairs: int
    """How often both sides remove so many, in turns."""


SIZES = (
    Size(10_000, 0, 4),
    Size(100_000, 0, 2),
    Size(1_000_000, 0, 1),
    Size(10_000, 20, 1),
)
MOST = max(size.expired for size in SIZES)
LIVE = 2000
"""Sessions that stay."""
PAUSE = 0.008
"""Seconds between two touches."""
GOAL = 1.5
GROWTH_GOAL = 1.5
"""Milliseconds for 1000 sessions, as a multiple of those at the first size."""
TOUCH_GOAL = 2.0
"""What 99 of 100 touches do not wait longer than, as a multiple of the same beside the hand-written SQL."""


def play_users() -> None:
    """Touch live sessions until the input ends; print the milliseconds of each touch."""
    import django

    django.setup()
    from django.db import OperationalError
    from django.utils import timezone

    from sessions_app.models import ConversationSession
    from sessions_app.sessions import live as live_sessions
    from sessions_app.sessions import store

    cutoff = timezone.now() - timedelta(seconds=TTL)
    live = list(ConversationSession.objects.filter(last_accessed__gt=cutoff).values_list("phone", flat=True))
    store.touch(live[0], live_since=live_sessions.live_since(ttl=TTL))  # connects
    print("ready", flush=True)
    until_the_end = threading.Thread(target=sys.stdin.read)
    until_the_end.start()
    took = []
    while until_the_end.is_alive():
        started = time.perf_counter()
        with suppress(OperationalError):  # "database is locked" has waited for 20 s
            store.touch(random.choice(live), live_since=live_sessions.live_since(ttl=TTL))
        took.append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE)
    print(json.dumps(took))


@contextmanager
def _users(waited: list[float]) -> Iterator[None]:
    """Play users during the block, and add the milliseconds of their touches to `waited` after it."""
    command = [sys.executable, "-m", "benchmarks.expiry", "users"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield
        output, _ = process.communicate(timeout=60)
        waited += json.loads(output)


class OtherRows(Exception):
    """The two sides of a comparison have left different rows: they did not do the same work."""


def _fill(size: Size) -> None:
    """Make the rows, and keep a copy of those that an expiry changes: making them takes longer than all."""
    from django.db import connection

    from benchmarks.databases import empty
    from benchmarks.session_rows import SESSIONS, THREADS, fill

    empty()
    fill(LIVE, idle=(0, TTL / 4))
    fill(size.expired, idle=(TTL + 60, 3 * TTL), messages=size.messages)
    with connection.cursor() as cursor:
        for table in (SESSIONS, THREADS):
            cursor.execute(f"DROP TABLE IF EXISTS kept_{table}")
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")


def _restore() -> None:
    from django.db import connection

    from benchmarks.session_rows import SESSIONS, THREADS, settle
    from sessions_app.models import EndedSession, SessionChange

    SessionChange.objects.filter(reason=SessionChange.Reason.EXPIRED).delete()
    with connection.cursor() as cursor:
        for table in (SESSIONS, THREADS, EndedSession._meta.db_table):
            cursor.execute(f"DELETE FROM {table}")
        for table in (SESSIONS, THREADS):
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
    settle()


def _rows_left() -> tuple[int, ...]:
    from django.db.models import Sum

    from sessions_app.models import ConversationSession, EndedSession, RemoteThread, SessionChange

    doomed = RemoteThread.objects.filter(state=RemoteThread.State.DOOMED)
    expired = SessionChange.objects.filter(reason=SessionChange.Reason.EXPIRED)
    phones = EndedSession.objects.values("phone").distinct()
    counted = expired.aggregate(amount=Sum("amount"))["amount"]
    return ConversationSession.objects.count(), phones.count(), doomed.count(), counted


class Side:
    """One side of a comparison: how it removes, the milliseconds that 1000 sessions took, and touches."""

    def __init__(self, expire: Callable[[], int]) -> None:
        self.expire = expire
        self.took: list[float] = []
        self.touches: list[float] = []

    def take(self, size: Size) -> None:
        _restore()
        with _users(self.touches):
            started = time.perf_counter()
            self.expire()
            self.took.append((time.perf_counter() - started) / size.expired * 1e6)
        expected = LIVE, size.expired, size.expired, size.expired
        if (left := _rows_left()) != expected:
            raise OtherRows(f"{left} rows are left, not {expected}")


def measure(name: str, most: int) -> None:
    """Measure the database of DATABASE_URL, in this process's Django, and print its lines."""
    make_tables()
    from sessions_app.sessions import expiry

    raw = RawSql(os.environ["DATABASE_URL"])
    first = 0.0
    for size in [size for size in SIZES if size.expired <= most] or [Size(most, 0, 3)]:
        progress(f"expiry, {name}: {size.pairs} x {size.expired} sessions, {size.messages} messages each")
        _fill(size)
        ours, theirs = Side(lambda: expiry.expire(ttl=TTL)), Side(raw.expire)
        for number in range(size.pairs):
            for side in (ours, theirs) if number % 2 else (theirs, ours):
                side.take(size)
        first = first or median(ours.took)
        _report(name, size, ours, theirs, first)


def _report(name: str, size: Size, ours: Side, theirs: Side, first: float) -> None:
    ratios = sorted(mine / other for mine, other in zip(ours.took, theirs.took, strict=True))
    mine, other, growth = median(ours.took), median(theirs.took), median(ours.took) / first
    waits, beside = (percentile(side.touches, 0.99) for side in (ours, theirs))
    spread = f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    print(f"{name:10} {size.expired:9} {size.messages:8} {size.pairs:5} {spread:>18}", end="")
    print(f"{mine:10.1f} {other:6.1f} ms", end="")
    print(f"{growth:7.2f}{percentile(ours.touches, 0.5):8.1f} {waits:8.1f} {beside:8.1f} ms", flush=True)
    what = f"expiry of {size.expired:,}" + (f", {size.messages} messages each" if size.messages else "")
    figures.add(name, f"{what}, of SQL", median(ratios), most=GOAL)
    figures.add(name, f"{what}, touch p99, of one beside SQL", waits / beside, most=TOUCH_GOAL)
    figures.add(name, f"{what}, growth per row", growth, most=GROWTH_GOAL)
    if not size.messages:
        figures.point(name, "Expiry: ms for 1000 sessions", "ours", size.expired, mine)
        figures.point(name, "Expiry: ms for 1000 sessions", "SQL", size.expired, other)


def main(*, most: int = MOST) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nExpiry, up to {most} expired sessions, {LIVE} live ones; the ratio is ours/SQL, ms for 1000.")
    print(f"Goals: ratio {GOAL}; growth {GROWTH_GOAL}; touch p99 {TOUCH_GOAL} x of one beside the SQL.")
    print(f"{'':10} {'expired':>9} messages pairs {'ratio (min-max)':>18}{'ours':>10} {'SQL':>6}", end="")
    print("    growth   touch p50      p99  beside SQL", flush=True)
    in_each_database("benchmarks.expiry", most)


if __name__ == "__main__":
    if sys.argv[1:] == ["users"]:
        play_users()
    else:
        measure(sys.argv[1], int(sys.argv[2]))
