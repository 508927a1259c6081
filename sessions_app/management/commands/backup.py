"""`manage.py backup FILE`: a copy of the SQLite database, while it is in use."""

import sqlite3
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from sessions_app.db import sqlite_backup
from sessions_app.db.sql import is_sqlite
from sessions_app.db.sqlite_backup import Damaged
from sessions_app.management import SETTINGS_CHECKS


class Command(BaseCommand):
    help = "Copy the SQLite database to a new file, while it is in use. See docs/operations.md."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="is not overwritten; only its owner can read it")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not is_sqlite():
            raise CommandError("The database is PostgreSQL: use pg_dump. See docs/operations.md.")
        database = Path(connection.settings_dict["NAME"])
        if not database.exists():
            raise CommandError(f"There is no database: {database.absolute()} does not exist.")
        try:
            sqlite_backup.copy(database, file)
        except (Damaged, sqlite3.Error, OSError) as error:
            raise CommandError(f"{error}\nNo backup was made.") from error
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes, checked.")
