"""`manage.py forget PHONE|PSEUDONYM`: erase everything of one person, and keep a receipt."""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.data_registry import TABLES
from sessions_app.erasure import forgetting, person
from sessions_app.erasure.remains import Rest
from sessions_app.management import SETTINGS_CHECKS, add_person
from sessions_app.models import ErasureReceipt
from sessions_app.operators.actions import Refused, require_sessions
from sessions_app.phones import holds_number
from sessions_app.privacy import pseudonym
from sessions_app.sessions.backend import SessionsElsewhere

_UNREADABLE = re.compile("[\0\ud800-\udfff]")
"""NUL, and half characters: what a shell hands on of bytes that are not UTF-8. No database takes them."""
MOST = ErasureReceipt._meta.get_field("reason").max_length or 0


class Command(BaseCommand):
    help = "Erase everything of one person, here, at OpenAI and at Twilio, and keep a receipt without a name."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        add_person(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")
        parser.add_argument("--reason", default="", help="for the receipt, without a name or a number")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, who: str, dry_run: bool, reason: str, yes: bool, **options: Any) -> None:
        if _UNREADABLE.search(reason):
            raise CommandError("The reason holds characters that cannot be read. Write it in UTF-8.")
        if len(reason) > MOST:
            raise CommandError(f"The reason has {len(reason)} characters, and {MOST} are the most.")
        if holds_number(reason):
            raise CommandError("The reason must not hold a phone number: the receipt is kept without it.")
        try:
            require_sessions()
            phone = _found(who)
            self._say_what(phone)
            if dry_run:
                self.stdout.write("Nothing was changed (--dry-run).")
                return
            if not yes:
                self._require_yes()
            receipt = forgetting.forget(phone, by=ErasureReceipt.By.COMMAND, reason=reason)
        except (Refused, SessionsElsewhere) as refused:
            raise CommandError(f"{str(refused).rstrip('.')}. Nothing was erased.") from refused
        self.stdout.write(f"Erased. The number of the receipt is {receipt.uuid}.")

    def _say_what(self, phone: str) -> None:
        self.stdout.write(f"Of {pseudonym(phone)} is erased:")
        self.stdout.write("\n".join(_counts(forgetting.found(phone)) or ["  nothing more in the database"]))
        self.stdout.write("What remains:")
        self.stdout.write("\n".join(_rests(forgetting.left(phone))))

    def _require_yes(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nobody can be asked here: say --yes. Nothing was erased.")
        self.stdout.write('This cannot be undone. Type "yes" to erase all of it: ', ending="")
        self.stdout.flush()
        if sys.stdin.readline().strip() != "yes":
            raise CommandError("Nothing was erased.")


def _found(text: str) -> str:
    try:
        return person.find(text)
    except person.NotFound as error:
        raise CommandError(f"{error} Nothing was erased.") from error


def _counts(rows: Mapping[str, int]) -> list[str]:
    return [f"  {rows[label]:>7,}  {label}: {TABLES[label].holds}" for label in TABLES if label in rows]


def _rests(left: Iterable[Rest]) -> list[str]:
    return [f"  {rest['what']}, at {rest['at']}, until {rest['until']}" for rest in left]
