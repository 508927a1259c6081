"""Expired sessions leave in batches, oldest first; nobody waits for that, and it can stop at any point.

Spared are sessions that somebody still waits in: with an unanswered message, or a running turn.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sessions_app import session_backend, session_counts, threads
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    SessionChange,
)
from sessions_app.statements import (
    db_time,
    execute_for_each_of,
    execute_returning,
    fetch,
    is_sqlite,
    read_time,
)

BATCH_SIZE = 500
BREATHER = 1.5
"""On SQLite, the pause after a batch in parts of the batch's own time."""
MOST_COUNTED = 2**31
MAX_BATCH_SIZE = 10_000
"""A statement takes so many parameters on both databases."""

# Keyset order: each batch begins where the one before ended, so that no batch walks over the spared
# rows of all earlier ones. Literal states let SQLite use the partial indexes.
_EXPIRED = f"""
    SELECT s.id FROM {ConversationSession._meta.db_table} s
    WHERE s.last_accessed >= %s AND s.last_accessed <= %s
    AND s.phone NOT IN (SELECT m.phone FROM {InboundMessage._meta.db_table} m WHERE m.state = 'received')
    AND s.phone NOT IN (
        SELECT c.phone FROM {Conversation._meta.db_table} c
        WHERE c.lease_token IS NOT NULL AND c.lease_expires_at > %s
    )
    ORDER BY s.last_accessed LIMIT %s
"""
_DELETE = f"""
    DELETE FROM {ConversationSession._meta.db_table} WHERE id {{expired}}
    RETURNING phone, thread_id, last_accessed
"""
_END = f"""
    INSERT INTO {EndedSession._meta.db_table} (ended_at, heard_until, phone)
    SELECT %s, %s, column1 FROM {{column1}}
"""
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def expire(*, ttl: float, batch_size: int = BATCH_SIZE) -> int:
    """Remove the sessions that were not accessed for `ttl` seconds; return how many.

    Several at once share the work: a batch skips rows that another one holds.
    """
    batch_size = min(batch_size, MAX_BATCH_SIZE)
    removed, since = 0, _EPOCH
    while True:
        started = time.monotonic()
        ended, since = _expire_batch(ttl, since, batch_size)
        removed += ended
        if ended < batch_size:
            return removed
        if is_sqlite():  # one writer at a time: let those in who wait
            time.sleep(BREATHER * (time.monotonic() - started))


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
    with transaction.atomic():
        if not session_backend.in_database():
            return 0, since
        batch = execute_returning(_DELETE.format(expired=_expired()), [*moments, batch_size])
        if not batch:
            return 0, since
        phones, thread_ids, accessed = zip(*batch, strict=True)
        threads.doom(thread_ids)
        execute_for_each_of(_END, [db_time(now), db_time(now)], phones)
        session_counts.add(SessionChange.Reason.EXPIRED, len(batch))
    return len(batch), max(map(read_time, accessed))


def _expired() -> str:
    if is_sqlite():
        return f"IN ({_EXPIRED})"
    # As an array, so that the planner takes the ids one by one, whatever it thinks of the table.
    return f"= ANY(ARRAY({_EXPIRED} FOR UPDATE OF s SKIP LOCKED))"
