"""Many sessions at once, as they look in production: random phones, ids as long as OpenAI's.

A conversation's id is `conv_` and 48 hexadecimal digits, an item's `msg_` and as many; the first
eight are the time. Rows lie in the order in which the sessions began.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.databases import progress
from sessions_app.models import (
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    SessionChange,
)
from sessions_app.telemetry import session_counts
from tests.support.statements import stored_time

TTL = 3600
CONVERSATION_SECONDS = 600
"""From a session's beginning to its last access, at most."""
SESSIONS = ConversationSession._meta.db_table
THREADS = RemoteThread._meta.db_table
_COLUMNS = "phone, thread_id, created_at, last_accessed"
_LEDGER = f"""
    INSERT INTO {THREADS} (thread_id, state, adopted, created_at, attempts, error, last_item_id)
    SELECT thread_id, 'live', true, created_at, 0, '', 'msg_' || substr(thread_id, 6)
    FROM {SESSIONS} WHERE true
    ON CONFLICT DO NOTHING
"""
_INBOUND = f"""
    INSERT INTO {InboundMessage._meta.db_table} (message_sid, phone, body, media, details, kind, received_at,
        state)
    SELECT 'SM' || {{hex}}, phone, 'We launch a product in Berlin next week.', '[]',
        '{{{{"profile_name": "Ada Lovelace"}}}}', 'text', last_accessed, 'answered'
    FROM {SESSIONS}
"""
_OUTBOUND = f"""
    INSERT INTO {OutboundMessage._meta.db_table} (uuid, phone, body, part, parts, author, state, sid,
        attempts, error_code, created_at)
    SELECT {{uuid}}, phone, 'Great! What is the name of the company that announces it?', 1, 1, 'bot',
        'delivered', 'SM' || {{hex}}, 1, '', last_accessed
    FROM {SESSIONS}
"""
_RANDOM = {
    "sqlite": {"hex": "lower(hex(randomblob(16)))", "uuid": "lower(hex(randomblob(16)))"},
    "postgresql": {"hex": "md5(random()::text)", "uuid": "gen_random_uuid()"},
}
_randomness = random.Random(20260101)
SLOW_FILL = 100_000
"""From so many sessions on, it takes long enough to be told."""
SHARES = 64
"""So often `phones` may be called in a process: each time it has numbers of its own."""
_shares = iter(range(SHARES))


def openai_id(prefix: str, created: datetime) -> str:
    """Return an id as OpenAI makes them: it begins with the second of its creation."""
    return f"{prefix}_{int(created.timestamp()):08x}{_randomness.getrandbits(160):040x}"


def phones(count: int) -> list[str]:
    """Return `count` phones in random order, 11 and 12 digits long (+1..., +49...), never one twice."""
    share = next(_shares)
    numbers = [number * SHARES + share for number in _randomness.sample(range(10**10 // SHARES), count)]
    return [f"+1{one:010d}" if place % 2 else f"+49{one:010d}" for place, one in enumerate(numbers)]


def fill(
    count: int,
    *,
    idle: tuple[float, float],
    with_threads: bool = True,
    messages: int = 0,
) -> list[str]:
    """Store `count` sessions, counted, and their threads in the ledger; return the phones.

    They were accessed `idle` seconds ago (from, to), and have `messages` each, half of them replies.
    """
    if count >= SLOW_FILL:
        progress(f"storing {count} sessions")
    listed = phones(count)
    now = timezone.now()
    until, step = now - timedelta(seconds=idle[0]), timedelta(seconds=idle[1] - idle[0]) / count
    rows = (_row(phone, until - step * (count - place), until) for place, phone in enumerate(listed))
    with transaction.atomic():
        _insert(rows)
        with connection.cursor() as cursor:
            if with_threads:
                cursor.execute(_LEDGER)
            for _ in range(messages // 2):
                cursor.execute(_INBOUND.format(**random_of_database()))
                cursor.execute(_OUTBOUND.format(**random_of_database()))
        session_counts.add(SessionChange.Reason.CREATED, count)
    settle()
    return listed


def _row(phone: str, created: datetime, until: datetime) -> tuple[Any, ...]:
    accessed = min(until, created + timedelta(seconds=_randomness.uniform(0, CONVERSATION_SECONDS)))
    return phone, openai_id("conv", created), stored_time(created), stored_time(accessed)


def random_of_database() -> dict[str, str]:
    """Return this database's expressions for random `hex` digits (32) and a random `uuid`."""
    return _RANDOM[connection.vendor]


def _insert(rows: Iterator[tuple[Any, ...]]) -> None:
    driver = connection.connection
    if connection.vendor == "sqlite":
        driver.executemany(f"INSERT INTO {SESSIONS} ({_COLUMNS}) VALUES (?, ?, ?, ?)", rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {SESSIONS} ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def settle() -> None:
    """Let the database do now what it would do in the background meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")


def bytes_on_disk() -> dict[str, int]:
    """Return the bytes of the sessions' table and of each of its indexes, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, SUM(pgsize) FROM dbstat"
                " WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name = %s) GROUP BY name",
                [SESSIONS],
            )
        else:
            cursor.execute(
                "SELECT relname, pg_table_size(oid) FROM pg_class"
                " WHERE oid = %s::regclass"
                " OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %s::regclass)",
                [SESSIONS, SESSIONS],
            )
        return {str(name): int(size) for name, size in cursor.fetchall()}
