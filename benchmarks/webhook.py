"""How fast is the webhook, as a ratio to a bare WSGI callable that stores the same messages?

Both run under granian with the same options, each on a migrated database of its own, and take
turns in short rounds on the same messages. Only the ratios mean something: the machine is shared
and noisy, and the rates and latencies are shown for information.
"""

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks import figures
from benchmarks.load import FailedRequest, Load, post_all
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_messages import DEFAULT_ACCOUNT_SID, DEFAULT_SENDER
from tests.fakes.twilio_signing import signed_request
from tests.support.postgres import database_url
from tests.support.processes import free_port

ROOT = Path(__file__).resolve().parent.parent
PATH = "/webhooks/twilio/inbound"
PUBLIC_URL = "https://pr.example.org"
TOKEN = secrets.token_hex(16)
WORKERS = 2
THREADS = 8
CONNECTIONS = 16
PHONES = 1000
"""All have written when the warm-up is over. A user's first message costs more: it links addresses."""
WARM_UP = 1500
"""Requests to each server before the first round."""
SHOWN_BYTES = 4000
"""Of the log of a server that fails."""
GOALS = {"SQLite": 1.1, "PostgreSQL": 1.0}
TABLE = "sessions_app_inboundmessage"
_numbers = count(1_000_000)


def signed_posts(number: int) -> list[bytes]:
    """Return `number` complete HTTP requests, each of a new message, really signed."""
    return [_signed_post(next(_numbers)) for _ in range(number)]


def _signed_post(number: int) -> bytes:
    text = f"We are launching a new product in Berlin next week, number {number}. Can you help?"
    phone = f"+4915{number % PHONES:07d}"
    headers, body = signed_request(PUBLIC_URL + PATH, inbound_params(phone, text), TOKEN)
    headers = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode() + body


@dataclass(kw_only=True)
class Server:
    """One side of the comparison: where it listens, its database, what it did in each round."""

    port: int
    database: str
    rounds: list[Load] = field(default_factory=list)
    answered: int = 0

    def take(self, requests: list[bytes], *, seconds: float) -> Load:
        load = post_all(port=self.port, requests=requests, connections=CONNECTIONS, seconds=seconds)
        self.answered += len(load.latencies)
        return load

    def check_rows(self) -> None:
        """Raise `FailedRequest` unless each answered message is a row."""
        if (rows := _rows(self.database)) != self.answered:
            raise FailedRequest(f"{self.answered} messages were answered with 200, {rows} were stored")


def _rows(database: str) -> int:
    query = f"SELECT count(*) FROM {TABLE}"
    is_sqlite = not database.startswith("postgres")
    connection: Any = sqlite3.connect(database) if is_sqlite else psycopg.connect(database)
    try:
        row = connection.execute(query).fetchone()
        return int(row[0])
    finally:
        connection.close()


def _environment(database: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONWARNINGS": "ignore",  # no static files are collected, which is a warning at start
        "ENV_FILE": os.devnull,
        "DEBUG": "off",
        "SECRET_KEY": secrets.token_hex(32),
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_ACCOUNT_SID": DEFAULT_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_WHATSAPP_FROM": DEFAULT_SENDER,
        "OPENAI_API_KEY": "sk-benchmark",
        "DATABASE_URL": database if database.startswith("postgres") else f"sqlite:///{database}",
        "BARE_DATABASE": database,
        "BARE_URL": PUBLIC_URL + PATH,
        "BARE_TOKEN": TOKEN,
    }


