"""What one message costs: the processor's time of each process, statements, and bytes on disk.

The real web process, worker and schedules with fakes of both vendors. Messages come one by one: under load
the web process stores many in one commit, and costs less. Three steps, each for `PHONES` users:

start     the first message: a session begins, a thread is opened
turn      one more message and its reply
callbacks the same, and Twilio calls back three times for the reply (sent, delivered, read)

Then `RELEASES` users tell a whole press release (docs/interviews/funding.md) and approve it, and get its
documents. Its figures are for each release.

The times are the kernel's, of a process and its children; PostgreSQL's are those of the whole server. Its log
then counts the statements of a second pass, because writing them down costs time. How many rows were
written is PostgreSQL's own count (pg_stat_user_tables), which may lag by a second.
"""

import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks import figures
from benchmarks.databases import progress
from tests.fakes.background_server import wait_until
from tests.fakes.openai_model import echo_model
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_model import ScriptedModel
from tests.fakes.twilio_server import FakeTwilio
from tests.support.interview_scripts import WITH_MODEL
from tests.support.postgres import own_server, url_of
from tests.support.processes import Database, Installation

PHONES = 100
WARM_UP, MEASURED, COUNTED = range(3)
"""Each has phones of its own."""
TURNS = {"start": 1, "turn": 4, "callbacks": 4}
"""Step -> messages of each phone."""
STATUSES = ("sent", "delivered", "read")
RELEASES = 10
INTERVIEW = WITH_MODEL["funding"]
SAID = {said if isinstance(said, str) else said[-1]: said for said in INTERVIEW.messages}
"""By their names in the script."""
PHONE_OF_RELEASE = "+39347"
UNFINISHED = f"""
    SELECT (SELECT COUNT(*) FROM sessions_app_inboundmessage
            WHERE phone LIKE '{PHONE_OF_RELEASE}%' AND state <> 'answered')
        + (SELECT COUNT(*) FROM sessions_app_outboundmessage
            WHERE phone LIKE '{PHONE_OF_RELEASE}%' AND state <> 'read')
"""
IDLE_SECONDS = 20.0
TEXT = "We are launching a new product in Berlin next week. Can you help us with a press release?"
TICKS = os.sysconf("SC_CLK_TCK")
LOGGED = re.compile(r"^(\w+)\|LOG:  (?:statement|execute)", re.MULTILINE)
COMMIT = re.compile(r"^(\w+)\|LOG:  (?:statement|execute [^:]*): COMMIT", re.MULTILINE)


class Running(NamedTuple):
    site: Installation
    openai: FakeOpenAI
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
            yield Running(site, openai, twilio, pids)
        finally:
            site.stop()


def _measure(name: str, running: Running, server: Path | None) -> None:
    _converse(running, WARM_UP, "start")
    for step in TURNS:
        _measure_work(name, step, running, partial(_converse, running, MEASURED, step))
    _write_releases(running, WARM_UP, 1)  # loads what makes documents
    _measure_work(name, "release", running, partial(_write_releases, running, MEASURED, RELEASES))
    progress(f"units, {name}: {IDLE_SECONDS:g} s of nothing")
    before = _seconds(running)
    time.sleep(IDLE_SECONDS)
    _print(name, "idle, ms a second", _differences(before, _seconds(running), IDLE_SECONDS))
    _print(name, "memory, MiB", {process: _mebibytes(pid) for process, pid in running.pids.items()})
    if server:
        _print_connections(running.site.database)
        _count_statements(running, server)
    _end_sessions(name, running)


def _end_sessions(name: str, running: Running) -> None:
    """Print what the schedules' jobs cost for each of all sessions, which end."""
    sessions = int(running.site.database.query("SELECT COUNT(*) FROM sessions_app_conversationsession")[0])
    before = _seconds(running)
    ended = running.site.execute(sys.executable, "-m", "benchmarks.session_end")
    took = _differences(before, _seconds(running), sessions)
    assert ended.returncode == 0, ended.stdout
    for line in ended.stdout.splitlines():
        print(f"{name:10}  session's end, ms      {line}")
    if "database" in took:
        print(f"{name:10}  session's end, ms      database: {took['database']:.2f}", flush=True)


def _measure_work(name: str, what: str, running: Running, work: Callable[[], int]) -> None:
    """Print what `work` costs for each of so many as it returns."""
    progress(f"units, {name}: {what}")
    database = running.site.database
    before, size, rows, log = _seconds(running), _bytes(database), _rows_written(database), _log_end(database)
    count = work()
    took = _differences(before, _seconds(running), count)
    took.pop("schedules")  # they cost time, not messages
    _print(name, f"{what}, ms", took)
    grown = {table: one - size.get(table, 0) for table, one in _bytes(database).items()}
    _print_largest(name, f"{what}, bytes", grown, count)
    if database.is_postgresql:
        _print(name, f"{what}, WAL bytes", {"database": (_log_end(database) - log) / count})
    for kind, tables in _rows_written(database).items():
        more = {table: amount - rows[kind].get(table, 0) for table, amount in tables.items()}
        _print_largest(name, f"{what}, {kind}", more, count, digits=2)


