"""Expired sessions leave in batches, oldest first; nobody waits for that, and it can stop at any point.

Spared are sessions that somebody still waits in: with an unanswered message, or a running turn.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from sessions_app import session_backend, session_counts, threads
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    SessionChange,
)
from sessions_app.statements import db_time, execute_for_each_of, fetch

BATCH_SIZE = 500
MOST_COUNTED = 2**31
MAX_BATCH_SIZE = 10_000
"""A statement takes so many parameters on both databases."""

# Keyset order: each batch begins where the one before ended, so that no batch walks over the spared
# rows of all earlier ones. Literal states let SQLite use the partial indexes.
_EXPIRED = f"""
    SELECT s.id, s.phone, s.thread_id, s.last_accessed FROM {ConversationSession._meta.db_table} s
    WHERE s.last_accessed >= %s AND s.last_accessed <= %s
    AND s.phone NOT IN (SELECT m.phone FROM {InboundMessage._meta.db_table} m WHERE m.state = 'received')
    AND s.phone NOT IN (
        SELECT c.phone FROM {Conversation._meta.db_table} c
        WHERE c.lease_token IS NOT NULL AND c.lease_expires_at > %s
    )
    ORDER BY s.last_accessed LIMIT %s
"""
_DELETE = f"DELETE FROM {ConversationSession._meta.db_table} WHERE id IN ({{ids}})"
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def expire(*, ttl: float, batch_size: int = BATCH_SIZE) -> int:
    """Remove the sessions that were not accessed for `ttl` seconds; return how many.

    Several at once share the work: a batch skips rows that another one holds.
    """
    batch_size = min(batch_size, MAX_BATCH_SIZE)
    removed, since = 0, _EPOCH
    while True:
        ended, since = _expire_batch(ttl, since, batch_size)
        removed += ended
        if ended < batch_size:
            return removed


def count_expired(*, ttl: float, limit: int) -> int:
    """Return how many sessions are stored but past `ttl` seconds, spared ones too; counts up to `limit`."""
    cutoff = timezone.now() - timedelta(seconds=ttl)
    return ConversationSession.objects.filter(last_accessed__lte=cutoff)[:limit].count()


def count_removable(*, ttl: float) -> int:
    """Return how many sessions `expire` would remove now. Reads them all."""
    now = timezone.now()
    moments = [db_time(_EPOCH), db_time(now - timedelta(seconds=ttl)), db_time(now)]
    rows = fetch(f"SELECT COUNT(*) FROM ({_EXPIRED}) AS expired", [*moments, MOST_COUNTED])
    return int(str(rows[0][0]))


def _expire_batch(ttl: float, since: datetime, batch_size: int) -> tuple[int, datetime]:
    """Remove one batch; return its size and the newest `last_accessed` in it."""
    now = timezone.now()
    moments = [db_time(since), db_time(now - timedelta(seconds=ttl)), db_time(now)]
    skip = " FOR UPDATE OF s SKIP LOCKED" if connection.features.has_select_for_update else ""
    with transaction.atomic():
        if not session_backend.in_database():
            return 0, since
        batch = list(ConversationSession.objects.raw(_EXPIRED + skip, [*moments, batch_size]))
        if not batch:
            return 0, since
        execute_for_each_of(_DELETE, [], (session.pk for session in batch))
        threads.doom([session.thread_id for session in batch])
        EndedSession.objects.bulk_create(
            EndedSession(phone=session.phone, ended_at=now, heard_until=now) for session in batch
        )
        session_counts.add(SessionChange.Reason.EXPIRED, len(batch))
    return len(batch), batch[-1].last_accessed
