"""What the sessions are measured against: the least that the driver has to be sent, written by hand.

It imports nothing of the product, so that the ratios of two commits can be compared. One connection,
prepared statements, one plain transaction for each change. It leaves the same rows as the product does where
nothing unusual happens: no session has expired unnoticed, no turn runs, no message waits.
"""

import sqlite3
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import psycopg

TTL = 3600
_SESSIONS = "sessions_app_conversationsession"
_THREADS = "sessions_app_remotethread"
_ENDED = "sessions_app_endedsession"
_CHANGES = "sessions_app_sessionchange"
_TOUCH = (
    f"UPDATE {_SESSIONS} SET last_accessed = %s WHERE phone = %s AND last_accessed > %s RETURNING thread_id"
)
_BEGIN = f"""
    INSERT INTO {_SESSIONS} (phone, thread_id, created_at, last_accessed) VALUES (%s, %s, %s, %s)
    ON CONFLICT (phone) DO NOTHING
"""
_LOCK = f"SELECT thread_id, last_accessed FROM {_SESSIONS} WHERE phone = %s"
_REPLACE = f"UPDATE {_SESSIONS} SET thread_id = %s, last_accessed = %s WHERE phone = %s"
_DOOM = f"""
    UPDATE {_THREADS} SET state = 'doomed', next_try_at = %s
    WHERE thread_id = %s AND NOT (thread_id = '') AND state = 'live'
"""
_ADOPT = f"""
    INSERT INTO {_THREADS} (thread_id, state, adopted, created_at, attempts, error)
    VALUES (%s, 'live', TRUE, %s, 0, '')
    ON CONFLICT (thread_id) WHERE NOT (thread_id = '') DO UPDATE SET state = 'live', adopted = TRUE
"""
_COUNT = f"INSERT INTO {_CHANGES} (reason, amount, at) VALUES ('created', 1, %s)"

_EXPIRED = f"FROM {_SESSIONS} WHERE last_accessed <= %s"
_END_EXPIRED = f"INSERT INTO {_ENDED} (phone, ended_at, heard_until) SELECT phone, %s, %s {_EXPIRED}"
_DOOM_EXPIRED = f"""
    UPDATE {_THREADS} SET state = 'doomed'
    WHERE thread_id IN (SELECT thread_id {_EXPIRED}) AND NOT (thread_id = '') AND state = 'live'
"""
_COUNT_EXPIRED = f"INSERT INTO {_CHANGES} (reason, amount, at) SELECT 'expired', COUNT(*), %s {_EXPIRED}"
_DELETE_EXPIRED = f"DELETE {_EXPIRED}"


class RawSql:
    """One connection of the driver to the database of a DATABASE_URL."""

    def __init__(self, url: str) -> None:
        self._is_sqlite = url.startswith("sqlite")
        connection: Any
        if self._is_sqlite:
            path = url.removeprefix("sqlite:///")
            connection = sqlite3.connect(path, timeout=20, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
        else:
            connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        self.execute = connection.execute
        self._begin, self._lock = (
            ("BEGIN IMMEDIATE", _LOCK) if self._is_sqlite else ("BEGIN", f"{_LOCK} FOR UPDATE")
        )

    def touch(self, phone: str) -> None:
        """Refresh a live session."""
        now = datetime.now(UTC)
        if not self._run(_TOUCH, now, phone, now - timedelta(seconds=TTL)).fetchone():
            raise LookupError("the session to touch is not live")

    def put(self, phone: str, thread_id: str) -> None:
        """Begin a session, or replace the thread of a live one."""
        now = datetime.now(UTC)
        self.execute(self._begin)
        if self._run(_BEGIN, phone, thread_id, now, now).rowcount:
            self._run(_COUNT, now)
        else:
            old, _ = self._run(self._lock, phone).fetchone()
            self._run(_DOOM, now, old)
            self._run(_REPLACE, thread_id, now, phone)
        self._run(_ADOPT, thread_id, now)
        self.execute("COMMIT")

    def expire(self) -> int:
        """Remove all expired sessions in one transaction; return how many."""
        now = datetime.now(UTC)
        since = now - timedelta(seconds=TTL)
        self.execute(self._begin)
        self._run(_END_EXPIRED, now, now, since)
        self._run(_DOOM_EXPIRED, since)
        self._run(_COUNT_EXPIRED, now, since)
        removed = self._run(_DELETE_EXPIRED, since).rowcount
        self.execute("COMMIT")
        return int(removed)

    def _run(self, statement: str, *values: Any) -> Any:
        if not self._is_sqlite:
            return self.execute(statement, values)
        stored = [
            str(value.replace(tzinfo=None)) if isinstance(value, datetime) else value for value in values
        ]
        return self.execute(_for_sqlite(statement), stored)


@cache
def _for_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")
