"""From its creation at OpenAI until a session adopts it, a thread is nobody's.

A worker that dies in between leaves it so, and nobody would ever delete it: whoever ends a session
dooms its thread, and this one has no session. So it is doomed here, once no turn can adopt it any more.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sessions_app.batches import until_short
from sessions_app.models import RemoteThread
from sessions_app.statements import db_time, execute, execute_for_each_of

MARGIN_SECONDS = 60.0
BATCH_SIZE = 500
_TABLE = RemoteThread._meta.db_table

# Literal conditions, word for word those of the indexes: SQLite takes an index for no others. Its
# `WHERE TRUE` says that `ON CONFLICT` is not one of a join.
ADOPT = f"""
    INSERT INTO {_TABLE} (thread_id, state, adopted, created_at, attempts, error)
    SELECT column1, 'live', TRUE, %s, 0, '' FROM {{column1}} WHERE TRUE
    ON CONFLICT (thread_id) WHERE NOT (thread_id = '')
    DO UPDATE SET state = 'live', adopted = TRUE
"""
# The conditions once more outside: an adoption that comes in between is found there, on the row itself.
_DOOM = f"""
    UPDATE {_TABLE} SET state = 'doomed', next_try_at = NULL
    WHERE state = 'live' AND NOT adopted AND id IN (
        SELECT id FROM {_TABLE} WHERE state = 'live' AND NOT adopted AND created_at < %s
        ORDER BY created_at LIMIT %s
    )
"""
_GIVE_UP = f"""
    UPDATE {_TABLE} SET state = 'unknown', error = 'never finished'
    WHERE state = 'planned' AND id IN (
        SELECT id FROM {_TABLE}
        WHERE state IN ('planned', 'unknown') AND state = 'planned' AND created_at < %s
        ORDER BY created_at LIMIT %s
    )
"""


def adopt(thread_id: str) -> None:
    """See that a thread that a session has is in the ledger as live, wherever it came from."""
    adopt_all([thread_id])


def adopt_all(thread_ids: Collection[str]) -> None:
    """Do for many threads, of which some may be named twice, what `adopt` does for one."""
    ids = sorted(set(thread_ids))
    for start in range(0, len(ids), BATCH_SIZE):
        execute_for_each_of(ADOPT, [db_time(timezone.now())], ids[start : start + BATCH_SIZE])


def sweep() -> int:
    """Doom the threads that nobody has adopted in time; return how many rows were left behind.

    Where not even the create came to its end, whether there is a thread stays unknown.
    """
    return _in_batches(_DOOM) + _in_batches(_GIVE_UP)


def _in_batches(statement: str) -> int:
    def take() -> int:
        return execute(statement, [db_time(_too_long_ago()), BATCH_SIZE])

    return until_short(take, batch_size=BATCH_SIZE)


def _too_long_ago() -> datetime:
    """Return when the turn began that can adopt nothing now: its deadline and its lease are over."""
    seconds = settings.TURN_DEADLINE_SECONDS + settings.TURN_LEASE_SECONDS + MARGIN_SECONDS
    return timezone.now() - timedelta(seconds=seconds)
