"""Do the health endpoints answer as fast at a million sessions as at twenty?

Requests through Django's test client, the whole way from the URL to the rendered answer. `warm`: as
probes find it, where what is kept for a minute is kept; `cold`: as after a start of the process.

Three processes are asked in turns, request by request, in an order that changes: one with many sessions and
two with few. The ratio of the two with few is 1 but for noise, and is shown beside the other.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import cycle, permutations
from statistics import median
from typing import NamedTuple

from benchmarks import figures
from benchmarks.databases import (
    environment,
    in_each_database,
    make_tables,
    new_database,
    progress,
    sizes_up_to,
)

FEW = 20
ROWS = 1_000_000
ROUNDS = {"warm": 30, "cold": 18}
"""State -> requests to each process: multiples of the six orders."""
CURVE = {"warm": 24}
"""The same for the smaller sizes."""
WARM_UP = 6
GOAL = 1.1
PATHS = ("/health/ready", "/health/sessions", "/health/sessions/details", "/metrics")


def answer(rows: int) -> None:
    """Fill this process's database, then print the milliseconds of each request read from the input."""
    make_tables()
    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    from benchmarks.session_rows import TTL, fill
    from sessions_app.models import Heartbeat
    from sessions_app.telemetry import heartbeats

    fill(rows, idle=(0, 2 * TTL))  # half of them past their TTL
    headers = {"Authorization": f"Bearer {settings.HEALTH_API_TOKEN}", "Host": "localhost"}
    print("ready", flush=True)
    for line in sys.stdin:
        path, state = line.split()
        if state == "cold":
            cache.clear()
        heartbeats.beat(Heartbeat.Kind.WORKER)  # or `/health/ready` says no
        started = time.perf_counter()
        response = Client().get(path, headers=headers)
        print((time.perf_counter() - started) * 1000, flush=True)
        assert response.status_code == 200, f"{path}: {response.status_code}"


@contextmanager
def _process(database: str, rows: int) -> Iterator[Callable[[str], float]]:
    """Run `answer` on a database and yield what asks it."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.health", "answer", str(rows)]
    variables = os.environ | environment(database)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=variables, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        requests, answers = process.stdin, process.stdout

        def ask(request: str) -> float:
            print(request, file=requests, flush=True)
            return float(answers.readline())

        assert answers.readline() == "ready\n"
        yield ask
        requests.close()


class Compared(NamedTuple):
    """The median milliseconds of many and few sessions; ratios, each the median of those of the rounds."""

    many: float
    few: float
    ratio: float
    noise: float


def _compare(ask: Sequence[Callable[[], float]], rounds: int) -> Compared:
    """Ask many, few and the other few in turns."""
    took: list[list[float]] = [[], [], []]
    orders = cycle(permutations(range(3)))
    for _ in range(WARM_UP + rounds):
        for side in next(orders):
            took[side].append(ask[side]())
    many, few, other = (times[WARM_UP:] for times in took)
    # A round is some milliseconds: what else the machine does meanwhile slows all three.
    ratio = median(2 * m / (f + o) for m, f, o in zip(many, few, other, strict=True))
    noise = median(f / o for f, o in zip(few, other, strict=True))
    return Compared(median(many), median(few), ratio, noise)


def measure(name: str, rows: int) -> None:
    """Measure beside each other the database of DATABASE_URL, with few sessions, and two more."""
    url = os.environ["DATABASE_URL"]
    for size in sizes_up_to(rows):
        databases = (new_database(url, "many"), size), (url, FEW), (new_database(url, "few"), FEW)
        with ExitStack() as stack:
            asked = [stack.enter_context(_process(database, count)) for database, count in databases]
            for state, rounds in ROUNDS.items() if size == rows else CURVE.items():
                for path in PATHS:
                    progress(f"health, {name}: {rounds} rounds of {path}, {state}, {size} sessions")
                    compared = _compare([partial(ask, f"{path} {state}") for ask in asked], rounds)
                    _report(name, path, state, size, compared)


def _report(name: str, path: str, state: str, size: int, compared: Compared) -> None:
    print(f"{name:10}  {path:26}{state:5}{size:9}{compared.ratio:7.2f} {GOAL:5}", end="")
    print(f"{compared.noise:7.2f}{compared.few:8.2f} ms {compared.many:7.2f} ms", flush=True)
    figures.add(name, f"{path} at {size:,}, {state}, of at {FEW}", compared.ratio, most=GOAL)
    if state == "warm":
        figures.point(name, f"Health: times of one with {FEW} sessions", path, size, compared.ratio)


def main(*, rows: int = ROWS) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nHealth: {rows} sessions against {FEW}, asked in turns; half of them wait for the cleanup.")
    print(
        f"{'':43}{'sessions':>9}{'ratio':>7} {'goal':>5}{'noise':>7}{f'at {FEW}':>11} {'at many':>10}",
        flush=True,
    )
    in_each_database("benchmarks.health", rows)


if __name__ == "__main__":
    if sys.argv[1] == "answer":
        answer(int(sys.argv[2]))
    else:
        measure(sys.argv[1], int(sys.argv[2]))
