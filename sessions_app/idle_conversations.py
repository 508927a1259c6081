"""Conversations in which nothing happens any more: their rows go, and what they left is to be erased.

Whoever is answered has a `Conversation` row, with a session or without: a first turn that failed,
the welcome after a reset. So each of them is noted here as ended, once, and nothing is searched for.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sessions_app import attention, session_backend
from sessions_app.batches import in_keyset_order
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    OutboundMessage,
    TurnAttempt,
)
from sessions_app.statements import db_time, execute_for_each_of, fetch, read_time

IDLE_GRACE = timedelta(hours=1)
BATCH_SIZE = 500

# Scalar subqueries make PostgreSQL ask the indexes row by row; NOT EXISTS would have it read all
# sessions for a batch.
_IDLE = f"""
    SELECT c.id, c.phone, c.active_at,
        COALESCE(
            (SELECT m.id FROM {InboundMessage._meta.db_table} m WHERE m.phone = c.phone LIMIT 1),
            (SELECT o.id FROM {OutboundMessage._meta.db_table} o WHERE o.phone = c.phone LIMIT 1),
            (SELECT a.id FROM {TurnAttempt._meta.db_table} a WHERE a.phone = c.phone LIMIT 1)
        )
    FROM {Conversation._meta.db_table} c
    WHERE c.active_at >= %s AND c.active_at < %s
    AND (c.lease_expires_at IS NULL OR c.lease_expires_at < %s)
    AND (c.attention_at IS NULL OR c.attention_at < %s)
    AND (SELECT s.id FROM {ConversationSession._meta.db_table} s WHERE s.phone = c.phone) IS NULL
    AND (
        SELECT m.id FROM {InboundMessage._meta.db_table} m
        WHERE m.phone = c.phone AND m.state IN ('received', 'held') LIMIT 1
    ) IS NULL
    AND (
        SELECT o.id FROM {OutboundMessage._meta.db_table} o
        WHERE o.phone = c.phone AND o.state IN ('queued', 'sending', 'accepted')
        AND o.state <> 'accepted' LIMIT 1
    ) IS NULL
    ORDER BY c.active_at LIMIT %s
"""
_DELETE = f"DELETE FROM {Conversation._meta.db_table} WHERE id IN ({{ids}})"


def prune() -> int:
    """Forget the conversations that have been idle for the TTL and an hour; return how many.

    Spared are those with a session, a running turn, an unanswered message or an unsent reply, and those
    that have called for a person lately.
    """
    return in_keyset_order(_prune_batch, batch_size=BATCH_SIZE)


def _prune_batch(since: datetime) -> tuple[int, datetime]:
    """Forget one batch; return its size and the newest `active_at` in it.

    A claim at this very moment is not lost. The rows are locked first, and those that somebody else
    has locked are skipped, so nobody waits for us in a circle. A claim that came before moved
    `active_at` or the lease: PostgreSQL judges the row as it is when it is locked, although the
    subqueries still see the moment the statement began. A claim that comes after waits for our
    commit, finds no row and inserts one. A message that arrives now needs no row to be found.
    """
    now = timezone.now()
    idle_since = now - timedelta(seconds=settings.SESSION_TTL_SECONDS) - IDLE_GRACE
    asked_since = now - attention.KEPT
    values = [db_time(since), db_time(idle_since), db_time(idle_since), db_time(asked_since), BATCH_SIZE]
    skip = " FOR UPDATE OF c SKIP LOCKED" if connection.features.has_select_for_update else ""
    with transaction.atomic():
        if not session_backend.in_database():  # who talks in legacy mode has a session elsewhere
            return 0, since
        batch = fetch(_IDLE + skip, values)
        if not batch:
            return 0, since
        execute_for_each_of(_DELETE, [], [pk for pk, *_ in batch])
        # Most have no message left: the end of their session saw to it.
        _note_ended([str(phone) for _, phone, _, message in batch if message is not None], now=now)
    return len(batch), read_time(batch[-1][2])


def _note_ended(phones: list[str], *, now: datetime) -> None:
    """Have the messages of `phones` erased: all are older than the grace, and what arrives is newer."""
    ended = now - IDLE_GRACE / 2
    EndedSession.objects.bulk_create(
        EndedSession(phone=phone, ended_at=ended, heard_until=ended) for phone in phones
    )
