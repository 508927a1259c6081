"""Rollback and restore: all sessions move between our table and the legacy file, and none is lost.

While they move nothing is claimed, expired or deleted (`session_backend`); messages wait. Each step
can be repeated: a move that was cut off is finished by the same command.
"""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from sessions_app import (
    heartbeats,
    legacy_sessions,
    session_backend,
    session_backup,
    session_counts,
    takeover,
)
from sessions_app.models import (
    Conversation,
    ConversationSession,
    HousekeepingJob,
    InboundMessage,
    RemoteThread,
    SessionChange,
    SessionTotal,
)
from sessions_app.privacy import pseudonym
from sessions_app.session_backend import Backend
from sessions_app.session_backup import Backup
from sessions_app.statements import db_time, execute

BATCH = 500
LOOK_AGAIN_SECONDS = 0.2
ALIVE_SECONDS = 60.0
_SESSIONS = ConversationSession._meta.db_table
_THREADS = RemoteThread._meta.db_table

_IN_USE = f"thread_id IN (SELECT thread_id FROM {_SESSIONS})"
_PIN = f"UPDATE {_THREADS} SET state = 'pinned', next_try_at = NULL WHERE {_IN_USE}"
_UNPIN = f"UPDATE {_THREADS} SET state = 'live', adopted = TRUE, next_try_at = NULL WHERE {_IN_USE}"
_DOOM_LEFT_OVER = f"UPDATE {_THREADS} SET state = 'doomed', next_try_at = %s WHERE state = 'pinned'"


class MoveRefused(Exception):
    """The sessions cannot be moved now; nothing was changed. Says what to do."""


@dataclass(frozen=True, kw_only=True)
class Rollback:
    """What a rollback does, or would do."""

    sessions: int
    backup: Path | None
    legacy_file: Path


@dataclass(frozen=True, kw_only=True)
class Restored:
    sessions: int
    replaced_threads: int
    """Threads of the backup that no session uses any more: they are doomed."""
    left_in_place: OSError | None
    """Why the legacy file that was in use could not be put aside, where it could not."""


def plan_rollback(*, with_backup: bool) -> Rollback:
    """Return what `roll_back` would do now. Raises `MoveRefused` where it would refuse."""
    _require_one_host()
    if session_backend.current() == Backend.LEGACY:
        raise MoveRefused("The sessions are in the legacy file already.")
    _require_legacy_file_free()
    at = timezone.now().strftime("%Y%m%dT%H%M%S")
    folder = Path(settings.SESSION_BACKUP_FOLDER)
    return Rollback(
        sessions=ConversationSession.objects.count(),
        backup=folder / f"sessions-{at}.jsonl" if with_backup else None,
        legacy_file=legacy_sessions.path(),
    )


def roll_back(*, with_backup: bool, wait_seconds: float | None = None) -> Rollback:
    """Move all sessions to the legacy file; turns get `wait_seconds` (the longest turn) to end.

    The bot talks again wherever it was paused: in legacy mode nobody could hand back.
    Raises `MoveRefused`, and OSError where a file cannot be written: then the sessions stay.
    """
    plan = plan_rollback(with_backup=with_backup)
    with _moving(back_to=Backend.DATABASE, wait_seconds=wait_seconds), transaction.atomic():
        _write_down_threads({})
        stored = list(ConversationSession.objects.order_by("pk").select_for_update())
        execute(_PIN, [])
        if plan.backup:
            pinned = RemoteThread.objects.filter(state=RemoteThread.State.PINNED)
            session_backup.write(
                plan.backup,
                sessions=stored,
                last_items=dict(pinned.values_list("thread_id", "last_item_id")),
                totals=session_counts.totals(),
                written_at=timezone.now(),
            )
        takeover.end_all()
        ConversationSession.objects.all().delete()
        with legacy_sessions.locked():
            legacy_sessions.write({session.phone: session.thread_id for session in stored})
        session_backend.switch(Backend.LEGACY)
    return Rollback(sessions=len(stored), backup=plan.backup, legacy_file=plan.legacy_file)


