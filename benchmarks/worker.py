"""How many turns one worker holds in flight, what a reply costs it, what it adds to OpenAI's time.

A real `manage.py answer_messages`, a fake OpenAI that thinks (a process of its own), a fake Twilio, both
databases. Measured for each database and thinking time:

rate   a backlog of messages from phones that have a session already. At 5 s the slots are the limit: its
       ratio to slots / thinking time. At 1 s the processor is, with slots to spare: its ratio to
       one core / CPU per reply.
own    single messages at a steady pace; what passes between the webhook's insert and Twilio's
       acceptance beyond the thinking time
idle   the share of a core of a worker that has nothing to do

TURN_QUIET_SECONDS is 0, but for one more line with its default: single messages only. CPU is the kernel's.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks import figures
from benchmarks.databases import in_each_database, make_tables, percentile, progress
from tests.fakes.background_server import wait_until
from tests.fakes.twilio_messages import DEFAULT_ACCOUNT_SID, DEFAULT_AUTH_TOKEN, DEFAULT_SENDER
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import free_port

SLOTS = {5.0: 256, 1.0: 512}
"""Thinking time (seconds) -> TURN_CONCURRENCY of the worker."""
WAVES = {5.0: 6, 1.0: 4}
"""Thinking time (seconds) -> messages for each of the slots: the edges of a short run cost most."""
ANSWER = ("manage.py", "answer_messages")
DEFAULT_QUIET = "1.5"
STEADY_PER_SECOND = 20
STEADY_MESSAGES = 100
IDLE_SECONDS = 5

SLOTS_GOAL, CORE_GOAL, CPU_GOAL = 0.95, 0.9, 4.2
OWN_GOAL, OWN_P95_GOAL = 50, 90


class ImpossibleFigure(Exception):
    """A figure that the worker cannot have reached: what measures it is wrong."""


@contextmanager
def process(
    command: Sequence[str], environment: dict[str, str], folder: Path = Path()
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def fake_vendors() -> Iterator[tuple[FakeTwilio, str, dict[str, str]]]:
    """Yield a fake Twilio, the address of a fake OpenAI, and the environment of a worker that has both."""
    port = free_port()
    openai = f"http://127.0.0.1:{port}"
    fake_openai = ["-m", "tests.fakes.openai_server", "--port", str(port)]
    with FakeTwilio(statuses=(), keep_requests=False) as twilio, process(fake_openai, {}):
        wait_until(lambda: _listens(port))
        environment = {
            "OPENAI_API_KEY": "sk-benchmark",
            "OPENAI_BASE_URL": f"{openai}/v1",
            "TWILIO_ACCOUNT_SID": DEFAULT_ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": DEFAULT_AUTH_TOKEN,
            "TWILIO_WHATSAPP_FROM": DEFAULT_SENDER,
            "TWILIO_API_BASE_URL": twilio.url,
        }
        yield twilio, openai, environment


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


def answer(twilio: FakeTwilio, phones: list[str]) -> float:
    """Return replies a second for one message of each of `phones`, all there at the same moment."""
    from django.db import transaction

    before = len(twilio.messages)
    with transaction.atomic():  # the worker sees none of them before the last one
        _receive(phones)
    started = time.monotonic()
    return len(phones) / (_wait_for(twilio, before + len(phones)) - started)


def _check(rate: float, *, slots: int, think: float) -> float:
    """Return `rate`; raises `ImpossibleFigure` for more than all slots can answer in the thinking time."""
    if rate > slots / think:
        raise ImpossibleFigure(f"{rate:.1f} replies a second from {slots} slots that think {think} s")
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


def cpu_seconds(pid: int) -> float:
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


def think(openai: str, seconds: float) -> None:
    orders = Request(f"{openai}/_control", data=json.dumps({"think": seconds}).encode(), method="POST")
    orders.add_header("Content-Type", "application/json")
    urlopen(orders, timeout=10).close()


def measure(name: str) -> None:
    """Measure the database of DATABASE_URL, in this process's Django, and print a line a thinking time."""
    make_tables()
    with fake_vendors() as (twilio, openai, vendors):
        for seconds, slots in SLOTS.items():
            with process(ANSWER, vendors | {"TURN_CONCURRENCY": str(slots)}) as worker:
                phones = [f"+1415{number:07d}" for number in range(slots * WAVES[seconds])]
                progress(f"worker, {name}: opening threads for {len(phones)} phones")
                think(openai, 0)
                answer(twilio, phones)
                think(openai, seconds)
                print(_line(name, seconds, slots, twilio, phones, worker.pid), flush=True)
        with process(ANSWER, vendors | {"TURN_QUIET_SECONDS": DEFAULT_QUIET}):
            seconds = min(WAVES)
            progress(f"worker, {name}: single messages, TURN_QUIET_SECONDS={DEFAULT_QUIET}")
            own = _own_milliseconds(twilio, seconds)
            label = f"  with TURN_QUIET_SECONDS={DEFAULT_QUIET}"
            columns = f"{statistics.median(own):6.0f} ms  {percentile(own, 0.95):5.0f} ms"
            print(f"{name:10}  {seconds:4.1f} s{label:60}{columns}", flush=True)


