"""Old backups and legacy files are deleted: only those that are ours, and no younger ones."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from sessions_app.rollback import old_files
from tests.support import moves
from tests.support.moves import backup_of, restart_as

pytestmark = pytest.mark.django_db(transaction=True)

folder = pytest.fixture(moves.folder, autouse=True)
two_sessions = pytest.fixture(moves.two_sessions)
DAYS_30, SECOND = timedelta(days=30), timedelta(seconds=1)


def erased_after(age: timedelta) -> int:
    with time_machine.travel(timezone.now() + age):
        return old_files.erase()


@pytest.fixture
def moved_there_and_back(two_sessions: None, folder: Path, settings: Any) -> list[Path]:
    """What a rollback and a restore have left: a backup and a legacy file."""
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    call_command("restore_sessions", str(backup_of(folder)))
    restart_as(settings, "database")
    return [backup_of(folder), *folder.glob("legacy.json.restored-*")]


def test_a_backup_and_a_legacy_file_go_after_their_time(moved_there_and_back: list[Path]) -> None:
    assert len(moved_there_and_back) == 2
    assert erased_after(DAYS_30 - timedelta(minutes=1)) == 0
    assert erased_after(DAYS_30 + SECOND) == 2
    assert not any(file.exists() for file in moved_there_and_back)


def test_the_setting_says_after_how_many_days(moved_there_and_back: list[Path], settings: Any) -> None:
    settings.BACKUP_RETENTION_DAYS = 1
    assert erased_after(timedelta(days=1, seconds=1)) == 2


@pytest.mark.usefixtures("two_sessions")
def test_nothing_goes_in_legacy_mode(folder: Path, settings: Any) -> None:
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    assert erased_after(99 * DAYS_30) == 0


@pytest.mark.parametrize(
    "name",
    [
        "legacy.json",
        "legacy.json.lock",
        "legacy.json.bak-20200101T000000000000",
        "legacy.json.before-yesterday",
        "other.json.before-20200101T000000000000",
        "backups/sessions-20200101T000000000000.jsonl",  # not of our format
        "backups/sessions-old.jsonl",
        "backups/notes-20200101T000000000000.txt",
    ],
)
def test_what_is_not_ours_stays(folder: Path, name: str) -> None:
    (folder / "backups").mkdir()
    (folder / name).write_text("{}")
    assert (erased_after(99 * DAYS_30), (folder / name).exists()) == (0, True)
