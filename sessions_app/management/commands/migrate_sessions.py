"""`manage.py migrate_sessions FILE`: import the sessions of the older service."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.management import SETTINGS_CHECKS
from sessions_app.manager import SessionManager
from sessions_app.sessions.backend import SessionsElsewhere
from sessions_app.sessions.legacy_format import is_blank_phone, parse, threads_by_phone


class Command(BaseCommand):
    help = "Import sessions from a JSON file of phone -> thread; sessions of other phones stay."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help='like {"+14155550001": "thread_abc"}')
        parser.add_argument("--dry-run", action="store_true", help="check the file and change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            mapping = parse(file.read_text("utf-8-sig"))
            taken = len(threads_by_phone(mapping)) if dry_run else SessionManager().migrate_from_dict(mapping)
        except (OSError, ValueError, RecursionError, SessionsElsewhere) as error:
            raise CommandError(f"{file}: {error}; nothing was changed") from error
        done = "would be imported" if dry_run else "imported"
        blank = sum(is_blank_phone(key) for key in mapping)
        skipped = f"{len(mapping) - taken - blank} without a thread and {blank} with a blank phone skipped"
        self.stdout.write(f"{taken} sessions {done}, {skipped}")
