"""The statements on conversation sessions: one row a phone, safe whoever else is at work.

All of them are single statements or short transactions; nothing is read first and saved later.
A session is live while `last_accessed` + TTL lies in the future; an expired one is never handed
out, whether or not it has been removed yet. `ttl` is a number of seconds everywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sessions_app import inbox, session_counts, thread_adoption, threads
from sessions_app.models import ConversationSession, EndedSession, RemoteThread, SessionChange
from sessions_app.statements import Value, db_time, execute, execute_returning, is_sqlite, read_time

Reason = SessionChange.Reason
BATCH_SIZE = 500
_TABLE = ConversationSession._meta.db_table

_TOUCH = f"""
    UPDATE {_TABLE} SET last_accessed = %s
    WHERE phone = %s AND last_accessed > %s RETURNING thread_id
"""
_INSERT = f"""
    INSERT INTO {_TABLE} (phone, thread_id, created_at, last_accessed) VALUES (%s, %s, %s, %s)
    ON CONFLICT (phone) DO NOTHING
"""
_INSERT_MANY = f"""
    INSERT INTO {_TABLE} (phone, thread_id, created_at, last_accessed) VALUES {{rows}}
    ON CONFLICT (phone) DO NOTHING RETURNING phone
"""
_LOCK = f"SELECT thread_id, last_accessed FROM {_TABLE} WHERE phone = %s"
_REPLACE = f"UPDATE {_TABLE} SET thread_id = %s, last_accessed = %s WHERE phone = %s"
_RESTART = f"UPDATE {_TABLE} SET created_at = %s WHERE phone = %s"
_DELETE = f"DELETE FROM {_TABLE} WHERE phone = %s RETURNING thread_id"

# PostgreSQL begins or replaces a session by one statement, where SQLite takes a transaction of several.
_ADOPT_FROM = thread_adoption.ADOPT.replace("%s", "%(now)s").replace(
    "{column1}", "(SELECT %(thread_id)s::text AS column1 FROM {changed}) AS listed"
)
BEGIN_AT_ONCE = f"""
    WITH begun AS (
        INSERT INTO {_TABLE} (phone, thread_id, created_at, last_accessed)
        VALUES (%(phone)s, %(thread_id)s, %(now)s, %(now)s)
        ON CONFLICT (phone) DO NOTHING RETURNING id
    ),
    counted AS (
        INSERT INTO {SessionChange._meta.db_table} (reason, amount, at)
        SELECT '{Reason.CREATED.value}', 1, %(now)s FROM begun
    ),
    adopted AS ({_ADOPT_FROM.replace("{changed}", "begun")})
    SELECT COUNT(*) FROM begun
"""
# `was` waits for who holds the row and reads what they left; only then is it written. The thread that they
# left is doomed by an upsert, for it finds a row that was written meanwhile: an UPDATE would not.
REPLACE_AT_ONCE = f"""
    WITH replaced AS (
        UPDATE {_TABLE} s SET thread_id = %(thread_id)s, last_accessed = %(now)s,
            created_at = CASE WHEN was.last_accessed <= %(expired_since)s THEN %(now)s ELSE s.created_at END
        FROM (SELECT id, thread_id, last_accessed FROM {_TABLE} WHERE phone = %(phone)s FOR UPDATE) was
        WHERE s.id = was.id RETURNING was.thread_id, was.last_accessed
    ),
    doomed AS (
        INSERT INTO {RemoteThread._meta.db_table} AS t
            (thread_id, state, adopted, created_at, attempts, error, next_try_at)
        SELECT thread_id, 'doomed', TRUE, %(now)s, 0, '', %(turn_is_over)s FROM replaced
        WHERE thread_id <> %(thread_id)s AND NOT (thread_id = '')
        ON CONFLICT (thread_id) WHERE NOT (thread_id = '')
        DO UPDATE SET state = 'doomed', next_try_at = excluded.next_try_at WHERE t.state = 'live'
    ),
    expired AS (
        SELECT last_accessed + (%(judged_at)s::timestamptz - %(expired_since)s) AS at FROM replaced
        WHERE last_accessed <= %(expired_since)s
    ),
    ended AS (
        INSERT INTO {EndedSession._meta.db_table} (phone, ended_at, heard_until)
        SELECT %(phone)s, at, at FROM expired
    ),
    counted AS (
        INSERT INTO {SessionChange._meta.db_table} (reason, amount, at)
        SELECT reason, 1, %(now)s
        FROM expired, (VALUES ('{Reason.EXPIRED.value}'), ('{Reason.CREATED.value}')) AS counts (reason)
    ),
    adopted AS ({_ADOPT_FROM.replace("{changed}", "replaced")})
    SELECT COUNT(*) FROM replaced
