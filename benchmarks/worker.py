"""How many turns one worker process holds in flight, and what it adds to OpenAI's own time.

A real `manage.py answer_messages` with 128 slots, a fake OpenAI that thinks (a process of its
own), a fake Twilio, both databases. Two measurements a database and thinking time:

rate   a backlog of messages from phones that have a session already; ideal is 128 / thinking time
own    single messages at a steady pace; what passes between the webhook's insert and Twilio's
       acceptance beyond the thinking time

TURN_QUIET_SECONDS is 0, but for one more line with its default: single messages only.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.databases import in_each_database, make_tables, percentile, progress
from tests.fakes.background_server import wait_until
from tests.fakes.twilio_messages import DEFAULT_ACCOUNT_SID, DEFAULT_AUTH_TOKEN, DEFAULT_SENDER
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import free_port

IN_FLIGHT = 128
WAVES = {1.0: 10, 5.0: 4}
"""Thinking time (seconds) -> messages for each of the slots: the edges of a short run cost most."""
RATES = {1.0: 2, 5.0: 1}
"""Thinking time (seconds) -> how often the rate is measured."""
DEFAULT_QUIET = "1.5"
STEADY_PER_SECOND = 20
STEADY_MESSAGES = 100


class ImpossibleFigure(Exception):
    """A figure that the worker cannot have reached: what measures it is wrong."""


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _vendors(*, openai: str, twilio: str) -> dict[str, str]:
    return {
        "OPENAI_API_KEY": "sk-benchmark",
        "OPENAI_BASE_URL": openai,
        "TWILIO_ACCOUNT_SID": DEFAULT_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": DEFAULT_AUTH_TOKEN,
        "TWILIO_WHATSAPP_FROM": DEFAULT_SENDER,
        "TWILIO_API_BASE_URL": twilio,
        "TURN_CONCURRENCY": str(IN_FLIGHT),
    }


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _receive(phones: list[str]) -> None:
    from tests.support.arrivals import message_arrives  # needs settings

    for phone in phones:
        message_arrives(message_sid=f"SM{uuid.uuid4().hex}", phone=phone, body="hello")


def _wait_for(twilio: FakeTwilio, messages: int) -> float:
    wait_until(lambda: len(twilio.messages) >= messages, timeout=300)
    return time.monotonic()


def _answer(twilio: FakeTwilio, phones: list[str]) -> float:
    """Return replies a second for one message of each of `phones`, all there at the same moment."""
    from django.db import transaction

    before = len(twilio.messages)
    started = time.monotonic()
    with transaction.atomic():  # the worker sees none of them before the last one
        _receive(phones)
    return len(phones) / (_wait_for(twilio, before + len(phones)) - started)


def _rate(twilio: FakeTwilio, phones: list[str], think: float) -> float:
    """Return the same; raises `ImpossibleFigure` for more than all slots can answer in the thinking time."""
    rate = _answer(twilio, phones)
    if rate > IN_FLIGHT / think:
        raise ImpossibleFigure(f"{rate:.1f} replies a second from {IN_FLIGHT} slots that think {think} s")
    return rate


def _own_milliseconds(twilio: FakeTwilio, think: float) -> list[float]:
    """Return, for messages at a steady pace, the milliseconds from insert to acceptance beyond `think`."""
    from django.utils import timezone

    before = len(twilio.messages)
    sent: dict[str, datetime] = {}
    for number in range(STEADY_MESSAGES):
        phone = f"+1416555{number:04d}"
        sent[f"whatsapp:{phone}"] = timezone.now()
        _receive([phone])
        time.sleep(1 / STEADY_PER_SECOND)
    _wait_for(twilio, before + STEADY_MESSAGES)
    replies = [message for message in twilio.messages[before:] if message.to in sent]
    return [((reply.accepted_at - sent[reply.to]).total_seconds() - think) * 1000 for reply in replies]


def _cpu_seconds(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _connections_of_worker() -> str:
    from django.db import connection

    if connection.vendor != "postgresql":
        return "-"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return str(cursor.fetchone()[0])


def _think(openai: str, seconds: float) -> None:
    orders = Request(f"{openai}/_control", data=json.dumps({"think": seconds}).encode(), method="POST")
    orders.add_header("Content-Type", "application/json")
    urlopen(orders, timeout=10).close()


def measure(name: str) -> None:
    """Measure the database of DATABASE_URL, in this process's Django, and print a line a thinking time."""
    make_tables()
    port = free_port()
    openai = f"http://127.0.0.1:{port}"
    fake_openai = ["-m", "tests.fakes.openai_server", "--port", str(port)]
    with FakeTwilio(statuses=(), keep_requests=False) as twilio, _process(fake_openai, {}):
        wait_until(lambda: _listens(port))
        vendors = _vendors(openai=f"{openai}/v1", twilio=twilio.url)
        with _process(["manage.py", "answer_messages"], vendors) as worker:
            phones = [f"+1415{number:07d}" for number in range(IN_FLIGHT * max(WAVES.values()))]
            progress(f"worker, {name}: opening {len(phones)} threads")
            _answer(twilio, phones)
            for think, waves in WAVES.items():
                _think(openai, think)
                print(_line(name, think, twilio, phones[: IN_FLIGHT * waves], worker.pid), flush=True)
        with _process(["manage.py", "answer_messages"], vendors | {"TURN_QUIET_SECONDS": DEFAULT_QUIET}):
            think = min(WAVES)
            _think(openai, think)
            progress(f"worker, {name}: single messages, TURN_QUIET_SECONDS={DEFAULT_QUIET}")
            own = _own_milliseconds(twilio, think)
            label = f"  with TURN_QUIET_SECONDS={DEFAULT_QUIET}"
            columns = f"{statistics.median(own):7.0f} ms  {percentile(own, 0.95):5.0f} ms"
            print(f"{name:10}  {think:4.1f} s{label:38}{columns}", flush=True)


def _line(name: str, think: float, twilio: FakeTwilio, phones: list[str], pid: int) -> str:
    progress(f"worker, {name}, thinks {think:g} s: {RATES[think]} x {len(phones)} messages, then single ones")
    busy = _cpu_seconds(pid)
    rates = [_rate(twilio, phones, think) for _ in range(RATES[think])]
    busy = (_cpu_seconds(pid) - busy) / (len(rates) * len(phones))
    connections = _connections_of_worker()
    own = _own_milliseconds(twilio, think)
    ratios = sorted(rate * think / IN_FLIGHT for rate in rates)
    columns = (
        f"{name:10}",
        f"{think:4.1f} s",
        f"{statistics.median(rates):7.1f}/s",
        f"{statistics.median(ratios):6.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})",
        f"{statistics.median(own):7.0f} ms",
        f"{percentile(own, 0.95):5.0f} ms",
        f"{busy * 1000:6.1f} ms",
        f"{connections:>8}",
    )
    return "  ".join(columns)


def main() -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nWorker: {IN_FLIGHT} turns in flight in one process; ratio to {IN_FLIGHT} / thinking time")
    print("database    thinks    replies    ratio (min-max)  own median   own p95  CPU/reply  connections")
    in_each_database("benchmarks.worker")


if __name__ == "__main__":
    measure(sys.argv[1])
