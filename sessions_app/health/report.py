"""The numbers of the health API, at constant cost: counters, and index counts that stop at a cap.

Nothing here scans or sorts a table that grows. Counts reach `CAP` at most: "10000" means that many
or more. Functions read the connection of the thread they run on.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, QuerySet
from django.utils import timezone

from sessions_app.manager import CLEANUP_JOB, EXPIRED_WAITING, SessionManager
from sessions_app.models import (
    Conversation,
    ConversationSession,
    HousekeepingJob,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
)
from sessions_app.privacy import pseudonym
from sessions_app.sessions import expiry
from sessions_app.turns import limits

CAP = 10_000
EXPIRED_SECONDS = 5
"""How long a process reuses the number of expired sessions, in seconds."""
NEWEST = 20
OLDEST_OF = 100
"""The oldest message is looked for among this many, because the clocks of several hosts differ."""
THREAD_PREFIX_CHARACTERS = 8
NEAR_EXPIRY = 0.8
"""Share of the TTL after which a session is near its expiry."""


def details() -> dict[str, Any]:
    """Return the answer of `GET /health/sessions/details`: seconds, counts, and times in UTC."""
    manager = SessionManager()
    ttl = manager.config.ttl_seconds
    return {
        **manager.get_metrics(),
        "expired_waiting": expired_waiting(ttl=ttl),
        "cleanup": cleanup(),
        "config": {
            "ttl_seconds": ttl,
            "cleanup_interval_seconds": manager.config.cleanup_interval_seconds,
            "transcript_retention_days": settings.TRANSCRIPT_RETENTION_DAYS,
            "backend": settings.SESSION_BACKEND,
        },
        "inbox": inbox(),
        "outbox": outbox(),
        "threads": threads(),
        "newest_sessions": newest_sessions(ttl=ttl),
        "timestamp": timezone.now(),
    }


def expired_waiting(*, ttl: float) -> int:
    """Return how many sessions past `ttl` seconds are not yet removed, up to `CAP`; a cached number."""
    counted: int | None = cache.get(EXPIRED_WAITING)
    if counted is None:
        counted = expiry.count_expired(ttl=ttl, limit=CAP)
        cache.set(EXPIRED_WAITING, counted, EXPIRED_SECONDS)
    return counted


def cleanup() -> dict[str, Any]:
    """Return when the cleanup last started and finished, and how many sessions it removed."""
    job = HousekeepingJob.objects.filter(name=CLEANUP_JOB).first() or HousekeepingJob()
    return {
        "last_started_at": job.last_started_at,
        "last_finished_at": job.last_finished_at,
        "last_removed_sessions": job.last_done,
    }


def inbox() -> dict[str, Any]:
    """Return the numbers of waiting and held messages, the longest wait in seconds, and the running turns."""
    running = Conversation.objects.filter(lease_token__isnull=False, lease_expires_at__gt=timezone.now())
    return {
        "waiting": _count(_messages(InboundMessage.State.RECEIVED)),
        "held": _count(_messages(InboundMessage.State.HELD)),
        "oldest_waiting_seconds": oldest_waiting_seconds(),
        "turns_running": _count(running),
    }


def _messages(state: InboundMessage.State) -> QuerySet[InboundMessage]:
    return InboundMessage.objects.filter(state=state)


def oldest_waiting_seconds() -> float:
    """Return how long the oldest of the first unanswered messages has waited; 0 if none waits."""
    now = timezone.now()
    first = _messages(InboundMessage.State.RECEIVED).order_by("pk").values_list("received_at", flat=True)
    oldest = min(first[:OLDEST_OF], default=now)
    return round(max(0.0, (now - oldest).total_seconds()), 3)


def outbox() -> dict[str, int]:
    """Return replies by state: in transit (up to `CAP` in all) and undelivered (up to `CAP` each)."""
    under_way = OutboundMessage.objects.filter(state__in=OutboundMessage.UNSETTLED).order_by()
    counted = Counter(under_way.values_list("state", flat=True)[:CAP])
    troubled = OutboundMessage.objects.filter(state__in=OutboundMessage.TROUBLED)
    return {state: counted[state] for state in ("queued", "sending", "accepted")} | {
        state: _count(troubled.filter(state=state)) for state in ("uncertain", "failed", "undelivered")
    }


def operators() -> dict[str, int]:
    """Return how many conversations are taken over or need a person, and messages are held for operators."""
    # Without those that wait until their phone may have another turn.
    held = _messages(InboundMessage.State.HELD).exclude(error__in=limits.SETTINGS)
    return {
        "paused": _count(Conversation.objects.filter(paused_at__isnull=False)),
        "held": _count(held),
        "attention": _count(Conversation.objects.filter(attention_at__isnull=False)),
    }


def threads() -> dict[str, int]:
    """Return how many threads are not settled, by state, up to `CAP` each."""
    unopened = RemoteThread.objects.filter(state__in=RemoteThread.UNOPENED)
    return {"doomed": doomed_threads()} | {
        state: _count(unopened.filter(state=state)) for state in ("planned", "unknown")
    }


def doomed_threads(*, limit: int = CAP) -> int:
    """Return how many threads are pending deletion at OpenAI, up to `limit`."""
    return _count(RemoteThread.objects.filter(state=RemoteThread.State.DOOMED), limit=limit)


def newest_sessions(*, ttl: float) -> list[dict[str, Any]]:
    """Return the most recently accessed sessions under pseudonyms."""
    now = timezone.now()
    newest = ConversationSession.objects.order_by("-last_accessed")[:NEWEST]
    return [_session(session, now, ttl) for session in newest]


def _session(session: ConversationSession, now: datetime, ttl: float) -> dict[str, Any]:
    idle = (now - session.last_accessed).total_seconds()
    return {
        "phone": pseudonym(session.phone),
        "last4": session.phone[-4:],
        "thread": session.thread_id[:THREAD_PREFIX_CHARACTERS],
        "created_seconds_ago": round((now - session.created_at).total_seconds(), 3),
        "idle_seconds": round(idle, 3),
        "near_expiry": idle >= ttl * NEAR_EXPIRY,
    }


def migrated_at() -> datetime | None:
    """Return when this app's migrations were last applied. No process could run before that."""
    migrations = MigrationRecorder(connection).migration_qs.filter(app="sessions_app")
    newest: datetime | None = migrations.aggregate(newest=Max("applied"))["newest"]
    return newest


def _count(rows: QuerySet[Any], *, limit: int = CAP) -> int:
    return rows.order_by()[:limit].count()
