"""`manage.py export_person PHONE|PSEUDONYM FILE.zip`: all that is stored of one person, for that person."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.erasure import export, person
from sessions_app.management import SETTINGS_CHECKS, add_person
from sessions_app.privacy import pseudonym


class Command(BaseCommand):
    help = "Write all that is stored of one person to a new ZIP that only you can read (GDPR, article 15)."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        add_person(parser)
        parser.add_argument("file", type=Path, metavar="FILE.zip", help="a file that is not there yet")

    def handle(self, *args: Any, who: str, file: Path, **options: Any) -> None:
        try:
            phone = person.find(who)
            exported = export.write(phone, file)
        except person.NotFound as error:
            raise CommandError(f"{error} Nothing was written.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{exported.rows} rows and {exported.files} files of {pseudonym(phone)}: {file}")
        for missing in exported.missing:
            self.stdout.write(f"Not fetched from Twilio: {missing}")
