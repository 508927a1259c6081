"""A rollback or a restore that is killed between two of its steps: the same command again completes it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.support.moves import BOTH, site_with_both
from tests.support.processes import Installation

pytestmark = pytest.mark.processes

Where: TypeAlias = tuple[str, dict[str, str], bool, str]
ENV = "SESSION_BACKEND=legacy\n"
IN_LEGACY: Where = ("legacy", {}, True, ENV)

KILLED = """
import fnmatch, os, signal, sys
event, pattern, once_there_is = sys.argv[1:4]
del sys.argv[1:4]

def kill_before(happens, arguments):
    if happens == event and any(fnmatch.fnmatch(str(argument), pattern) for argument in arguments[:2]):
        if os.path.exists(once_there_is):
            os.kill(os.getpid(), signal.SIGKILL)

sys.path.insert(0, os.getcwd())
sys.addaudithook(kill_before)
import manage
manage.main()
"""
"""manage.py, killed right before it opens or renames a file."""
OPEN, RENAME = "open", "os.rename"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with site_with_both(tmp_path) as made:
        yield made


def kill_before(site: Installation, event: str, file: str, *command: str, once_there_is: str = "") -> None:
    at = [event, f"{site.folder}{file}", f"{site.folder}{once_there_is}"]
    ended = site.execute(sys.executable, "-c", KILLED, *at, *command)
    assert ended.returncode == -9, ended.stdout


def where(site: Installation) -> Where:
    """Return what the database says, the sessions in it, whether there is a legacy file, and `.env`."""
    [backend] = site.database.query("SELECT backend FROM sessions_app_sessionbackend")
    stored = dict(site.database.query("SELECT phone, thread_id FROM sessions_app_conversationsession"))
    env = site.folder / "env"
    return backend, stored, (site.folder / "legacy.json").exists(), env.read_text() if env.exists() else ""


def done(site: Installation, *command: str) -> None:
    ended = site.run(*command)
    assert ended.returncode == 0, ended.stdout
    assert "Restart all processes" in ended.stdout


@pytest.mark.parametrize(
    ("event", "file", "once_there_is", "left"),
    [
        pytest.param(OPEN, "/backups/*", "", ("database", BOTH, False, ""), id="before the backup"),
        pytest.param(RENAME, "/legacy.json", "", ("database", BOTH, False, ""), id="before the legacy file"),
        pytest.param(OPEN, "", "/legacy.json", ("database", BOTH, True, ""), id="before the COMMIT"),
        pytest.param(RENAME, "/env", "", ("legacy", {}, True, ""), id="before .env"),
    ],
)
def test_a_rollback_is_completed_by_the_same_command(
    site: Installation, event: str, file: str, once_there_is: str, left: Where
) -> None:
    kill_before(site, event, file, "rollback_sessions", once_there_is=once_there_is)
    assert where(site) == left
    for _ in range(2):  # once more changes nothing
        done(site, "rollback_sessions")
        assert where(site) == IN_LEGACY
        assert json.loads((site.folder / "legacy.json").read_text()) == BOTH


@pytest.mark.parametrize(
    ("event", "file", "left"),
    [
        pytest.param(OPEN, "/legacy.json", IN_LEGACY, id="before the COMMIT"),
        pytest.param(
            RENAME, "/legacy.json", ("database", BOTH, True, ENV), id="before the file is put aside"
        ),
        pytest.param(RENAME, "/env", ("database", BOTH, False, ENV), id="before .env"),
    ],
)
def test_a_restore_is_completed_by_the_same_command(
    site: Installation, event: str, file: str, left: Where
) -> None:
    done(site, "rollback_sessions")
    [backup] = (site.folder / "backups").iterdir()
    kill_before(site, event, file, "restore_sessions", str(backup))
    assert where(site) == left
    done(site, "restore_sessions", str(backup))
    assert where(site) == ("database", BOTH, False, "SESSION_BACKEND=database\n")
