"""Do the health endpoints answer as fast at a million sessions as at twenty?

Requests through Django's test client, the whole way from the URL to the rendered answer. `warm`: as
probes find it, where what is kept for a minute is kept; `cold`: as after a start of the process.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from urllib.parse import urlsplit

import psycopg

from benchmarks.databases import environment, in_each_database, make_tables

FEW = 20
ROWS = 1_000_000
REQUESTS = {"warm": 60, "cold": 40}
GOAL = 1.2
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


def _second_database(url: str) -> str:
    if url.startswith("sqlite"):
        return f"{url}.many"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS whatspr_bench_many")
        server.execute("CREATE DATABASE whatspr_bench_many")
    return urlsplit(url)._replace(path="/whatspr_bench_many").geturl()


def measure(name: str, rows: int) -> None:
    """Measure beside each other the database of DATABASE_URL, with few sessions, and one with many."""
    url = os.environ["DATABASE_URL"]
    with _process(_second_database(url), rows) as many, _process(url, FEW) as few:
        for state, number in REQUESTS.items():
            for path in PATHS:
                times = [(few(f"{path} {state}"), many(f"{path} {state}")) for _ in range(number + 5)][5:]
                small, big = (median(side) for side in zip(*times, strict=True))
                print(f"{name:10}  {path:26}{state:5}{big / small:7.2f} {GOAL:5}", end="")
                print(f"{small:8.2f} ms {big:7.2f} ms", flush=True)


def main(*, rows: int = ROWS) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nHealth: {rows} sessions against {FEW}, asked in turns; half of them wait for the cleanup.")
    print(f"{'':43}{'ratio':>7} {'goal':>5}{f'at {FEW}':>11} {f'at {rows}':>10}", flush=True)
    in_each_database("benchmarks.health", rows)


if __name__ == "__main__":
    if sys.argv[1] == "answer":
        answer(int(sys.argv[2]))
    else:
        measure(sys.argv[1], int(sys.argv[2]))
