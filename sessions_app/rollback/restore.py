"""Restore: sessions move back to our table from a backup and the legacy file, and none is lost.

The order: COMMIT, legacy file put aside, `.env`. Before the COMMIT a repeated restore begins anew, after
it only the rest is left to do.
"""

from pathlib import Path

from django.db.models import Max
from django.utils import timezone

from sessions_app.models import ConversationSession, InboundMessage, SessionChange, SessionTotal
from sessions_app.rollback import move, pinned_threads
from sessions_app.rollback.backup import Backup
from sessions_app.rollback.move import MoveRefused
from sessions_app.sessions import backend, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import session_counts

BATCH = 500


def was_interrupted() -> bool:
    """Return True if a restore moved the sessions, and was stopped before it said so to the `.env` file."""
    is_moved = backend.current() == Backend.DATABASE and ConversationSession.objects.exists()
    return backend.is_legacy() and is_moved


def legacy_file_in_use() -> Path | None:
    """Return the legacy file that the sessions are in, None where they are in none.

    Raises `MoveRefused` where they are in one that is not ours, or ours may be an old one.
    """
    file, store = legacy_store.path(), move.current_store()
    if (store == Backend.LEGACY) == file.exists():
        return file if file.exists() else None
    if store == Backend.DATABASE and ConversationSession.objects.exists():
        raise MoveRefused(f"The sessions are in the database already: move {file} away.")
    raise MoveRefused(
        f"The sessions are in {store}, but {file} {'exists' if file.exists() else 'does not exist'}:"
        " name the file to restore from with --legacy FILE,"
        " or leave out what changed since the backup with --backup-only."
    )


def require_in_use(file: Path) -> None:
    """Raise `MoveRefused` if the sessions are in another legacy file than `file`."""
    used = legacy_store.path()
    if move.current_store() == Backend.LEGACY and used.exists() and not file.samefile(used):
        raise MoveRefused(f"The sessions are in {used}: name that file, or a backup, or move it away first.")


def restore(*, backup: Backup | None, legacy_file: Path | None) -> tuple[int, int]:
    """Move sessions back to our table: those of `legacy_file` where it is given, else those of `backup`.

    Return how many, and how many threads were doomed because no session uses them any more. Times and
    counters come from `backup`. A session whose user wrote meanwhile was accessed then, one that began
    meanwhile begins now. Raises `MoveRefused`, `LegacyFileDamaged`, OSError, django.db.Error: then nothing
    is restored; and `OutcomeUnknown`.
    """
    old = {session.phone: session for session in backup.sessions} if backup else {}
    with move.moving(to=Backend.DATABASE), legacy_store.locked():
        if ConversationSession.objects.exists():
            raise MoveRefused("There are sessions in the database already: a restore would mix them up.")
        wanted = {phone: session.thread_id for phone, session in old.items()}
        if legacy_file:
            wanted = legacy_store.read_from(legacy_file)
        _insert(old, wanted)
        left_over = pinned_threads.unpin_all(backup.last_items if backup else {})
        if backup:
            begun, ended = len(wanted.keys() - old.keys()), len(old.keys() - wanted.keys())
            _restore_counters(backup, begun=begun, ended=ended)
        session_counts.reconcile()
    return len(wanted), left_over


def _insert(old: dict[str, ConversationSession], wanted: dict[str, str]) -> None:
    now = timezone.now()
    # All messages: one that waited during the rollback was received before it and answered after it.
    heard = InboundMessage.objects.filter(phone__gt="").exclude(kind__in=InboundMessage.EVENTS)
    heard_at = dict(heard.values_list("phone").annotate(Max("received_at")).order_by())
    rows = []
    for phone, thread_id in wanted.items():
        session = old.get(phone) or ConversationSession(phone=phone, created_at=now, last_accessed=now)
        session.thread_id = thread_id
        session.last_accessed = max(session.last_accessed, heard_at.get(phone, session.last_accessed))
        rows.append(session)
    ConversationSession.objects.bulk_create(rows, batch_size=BATCH)


def _restore_counters(backup: Backup, *, begun: int, ended: int) -> None:
    """Bring the counters to those of the backup, and what began and ended since: a user's reset ends one."""
    session_counts.roll_up()  # for the charts; and in its order of locks, should another one run
    SessionChange.objects.all().delete()
    for reason, amount in backup.totals.items():
        SessionTotal.objects.update_or_create(reason=reason, defaults={"amount": amount})
    session_counts.add(SessionChange.Reason.CREATED, begun)
    session_counts.add(SessionChange.Reason.RESET, ended)
