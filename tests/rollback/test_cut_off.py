"""A rollback or a restore that is ended from outside: real processes, real signals, real files."""

import fcntl
import json
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.fakes.background_server import wait_until
from tests.support.moves import BOTH
from tests.support.processes import BASE_DIR, Installation, Started, installation

pytestmark = pytest.mark.processes

SCRIPT = str(BASE_DIR / "scripts/rollback_session_manager.py")
SESSIONS = "sessions_app_conversationsession"
CONVERSATIONS = "sessions_app_conversation"
BACKEND = "sessions_app_sessionbackend"
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    """An installation with the sessions `BOTH`."""
    with installation(tmp_path) as made:
        made.environment |= {
            "DEBUG": "on",
            "SECRET_KEY": "a-key",
            "ENV_FILE": str(tmp_path / "env"),
            "LEGACY_SESSIONS_FILE": str(tmp_path / "legacy.json"),
            "SESSION_BACKUP_FOLDER": str(tmp_path / "backups"),
        }
        now = "'2026-11-26 12:00:00+00:00'"
        for phone, thread in BOTH.items():
            made.database.query(
                f"INSERT INTO {SESSIONS} (phone, thread_id, created_at, last_accessed)"
                f" VALUES ('{phone}', '{thread}', {now}, {now})"
            )
        yield made


def legacy(site: Installation) -> dict[str, str]:
    found: dict[str, str] = json.loads((site.folder / "legacy.json").read_text())
    return found


def stored(site: Installation) -> dict[str, str]:
    return dict(site.database.query(f"SELECT phone, thread_id FROM {SESSIONS}"))


def state(site: Installation) -> str:
    [found] = site.database.query(f"SELECT backend FROM {BACKEND}")
    return str(found)


def backup(site: Installation) -> str:
    (found,) = (site.folder / "backups").iterdir()
    return str(found)


def done(site: Installation, *command: str) -> str:
    ended = site.run(*command)
    assert ended.returncode == 0, ended.stdout
    return str(ended.stdout)


def roll_back(site: Installation) -> None:
    done(site, "rollback_sessions")
    assert (state(site), stored(site), legacy(site)) == ("legacy", {}, BOTH)


@contextmanager
def turn_that_runs(site: Installation) -> Iterator[None]:
    """A turn that every move waits for, until the end of this block."""
    site.database.query(
        f"INSERT INTO {CONVERSATIONS} (phone, lease_token, lease_expires_at, attempts, active_at)"
        f" VALUES ('+14155550009', '{'a' * 32}', '2099-01-01 00:00:00+00:00', 1, '2026-11-26 12:00:00+00:00')"
    )
    yield
    site.database.query(f"UPDATE {CONVERSATIONS} SET lease_token = NULL, lease_expires_at = NULL")


def moving(site: Installation, *command: str) -> Started:
    """A move that waits for a turn."""
    started = site.start(*command)
    wait_until(lambda: state(site) == "moving" or started.ended(), 20)
    assert not started.ended(), started.output
    return started


@contextmanager
def file_locked(file: Path) -> Iterator[None]:
    """Let nobody change the legacy file while this block runs."""
    with file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.mark.parametrize("signum", SIGNALS)
@pytest.mark.parametrize("command", ["rollback", "restore"])
def test_who_is_asked_to_stop_while_it_waits_lets_all_go_on(
    site: Installation, signum: signal.Signals, command: str
) -> None:
    words = ["rollback_sessions"]
    if command == "restore":
        roll_back(site)
        words = ["restore_sessions", backup(site)]
    before = (state(site), stored(site), (site.folder / "legacy.json").exists())
    with turn_that_runs(site):
        started = moving(site, *words)
        assert started.stop(signum) == 1
    assert f"Stopped by {signum.name}" in started.output
    assert "Traceback" not in started.output
    assert (state(site), stored(site), (site.folder / "legacy.json").exists()) == before


def test_a_second_rollback_is_refused_and_the_first_one_ends_well(site: Installation) -> None:
    with turn_that_runs(site):
        first = moving(site, "rollback_sessions")
        for second in (["rollback_sessions"], ["rollback_sessions", "--abort"]):
            refused = site.run(*second)
            assert refused.returncode == 1
            assert "Another rollback or restore is under way" in refused.stdout
        assert state(site) == "moving"
    assert first.wait() == 0, first.output
    assert (state(site), stored(site), legacy(site)) == ("legacy", {}, BOTH)


