"""Expired sessions leave in batches, oldest first; nothing waits for it, and it can stop at any point.

Sessions with an unanswered or held message, or a running turn, are spared.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sessions_app.db.batches import chunks, pausing_between
from sessions_app.db.sql import Value, execute_for_each_of, fetch, is_sqlite, relaxed_durability, with_list
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    SessionChange,
)
from sessions_app.sessions import backend, live
from sessions_app.telemetry import session_counts
from sessions_app.threads import ledger

BATCH_SIZE = 5000
"""On SQLite nobody else writes meanwhile: some 50 ms, 80 ms with a million stored sessions."""
MAX_BATCH_SIZE = 10_000
"""A statement takes so many parameters on both databases."""
BEGINNING = datetime.min.replace(tzinfo=UTC)
RUN_BATCHES = 10
"""So many batches are looked up at once and put in the order in which their rows lie: sessions that were
accessed one after the other began at other times, each a page of its own to be changed."""

_REASON = SessionChange.Reason.EXPIRED
# Plain SQL: a batch has to be quick, whatever else is stored.
_REMOVABLE = f"""
    s.last_accessed <= %s
    AND s.phone NOT IN (SELECT m.phone FROM {InboundMessage._meta.db_table} m WHERE m.state = 'received')
    AND s.phone NOT IN (SELECT m.phone FROM {InboundMessage._meta.db_table} m WHERE m.state = 'held')
    AND s.phone NOT IN (
        SELECT c.phone FROM {Conversation._meta.db_table} c
        WHERE c.lease_token IS NOT NULL AND c.lease_expires_at > %s
    )
"""
_TABLE = ConversationSession._meta.db_table
# Only the last session comes with its moment: reading them all costs more than the rest.
_RUN = f"""
    WITH run AS MATERIALIZED (
        SELECT s.id, s.last_accessed FROM {_TABLE} s
        WHERE {_REMOVABLE} AND s.last_accessed >= %s AND (s.last_accessed > %s OR s.id > %s)
        ORDER BY s.last_accessed, s.id LIMIT %s
    )
    SELECT id, NULL FROM run
    UNION ALL
    SELECT * FROM (SELECT id, last_accessed FROM run ORDER BY last_accessed DESC, id DESC LIMIT 1) AS last
"""
_DELETE = f"""
    DELETE FROM {_TABLE} AS s WHERE {_REMOVABLE} AND s.id IN ({{ids}}) RETURNING phone, thread_id
"""
_END = f"""
    INSERT INTO {EndedSession._meta.db_table} (ended_at, heard_until, phone)
    SELECT %s, %s, {{phones}}
"""
# PostgreSQL does all of it in one statement, so that no list travels back. The ids and the threads are
# arrays of a subquery: the planner takes them one by one by their index, whatever it thinks of the tables.
# The commit does not wait for the disk: after a crash the same sessions expire again (`relaxed_durability`).
_EXPIRE = f"""
    WITH gone AS (
        DELETE FROM {_TABLE} WHERE id = ANY(ARRAY(
            SELECT s.id FROM {_TABLE} s
            WHERE {_REMOVABLE} AND s.id = ANY(ARRAY(SELECT unnest(%s::bigint[]))) FOR UPDATE OF s SKIP LOCKED
        ))
        RETURNING phone, thread_id
    ),
    doomed AS ({ledger.DOOM.replace("IN ({ids})", "= ANY(ARRAY(SELECT thread_id FROM gone))")}),
    ended AS ({_END.format(phones="phone FROM gone")}),
    counted AS (
        INSERT INTO {SessionChange._meta.db_table} (reason, amount, at)
        SELECT '{_REASON.value}', COUNT(*), %s FROM gone HAVING COUNT(*) > 0
    )
    SELECT COUNT(*), set_config('synchronous_commit', 'off', true) FROM gone
"""


def expire(*, ttl: float, grace: float = 0, batch_size: int = BATCH_SIZE) -> int:
    """Remove the sessions that were not accessed for `ttl` and `grace` seconds; return how many.

    What was received in the last `grace` seconds belongs to the next session: it may be on its way into
    the inbox. Several at once share the work: a batch skips rows that another one holds.
    """
    removed = 0
    with relaxed_durability():
        for ids in pausing_between(_batches(ttl + grace, min(batch_size, MAX_BATCH_SIZE))):
            with transaction.atomic():
                if not backend.in_database():
                    break
                removed += _remove(ids, ttl=ttl, grace=grace)
    return removed


def count_expired(*, ttl: float, limit: int) -> int:
    """Return how many sessions are stored but past `ttl` seconds, spared ones too; counts up to `limit`."""
    expired = ConversationSession.objects.filter(last_accessed__lte=live.live_since(ttl=ttl))
    return expired[:limit].count()


def count_removable(*, ttl: float) -> int:
    """Return how many sessions `expire` would remove now. Reads them all."""
    expired = ConversationSession.objects.filter(last_accessed__lte=live.live_since(ttl=ttl))
    for state in (InboundMessage.State.RECEIVED, InboundMessage.State.HELD):
        expired = expired.exclude(phone__in=InboundMessage.objects.filter(state=state).values("phone"))
    running = Conversation.objects.filter(lease_token__isnull=False, lease_expires_at__gt=timezone.now())
    return expired.exclude(phone__in=running.values("phone")).count()


def _removable_values(now: datetime, ttl: float) -> list[Value]:
    return [now - timedelta(seconds=ttl), now]


def _batches(ttl: float, batch_size: int) -> Iterator[list[int]]:
    """Yield the ids of the sessions to remove, run by run, oldest first, each run in the order of its ids.

    A run begins behind the one before: it does not walk over the spared rows of all earlier ones, and
    comes to an end, whatever holds them.
    """
    size = RUN_BATCHES * min(batch_size, BATCH_SIZE)
    since: Value = BEGINNING
    last: Value = 0
    while True:
        rows = fetch(_RUN, [*_removable_values(timezone.now(), ttl), since, since, last, size])
        if not rows:
            return
        *listed, (last, since) = rows
        ids = sorted(int(str(pk)) for pk, _ in listed)
        del rows, listed
        yield from chunks(ids, batch_size)
        if len(ids) < size:
            return


def _remove(ids: list[int], *, ttl: float, grace: float) -> int:
    """Remove those of the sessions `ids` that are removable still, in the caller's transaction."""
    now = timezone.now()
    ended_at = now - timedelta(seconds=grace)
    removable = _removable_values(now, ttl + grace)
    if not is_sqlite():
        [(size, _)] = fetch(_EXPIRE, [*removable, ids, None, ended_at, now, now])
        return int(str(size))
    batch = fetch(*with_list(_DELETE, removable, ids))
    if batch:
        phones, thread_ids = zip(*batch, strict=True)
        ledger.doom(thread_ids)
        execute_for_each_of(_END.format(phones="column1 FROM {column1}"), [ended_at, now], phones)
        session_counts.add(_REASON, len(batch))
    return len(batch)