"""


def is_live(session: ConversationSession, *, at: datetime, ttl: float) -> bool:
    """Say whether `session` had not expired at the moment `at`."""
    return session.last_accessed > at - timedelta(seconds=ttl)


def touch(phone: str, *, ttl: float, judged_at: datetime | None = None) -> str | None:
    """Refresh the TTL of a session that was live at `judged_at` (now, where it is not given).

    Return its thread, None where there is no such session.
    """
    now = timezone.now()
    live_since = (judged_at or now) - timedelta(seconds=ttl)
    rows = execute_returning(_TOUCH, [db_time(now), phone, db_time(live_since)])
    return str(rows[0][0]) if rows else None


def of_phones(phones: Collection[str]) -> dict[str, ConversationSession]:
    """Return the stored sessions of `phones`, expired ones too."""
    listed = list(phones)
    stored: dict[str, ConversationSession] = {}
    for start in range(0, len(listed), BATCH_SIZE):  # a statement takes only so many parameters
        batch = listed[start : start + BATCH_SIZE]
        stored |= ConversationSession.objects.in_bulk(batch, field_name="phone")
    return stored


def put(phone: str, thread_id: str, *, ttl: float, judged_at: datetime | None = None) -> None:
    """Give `phone` the thread `thread_id`.

    A session that was live at `judged_at` (now, where it is not given) keeps its `created_at`; where
    there is none, or an expired one, a new session begins. A thread that is replaced is doomed.
    """
    judged_at = judged_at or timezone.now()
    if not is_sqlite():
        _put_at_once(phone, thread_id, ttl, judged_at)
        return
    with transaction.atomic():
        while not (_insert(phone, thread_id) or _replace(phone, thread_id, ttl, judged_at)):
            pass  # it was removed between the two: insert again
        thread_adoption.adopt(thread_id)


def _put_at_once(phone: str, thread_id: str, ttl: float, judged_at: datetime) -> None:
    while not (_begin_at_once(phone, thread_id) or _replace_at_once(phone, thread_id, ttl, judged_at)):
        pass  # it was removed between the two: insert again


def _begin_at_once(phone: str, thread_id: str) -> bool:
    return _changed(BEGIN_AT_ONCE, {"phone": phone, "thread_id": thread_id, "now": timezone.now()})


def _replace_at_once(phone: str, thread_id: str, ttl: float, judged_at: datetime) -> bool:
    values: dict[str, Value] = {
        "phone": phone,
        "thread_id": thread_id,
        "now": timezone.now(),
        "judged_at": judged_at,
        "expired_since": judged_at - timedelta(seconds=ttl),
        "turn_is_over": threads.turn_is_over(),  # maybe: nobody looks for a turn here
    }
    return _changed(REPLACE_AT_ONCE, values)


def _changed(statement: str, values: Mapping[str, Value]) -> bool:
    return execute_returning(statement, values)[0][0] != 0


def keep_thread_for_turn(phone: str) -> None:
    """Have the thread of `phone` deleted no sooner than the turn ends that has just lost its lease."""
    session = ConversationSession.objects.filter(phone=phone)
    threads.keep_for_turn(session.values_list("thread_id", flat=True))


def put_all(wanted: Mapping[str, str], *, ttl: float) -> None:
    """Give every phone its thread as `put` does, all or none.

    Where messages wait, a session is judged at the moment the first of them was received. A thread that a
    phone has or had is deleted no sooner than a turn ends that has just lost its lease. New sessions
    begin many at a time, because nobody else can write to SQLite meanwhile.
    """
    pairs = sorted(wanted.items())  # in one order: two at once cannot lock each other out
    batches = [pairs[start : start + BATCH_SIZE] for start in range(0, len(pairs), BATCH_SIZE)]
    begun: set[str] = set()
    with transaction.atomic():
        waiting = inbox.all_waiting_since()
        for batch in batches:
            begun |= _insert_many(batch)
            for phone, thread_id in batch:
                if phone not in begun:
                    put(phone, thread_id, ttl=ttl, judged_at=waiting.get(phone))
        for batch in batches:  # after all that dooms: a thread may have moved to another phone
            thread_adoption.adopt_all([thread_id for _, thread_id in batch])
            # `put` sees to the threads that it replaces. Nobody looks for turns here either.
            threads.keep_for_turn([thread_id for phone, thread_id in batch if phone not in begun])


def _insert_many(pairs: Sequence[tuple[str, str]]) -> set[str]:
    """Begin a session for each phone that has none, expired or not; return those phones."""
    now = db_time(timezone.now())
    values = [value for phone, thread_id in pairs for value in (phone, thread_id, now, now)]
    rows = execute_returning(
        _INSERT_MANY.replace("{rows}", ", ".join(["(%s, %s, %s, %s)"] * len(pairs))), values
    )
    session_counts.add(Reason.CREATED, len(rows))
    return {str(phone) for (phone,) in rows}


def _insert(phone: str, thread_id: str) -> bool:
    now = db_time(timezone.now())
    is_new = bool(execute(_INSERT, [phone, thread_id, now, now]))
    if is_new:
        session_counts.add(Reason.CREATED)
    return is_new


def _replace(phone: str, thread_id: str, ttl: float, judged_at: datetime) -> bool:
    rows = execute_returning(_LOCK, [phone])
    if not rows:
        return False
    now = timezone.now()
    replaced, last_accessed = str(rows[0][0]), read_time(rows[0][1])
    if replaced != thread_id:
        threads.doom([replaced], in_use=True)  # maybe: nobody looks for a turn here
    execute(_REPLACE, [thread_id, db_time(now), phone])
    expired_at = last_accessed + timedelta(seconds=ttl)
    if expired_at <= judged_at:
        _restart(phone, expired_at=expired_at, now=now)
    return True


def _restart(phone: str, *, expired_at: datetime, now: datetime) -> None:
    """Let a new session begin in the row of an expired one."""
    execute(_RESTART, [db_time(now), phone])
    # What was received since it expired belongs to the new session already.
    EndedSession.objects.create(phone=phone, ended_at=expired_at, heard_until=expired_at)
    session_counts.add(Reason.EXPIRED)
    session_counts.add(Reason.CREATED)


def end(
    phone: str,
    *,
    reason: SessionChange.Reason,
    ended_at: datetime | None = None,
    thread_in_use: bool = False,
) -> bool:
    """Remove the session of `phone`, doom its thread, count it; return whether there was one.

    What was said after `ended_at` (now, where it is not given) belongs to the next session.
    `thread_in_use`: see `threads.doom`.
    """
    with transaction.atomic():
        rows = execute_returning(_DELETE, [phone])
        if not rows:
            return False
        threads.doom([str(rows[0][0])], in_use=thread_in_use)
        now = timezone.now()
        EndedSession.objects.create(phone=phone, ended_at=ended_at or now, heard_until=now)
        session_counts.add(reason)
    return True