def _line(name: str, seconds: float, slots: int, twilio: FakeTwilio, phones: list[str], pid: int) -> str:
    progress(
        f"worker, {name}, thinks {seconds:g} s: {len(phones)} messages in {slots} slots, then single ones"
    )
    before = cpu_seconds(pid)
    rate = _check(answer(twilio, phones), slots=slots, think=seconds)
    busy = (cpu_seconds(pid) - before) / len(phones)
    connections = _connections_of_worker()
    own = _own_milliseconds(twilio, seconds)
    before = cpu_seconds(pid)
    time.sleep(IDLE_SECONDS)
    idle = (cpu_seconds(pid) - before) / IDLE_SECONDS
    _note(name, seconds, busy=busy, of_slots=rate * seconds / slots, of_core=rate * busy, own=own)
    columns = (
        f"{name:10}",
        f"{seconds:4.1f} s",
        f"{slots:5}",
        f"{rate:7.1f}/s",
        f"{rate * seconds / slots:8.2f}",
        f"{rate * busy:9.2f}",
        f"{busy * 1000:6.1f} ms",
        f"{statistics.median(own):7.0f} ms",
        f"{percentile(own, 0.95):5.0f} ms",
        f"{idle:5.1%}",
        f"{connections:>7}",
    )
    return "  ".join(columns)


def _note(
    name: str, seconds: float, *, busy: float, of_slots: float, of_core: float, own: list[float]
) -> None:
    """Record the figures of a thinking time for the report."""
    if seconds == max(SLOTS):
        what = f"worker: turns in flight, of {SLOTS[seconds]} at {seconds:g} s"
        figures.add(name, what, of_slots, least=SLOTS_GOAL)
        return
    what = "worker: own time for one message"
    figures.add(name, f"{what}, median", statistics.median(own), unit="ms", most=OWN_GOAL)
    figures.add(name, f"{what}, p95", percentile(own, 0.95), unit="ms", most=OWN_P95_GOAL)
    figures.add(name, "worker: CPU of a reply", busy * 1000, unit="ms", most=CPU_GOAL)
    figures.add(name, f"worker: replies at {seconds:g} s, share of a core", of_core, least=CORE_GOAL)


def main() -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print("\nWorker: one process that answers a backlog, then single messages, then nothing")
    print(
        "database    thinks  slots    replies  of slots  of a core  CPU/reply"
        "  own median   own p95   idle  connections"
    )
    in_each_database("benchmarks.worker")
    print(
        f"Goals: {SLOTS_GOAL} of the slots at 5 s, {CORE_GOAL} of a core at 1 s, {CPU_GOAL} ms of CPU a"
        f" reply, own time {OWN_GOAL} ms, {OWN_P95_GOAL} ms at p95"
    )


if __name__ == "__main__":
    measure(sys.argv[1])
