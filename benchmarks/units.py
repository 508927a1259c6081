"""What one message costs: the processor's time of each process, statements, and bytes on disk.

The real web process, worker and schedules with fakes of both vendors. Messages come one by one: under load
the web process stores many in one commit, and costs less. Three steps, each for `PHONES` users:

start     the first message: a session begins, a thread is opened
turn      one more message and its reply
callbacks the same, and Twilio calls back three times for the reply (sent, delivered, read)

The times are the kernel's, of a process and its children; PostgreSQL's are those of the whole server. Its log
then counts the statements of a second pass, because writing them down costs time.
"""

import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks import figures
from benchmarks.databases import progress
from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.postgres import own_server, url_of
from tests.support.processes import Database, Installation

PHONES = 100
WARM_UP, MEASURED, COUNTED = range(3)
"""Each has phones of its own."""
TURNS = {"start": 1, "turn": 4, "callbacks": 4}
"""Step -> messages of each phone."""
STATUSES = ("sent", "delivered", "read")
IDLE_SECONDS = 20.0
TEXT = "We are launching a new product in Berlin next week. Can you help us with a press release?"
TICKS = os.sysconf("SC_CLK_TCK")
LOGGED = re.compile(r"^(\w+)\|LOG:  (?:statement|execute)", re.MULTILINE)
COMMIT = re.compile(r"^(\w+)\|LOG:  (?:statement|execute [^:]*): COMMIT", re.MULTILINE)


class Running(NamedTuple):
    site: Installation
    twilio: FakeTwilio
    pids: dict[str, int]
    """Process -> its pid; a server of PostgreSQL is one of them."""


def main() -> None:
    print("\nUnits: milliseconds of the processor and statements for each message; bytes on disk of a phone.")
    for name in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="whatspr-bench-") as folder, ExitStack() as stack:
            server = None
            if name == "PostgreSQL":
                server = stack.enter_context(own_server(durable=True, settings=["log_line_prefix = '%a|'"]))
            _measure(name, stack.enter_context(_running(Path(folder), server)), server)


@contextmanager
def _running(folder: Path, server: Path | None) -> Iterator[Running]:
    """Run all three processes on an empty database."""
    with FakeOpenAI() as openai, FakeTwilio(keep_requests=False) as twilio:
        if server:
            os.environ["TEST_DATABASE_URL"] = url_of(server)
        database = Database(folder)
        os.environ.pop("TEST_DATABASE_URL", None)
        site = Installation(folder, database)
        site.configure(openai=openai, twilio=twilio, LOG_LEVEL="ERROR", DELIVERY_PART_WAIT_SECONDS="0")
        site.migrate()
        try:
            pids = {
                "web": site.serve("--workers", "1", PGAPPNAME="web").pid,
                "worker": site.start("answer_messages", PGAPPNAME="worker").pid,
                "schedules": site.start("run_schedules", PGAPPNAME="schedules").pid,
            }
            if server:
                pids["database"] = int((server / "postmaster.pid").read_text().split()[0])
            yield Running(site, twilio, pids)
        finally:
            site.stop()


def _measure(name: str, running: Running, server: Path | None) -> None:
    _converse(running, WARM_UP, "start")
    for step in TURNS:
        progress(f"units, {name}: {step}")
        before, size = _seconds(running), _bytes(running.site.database)
        messages = _converse(running, MEASURED, step)
        took = _differences(before, _seconds(running), messages)
        took.pop("schedules")  # they cost time, not messages
        _print(name, f"{step}, ms", took)
        grown = {table: one - size.get(table, 0) for table, one in _bytes(running.site.database).items()}
        largest = ", ".join(f"{table} {one / messages:.0f}" for table, one in Counter(grown).most_common(5))
        print(
            f"{name:10}  {step + ', bytes':22}{sum(grown.values()) / messages:8.0f}  of them {largest}",
            flush=True,
        )
    progress(f"units, {name}: {IDLE_SECONDS:g} s of nothing")
    before = _seconds(running)
    time.sleep(IDLE_SECONDS)
    _print(name, "idle, ms a second", _differences(before, _seconds(running), IDLE_SECONDS))
    if server:
        _count_statements(running, server)


def _count_statements(running: Running, server: Path) -> None:
    with psycopg.connect(url_of(server), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute("SELECT pg_reload_conf()")
    log = server / "log"
    for step in TURNS:
        begin = log.stat().st_size
        messages = _converse(running, COUNTED, step)
        with log.open() as lines:
            lines.seek(begin)
            said = lines.read()
        for what, pattern in (("statements", LOGGED), ("commits", COMMIT)):
            counts = Counter(pattern.findall(said))
            _print(
                "PostgreSQL", f"{step}, {what}", {one: counts[one] / messages for one in ("web", "worker")}
            )


def _converse(running: Running, area: int, step: str) -> int:
    """Let each phone of `area` send its messages, each after the last reply; return how many that were."""
    site, twilio = running.site, running.twilio
    twilio.statuses = STATUSES if step == "callbacks" else ()
    for _ in range(TURNS[step]):
        replies = len(twilio.messages) + PHONES
        told = len(twilio.callback_results) + PHONES * len(twilio.statuses)
        for number in range(PHONES):
            site.say(f"+1415{area}{number:06d}", TEXT)
        wait_until(partial(_has_come, twilio, replies, told), 300)
    return PHONES * TURNS[step]


def _has_come(twilio: FakeTwilio, replies: int, told: int) -> bool:
    return len(twilio.messages) >= replies and len(twilio.callback_results) >= told


def _bytes(database: Database) -> dict[str, int]:
    """Return the bytes of each table on disk, with its indexes."""
    if database.is_postgresql:
        sizes = (
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    else:
        sizes = "SELECT tbl_name, SUM(pgsize) FROM dbstat JOIN sqlite_schema USING (name) GROUP BY tbl_name"
    return {str(table): int(size) for table, size in database.query(sizes)}


def _seconds(running: Running) -> dict[str, float]:
    return {name: _tree_seconds(pid) for name, pid in running.pids.items()}


def _tree_seconds(pid: int) -> float:
    """Return the processor's seconds of a process, its children that live, and those that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, fields[11:15])) / TICKS + sum(_tree_seconds(int(child)) for child in children)


def _differences(before: Mapping[str, float], after: Mapping[str, float], count: float) -> dict[str, float]:
    """Return the milliseconds of each process for each of `count`."""
    return {name: (after[name] - seconds) * 1000 / count for name, seconds in before.items()}


def _print(database: str, what: str, shares: Mapping[str, float]) -> None:
    listed = "  ".join(f"{name} {figure:.2f}" for name, figure in shares.items())
    print(f"{database:10}  {what:22}{sum(shares.values()):8.2f}  of them {listed}", flush=True)
    for process, share in shares.items():
        figures.add(database, f"{what}: {process}", share)