def _our_command(port: int) -> list[str]:
    return [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", str(WORKERS)]


def _bare_command(port: int) -> list[str]:
    return [
        str(Path(sys.executable).parent / "granian"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
        *("--blocking-threads-idle-timeout", "600", "--workers-kill-timeout", "3"),
        *("--respawn-failed-workers", "--log-level", "error"),
        "benchmarks.bare_webhook:application",
    ]


@contextmanager
def _running(command: list[str], *, port: int, database: str) -> Iterator[Server]:
    """Run a server until the end of the block; it and its children end as one process group.

    Its log has a line for each message, and is shown only if the block fails.
    """
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(database), start_new_session=True, stderr=log
        )
        try:
            _wait_until_it_listens(process, port)
            yield Server(port=port, database=database)
        except FailedRequest:
            log.seek(max(0, log.tell() - SHOWN_BYTES))
            print(log.read().decode(errors="replace"), file=sys.stderr)
            raise
        finally:
            _end_group(process)


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise FailedRequest("a server does not start")


def _end_group(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)  # granian ends its workers itself
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _migrate(database: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=_environment(database), check=True)


@contextmanager
def _sqlite_databases() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory(prefix="whatspr-bench-") as folder:
        ours, bare = f"{folder}/ours.sqlite3", f"{folder}/bare.sqlite3"
        _migrate(ours)
        shutil.copy(ours, bare)
        yield ours, bare


@contextmanager
def _postgresql_databases() -> Iterator[tuple[str, str]]:
    names = [f"whatspr_bench_{name}_{os.getpid()}" for name in ("ours", "bare")]
    with database_url(durable=True) as url, psycopg.connect(url, autocommit=True) as server:
        ours, bare = (urlsplit(url)._replace(path=f"/{name}").geturl() for name in names)
        try:
            server.execute(f'CREATE DATABASE "{names[0]}"')
            _migrate(ours)
            server.execute(f'CREATE DATABASE "{names[1]}" TEMPLATE "{names[0]}"')
            yield ours, bare
        finally:
            for name in names:
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


DATABASES = {"SQLite": _sqlite_databases, "PostgreSQL": _postgresql_databases}


def _warm_up(server: Server) -> float:
    """Wait until `server` answers, make it open its connections, and return its rate."""
    server.take(signed_posts(WARM_UP // 3), seconds=60)
    return server.take(signed_posts(WARM_UP), seconds=60).rate


def _compare(ours: Server, bare: Server, *, pairs: int, seconds: float) -> None:
    """Let both servers take the same messages in turns; who goes first changes with each pair."""
    fastest = max(_warm_up(server) for server in (ours, bare))
    supply = int(1.5 * fastest * seconds)
    for pair in range(pairs):
        requests = signed_posts(supply)
        for server in (ours, bare) if pair % 2 else (bare, ours):
            server.rounds.append(server.take(requests, seconds=seconds))
    ours.check_rows()
    bare.check_rows()


def _measure(database: str, *, pairs: int, seconds: float) -> tuple[Server, Server]:
    with ExitStack() as stack:
        our_database, bare_database = stack.enter_context(DATABASES[database]())
        port = free_port()
        ours = stack.enter_context(_running(_our_command(port), port=port, database=our_database))
        port = free_port()
        bare = stack.enter_context(_running(_bare_command(port), port=port, database=bare_database))
        _compare(ours, bare, pairs=pairs, seconds=seconds)
    return ours, bare


def _figures(server: Server) -> str:
    rate = median(load.rate for load in server.rounds)
    percentiles = quantiles((ms * 1000 for load in server.rounds for ms in load.latencies), n=100)
    return f"{rate:7.0f}/s {percentiles[49]:6.2f} {percentiles[98]:6.2f} ms"


def main(*, pairs: int = 8, seconds: float = 1.0) -> None:
    """Measure on both databases and print the table. Raises `FailedRequest` if anything fails."""
    print(
        f"Webhook: {WORKERS} workers, {CONNECTIONS} connections, "
        f"{pairs} pairs of rounds of {seconds:g} s; the ratio is ours/bare, the median of the pairs."
    )
    print(f"{'':12}{'ratio (min-max)':>20} {'goal':>6}{'ours  rate  p50    p99':>29}", end="")
    print(f"{'bare  rate  p50    p99':>29}", flush=True)
    for database in DATABASES:
        ours, bare = _measure(database, pairs=pairs, seconds=seconds)
        ratios = [o.rate / b.rate for o, b in zip(ours.rounds, bare.rounds, strict=True)]
        spread = f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        figures.add(database, "webhook, of a bare WSGI callable", median(ratios), least=GOALS[database])
        print(f"{database:12}{spread:>20} {GOALS[database]:6.2f}", end="")
        print(f"{_figures(ours):>29}{_figures(bare):>29}", flush=True)
