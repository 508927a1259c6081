"""A database that goes away, is locked, or has no space left, while phones talk.

Whoever got a 200 is answered once, and all processes go on by themselves.
"""

import json
import random
import resource
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import POLL_SECONDS, SHORT_TIMES, SOAK, Crowd
from tests.support.factories import phone_number
from tests.support.processes import Installation, Started, installation

pytestmark = pytest.mark.processes

PHONES = [phone_number(number) for number in range(20 if SOAK else 6)]
OUTAGES = 10 if SOAK else 1
OUTAGE_SECONDS = 3.0
LOCKED_SECONDS = 5.0
DISK = "256m"
"""More than SQLite's WAL takes (125 MiB, whatspr/settings.py): what grows before it is written back."""
REFUSALS = 5
"""Posts that are seen to be answered by 5xx before there is space again."""


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    """The phones of an installation of its own, in which no process runs yet."""
    with (
        FakeOpenAI(think=lambda _: random.uniform(0.05, 0.5)) as openai,
        FakeTwilio() as twilio,
        installation(tmp_path, migrated=False) as site,
    ):
        site.configure(openai=openai, twilio=twilio, **SHORT_TIMES)
        yield Crowd(site, openai, twilio)


@contextmanager
def running(site: Installation) -> Iterator[list[Started]]:
    """The web process and two workers; they have to live as long as this block."""
    site.migrate()
    started = [site.start("answer_messages"), site.start("answer_messages")]
    started.append(site.serve("--threads", "4"))
    for worker in started[:2]:
        worker.wait_for("worker_started")
    yield started
    assert not any(one.ended() for one in started)
    assert [one.stop() for one in started] == [0, 0, 0]
    for worker in started[:2]:
        assert_faults_of_loops_are_logged_once_a_minute(worker)


def assert_faults_of_loops_are_logged_once_a_minute(worker: Started) -> None:
    """A loop's faults of one kind are told apart by the code; each tells how many were left out before it."""
    lines = [json.loads(line) for line in worker.output.splitlines()]
    faults = [line for line in lines if line["event"] == "worker_step_failed"]
    minutes = {line["timestamp"][:16] for line in lines}
    kinds = Counter((line["step"], line["reason"], line["code"]) for line in faults)
    assert max(kinds.values(), default=0) <= len(minutes)
    assert not any("exception" in line for line in faults)


@contextmanager
def talking(crowd: Crowd) -> Iterator[None]:
    """Phones talk while this block runs, half of them without waiting for replies.

    In the end each word was answered once.
    """
    over = Event()

    def talk(phone: str) -> None:
        number, luck = 0, random.Random(phone)
        while not over.is_set():
            number += 1
            crowd.say(phone, f"message {number} of {phone}")
            if phone in PHONES[::2]:
                crowd.wait_until_heard(phone)
            over.wait(luck.uniform(0, 0.5))  # people take their time
        crowd.say(phone, f"the last of {phone}")

    with ThreadPoolExecutor(len(PHONES)) as threads:
        talks = [threads.submit(talk, phone) for phone in PHONES]
        try:
            wait_until(lambda: all(map(crowd.heard, PHONES)), 60, every=POLL_SECONDS)
            yield
        finally:
            over.set()
        for talk_ended in talks:
            talk_ended.result()
    crowd.wait_until_heard()
    print(crowd.tally())
    crowd.assert_each_was_answered_once()


def refused(crowd: Crowd) -> int:
    """Return how many posts were answered by 5xx so far."""
    return sum(status >= 500 for status in crowd.answers)


@pytest.mark.postgres("SQLite has no server that could go away")
def test_messages_are_answered_once_where_postgresql_goes_away_under_load(crowd: Crowd) -> None:
    database = crowd.site.database
    with running(crowd.site), talking(crowd):
        for _ in range(OUTAGES):
            before = refused(crowd)
            with database.refusing_connections():
                time.sleep(OUTAGE_SECONDS)  # waits for nothing: it is the outage
                assert refused(crowd) > before
            answered = crowd.answers.count(200)
            wait_until(lambda: crowd.answers.count(200) > answered + len(PHONES), 60)  # noqa: B023


def test_messages_are_answered_once_where_sqlite_is_locked_under_load(crowd: Crowd) -> None:
    if crowd.site.database.is_postgresql:
        pytest.skip("PostgreSQL has no lock on all of it")
    with running(crowd.site), talking(crowd):
        for _ in range(OUTAGES):
            with closing(sqlite3.connect(crowd.site.database.file, timeout=20)) as connection:
                connection.execute("BEGIN EXCLUSIVE")
                answered = crowd.answers.count(200)
                time.sleep(LOCKED_SECONDS)  # waits for nothing: it is the fault
                assert crowd.answers.count(200) - answered <= len(PHONES)  # what had been stored just before
            answered = crowd.answers.count(200)
            wait_until(lambda: crowd.answers.count(200) > answered + len(PHONES), 60)  # noqa: B023


class Disk:
    """A small tmpfs, where this process may mount one; else a limit on how large files may grow."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
        self._folder = folder
        self._mounted = not subprocess.run(mount, check=False, capture_output=True).returncode

    def fill(self, site: Installation) -> None:
        """Leave no space. Limited files give SQLite another error (EFBIG), with the same effect."""
        if not self._mounted:
            self._limit_files(site, Path(f"{site.database.file}-wal").stat().st_size)
            return
        with self._ballast.open("wb", buffering=0) as ballast, suppress(OSError):
            while ballast.write(bytes(4096)):
                pass

    def make_space(self, site: Installation) -> None:
        if self._mounted:
            self._ballast.unlink()
        else:
            self._limit_files(site, resource.RLIM_INFINITY)

    def remove(self) -> None:
        if self._mounted:
            subprocess.run(["umount", "--lazy", str(self._folder)], check=True)

    @property
    def _ballast(self) -> Path:
        return self._folder / "ballast"

    def _limit_files(self, site: Installation, size: int) -> None:
        for pid in site.pids():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_messages_are_answered_once_where_sqlite_has_no_space_left_under_load(
    crowd: Crowd, tmp_path: Path
) -> None:
    site = crowd.site
    if site.database.is_postgresql:
        pytest.skip("PostgreSQL's disk is not ours")
    disk = Disk(tmp_path / "disk")
    try:
        site.database.move(tmp_path / "disk")
        site.environment["DATABASE_URL"] = site.database.url
        with running(site) as (*_, web), talking(crowd):
            disk.fill(site)
            wait_until(lambda: refused(crowd) >= REFUSALS, 60)
            assert '"full"' in web.output or "SQLITE_IOERR" in web.output
            assert site.database.query("PRAGMA integrity_check") == ["ok"]
            disk.make_space(site)
        assert site.database.query("PRAGMA integrity_check") == ["ok"]
    finally:
        disk.remove()
