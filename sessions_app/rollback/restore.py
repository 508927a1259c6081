"""Restore: sessions move back to our table from a backup and the legacy file, and none is lost.

It can be repeated at any point: a restore that was cut off is finished by the same command.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sessions_app.models import ConversationSession, InboundMessage, SessionChange, SessionTotal
from sessions_app.rollback import move as session_moving
from sessions_app.rollback import pinned_threads
from sessions_app.rollback.backup import Backup
from sessions_app.rollback.move import MoveRefused
from sessions_app.sessions import backend, legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import session_counts

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Restored:
    sessions: int
    replaced_threads: int
    """Threads of the backup that no session uses any more: they are doomed."""
    left_in_place: OSError | None
    """Why the legacy file that was in use could not be put aside, where it could not."""


def was_cut_off() -> bool:
    """Say whether a restore moved the sessions, and was cut off before it said so to the `.env` file."""
    return backend.is_legacy() and backend.current() == Backend.DATABASE and _stored() != {}


def finish() -> Restored:
    """Do what a restore still has to do once the sessions are moved. Raises `MoveRefused`, OSError."""
    with session_moving.only_one():
        return _finished(sessions=len(_stored()), replaced_threads=0)


def legacy_file_in_use() -> Path | None:
    """Return the legacy file that the sessions are in, None where they are in none.

    Raises `MoveRefused` where they are in one that is not ours, or ours may be an old one.
    """
    file = legacy_store.path()
    in_one = session_moving.whereabouts() == Backend.LEGACY
    if in_one == file.exists():
        return file if in_one else None
    if not in_one and _stored():
        return file  # a restore was cut off before it put the file aside
    found = (
        f"The sessions are in a legacy file, and {file} does not exist"
        if in_one
        else f"The sessions are in the database, and yet there is {file}"
    )
    raise MoveRefused(
        f"{found}: name the file to restore from with --legacy FILE,"
        " or leave out what changed since the backup with --backup-only."
    )


def restore(
    *, backup: Backup | None, legacy_file: Path | None, wait_seconds: float | None = None
) -> Restored:
    """Move sessions back to our table: those of `legacy_file` where it is given, else those of `backup`.

    The file is read once nothing changes it any more, and the one in use put aside once all is stored.

    Times and counters come from `backup`; who wrote meanwhile was accessed then, and who began
    meanwhile begins now. A thread of the backup that is in use no more is doomed. Raises `MoveRefused`,
    `LegacyFileDamaged`, OSError, DatabaseError: then nothing is restored; and `MoveUncertain`.
    """
    session_moving.require_one_host()
    old = {session.phone: session for session in backup.sessions} if backup else {}
    with session_moving.only_one():
        wanted = _wanted(old, legacy_file)
        if _is_restored(wanted):
            backend.change(old=Backend.MOVING, new=Backend.DATABASE)
            return _finished(sessions=len(wanted), replaced_threads=0)
        _require_no_sessions()
        moving = session_moving.moving(to=Backend.DATABASE, wait_seconds=wait_seconds)
        with moving as move, transaction.atomic():
            move.begin()
            with legacy_store.locked():  # after the leases, as a turn does
                _require_no_sessions()  # once more: a turn that was waited for may have begun one
                wanted = _wanted(old, legacy_file)
                _insert(old, wanted)
                left_over = pinned_threads.unpin_all(backup.last_items if backup else {})
                begun, ended = len(wanted.keys() - old), len(old.keys() - wanted)
                _restore_counters(backup, begun=begun, ended=ended)
                move.finish()
        return _finished(sessions=len(wanted), replaced_threads=left_over)


def _finished(*, sessions: int, replaced_threads: int) -> Restored:
    """Put the legacy file that was in use aside: its sessions are in the table."""
    left_in_place = None
    try:
        session_moving.put_aside(legacy_store.path(), why="restored")
    except OSError as error:
        left_in_place = error
    return Restored(sessions=sessions, replaced_threads=replaced_threads, left_in_place=left_in_place)


def _wanted(old: dict[str, ConversationSession], legacy_file: Path | None) -> dict[str, str]:
    if legacy_file:
        return legacy_store.parse(legacy_file.read_text("utf-8-sig"), source=legacy_file)
    return {phone: session.thread_id for phone, session in old.items()}


def _is_restored(wanted: dict[str, str]) -> bool:
    """Say whether an earlier try, or a rollback that was cut off, left all sessions in the table already."""
    return session_moving.whereabouts() == Backend.DATABASE and _stored() == wanted != {}


def _stored() -> dict[str, str]:
    return dict(ConversationSession.objects.values_list("phone", "thread_id"))


def _insert(old: dict[str, ConversationSession], wanted: dict[str, str]) -> None:
    now = timezone.now()
    # All of them: who waited during the rollback wrote before it, and was answered after it.
    heard = InboundMessage.objects.filter(phone__gt="")
    heard_at = dict(heard.values_list("phone").annotate(Max("received_at")).order_by())
    rows = []
    for phone, thread_id in wanted.items():
        was = old.get(phone) or ConversationSession(created_at=now, last_accessed=now)
        rows.append(
            ConversationSession(
                phone=phone,
                thread_id=thread_id,
                created_at=was.created_at,
                last_accessed=max(was.last_accessed, heard_at.get(phone, was.last_accessed)),
            )
        )
    ConversationSession.objects.bulk_create(rows, batch_size=BATCH)


def _restore_counters(backup: Backup | None, *, begun: int, ended: int) -> None:
    """Bring the counters to what is stored now: those of the backup, and what came and went since."""
    if backup:
        session_counts.roll_up()  # for the charts; and in its order of locks, should another fold run
        SessionChange.objects.all().delete()
        for reason, amount in backup.totals.items():
            SessionTotal.objects.update_or_create(reason=reason, defaults={"amount": amount})
    else:
        surplus = ConversationSession.objects.count() - session_counts.active()
        begun, ended = max(0, surplus), max(0, -surplus)
    session_counts.add(SessionChange.Reason.CREATED, begun)
    session_counts.add(SessionChange.Reason.RESET, ended)


def _require_no_sessions() -> None:
    if ConversationSession.objects.exists():
        raise MoveRefused("There are sessions in the database already: a restore would mix them up.")
