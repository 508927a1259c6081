"""The rows of conversation sessions, one a phone; each change is a statement or a short transaction.

`live` says which of them are live. A live session was accessed after `live_since`, `ttl` is a number of
seconds, as everywhere.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sessions_app.db.batches import chunks
from sessions_app.db.sql import execute, fetch, is_sqlite, load_each_of, read_time
from sessions_app.models import ConversationSession, EndedSession, SessionChange
from sessions_app.telemetry import session_counts
from sessions_app.threads import adoption, ledger

Reason = SessionChange.Reason
_TABLE = ConversationSession._meta.db_table

# Plain SQL: each message pays for a touch, and each session for the rest, where the ORM would cost 1 ms.
_TOUCH = f"""
    UPDATE {_TABLE} SET last_accessed = %s
    WHERE phone = %s AND last_accessed > %s RETURNING thread_id
"""
_ROW = "(%s, %s, %s, %s)"
_BEGIN = f"""
    INSERT INTO {_TABLE} (phone, thread_id, created_at, last_accessed) VALUES {_ROW}
    ON CONFLICT (phone) DO NOTHING
"""
# PostgreSQL begins, counts and adopts in one statement, so that a new session costs one round trip.
_BEGIN_WHOLE = f"""
    WITH begun AS ({_BEGIN} RETURNING thread_id, created_at),
    counted AS (
        INSERT INTO {SessionChange._meta.db_table} (reason, amount, at)
        SELECT '{Reason.CREATED.value}', 1, created_at FROM begun
    )
    {adoption.ADOPT.replace("{column1}", "(SELECT thread_id FROM begun) AS listed (column1)")}
"""
_READ = f"SELECT thread_id, created_at, last_accessed FROM {_TABLE} WHERE phone = %s"
_STORED = f"SELECT {{columns}} FROM {_TABLE} WHERE phone IN ({{ids}})"
_REPLACE = f"UPDATE {_TABLE} SET thread_id = %s, created_at = %s, last_accessed = %s WHERE phone = %s"


def touch(phone: str, *, live_since: datetime) -> str | None:
    """Refresh the TTL of a live session and return its thread, None where there is none."""
    rows = fetch(_TOUCH, [timezone.now(), phone, live_since])
    return str(rows[0][0]) if rows else None


def of_phones(phones: Collection[str]) -> dict[str, ConversationSession]:
    """Return the stored sessions of `phones`, expired ones too."""
    stored: dict[str, ConversationSession] = {}
    for some in chunks(phones):
        stored |= {session.phone: session for session in load_each_of(ConversationSession, _STORED, [], some)}
    return stored


def put(phone: str, thread_id: str, *, ttl: float, live_since: datetime, refresh: bool = True) -> None:
    """Give `phone` the thread `thread_id`.

    A live session keeps its `created_at`, and its `last_accessed` too without `refresh`; where there is
    none, or an expired one, a new session begins. A thread that is replaced is doomed.
    """
    with transaction.atomic(savepoint=False):
        while not (
            _replace(phone, thread_id, ttl=ttl, live_since=live_since, refresh=refresh)
            or _begin(phone, thread_id)
        ):
            pass  # another one began it between the two: replace that one's thread


def put_all(wanted: Mapping[str, str], *, ttl: float, live_since: Mapping[str, datetime]) -> None:
    """Give every phone its thread as `put` does, all or none.

    A thread that a phone has or had is deleted no sooner than a turn ends that has just lost its lease.
    New sessions begin many at a time, because SQLite has one writer at a time.
    """
    phones = sorted(wanted)  # in one order: two at once cannot lock each other out
    begun: set[str] = set()
    with transaction.atomic():
        for some in chunks(phones):
            begun |= _begin_many({phone: wanted[phone] for phone in some})
        replaced = [phone for phone in phones if phone not in begun]
        for phone in replaced:
            put(phone, wanted[phone], ttl=ttl, live_since=live_since[phone])
        # After all that dooms: a thread may have moved to another phone.
        adoption.adopt(wanted.values())
        # `put` sees to the threads that it replaces. A turn may be running here too.
        ledger.keep_for_turn([wanted[phone] for phone in replaced])


def keep_thread_for_turn(phone: str) -> None:
    """Have the thread of `phone` deleted no sooner than the turn ends that has just lost its lease."""
    session = ConversationSession.objects.filter(phone=phone)
    ledger.keep_for_turn(session.values_list("thread_id", flat=True))


def end(
    phone: str,
    *,
    reason: SessionChange.Reason,
    ended_at: datetime | None = None,
    thread_in_use: bool = False,
) -> bool:
    """Remove the session of `phone`, doom its thread, count it; return whether there was one.

    What was said after `ended_at` (now, where it is not given) belongs to the next session.
    `thread_in_use`: see `ledger.doom`.
    """
    with transaction.atomic():
        session = ConversationSession.objects.select_for_update().filter(phone=phone).first()
        if session is None:
            return False
        session.delete()
        ledger.doom([session.thread_id], in_use=thread_in_use)
        now = timezone.now()
        EndedSession.objects.create(phone=phone, ended_at=ended_at or now, replies_until=now)
        session_counts.add(reason)
    return True


def _begin(phone: str, thread_id: str) -> bool:
    """Begin a session if `phone` has none, expired or not; return whether it did."""
    now = timezone.now()
    if not is_sqlite():
        return bool(execute(_BEGIN_WHOLE, [phone, thread_id, now, now, now]))
    is_new = bool(execute(_BEGIN, [phone, thread_id, now, now]))
    if is_new:
        session_counts.add(Reason.CREATED)
        adoption.adopt([thread_id])
    return is_new


def _begin_many(wanted: Mapping[str, str]) -> set[str]:
    """Begin a session for each phone that has none, expired or not; return those phones."""
    now = timezone.now()
    values = [value for phone, thread_id in wanted.items() for value in (phone, thread_id, now, now)]
    statement = _BEGIN.replace(_ROW, ", ".join([_ROW] * len(wanted)))
    begun = fetch(f"{statement} RETURNING phone", values)
    session_counts.add(Reason.CREATED, len(begun))
    return {str(phone) for (phone,) in begun}


def _replace(phone: str, thread_id: str, *, ttl: float, live_since: datetime, refresh: bool) -> bool:
    """Replace the thread of the session of `phone`; return whether there is one."""
    rows = fetch(_READ if is_sqlite() else f"{_READ} FOR UPDATE", [phone])
    if not rows:
        return False
    replaced, created_at, last_accessed = str(rows[0][0]), read_time(rows[0][1]), read_time(rows[0][2])
    if replaced != thread_id:
        ledger.doom([replaced], in_use=True)  # a turn may be running
    now = timezone.now()
    if last_accessed <= live_since:
        # A new session begins. What was received since the old one expired belongs to it already.
        created_at, expired_at = now, last_accessed + timedelta(seconds=ttl)
        EndedSession.objects.create(phone=phone, ended_at=expired_at, replies_until=expired_at)
        session_counts.add(Reason.EXPIRED)
        session_counts.add(Reason.CREATED)
        refresh = True
    execute(_REPLACE, [thread_id, created_at, now if refresh else last_accessed, phone])
    adoption.adopt([thread_id])
    return True
