"""`manage.py migrate_sessions FILE`: take over the sessions of the older service."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.manager import SessionManager


class Command(BaseCommand):
    help = "Take over sessions from a JSON file of phone -> thread; sessions of other phones stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help='like {"+14155550001": "thread_abc"}')
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        mapping = _read(file)
        wanted = sum(1 for thread_id in mapping.values() if thread_id and thread_id.strip())
        skipped = len(mapping) - wanted
        if dry_run:
            self.stdout.write(f"{wanted} sessions would be taken over, {skipped} without a thread skipped")
            return
        try:
            taken = SessionManager().migrate_from_dict(mapping)
        except ValueError as error:
            raise CommandError(f"{file}: {error}; nothing was changed") from error
        self.stdout.write(f"{taken} sessions taken over, {skipped} without a thread skipped")


def _read(file: Path) -> dict[str, str | None]:
    try:
        mapping = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    if not isinstance(mapping, dict):
        raise CommandError(f"{file} holds no JSON object of phone -> thread")
    for thread_id in mapping.values():
        if thread_id is not None and not isinstance(thread_id, str):
            raise CommandError(f"{file} holds a thread that is neither text nor null")
    return mapping
