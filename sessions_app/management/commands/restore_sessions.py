"""`manage.py restore_sessions FILE`: back from legacy mode, or from a backup after a loss."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.management import SETTINGS_CHECKS
from sessions_app.management.commands.rollback_sessions import refusals_told, switch_backend
from sessions_app.rollback import backup as session_backup
from sessions_app.rollback import move, restore
from sessions_app.rollback.move import MoveRefused
from sessions_app.sessions import legacy_store
from sessions_app.sessions.backend import Backend


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
        with refusals_told("Nothing was restored."):
            said = _restore(file, legacy=legacy, backup_only=backup_only)
        try:
            move.put_aside(legacy_store.path(), why="restored")
        except OSError as error:
            raise CommandError(
                f"{error}\nThe sessions are in the database now, but their legacy file could not be renamed:"
                " move it away and run the same command again."
            ) from error
        self.stdout.write("\n".join([*said, *switch_backend(Backend.DATABASE)]))


def _restore(file: Path, *, legacy: Path | None, backup_only: bool) -> list[str]:
    """Restore, unless an interrupted restore has done so; return what there is to say."""
    if restore.was_interrupted():
        return ["The sessions are in the database already: a restore was interrupted."]
    text = file.read_text("utf-8-sig")
    backup, legacy_file = None, legacy
    if not session_backup.is_backup(text):
        if legacy or backup_only:
            raise MoveRefused(f"{file} is not a backup: --legacy and --backup-only are for backups.")
        restore.require_in_use(file)
        legacy_file = file
    else:
        backup = session_backup.parse(text, source=file)
        if not legacy and not backup_only:
            legacy_file = restore.legacy_file_in_use()
    restored, doomed = restore.restore(backup=backup, legacy_file=legacy_file)
    return [
        f"Backup: {file if backup else 'none'}; legacy file: {legacy_file or 'none'}",
        f"{restored} sessions restored",
        f"{doomed} threads that no session uses any more are to be deleted",
    ]
