"""`manage.py rollback_sessions`: the emergency way back to the older service's sessions."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError

from sessions_app.management import SETTINGS_CHECKS
from sessions_app.rollback import env_file, rollback
from sessions_app.rollback import move as session_moving
from sessions_app.rollback.move import MoveRefused, MoveUncertain
from sessions_app.rollback.rollback import Rollback
from sessions_app.sessions.backend import Backend

RESTART = "Restart all processes now (web, answer_messages, run_schedules): until then messages wait."


class Command(BaseCommand):
    help = "Move all sessions to the legacy file (phone -> thread, no TTL) and switch SESSION_BACKEND."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--no-backup", action="store_true", help="write no backup before")
        parser.add_argument(
            "--abort",
            action="store_true",
            help="after a rollback or restore that was cut off: leave the sessions where they are",
        )

    def handle(self, *args: Any, dry_run: bool, no_backup: bool, abort: bool, **options: Any) -> None:
        try:
            session_moving.require_database()
            if abort:
                said = _abort(dry_run=dry_run)
            else:
                said = _roll_back(with_backup=not no_backup, dry_run=dry_run)
        except MoveUncertain as error:
            raise CommandError(str(error)) from error
        except (MoveRefused, OSError, DatabaseError, InterfaceError) as error:
            raise CommandError(f"{error}\nNothing was moved.") from error
        if not abort:
            said += switch_backend(Backend.LEGACY, dry_run=dry_run)
        tell(self, said)


def _roll_back(*, with_backup: bool, dry_run: bool) -> list[str]:
    """Move the sessions, unless they are moved already; return what there is to say."""
    if session_moving.whereabouts() == Backend.LEGACY:
        if not dry_run:
            session_moving.give_up()  # a restore that was cut off has moved nothing
        return ["The sessions are in the legacy file already."]
    if dry_run:
        return _lines(rollback.plan_rollback(with_backup=with_backup), would="would be ")
    return _lines(rollback.roll_back(with_backup=with_backup), would="")


def _lines(move: Rollback, *, would: str) -> list[str]:
    backup = [f"Backup {would}written: {move.backup} ({move.sessions} sessions)"] if move.backup else []
    return [
        *backup,
        f"{move.sessions} sessions {would}moved to {move.legacy_file}",
        f"Their threads {would}pinned: nothing deletes them at OpenAI",
    ]


def _abort(*, dry_run: bool) -> list[str]:
    where = session_moving.whereabouts() if dry_run else session_moving.give_up()
    return [f"The sessions are in {where}: processes with SESSION_BACKEND={where} go on."]


def switch_backend(backend: Backend, *, dry_run: bool) -> list[str]:
    """Write SESSION_BACKEND into the `.env` file; return what there is to say, as what has to be restarted.

    Raises CommandError where the file cannot be written, and the sessions are moved already.
    """
    would = "would be " if dry_run else ""
    said = [f"SESSION_BACKEND={backend} {would}written to {env_file.path()}"]
    try:
        env_file.require_file()
        if not dry_run:
            env_file.set_variable("SESSION_BACKEND", backend)
    except (OSError, UnicodeDecodeError) as error:
        yourself = f"set SESSION_BACKEND={backend} yourself"
        if not dry_run:
            raise CommandError(
                f"{error}\nThe sessions are moved, only the setting is not written: {yourself}. {RESTART}"
            ) from error
        said = [f"{error}: {yourself}, after the sessions are moved."]
    if env_file.overruled_by_environment("SESSION_BACKEND"):
        said.append(
            f"But the environment sets SESSION_BACKEND too, and wins: set it to {backend} there as well."
        )
    return [*said, RESTART if not dry_run else "Nothing was changed (--dry-run)."]


def tell(command: BaseCommand, said: Iterable[str], *, warnings: Iterable[str] = ()) -> None:
    """Say what was done. Raises CommandError where nobody can be told: it is done all the same."""
    try:
        command.stdout.write("\n".join(said))
        command.stdout.flush()
        for warning in warnings:
            command.stderr.write(warning)
    except OSError as error:
        raise CommandError("\n".join([*said, f"(That could not be written: {error}.)"])) from error