def _print_largest(name: str, what: str, tables: Mapping[str, int], count: int, *, digits: int = 0) -> None:
    shares = [(table, one / count) for table, one in Counter(tables).most_common(7) if one]
    listed = ", ".join(f"{table} {share:.{digits}f}" for table, share in shares)
    print(f"{name:10}  {what:22}{sum(tables.values()) / count:8.{digits}f}  of them {listed}", flush=True)


def _print_connections(database: Database) -> None:
    """Print how many connections each process has."""
    counts = database.query(
        "SELECT application_name, COUNT(*) FROM pg_stat_activity WHERE application_name <> ''"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY 1 ORDER BY 1"
    )
    total, listed = sum(count for _, count in counts), "  ".join(f"{name} {count}" for name, count in counts)
    print(f"PostgreSQL  {'connections':22}{total:8}  of them {listed}", flush=True)


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
    running.openai.model = echo_model
    twilio.statuses = STATUSES if step == "callbacks" else ()
    for _ in range(TURNS[step]):
        replies = len(twilio.messages) + PHONES
        told = len(twilio.callback_results) + PHONES * len(twilio.statuses)
        for number in range(PHONES):
            site.say(f"+1415{area}{number:06d}", TEXT)
        wait_until(partial(_has_come, twilio, replies, told), 300)
    return PHONES * TURNS[step]


def _write_releases(running: Running, area: int, releases: int) -> int:
    """Let `releases` phones tell a press release each, and approve it; return how many."""
    site, openai, twilio = running.site, running.openai, running.twilio
    script = INTERVIEW.script or {}
    openai.model = ScriptedModel({_text(said): script[name] for name, said in SAID.items() if name in script})
    openai.writer = lambda request: INTERVIEW.writer()(request)
    twilio.statuses = STATUSES
    for said in SAID.values():
        for number in range(releases):
            site.say(f"{PHONE_OF_RELEASE}{area}{number:06d}", _text(said))
        wait_until(partial(_is_finished, site.database), 300, every=0.2)
    assert not openai.model_errors, openai.model_errors
    return releases


def _text(said: str | tuple[str, ...]) -> str:
    """Return what a user says in one turn, as one message."""
    return said if isinstance(said, str) else "\n".join(said)


def _is_finished(database: Database) -> bool:
    return database.query(UNFINISHED) == [0]


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


def _rows_written(database: Database) -> dict[str, dict[str, int]]:
    """Return how many rows of each table were inserted, updated, and so on; PostgreSQL only."""
    kinds = {"inserted": "ins", "updated": "upd", "of them HOT": "hot_upd", "deleted": "del"}
    if not database.is_postgresql:
        return {}
    columns = ", ".join(f"n_tup_{name}" for name in kinds.values())
    rows = database.query(f"SELECT relname, {columns} FROM pg_stat_user_tables")
    return {kind: {row[0]: row[place] for row in rows} for place, kind in enumerate(kinds, start=1)}


def _log_end(database: Database) -> int:
    """Return how many bytes the write-ahead log has had; PostgreSQL only."""
    end = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
    return int(database.query(end)[0]) if database.is_postgresql else 0


def _seconds(running: Running) -> dict[str, float]:
    return {name: _tree_seconds(pid) for name, pid in running.pids.items()}


def _tree_seconds(pid: int) -> float:
    """Return the processor's seconds of a process, its children that live, and those that have ended."""
    tree = [_read(one, "stat").rpartition(")")[2].split() for one in _tree(pid)]
    return sum(sum(map(int, fields[11:15])) for fields in tree) / TICKS


def _mebibytes(pid: int) -> float:
    """Return the memory of a process and its children; what several share is counted once."""
    shares = [re.search(r"^Pss:\s+(\d+) kB", _read(one, "smaps_rollup"), re.MULTILINE) for one in _tree(pid)]
    return sum(int(share[1]) for share in shares if share) / 1024


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in _read(pid, f"task/{pid}/children").split():
        yield from _tree(int(child))


def _read(pid: int, name: str) -> str:
    """Return a file of a process; it is empty once the process has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _differences(before: Mapping[str, float], after: Mapping[str, float], count: float) -> dict[str, float]:
    """Return the milliseconds of each process for each of `count`."""
    return {name: (after[name] - seconds) * 1000 / count for name, seconds in before.items()}


def _print(database: str, what: str, shares: Mapping[str, float]) -> None:
    listed = "  ".join(f"{name} {figure:.2f}" for name, figure in shares.items())
    print(f"{database:10}  {what:22}{sum(shares.values()):8.2f}  of them {listed}", flush=True)
    for process, share in shares.items():
        figures.add(database, f"{what}: {process}", share)
