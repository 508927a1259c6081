"""`manage.py run_schedules`: whatever of it is killed, the cleanup goes on, and nothing is left behind."""

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from psycopg import sql

from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Database, Installation, Started, installation

pytestmark = pytest.mark.processes

soak = pytest.mark.skipif(not os.environ.get("TEST_SOAK"), reason="takes many minutes: TEST_SOAK=1")

PROMISED_SECONDS = 180.0
STOP_SECONDS = 6.0
"""SCHEDULES_STOP_SECONDS is 2 (tests/support/processes.py); the rest is for a machine that is busy."""
SHORT = {
    "SCHEDULES_STALE_SECONDS": "36",  # django-q's scheduler looks every 30 s, that cannot be shortened
    "SCHEDULES_START_SECONDS": "30",
    "SCHEDULES_CHECK_SECONDS": "0.2",
    "SESSION_CLEANUP_INTERVAL": "30",
    "LOG_LEVEL": "DEBUG",  # a job that had nothing to do says so there only
}
RUN = ("run_schedules", "--skip-checks")
"""The checks allow no times that are so short."""
KINDS = ("guard", "main", "sentinel", "worker", "monitor", "pusher")


@contextmanager
def housekeeping(folder: Path, openai: FakeOpenAI, twilio: FakeTwilio, **more: str) -> Iterator[Installation]:
    folder.mkdir()
    with installation(folder) as site:
        site.configure(openai=openai, twilio=twilio, **{**SHORT, **more})
        yield site


@pytest.fixture
def site(tmp_path: Path, openai: FakeOpenAI, twilio: FakeTwilio) -> Iterator[Installation]:
    with housekeeping(tmp_path / "site", openai, twilio) as made:
        yield made


@pytest.fixture(scope="module", autouse=True)
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, openai: FakeOpenAI, twilio: FakeTwilio
) -> Iterator[Started]:
    """Runs from the first test on and is left alone, so that the last test need not wait long."""
    with housekeeping(tmp_path_factory.mktemp("all") / "undisturbed", openai, twilio) as made:
        yield made.start(*RUN, SCHEDULES_STALE_SECONDS="100")


def heartbeats(site: Installation) -> list[Any]:
    return site.database.query("SELECT pid FROM sessions_app_heartbeat WHERE kind = 'schedules'")


def start(site: Installation, **more: str) -> Started:
    """Start the housekeeping and wait until it ticks."""
    started = site.start(*RUN, **more)
    wait_until(lambda: started.ended() or started.pid in heartbeats(site), 60.0)
    assert not started.ended(), started.output
    return started


def children(pid: int) -> list[int]:
    """The children of `pid`, the eldest first."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[1]) == pid:
            found.append((int(fields[19]), int(path.parent.name)))
    return [pid for _, pid in sorted(found)]


def processes(started: Started) -> dict[str, int]:
    """Return the pids of a fresh cluster's processes by what they are."""
    guard, main = children(started.pid)
    (sentinel,) = children(main)
    return dict(zip(KINDS, (guard, main, sentinel, *children(sentinel)), strict=True))


def wait_until_watched(started: Started) -> None:
    """Wait until the supervisor knows the processes of the cluster: of those only it misses one at once."""

    def is_watched() -> bool:
        return started.output.count("schedules_watched") > started.output.count("schedules_restarted")

    wait_until(is_watched, PROMISED_SECONDS)


def make_all_due(site: Installation) -> None:
    site.database.query(
        "UPDATE sessions_app_housekeepingjob SET last_started_at = NULL, last_finished_at = NULL"
        " WHERE name <> 'tick'"
    )


def has_cleaned_up(site: Installation) -> bool:
    return bool(
        site.database.query(
            "SELECT 1 FROM sessions_app_housekeepingjob"
            " WHERE name = 'expire_sessions' AND last_started_at <= last_finished_at"
        )
    )


def seconds_until_cleanup(site: Installation, disturb: Callable[[], object]) -> float:
    """Disturb the housekeeping when a cleanup is due; return after how long it was done."""
    disturb()
    make_all_due(site)
    begun = time.monotonic()
    wait_until(lambda: has_cleaned_up(site), PROMISED_SECONDS)
    return time.monotonic() - begun


