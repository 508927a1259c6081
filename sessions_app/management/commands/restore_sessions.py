"""`manage.py restore_sessions FILE`: back from legacy mode, or from a backup after a loss."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app import legacy_sessions, session_backup, session_move
from sessions_app.legacy_sessions import LegacyFileDamaged
from sessions_app.management.commands.rollback_sessions import switch_backend
from sessions_app.session_backend import Backend
from sessions_app.session_backup import Backup, BackupDamaged


class Command(BaseCommand):
    help = "Take sessions back from a backup and the legacy file, or from a legacy file alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a backup of rollback_sessions, or a legacy file")
        parser.add_argument(
            "--legacy",
            type=Path,
            help="the legacy file with what changed since the backup (default: the one in use, if any)",
        )

    def handle(self, *args: Any, file: Path, legacy: Path | None, **options: Any) -> None:
        try:
            backup, legacy_file = _read(file, legacy)
            restored = session_move.restore(backup=backup, legacy_file=legacy_file)
            self.stdout.write(f"{restored.sessions} sessions restored")
            self.stdout.write(
                f"{restored.replaced_threads} threads that no session uses any more are to be deleted"
            )
            if restored.left_in_place:
                self.stderr.write(
                    f"The legacy file could not be put aside: {restored.left_in_place}\n"
                    "Move it away: its sessions are in the database now, and a rollback needs its place."
                )
            switch_backend(self, Backend.DATABASE, dry_run=False)
        except (
            session_move.MoveRefused,
            BackupDamaged,
            LegacyFileDamaged,
            OSError,
            UnicodeDecodeError,
        ) as error:
            raise CommandError(f"{error}\nNothing was restored.") from error


def _read(file: Path, legacy: Path | None) -> tuple[Backup | None, Path | None]:
    text = file.read_text()
    if not session_backup.is_backup(text):
        return None, file
    backup = session_backup.parse(text, source=file)
    if legacy is None and legacy_sessions.path().exists():
        legacy = legacy_sessions.path()
    return backup, legacy