@pytest.mark.parametrize("then", ["--abort", "again"])
def test_a_rollback_that_is_killed_while_it_waits_can_be_given_up_or_repeated(
    site: Installation, then: str
) -> None:
    with turn_that_runs(site):
        moving(site, "rollback_sessions").stop(signal.SIGKILL)
    assert state(site) == "moving"
    if then == "--abort":
        assert "The sessions are in database" in done(site, "rollback_sessions", "--abort")
        assert (state(site), stored(site)) == ("database", BOTH)
    else:
        roll_back(site)


@pytest.mark.postgres("SQLite lets nobody hold up the last statement")
def test_a_rollback_that_is_killed_with_its_file_written_is_repeated(site: Installation) -> None:
    with turn_that_runs(site):
        rollback = moving(site, "rollback_sessions")
        holder = psycopg.connect(site.database.url)
        holder.execute(f"SELECT 1 FROM {BACKEND} FOR UPDATE".encode())  # its last statement waits for this
    with closing(holder):
        wait_until((site.folder / "legacy.json").exists, 20)
        rollback.stop(signal.SIGKILL)
    wait_until(lambda: stored(site) == BOTH, 20)
    assert (state(site), legacy(site)) == ("moving", BOTH)
    roll_back(site)
    assert len(list((site.folder / "backups").iterdir())) == 2


@pytest.mark.parametrize("then", ["rollback", "--abort", "restore"])
def test_a_restore_that_is_killed_in_its_transaction_leaves_the_sessions_in_the_legacy_file(
    site: Installation, then: str
) -> None:
    roll_back(site)
    with file_locked(site.folder / "legacy.json.lock"):
        with turn_that_runs(site):
            restore = moving(site, "restore_sessions", backup(site))
        wait_until(lambda: waits_for_the_file(restore), 20)
        restore.stop(signal.SIGKILL)
    assert (state(site), stored(site), legacy(site)) == ("moving", {}, BOTH)
    if then == "restore":
        done(site, "restore_sessions", backup(site))
        assert (state(site), stored(site)) == ("database", BOTH)
        return
    done(site, "rollback_sessions", *([then] if then == "--abort" else []))
    assert (state(site), stored(site), legacy(site)) == ("legacy", {}, BOTH)


def waits_for_the_file(started: Started) -> bool:
    """Say whether a process waits for a file's lock (Linux only)."""
    locks = Path("/proc/locks").read_text().splitlines()
    return any("->" in line and f" {started.pid} " in line for line in locks)


def test_output_that_cannot_be_written_does_not_hide_that_the_sessions_are_moved(site: Installation) -> None:
    command = f"exec {sys.executable} manage.py rollback_sessions > /dev/full"
    ended = site.execute("/bin/sh", "-c", command)
    assert ended.returncode != 0
    assert "2 sessions moved" in ended.stdout
    assert "Nothing was moved" not in ended.stdout
    assert (state(site), legacy(site)) == ("legacy", BOTH)
    assert (site.folder / "env").read_text() == "SESSION_BACKEND=legacy\n"


def test_a_database_that_is_not_there_is_told_without_a_traceback(site: Installation) -> None:
    nowhere = f"sqlite:///{site.folder}/none.sqlite3"
    for command in (["rollback_sessions"], ["rollback_sessions", "--dry-run"], ["restore_sessions", SCRIPT]):
        ended = site.run(*command, DATABASE_URL=nowhere)
        assert (ended.returncode, "There is no database" in ended.stdout) == (1, True), ended.stdout
        assert "Traceback" not in ended.stdout
    assert not (site.folder / "none.sqlite3").exists()


def test_a_database_without_tables_is_told_without_a_traceback(site: Installation) -> None:
    sqlite3.connect(site.folder / "empty.sqlite3").execute("VACUUM").connection.close()
    ended = site.run("rollback_sessions", DATABASE_URL=f"sqlite:///{site.folder}/empty.sqlite3")
    assert "no such table" in ended.stdout
    assert "Nothing was moved" in ended.stdout
    assert "Traceback" not in ended.stdout
