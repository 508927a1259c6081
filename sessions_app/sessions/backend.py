"""Where the sessions are kept: in our table, or in the legacy file that a rollback goes back to.

SESSION_BACKEND says what a process is set up for, the row of `SessionBackend` where the sessions
are. Where the two differ a process claims, expires and deletes nothing: messages wait.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.utils import timezone

from sessions_app.db.sql import fetch, is_sqlite
from sessions_app.db.thread_pool import async_twin
from sessions_app.models import ConversationSession, SessionBackend, SessionChange
from sessions_app.sessions import legacy_store
from sessions_app.sessions import store as table_store

Backend = SessionBackend.Backend

# Plain SQL: the ORM knows no lock that many can share, and each claim takes this one.
_CURRENT = f"SELECT backend FROM {SessionBackend._meta.db_table} WHERE id = {SessionBackend.CURRENT}"


class SessionsElsewhere(Exception):
    """The sessions are not where this process is set up to look for them."""


class SessionStore(Protocol):
    """What a turn and the `SessionManager` need of sessions; see `store` for what each one means."""

    def touch(self, phone: str, *, live_since: datetime) -> str | None: ...

    def put(
        self, phone: str, thread_id: str, *, ttl: float, live_since: datetime, refresh: bool = True
    ) -> None: ...

    def put_all(
        self, wanted: Mapping[str, str], *, ttl: float, live_since: Mapping[str, datetime]
    ) -> None: ...

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
    """Return True if this process is set up for the older service's sessions instead of ours."""
    return bool(settings.SESSION_BACKEND == Backend.LEGACY)


def store() -> SessionStore:
    """Return the sessions that this process is set up for."""
    return legacy_store if is_legacy() else table_store


def current() -> str:
    """Return where the sessions are: "database" or "legacy" (see `rollback.move` for "moving")."""
    rows = SessionBackend.objects.filter(pk=SessionBackend.CURRENT)
    return rows.values_list("backend", flat=True).first() or Backend.DATABASE


def may_use() -> bool:
    """Return True if the sessions are where this process looks for them.

    Inside a transaction they stay there until it ends: a move waits for it.
    """
    lock = "" if is_sqlite() or not connection.in_atomic_block else " FOR SHARE"
    rows = fetch(_CURRENT + lock, [])
    return not rows or str(rows[0][0]) == settings.SESSION_BACKEND


def require_use() -> None:
    """Raise `SessionsElsewhere` unless `may_use()`; call it in the transaction that changes a session."""
    if not may_use():
        mine = settings.SESSION_BACKEND
        raise SessionsElsewhere(f"SESSION_BACKEND is {mine} here, but the sessions are in {current()}")


def in_database() -> bool:
    """Return True if the sessions are in our table, and this process is set up for that: see `may_use`."""
    return not is_legacy() and may_use()


def switch(backend: SessionBackend.Backend) -> None:
    """Record that the sessions are in `backend` now; waits for transactions that rely on where they were."""
    now = timezone.now()
    SessionBackend.objects.update_or_create(
        pk=SessionBackend.CURRENT, defaults={"backend": backend, "since": now}
    )


def ensure_row(**kwargs: Any) -> None:
    """Make the row that is locked; on `post_migrate`."""
    SessionBackend.objects.bulk_create(
        [SessionBackend(pk=SessionBackend.CURRENT, since=timezone.now())], ignore_conflicts=True
    )


amay_use = async_twin(may_use)
