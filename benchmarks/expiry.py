"""What removing expired sessions costs, however many there are, and who waits for it meanwhile.

A second process plays users while the cleanup runs: in turns a touch of a live session, and a put
for somebody who returns to one of the expired sessions.
"""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median

from benchmarks.databases import in_each_database, make_tables, percentile

RUNS = {10_000: 5, 100_000: 3, 1_000_000: 1}
"""Expired sessions -> runs, of which the median counts."""
WITH_MESSAGES = {10_000: 3, 100_000: 1}
MESSAGES = 20
TTL = 3600
LIVE = 2000
"""Sessions that stay."""
PAUSE = 0.008
"""Seconds between two accesses of the users."""
GOALS = {"SQLite": 40, "PostgreSQL": 15}
"""Milliseconds for 1000 sessions."""
GROWTH_GOAL = 1.8
WAIT_GOAL = 50


def play_users() -> None:
    """Touch and put in turns until the input ends; print the milliseconds of each touch and put."""
    import django

    django.setup()
    from django.utils import timezone

    from benchmarks.session_rows import openai_id
    from sessions_app.models import ConversationSession
    from sessions_app.sessions import store

    cutoff = timezone.now() - timedelta(seconds=TTL)
    phones = ConversationSession.objects.values_list("phone", flat=True)
    live = list(phones.filter(last_accessed__gt=cutoff))
    expired = list(phones.filter(last_accessed__lte=cutoff)[:100_000])
    random.shuffle(expired)
    store.touch(live[0], ttl=TTL)  # connects
    print("ready", flush=True)
    until_the_end = threading.Thread(target=sys.stdin.read)
    until_the_end.start()
    took: dict[str, list[float]] = {"touch": [], "put": []}
    while until_the_end.is_alive():
        started = time.perf_counter()
        store.touch(random.choice(live), ttl=TTL)
        took["touch"].append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE)
        started = time.perf_counter()
        store.put(expired.pop(), openai_id("conv", timezone.now()), ttl=TTL)
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


def _run(rows: int, messages: int) -> tuple[float, dict[str, list[float]]]:
    """Return the milliseconds for 1000 sessions, and what the users waited."""
    from benchmarks.databases import empty
    from benchmarks.session_rows import fill
    from sessions_app.sessions import expiry

    empty()
    fill(LIVE, idle=(0, TTL / 4))
    fill(rows, idle=(TTL + 60, 3 * TTL), messages=messages)
    with _users() as waited:
        started = time.perf_counter()
        removed = expiry.expire(ttl=TTL)
        seconds = time.perf_counter() - started
    assert 0.9 * rows < removed <= rows, f"{removed} of {rows} removed"
    return seconds / removed * 1e6, waited


def measure(name: str, most: int, messages: int) -> None:
    """Measure the database of DATABASE_URL, in this process's Django, and print its lines."""
    make_tables()
    first = 0.0
    sizes = {rows: runs for rows, runs in (WITH_MESSAGES if messages else RUNS).items() if rows <= most}
    for rows, runs in (sizes or {most: 3}).items():
        results = [_run(rows, messages) for _ in range(runs)]
        cost = median(one for one, _ in results)
        first = first or cost
        goal = f"{GOALS[name]}" if name == "PostgreSQL" or rows <= 100_000 else "-"
        print(
            f"{name:10} {rows:9} {messages:8} {runs:5} {cost:9.1f} ms {goal:>5} {cost / first:8.2f}", end=""
        )
        for what in ("touch", "put"):
            times = [one for _, waited in results for one in waited[what]]
            shares = [percentile(times, share) for share in (0.5, 0.99, 1)]
            print("   " + " ".join(f"{one:6.1f}" for one in shares) + " ms", end="")
        print(f"{len(times):7}", flush=True)


def main(*, most: int = max(RUNS)) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(
        f"\nExpiry, up to {most} expired sessions, {LIVE} live ones, users at work meanwhile."
        f" Goals: growth {GROWTH_GOAL}, waits {WAIT_GOAL} ms (p99)."
    )
    print("                      messages         for 1000  goal   growth", end="")
    print("    touch p50, p99, most      put p50, p99, most   each", flush=True)
    for messages in (0, MESSAGES):
        in_each_database("benchmarks.expiry", most, messages)


if __name__ == "__main__":
    if sys.argv[1:] == ["users"]:
        play_users()
    else:
        measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
