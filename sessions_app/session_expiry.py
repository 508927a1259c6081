"""Expired sessions leave in batches, oldest first; nobody waits for that, and it can stop at any point.

Spared are sessions that somebody still waits in: with an unanswered or held message, or a running turn.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from sessions_app import session_backend, session_counts, threads
from sessions_app.batches import EPOCH, in_keyset_order
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    SessionChange,
)
from sessions_app.statements import (
    Value,
    db_time,
    execute_for_each_of,
    execute_returning,
    fetch,
    is_sqlite,
    read_time,
)

BATCH_SIZE = 1000
MOST_COUNTED = 2**31
MAX_BATCH_SIZE = 10_000
"""A statement takes so many parameters on both databases."""

_REASON = SessionChange.Reason.EXPIRED
# Literal states let SQLite use the partial indexes.
_EXPIRED = f"""
    SELECT s.id FROM {ConversationSession._meta.db_table} s
    WHERE s.last_accessed >= %s AND s.last_accessed <= %s
    AND s.phone NOT IN (SELECT m.phone FROM {InboundMessage._meta.db_table} m WHERE m.state = 'received')
    AND s.phone NOT IN (SELECT m.phone FROM {InboundMessage._meta.db_table} m WHERE m.state = 'held')
    AND s.phone NOT IN (
        SELECT c.phone FROM {Conversation._meta.db_table} c
        WHERE c.lease_token IS NOT NULL AND c.lease_expires_at > %s
    )
    ORDER BY s.last_accessed LIMIT %s
"""
_DELETE = f"""
    DELETE FROM {ConversationSession._meta.db_table} WHERE id IN ({_EXPIRED})
    RETURNING phone, thread_id, last_accessed
"""
_END = f"""
    INSERT INTO {EndedSession._meta.db_table} (ended_at, heard_until, phone)
    SELECT %s, %s, {{phones}}
"""
# PostgreSQL does all of it in one statement, so that no list travels. The ids and the threads are
# arrays: the planner takes them one by one by their index, whatever it thinks of the tables.
_EXPIRE = f"""
    WITH gone AS (
        DELETE FROM {ConversationSession._meta.db_table}
        WHERE id = ANY(ARRAY({_EXPIRED} FOR UPDATE OF s SKIP LOCKED))
        RETURNING phone, thread_id, last_accessed
    ),
    doomed AS ({threads.DOOM.replace("IN ({ids})", "= ANY(ARRAY(SELECT thread_id FROM gone))")}),
    ended AS ({_END.format(phones="phone FROM gone")}),
    counted AS (
        INSERT INTO {SessionChange._meta.db_table} (reason, amount, at)
        SELECT '{_REASON.value}', COUNT(*), %s FROM gone HAVING COUNT(*) > 0
    )
    SELECT COUNT(*), MAX(last_accessed) FROM gone
"""


def expire(*, ttl: float, batch_size: int = BATCH_SIZE) -> int:
    """Remove the sessions that were not accessed for `ttl` seconds; return how many.

    Several at once share the work: a batch skips rows that another one holds.
    """
    batch_size = min(batch_size, MAX_BATCH_SIZE)
    return in_keyset_order(partial(_expire_batch, ttl, batch_size), batch_size=batch_size)


def count_expired(*, ttl: float, limit: int) -> int:
    """Return how many sessions are stored but past `ttl` seconds, spared ones too; counts up to `limit`."""
    cutoff = timezone.now() - timedelta(seconds=ttl)
    return ConversationSession.objects.filter(last_accessed__lte=cutoff)[:limit].count()


def count_removable(*, ttl: float) -> int:
    """Return how many sessions `expire` would remove now. Reads them all."""
    expired = _expired_values(timezone.now(), ttl, EPOCH, MOST_COUNTED)
    rows = fetch(f"SELECT COUNT(*) FROM ({_EXPIRED}) AS expired", expired)
    return int(str(rows[0][0]))


def _expired_values(now: datetime, ttl: float, since: datetime, limit: int) -> list[Value]:
    return [db_time(since), db_time(now - timedelta(seconds=ttl)), db_time(now), limit]


def _expire_batch(ttl: float, batch_size: int, since: datetime) -> tuple[int, datetime]:
    """Remove one batch; return its size and the newest `last_accessed` in it."""
    now = timezone.now()
    expired = _expired_values(now, ttl, since, batch_size)
    with transaction.atomic():
        if not session_backend.in_database():
            return 0, since
        if not is_sqlite():
            [(size, newest)] = execute_returning(_EXPIRE, [*expired, None, now, now, now])
            return int(str(size)), read_time(newest) if size else since
        batch = execute_returning(_DELETE, expired)
        if not batch:
            return 0, since
        phones, thread_ids, accessed = zip(*batch, strict=True)
        threads.doom(thread_ids)
        execute_for_each_of(
            _END.format(phones="column1 FROM {column1}"), [db_time(now), db_time(now)], phones
        )
        session_counts.add(_REASON, len(batch))
    return len(batch), max(map(read_time, accessed))
