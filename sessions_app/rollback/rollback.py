"""Rollback: all sessions move from our table to the legacy file, and none is lost.

It can be repeated at any point: a rollback that was cut off is finished by the same command.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sessions_app.conversations import takeover
from sessions_app.db.batches import chunks
from sessions_app.models import ConversationSession
from sessions_app.rollback import backup as session_backup
from sessions_app.rollback import move as session_moving
from sessions_app.rollback import pinned_threads
from sessions_app.rollback.move import MoveRefused
from sessions_app.sessions import backend, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.sessions.legacy_store import LegacyFileDamaged
from sessions_app.telemetry import session_counts


@dataclass(frozen=True, kw_only=True)
class Rollback:
    """What a rollback does, or would do."""

    sessions: int
    backup: Path | None
    legacy_file: Path


def plan_rollback(*, with_backup: bool) -> Rollback:
    """Return what `roll_back` would do now. Raises `MoveRefused` where it would refuse."""
    session_moving.require_one_host()
    if session_moving.whereabouts() == Backend.LEGACY:
        raise MoveRefused("The sessions are in the legacy file already.")
    if backend.current() != Backend.MOVING:  # what a move that was cut off left there is replaced
        _require_legacy_file_free()
    folder = Path(settings.SESSION_BACKUP_FOLDER)
    _require_writable(legacy_store.path().parent)
    if with_backup:
        _require_writable(folder)
    mapping = dict(ConversationSession.objects.values_list("phone", "thread_id"))
    _require_readable(mapping)
    at = timezone.now().strftime("%Y%m%dT%H%M%S%f")
    return Rollback(
        sessions=len(mapping),
        backup=folder / f"sessions-{at}.jsonl" if with_backup else None,
        legacy_file=legacy_store.path(),
    )


def roll_back(*, with_backup: bool, wait_seconds: float | None = None) -> Rollback:
    """Move all sessions to the legacy file; turns get `wait_seconds` (the longest turn) to end.

    The bot talks again wherever it was paused: in legacy mode nobody could hand back.
    Raises `MoveRefused`, OSError where a file cannot be written, DatabaseError: then the sessions stay;
    and `MoveUncertain`.
    """
    plan_rollback(with_backup=with_backup)  # before anything is made
    with session_moving.only_one():
        plan = plan_rollback(with_backup=with_backup)
        was_cut_off = backend.current() == Backend.MOVING
        moving = session_moving.moving(to=Backend.LEGACY, wait_seconds=wait_seconds)
        with moving as move, transaction.atomic():
            move.begin()
            if not was_cut_off:
                _require_legacy_file_free()
            stored = list(ConversationSession.objects.order_by("pk").select_for_update())
            mapping = {session.phone: session.thread_id for session in stored}
            _require_readable(mapping)
            last_items = pinned_threads.pin_all()
            if plan.backup:
                session_backup.write(
                    plan.backup,
                    sessions=stored,
                    last_items=last_items,
                    totals=session_counts.totals(),
                    written_at=timezone.now(),
                )
                move.made.append(plan.backup)
            takeover.end_all()
            _delete(stored)
            with legacy_store.locked():
                legacy_store.write(mapping)
                move.made.append(plan.legacy_file)
            move.finish()
    return Rollback(sessions=len(stored), backup=plan.backup, legacy_file=plan.legacy_file)


def _delete(stored: Sequence[ConversationSession]) -> None:
    """Delete the sessions that were read, and see that there are no others."""
    pks = [session.pk for session in stored]
    for some in chunks(pks):
        ConversationSession.objects.filter(pk__in=some).delete()
    if ConversationSession.objects.exists():
        raise MoveRefused("Sessions began meanwhile: try again.")


def _require_readable(mapping: Mapping[str, str]) -> None:
    """See that the legacy file will be read as it is written."""
    try:
        legacy_store.parse(legacy_store.as_text(mapping), source=legacy_store.path())
    except LegacyFileDamaged as error:
        raise MoveRefused(
            f"The legacy file could not be read again: {error}. End that session first."
        ) from error


def _require_legacy_file_free() -> None:
    if legacy_store.path().exists():
        raise MoveRefused(f"{legacy_store.path()} exists already: move it away first.")


def _require_writable(folder: Path) -> None:
    """See, without a trace, that files can be made in `folder`, or the folder itself can."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise MoveRefused(f"Nothing can be written to {folder}: {nearest} does not let us.")