def is_idle(site: Installation) -> bool:
    """Say whether the last tick has come to its end: the cleanup is only its first job."""
    tick = "SELECT 1 FROM sessions_app_housekeepingjob WHERE name = 'tick'"
    return bool(site.database.query(f"{tick} AND last_finished_at >= last_started_at"))


def kill(pid: int) -> Callable[[], None]:
    return lambda: os.kill(pid, signal.SIGKILL)


def doom(site: Installation, thread_id: str) -> None:
    site.database.query(
        "INSERT INTO sessions_app_remotethread (thread_id, state, created_at, attempts, error)"
        f" VALUES ('{thread_id}', 'doomed', '2026-01-01', 0, '')"
    )


def wait_until_deleting(openai: FakeOpenAI, thread_id: str) -> None:
    wait_until(lambda: any(thread_id in request.path for request in openai.requests), 60.0)


# --- What may be killed -------------------------------------------------------------------------


def test_the_cleanup_runs_again_whichever_idle_process_is_killed(site: Installation) -> None:
    started = start(site)
    took = {}
    for kind in KINDS:
        wait_until(lambda: is_idle(site), PROMISED_SECONDS)
        wait_until_watched(started)
        took[kind] = seconds_until_cleanup(site, kill(processes(started)[kind]))
    report(took)
    assert started.output.count("schedules_restarted") == len(KINDS)
    assert len(site.pids()) == 1 + len(KINDS)
    assert max(took.values()) < PROMISED_SECONDS / 6


def test_the_cleanup_runs_again_whichever_process_of_a_busy_cluster_is_killed(
    site: Installation, openai: FakeOpenAI
) -> None:
    """Busy: the worker is in the deletion of a thread, which hangs at OpenAI."""
    openai.fail_next(Fault("hang_before"), None, path="/v1/conversations/*")
    doom(site, "conv_for_guard")
    started = start(site)
    took = {}
    for kind, following in zip(KINDS, (*KINDS[1:], "nothing"), strict=True):
        wait_until_deleting(openai, f"conv_for_{kind}")
        doom(site, f"conv_for_{following}")
        wait_until_watched(started)
        took[f"busy {kind}"] = seconds_until_cleanup(site, kill(processes(started)[kind]))
    report(took)
    assert max(took.values()) < PROMISED_SECONDS / 6


def test_a_cluster_that_hangs_is_started_anew_when_its_ticks_are_missed(site: Installation) -> None:
    started = start(site, SCHEDULES_STALE_SECONDS="10")
    worker = processes(started)["worker"]
    report({"hung": seconds_until_cleanup(site, lambda: os.kill(worker, signal.SIGSTOP))})
    assert '"reason": "no tick"' in started.output
    assert worker not in site.pids()


def test_when_run_schedules_itself_is_killed_its_cluster_goes_with_it(site: Installation) -> None:
    started = start(site)
    assert started.stop(signal.SIGKILL) == -signal.SIGKILL
    wait_until(lambda: not site.pids(), 5.0)


def test_a_clock_that_is_set_back_stops_no_cleanup(site: Installation) -> None:
    start(site, SCHEDULES_STALE_SECONDS="100")  # no new cluster is to help
    wait_until(lambda: is_idle(site), PROMISED_SECONDS)
    now = datetime.now(UTC).replace(tzinfo=None)
    soon, in_an_hour = now + timedelta(minutes=30), now + timedelta(hours=1)
    for table, columns in {
        "sessions_app_housekeepingjob": ("last_started_at", "last_finished_at"),
        "django_q_schedule": ("next_run",),
    }.items():
        for column in columns:
            site.database.query(f"UPDATE {table} SET {column} = '{in_an_hour}'")
    begun = time.monotonic()
    cleanup = "SELECT 1 FROM sessions_app_housekeepingjob WHERE name = 'expire_sessions'"
    wait_until(lambda: site.database.query(f"{cleanup} AND last_finished_at < '{soon}'"), PROMISED_SECONDS)
    took = time.monotonic() - begun
    report({"clock set back": took})
    assert took < 60


