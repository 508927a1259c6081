"""Where the sessions are kept: in our table, or in the legacy file that a rollback goes back to.

SESSION_BACKEND says what a process is set up for, the row of `SessionBackend` where the sessions
are. Where the two differ, and while sessions are being moved, a process claims, expires and deletes
nothing: messages wait.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.utils import timezone

from sessions_app import legacy_sessions, sessions
from sessions_app.models import ConversationSession, SessionBackend, SessionChange
from sessions_app.statements import fetch

Backend = SessionBackend.Backend

_CURRENT = f"SELECT backend FROM {SessionBackend._meta.db_table} WHERE id = {SessionBackend.CURRENT}"


class SessionsElsewhere(Exception):
    """The sessions are on their way, or not where this process is set up to look for them."""


class SessionStore(Protocol):
    """What a turn and the `SessionManager` need of sessions; see `sessions` for what each one means."""

    def touch(self, phone: str, *, ttl: float, judged_at: datetime | None = None) -> str | None: ...

    def put(self, phone: str, thread_id: str, *, ttl: float, judged_at: datetime | None = None) -> None: ...

    def put_all(self, wanted: Mapping[str, str], *, ttl: float) -> None: ...

    def end(
        self,
        phone: str,
        *,
        reason: SessionChange.Reason,
        ended_at: datetime | None = None,
        thread_in_use: bool = False,
    ) -> bool: ...

    def of_phones(self, phones: Collection[str]) -> Mapping[str, ConversationSession]: ...


def is_legacy() -> bool:
    """Say whether this process is set up for the older service's sessions instead of ours."""
    return bool(settings.SESSION_BACKEND == Backend.LEGACY)


def store() -> SessionStore:
    """Return the sessions that this process is set up for."""
    return legacy_sessions if is_legacy() else sessions


def current() -> str:
    """Return where the sessions are: "database", "legacy" or "moving"."""
    rows = fetch(_CURRENT, [])
    return str(rows[0][0]) if rows else Backend.DATABASE


def may_use() -> bool:
    """Say whether the sessions are where this process looks for them.

    Inside a transaction they stay there until it ends: who moves them waits for it.
    """
    lock = " FOR SHARE" if connection.vendor == "postgresql" and connection.in_atomic_block else ""
    rows = fetch(_CURRENT + lock, [])
    return not rows or str(rows[0][0]) == settings.SESSION_BACKEND


def require_use() -> None:
    """Raise `SessionsElsewhere` unless `may_use()`; call it in the transaction that changes a session."""
    if not may_use():
        mine = settings.SESSION_BACKEND
        raise SessionsElsewhere(f"SESSION_BACKEND is {mine} here, but the sessions are in {current()}")


def in_database() -> bool:
    """Say whether the sessions are in our table, and this process is set up for that: see `may_use`."""
    return not is_legacy() and may_use()


def switch(backend: SessionBackend.Backend) -> None:
    """Say that the sessions are in `backend` now; waits for transactions that rely on where they were."""
    now = timezone.now()
    SessionBackend.objects.update_or_create(
        pk=SessionBackend.CURRENT, defaults={"backend": backend, "since": now}
    )


def change(*, old: str, new: str) -> bool:
    """Say like `switch` that the sessions are in `new`, but only where they were in `old`; return whether."""
    where = SessionBackend.objects.filter(pk=SessionBackend.CURRENT, backend=old)
    return where.update(backend=new, since=timezone.now()) == 1


def ensure_row(**kwargs: Any) -> None:
    """Make the row that is locked; on `post_migrate`."""
    SessionBackend.objects.bulk_create(
        [SessionBackend(pk=SessionBackend.CURRENT, since=timezone.now())], ignore_conflicts=True
    )
