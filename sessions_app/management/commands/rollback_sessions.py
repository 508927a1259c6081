"""`manage.py rollback_sessions`: the emergency way back to the older service's sessions."""

from argparse import BooleanOptionalAction
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from sessions_app.db import faults
from sessions_app.management import SETTINGS_CHECKS
from sessions_app.rollback import env_file, move, rollback
from sessions_app.rollback.move import MoveRefused, OutcomeUnknown
from sessions_app.rollback.rollback import Rollback
from sessions_app.sessions import legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.sessions.legacy_format import NotStorable
from sessions_app.sessions.legacy_store import LegacyFileDamaged

RESTART = "Restart all processes now (web, answer_messages, run_schedules): until then messages wait."


class Command(BaseCommand):
    help = "Move all sessions to the legacy file (phone -> thread, no TTL) and switch SESSION_BACKEND."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--backup", action=BooleanOptionalAction, default=True, help="write a backup before (the default)"
        )

    def handle(self, *args: Any, dry_run: bool, backup: bool, **options: Any) -> None:
        act = rollback.plan_rollback if dry_run else rollback.roll_back
        with refusals_told("Nothing was moved."):
            done = act(with_backup=backup)
        said = _lines(done, dry_run=dry_run) if done else ["The sessions are in the legacy file already."]
        if dry_run:
            said.append(f"SESSION_BACKEND=legacy would be written to {env_file.path()}")
            said.append("Nothing was changed (--dry-run).")
        else:
            said += switch_backend(Backend.LEGACY)
        self.stdout.write("\n".join(said))


@contextmanager
def refusals_told(nothing_done: str) -> Iterator[None]:
    """Raise CommandError for all that a move raises."""
    try:
        move.require_database()
        yield
    except OutcomeUnknown as error:
        raise CommandError(str(error)) from error
    except Error as error:
        raise CommandError(f"{faults.in_words(error)}\n{nothing_done}") from error
    except (MoveRefused, LegacyFileDamaged, NotStorable, OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{error}\n{nothing_done}") from error


def _lines(done: Rollback, *, dry_run: bool) -> list[str]:
    would, count, said = "would be " if dry_run else "", len(done.stored), []
    if done.backup:
        said.append(f"Backup {would}written: {done.backup} ({count} sessions)")
    if done.replaces:
        said.append(f"{done.replaces} exists: {would}kept beside it, under a name with the time")
    said.append(f"{count} sessions {would}moved to {legacy_store.path()}")
    return [*said, f"Their threads {would}pinned: nothing deletes them at OpenAI"]


def switch_backend(backend: Backend) -> list[str]:
    """Write SESSION_BACKEND into the `.env` file; return what there is to say, as what to restart.

    Raises CommandError where the file cannot be written, and the sessions are moved already.
    """
    try:
        env_file.set_variable("SESSION_BACKEND", backend)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            f"{error}\nThe sessions are moved, only the setting is not written:"
            f" set SESSION_BACKEND={backend} yourself. {RESTART}"
        ) from error
    said = [f"SESSION_BACKEND={backend} written to {env_file.path()}"]
    if env_file.overruled_by_environment("SESSION_BACKEND"):
        said.append(
            f"But the environment sets SESSION_BACKEND too, and wins: set it to {backend} there as well."
        )
    return [*said, RESTART]