def restore(
    *, backup: Backup | None, legacy_file: Path | None, wait_seconds: float | None = None
) -> Restored:
    """Move sessions back to our table: those of `legacy_file` where it is given, else those of `backup`.

    The file is read once nothing changes it any more, and the one in use put aside once all is stored.

    Times and counters come from `backup`; who wrote or began meanwhile was accessed then. A thread
    of the backup that is in use no more is doomed. Raises `MoveRefused`, `LegacyFileDamaged`, OSError:
    then nothing is restored.
    """
    _require_one_host()
    _require_no_sessions()
    moving = _moving(back_to=session_backend.current(), wait_seconds=wait_seconds)
    with moving, transaction.atomic(), legacy_sessions.locked():
        _require_no_sessions()  # once more: a turn that was waited for may have begun one
        old = {session.phone: session for session in backup.sessions} if backup else {}
        if legacy_file:
            legacy = legacy_sessions.parse(legacy_file.read_text(), source=legacy_file)
        else:
            legacy = {phone: session.thread_id for phone, session in old.items()}
        _insert(old, legacy, since=backup.written_at if backup else None)
        _write_down_threads(backup.last_items if backup else {})
        execute(_UNPIN, [])
        left_over = execute(_DOOM_LEFT_OVER, [db_time(timezone.now())])
        _restore_counters(backup, begun=len(legacy.keys() - old), ended=len(old.keys() - legacy))
        session_backend.switch(Backend.DATABASE)
    return Restored(
        sessions=len(legacy),
        replaced_threads=left_over,
        left_in_place=_put_aside(legacy_sessions.path()),
    )


def _insert(old: dict[str, ConversationSession], wanted: dict[str, str], *, since: datetime | None) -> None:
    now = timezone.now()
    heard = InboundMessage.objects.filter(received_at__gt=since or now, phone__gt="")
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


def _write_down_threads(last_items: Mapping[str, str]) -> None:
    """See that the ledger has every thread of a session and of `last_items`; new ones get their item."""
    now = timezone.now()
    used = set(ConversationSession.objects.values_list("thread_id", flat=True))
    RemoteThread.objects.bulk_create(
        (
            RemoteThread(
                thread_id=thread_id,
                state=RemoteThread.State.PINNED,
                created_at=now,
                last_item_id=last_items.get(thread_id, ""),
            )
            for thread_id in sorted(used.union(last_items))
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )


def _restore_counters(backup: Backup | None, *, begun: int, ended: int) -> None:
    """Bring the counters to what is stored now: those of the backup, and what came and went since."""
    if backup:
        SessionChange.objects.all().delete()
        for reason in SessionChange.Reason:
            amount = backup.totals.get(reason, 0)
            SessionTotal.objects.update_or_create(reason=reason, defaults={"amount": amount})
    else:
        surplus = ConversationSession.objects.count() - session_counts.active()
        begun, ended = max(0, surplus), max(0, -surplus)
    session_counts.add(SessionChange.Reason.CREATED, begun)
    session_counts.add(SessionChange.Reason.RESET, ended)


def _put_aside(file: Path) -> OSError | None:
    """Rename `file`, if it exists; return why it could not be, where it could not."""
    at = timezone.now().strftime("%Y%m%dT%H%M%S%f")
    try:
        if file.exists():
            file.replace(file.with_name(f"{file.name}.restored-{at}"))
    except OSError as error:
        return error
    return None


@contextmanager
def _moving(*, back_to: str, wait_seconds: float | None) -> Iterator[None]:
    """Stop claims, expiry and deletions, and wait for those under way; on failure let them go on."""
    if wait_seconds is None:
        wait_seconds = settings.TURN_DEADLINE_SECONDS + settings.TURN_LEASE_SECONDS
    session_backend.switch(Backend.MOVING)
    try:
        _wait_until_quiet(wait_seconds)
        yield
    except BaseException:
        session_backend.switch(Backend(back_to))
        raise


def _wait_until_quiet(seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while busy := _under_way():
        if time.monotonic() > deadline:
            raise MoveRefused(f"After {seconds:.0f} s {busy}. Nothing was changed; try again.")
        time.sleep(LOOK_AGAIN_SECONDS)


def _under_way() -> str:
    now = timezone.now()
    turns = Conversation.objects.filter(lease_token__isnull=False, lease_expires_at__gt=now)
    if phones := list(turns.values_list("phone", flat=True)[:3]):
        return f"turns still ran (of {', '.join(map(pseudonym, phones))})"
    longest = timedelta(seconds=settings.SCHEDULES_TIMEOUT_SECONDS + 20)
    running = Q(last_finished_at=None) | Q(last_finished_at__lt=F("last_started_at"))
    deleting = HousekeepingJob.objects.filter(
        running, name="delete_threads", last_started_at__gt=now - longest
    )
    return "threads were still being deleted" if deleting.exists() else ""


def _require_one_host() -> None:
    if others := heartbeats.hosts_alive(within=ALIVE_SECONDS) - {socket.gethostname()}:
        raise MoveRefused(
            f"Processes are alive on other hosts ({', '.join(sorted(others))}), but legacy mode is for one."
            " Stop the workers and schedules there, wait a minute, and run this again on the host that stays."
        )


def _require_no_sessions() -> None:
    if ConversationSession.objects.exists():
        raise MoveRefused("There are sessions in the database already: a restore would mix them up.")


def _require_legacy_file_free() -> None:
    if legacy_sessions.path().exists():
        raise MoveRefused(f"{legacy_sessions.path()} exists already: move it away first.")
