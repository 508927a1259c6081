"""What tests of rollback and restore have in common: a folder for the files, two sessions, both modes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, RemoteThread
from tests.support.processes import Installation, installation

ADA, BOB = "+14155550001", "+14155550002"
BOTH = {ADA: "conv_ada", BOB: "conv_bob"}


def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the legacy file, the backups and `.env`."""
    settings.LEGACY_SESSIONS_FILE = tmp_path / "legacy.json"
    settings.SESSION_BACKUP_FOLDER = tmp_path / "backups"
    settings.OWN_ENVIRONMENT = frozenset()
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "env"))
    return tmp_path


def two_sessions() -> None:
    """The sessions `BOTH`."""
    for phone, thread_id in BOTH.items():
        SessionManager().set_session(phone, thread_id)


def backup_of(folder: Path) -> Path:
    (backup,) = (folder / "backups").iterdir()
    return backup


def thread_states() -> dict[str, str]:
    return dict(RemoteThread.objects.values_list("thread_id", "state"))


def sessions() -> dict[str, str]:
    return dict(ConversationSession.objects.values_list("phone", "thread_id"))


def restart_as(settings: Any, backend: str) -> None:
    """What the processes do that the commands ask to restart."""
    settings.SESSION_BACKEND = backend


def in_legacy_mode(settings: Any) -> None:
    """What a rollback leaves, restarted."""
    call_command("rollback_sessions", backup=False)
    restart_as(settings, "legacy")


@contextmanager
def site_with_both(folder: Path) -> Iterator[Installation]:
    """An installation with the sessions `BOTH`, its files in `folder`."""
    with installation(folder) as made:
        made.environment |= {
            "DEBUG": "on",
            "SECRET_KEY": "a-key",
            "ENV_FILE": str(folder / "env"),
            "LEGACY_SESSIONS_FILE": str(folder / "legacy.json"),
            "SESSION_BACKUP_FOLDER": str(folder / "backups"),
        }
        for phone, thread in BOTH.items():
            made.database.query(
                "INSERT INTO sessions_app_conversationsession (phone, thread_id, created_at, last_accessed)"
                f" VALUES ('{phone}', '{thread}', '2026-11-26 12:00:00+00:00', '2026-11-26 12:00:00+00:00')"
            )
        yield made
