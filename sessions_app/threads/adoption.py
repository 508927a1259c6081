"""From its creation at OpenAI until a session adopts it, a thread belongs to no session.

If a worker dies in between, nothing would ever delete the thread: ending a session dooms its thread, and
this one has no session. So it is doomed here once no turn can adopt it any more.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sessions_app.db.batches import chunks, repeat_until_empty
from sessions_app.db.sql import execute_for_each_of
from sessions_app.models import RemoteThread

MARGIN_SECONDS = 60.0
BATCH_SIZE = 500
State = RemoteThread.State

# Plain SQL: the ORM's upsert knows no unique index with a condition. `WHERE TRUE` tells SQLite that
# `ON CONFLICT` is not that of a join.
ADOPT = f"""
    INSERT INTO {RemoteThread._meta.db_table} (thread_id, state, adopted, created_at, attempts, error)
    SELECT column1, 'live', TRUE, %s, 0, '' FROM {{column1}} WHERE TRUE
    ON CONFLICT (thread_id) WHERE NOT (thread_id = '')
    DO UPDATE SET state = 'live', adopted = TRUE
"""


def adopt(thread_ids: Collection[str]) -> None:
    """Record threads that sessions have as live, wherever they came from; some may be named twice."""
    now = timezone.now()
    for some in chunks(sorted(set(thread_ids))):
        execute_for_each_of(ADOPT, [now], some)


def sweep() -> int:
    """Doom the threads that no session has adopted in time; return how many rows were left behind.

    If a create did not come to its end either, whether there is a thread stays unknown.
    """
    unadopted = RemoteThread.objects.filter(state=State.LIVE, adopted=False)
    unopened = RemoteThread.objects.filter(state=State.PLANNED, state__in=RemoteThread.UNOPENED)
    return _update(unadopted, state=State.DOOMED, next_try_at=None) + _update(
        unopened, state=State.UNKNOWN, error="never finished"
    )


def _update(rows: QuerySet[RemoteThread], **values: object) -> int:
    def take() -> int:
        oldest = rows.filter(created_at__lt=_too_long_ago()).order_by("created_at")[:BATCH_SIZE]
        # The conditions once more outside: an adoption that comes in between is found on the row itself.
        return rows.filter(pk__in=list(oldest.values_list("pk", flat=True))).update(**values)

    return repeat_until_empty(take, batch_size=BATCH_SIZE)


def _too_long_ago() -> datetime:
    """Return when the turn began that can adopt nothing now: its deadline and its lease are over."""
    seconds = settings.TURN_DEADLINE_SECONDS + settings.TURN_LEASE_SECONDS + MARGIN_SECONDS
    return timezone.now() - timedelta(seconds=seconds)
