"""`manage.py restore_sessions FILE`: back from legacy mode, or from a backup after a loss."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError

from sessions_app.management import SETTINGS_CHECKS
from sessions_app.management.commands.rollback_sessions import switch_backend, tell
from sessions_app.rollback import backup as session_backup
from sessions_app.rollback import move, restore
from sessions_app.rollback.backup import Backup, BackupDamaged
from sessions_app.rollback.move import MoveRefused, MoveUncertain
from sessions_app.rollback.restore import Restored
from sessions_app.sessions.backend import Backend
from sessions_app.sessions.legacy_store import LegacyFileDamaged


class Command(BaseCommand):
    help = "Take sessions back from a backup and the legacy file, or from a legacy file alone."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a backup of rollback_sessions, or a legacy file")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--legacy",
            type=Path,
            help="the legacy file with what changed since the backup (default: the one in use)",
        )
        which.add_argument(
            "--backup-only", action="store_true", help="leave out what changed since the backup"
        )

    def handle(self, *args: Any, file: Path, legacy: Path | None, backup_only: bool, **options: Any) -> None:
        try:
            move.require_database()
            said, warnings = _restore(file, legacy=legacy, backup_only=backup_only)
        except MoveUncertain as error:
            raise CommandError(str(error)) from error
        except (
            MoveRefused,
            BackupDamaged,
            LegacyFileDamaged,
            OSError,
            UnicodeDecodeError,
            DatabaseError,
            InterfaceError,
        ) as error:
            raise CommandError(f"{error}\nNothing was restored.") from error
        tell(self, said + switch_backend(Backend.DATABASE, dry_run=False), warnings=warnings)


def _restore(file: Path, *, legacy: Path | None, backup_only: bool) -> tuple[list[str], list[str]]:
    """Restore, unless a restore that was cut off has done so; return what there is to say and to warn of."""
    if restore.was_cut_off():
        done = restore.finish()
        return ["The sessions are in the database already: a restore was cut off."], _warnings(done)
    backup, legacy_file = _read(file, legacy=legacy, backup_only=backup_only)
    done = restore.restore(backup=backup, legacy_file=legacy_file)
    said = [
        f"Backup: {file if backup else 'none'}; legacy file: {legacy_file or 'none'}",
        f"{done.sessions} sessions restored",
        f"{done.replaced_threads} threads that no session uses any more are to be deleted",
    ]
    return said, _warnings(done)


def _read(file: Path, *, legacy: Path | None, backup_only: bool) -> tuple[Backup | None, Path | None]:
    text = file.read_text("utf-8-sig")
    if not session_backup.is_backup(text):
        return None, file
    backup = session_backup.parse(text, source=file)
    return backup, None if backup_only else legacy or restore.legacy_file_in_use()


def _warnings(done: Restored) -> list[str]:
    if not done.left_in_place:
        return []
    return [
        f"The legacy file could not be put aside: {done.left_in_place}",
        "Move it away: its sessions are in the database now, and a rollback needs its place.",
    ]
