"""Files with sessions that rollbacks and restores have left: they are deleted when they are old."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from sessions_app.data_registry import BACKUPS
from sessions_app.rollback import backup, move
from sessions_app.sessions import backend, legacy_store


def erase() -> int:
    """Delete what is past BACKUP_RETENTION_DAYS; return how many files. Raises OSError.

    In legacy mode all stay: a restore needs the backup.
    """
    if not backend.in_database():
        return 0
    cutoff, gone = BACKUPS.cutoff(), 0
    for file, written_at in list(_ours()):
        if written_at <= cutoff:
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def _ours() -> Iterator[tuple[Path, datetime]]:
    """Yield the files that are ours by their names, and backups by their first lines too."""
    legacy = legacy_store.path()
    for file in settings.SESSION_BACKUP_FOLDER.glob("sessions-*.jsonl"):
        if (at := _stamped(file, r"sessions-(.+)\.jsonl")) and _is_backup(file):
            yield file, at
    for file in legacy.parent.glob("*-*"):
        if at := _stamped(file, rf"{re.escape(legacy.name)}\.(?:before|restored)-(.+)"):
            yield file, at


def _stamped(file: Path, pattern: str) -> datetime | None:
    found = re.fullmatch(pattern, file.name)
    return move.stamped_at(found[1]) if found and file.is_file() else None


def _is_backup(file: Path) -> bool:
    with file.open(errors="replace") as lines:
        return backup.is_backup(lines.readline())