# --- The database -------------------------------------------------------------------------------


@contextmanager
def down(database: Database) -> Iterator[None]:
    """While in this block, nobody can open the database; PostgreSQL drops who has."""
    if not database.is_postgresql:
        aside = database.file.rename(database.file.with_suffix(".aside"))
        database.file.mkdir()
        yield
        database.file.rmdir()
        aside.rename(database.file)
        return
    statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    name = sql.Identifier(urlsplit(database.url).path.removeprefix("/"))
    database.on_server(statement.format(name, sql.SQL("false")))
    database.break_connections()
    yield
    database.on_server(statement.format(name, sql.SQL("true")))


def test_a_database_that_is_down_at_the_start_is_waited_for(site: Installation) -> None:
    with down(site.database):
        started = site.start(*RUN)
        started.wait_for("schedules_database_failed")
        assert len(site.pids()) == 1
    report({"database down at start": seconds_until_cleanup(site, lambda: None)})
    assert started.output.count('"event": "schedules_database_failed"') == 1


@pytest.mark.postgres("SQLite's file cannot be taken from who has it open")
def test_a_database_that_goes_away_for_a_while_is_survived(site: Installation) -> None:
    started = start(site)
    with down(site.database):
        started.wait_for("schedules_database_failed")
    report({"database away": seconds_until_cleanup(site, lambda: None)})
    assert not started.ended()


def test_it_can_be_stopped_while_the_database_is_down(site: Installation) -> None:
    with down(site.database):
        started = site.start(*RUN)
        started.wait_for("schedules_database_failed")
        assert started.stop(timeout=STOP_SECONDS) == 0


# --- A clean end, and company -------------------------------------------------------------------


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_time_and_takes_its_heartbeat_back(site: Installation, signum: signal.Signals) -> None:
    started = start(site)
    assert started.stop(signum, timeout=STOP_SECONDS) == 0
    assert heartbeats(site) == []
    assert site.pids() == set()


def test_two_of_them_run_a_due_cleanup_once(site: Installation) -> None:
    both = [site.start(*RUN), site.start(*RUN)]
    wait_until(lambda: len(heartbeats(site)) == 2, 60.0)
    wait_until(lambda: site.database.query("SELECT count(*) FROM django_q_ormq") == [0], 30.0)
    assert sum(len(cleanups(started)) for started in both) == 1


def test_the_gap_between_two_cleanups_is_within_the_interval_and_a_minute(undisturbed: Started) -> None:
    wait_until(lambda: len(cleanups(undisturbed)) >= 2, 100.0)
    times = cleanups(undisturbed)
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(times)]
    report({f"gap {number}": gap for number, gap in enumerate(gaps, start=1)})
    assert 30.0 - 1 <= min(gaps) <= max(gaps) <= 30.0 + 60
    assert "schedules_restarted" not in undisturbed.output


def cleanups(started: Started) -> list[datetime]:
    """When cleanups ended, by the log."""
    lines = [json.loads(line) for line in started.output.splitlines() if '"expire_sessions"' in line]
    return [datetime.fromisoformat(line["timestamp"]) for line in lines]


def report(seconds: dict[str, float]) -> None:
    print("measured:", {name: round(taken, 1) for name, taken in seconds.items()})


# --- For `make soak` ----------------------------------------------------------------------------


@soak
def test_soak_any_process_is_killed_again_and_again_with_the_settings_of_production(
    tmp_path: Path, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    real = {"SCHEDULES_STALE_SECONDS": "100", "SCHEDULES_START_SECONDS": "60"}
    chance = random.Random(4)
    with housekeeping(tmp_path / "soak", openai, twilio, **real) as site:
        started = start(site)
        for _ in range(20):
            pid = chance.choice(sorted(site.pids() - {started.pid}))
            report({str(pid): seconds_until_cleanup(site, kill(pid))})
            time.sleep(chance.uniform(0, 5))  # at any moment, a start included
        assert not started.ended()
