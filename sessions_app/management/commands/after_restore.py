"""`manage.py after_restore`: bring a restored database in line with what has happened since its backup."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from sessions_app.db import faults
from sessions_app.db.batches import EPOCH
from sessions_app.management import SETTINGS_CHECKS, require_migrated
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.operators import audit
from sessions_app.recovery import after_restore, exchange, log_files
from sessions_app.recovery.after_restore import Done, NotNow
from sessions_app.recovery.log_files import Findings, NoLog
from sessions_app.sessions.backend import SessionsElsewhere
from sessions_app.telemetry import heartbeats

NO_LOGS = (
    "Without --logs: conversations that were opened at OpenAI since then stay there for good, and people who "
    "were erased since then are back."
)
NO_TWILIO = "There is no Twilio account in the settings: what was written and sent since then is not known."


class Command(BaseCommand):
    help = (
        "Set a database right that was restored from a backup, before the processes start: see"
        " docs/operations.md. It can be repeated."
    )
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--since",
            help="the time of the backup, such as 2026-11-30T04:00 (UTC, if it names no other zone);"
            " by default that of the last sign of life in the database",
        )
        parser.add_argument(
            "--logs",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help="the logs of all processes since then, written with LOG_FORMAT=json",
        )

    def handle(self, *args: Any, dry_run: bool, since: str, logs: list[Path], **options: Any) -> None:
        require_migrated()
        try:
            after_restore.require_quiet()
            at = _time(since) if since else _newest()
            findings = log_files.read(logs, since=at)
            told = exchange.fetch(since=at)
            done = after_restore.set_right(since=at, exchange=told, findings=findings, dry_run=dry_run)
            if not dry_run:
                audit.record(operator=audit.COMMAND_LINE, action="after restore", since=at.isoformat())
        except DeliveryError as error:
            raise CommandError(
                f"Twilio does not list the messages ({error.code}). Nothing was changed. Run this again."
            ) from error
        except Error as error:
            raise CommandError(f"{faults.in_words(error)}\nNothing was changed.") from error
        except (NotNow, NoLog, OSError, SessionsElsewhere) as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        self.stdout.write("\n".join(_lines(done, at, findings if logs else None)))
        self.stdout.write("Nothing was changed (--dry-run)." if dry_run else "Done. Now start the processes.")


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise CommandError(f"--since {text} is not a time such as 2026-11-30T04:00.") from None
    if not EPOCH < at <= timezone.now():
        raise CommandError(f"--since {text} is before 1970 or in the future.")
    return at


def _newest() -> datetime:
    newest = heartbeats.newest()
    if newest is None:
        raise CommandError("The database does not tell its age. Give the time of the backup with --since.")
    return min(newest, timezone.now())


def _lines(done: Done, since: datetime, findings: Findings | None) -> list[str]:
    counts = done.counts
    rows = [
        (done.sessions_ended, "sessions end, their drafts stay"),
        (done.erased, "people are erased once more"),
        (done.threads_doomed, "conversations at OpenAI, known from the logs alone, are to be deleted"),
        (counts.found_sent, "replies that were waiting turn out to be sent"),
        (counts.cancelled, "replies that were waiting are cancelled: something else was sent later"),
        (counts.received, "messages that users wrote since then are added"),
        (counts.sent, "messages that users were sent since then are added"),
        (counts.answered, "messages count as answered: something was sent to their users later"),
        (counts.unanswered, "messages will be answered by the worker"),
        (done.signed_out, "sign-ins of operators end"),
    ]
    said = [f"The database is of {since:%Y-%m-%d %H:%M:%S} UTC."]
    said += [f"{amount:>7,}  {what}" for amount, what in rows]
    if findings is None:
        said.append(NO_LOGS)
    if not settings.TWILIO_ACCOUNT_SID:
        said.append(NO_TWILIO)
    return said
