"""Rollback: all sessions move from our table to the legacy file, and none is lost.

The order: backup, legacy file, COMMIT, `.env`. Before the COMMIT a repeated rollback begins anew (and
keeps an existing legacy file under another name), after it only `.env` is left to write.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sessions_app.conversations import takeover
from sessions_app.models import ConversationSession
from sessions_app.rollback import backup as session_backup
from sessions_app.rollback import move, pinned_threads
from sessions_app.rollback.move import MoveRefused
from sessions_app.sessions import legacy_format, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import session_counts


@dataclass(frozen=True, kw_only=True)
class Rollback:
    """What a rollback does, or would do."""

    stored: list[ConversationSession]
    backup: Path | None
    replaces: Path | None
    """An existing legacy file, kept under another name."""


def plan_rollback(*, with_backup: bool) -> Rollback | None:
    """Return what `roll_back` would do, None where the sessions are in the legacy file already.

    Raises `MoveRefused`, `NotStorable`.
    """
    move.require_one_host()
    return _plan(move.current_store(), with_backup=with_backup)


def roll_back(*, with_backup: bool) -> Rollback | None:
    """Move all sessions to the legacy file; return None where they are there already.

    The bot talks again wherever it was paused: in legacy mode nothing could hand back.
    Raises `MoveRefused`, `NotStorable`, OSError, django.db.Error: then the sessions stay; and
    `OutcomeUnknown`.
    """
    with move.moving(to=Backend.LEGACY) as current:
        plan = _plan(current, with_backup=with_backup)
        if plan is None:
            return None
        last_items = pinned_threads.pin_all()
        if plan.backup:
            totals = session_counts.totals()
            session_backup.write(plan.backup, sessions=plan.stored, last_items=last_items, totals=totals)
        takeover.end_all()
        ConversationSession.objects.all().delete()
        with legacy_store.locked():
            move.put_aside(legacy_store.path(), why="before")
            legacy_store.write(_mapping(plan.stored))
    return plan


def _plan(current: str, *, with_backup: bool) -> Rollback | None:
    if current == Backend.LEGACY:
        return None
    stored = list(ConversationSession.objects.order_by("pk"))
    legacy_format.threads_by_phone(_mapping(stored))  # or the legacy file could not be read again
    backup = Path(settings.SESSION_BACKUP_FOLDER) / f"sessions-{move.stamp()}.jsonl"
    replaces = _existing_legacy_file()
    return Rollback(stored=stored, backup=backup if with_backup else None, replaces=replaces)


def _existing_legacy_file() -> Path | None:
    """Return the path of an existing legacy file. Raises `MoveRefused` if something else is there."""
    file = legacy_store.path()
    try:
        legacy_store.read_from(file)
    except FileNotFoundError:
        return None
    except (legacy_store.LegacyFileDamaged, OSError) as error:
        raise MoveRefused(f"{error}\n{file} is not a legacy file: move it away first.") from error
    return file


def _mapping(stored: list[ConversationSession]) -> dict[str, str]:
    return {session.phone: session.thread_id for session in stored}
