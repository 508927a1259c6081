"""`manage.py rollback_sessions`: the emergency way back to the older service's sessions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app import env_file, session_backend, session_move
from sessions_app.session_backend import Backend

RESTART = "Restart all processes now (web, answer_messages, run_schedules): until then messages wait."


class Command(BaseCommand):
    help = "Move all sessions to the legacy file (phone -> thread, no TTL) and switch SESSION_BACKEND."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--no-backup", action="store_true", help="write no backup before")

    def handle(self, *args: Any, dry_run: bool, no_backup: bool, **options: Any) -> None:
        try:
            if session_backend.current() == Backend.LEGACY:
                self.stdout.write("The sessions are in the legacy file already.")
            elif dry_run:
                self._tell(session_move.plan_rollback(with_backup=not no_backup), done=False)
            else:
                self._tell(session_move.roll_back(with_backup=not no_backup), done=True)
            switch_backend(self, Backend.LEGACY, dry_run=dry_run)
        except (session_move.MoveRefused, OSError) as error:
            raise CommandError(f"{error}\nNothing was moved.") from error

    def _tell(self, move: session_move.Rollback, *, done: bool) -> None:
        would = "" if done else "would be "
        if move.backup:
            self.stdout.write(f"Backup {would}written: {move.backup} ({move.sessions} sessions)")
        self.stdout.write(f"{move.sessions} sessions {would}moved to {move.legacy_file}")
        self.stdout.write(f"Their threads {would}pinned: nothing deletes them at OpenAI")


def switch_backend(command: BaseCommand, backend: Backend, *, dry_run: bool) -> None:
    """Write SESSION_BACKEND into the `.env` file and say what has to be restarted.

    Raises CommandError where the file cannot be read or written, and the sessions are moved already; in a
    dry run OSError.
    """
    would = "would be " if dry_run else ""
    try:
        overruled = env_file.overruled_by_environment("SESSION_BACKEND")
        if not dry_run:
            env_file.set_variable("SESSION_BACKEND", backend)
    except OSError as error:
        if dry_run:
            raise
        raise CommandError(
            f"{error}\nThe sessions are moved, only the setting is not written: set SESSION_BACKEND={backend}"
            f" yourself. {RESTART}"
        ) from error
    command.stdout.write(f"SESSION_BACKEND={backend} {would}written to {env_file.path()}")
    if overruled:
        command.stdout.write(
            f"But the environment sets SESSION_BACKEND too, and wins: set it to {backend} there as well."
        )
    command.stdout.write(RESTART if not dry_run else "Nothing was changed (--dry-run).")
