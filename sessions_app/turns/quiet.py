"""A burst is one turn: a phone's messages wait until nothing came for a while, or long enough.

`TURN_QUIET_SECONDS` count from the newest waiting message, `TURN_QUIET_MOST_SECONDS` from the first one.
Commands, single digits and earlier attempts wait for nothing, and what waits before them goes with them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sessions_app.db.sql import Value
from sessions_app.models import InboundMessage

Kind = InboundMessage.Kind

# A condition on the message `m` of the poll in `claims`. The first `%s` is true if nothing waits for quiet. A
# message dated far in the future is due like one that waited for the most. Of a phone without a newer message
# only the index `inbound_phone` is read, and that only for what came within the last seconds.
IS_DUE = f"""(
    %s OR m.turn IS NOT NULL OR m.is_choice OR m.kind NOT IN ('text', 'media')
    OR m.received_at <= %s OR m.received_at >= %s
    OR NOT EXISTS (
        SELECT 1 FROM {InboundMessage._meta.db_table} newer
        WHERE newer.phone = m.phone AND newer.id >= m.id AND newer.received_at > %s
        AND newer.state <> 'ignored'
    )
)"""


def parameters(now: datetime, *, wait: bool = True) -> list[Value]:
    """Return the parameters of `IS_DUE`; without `wait`, for messages whether they are due or not."""
    quiet, most = _limits()
    is_off = not (wait and quiet)
    return [is_off, now - most, now + most, now - quiet]


def quiet_seconds(waiting: Sequence[InboundMessage]) -> float:
    """Return how long the first of a phone's `waiting` messages waited for quiet until now."""
    quiet, most = _limits()
    first = waiting[0].received_at
    due = first + quiet
    for message in waiting:
        if message.received_at > due:
            break
        if _is_due_at_once(message):
            due = message.received_at
            break
        due = message.received_at + quiet
    return max(0.0, (min(due, first + most, timezone.now()) - first).total_seconds()) if quiet else 0.0


def _is_due_at_once(message: InboundMessage) -> bool:
    return message.is_choice or message.kind not in (Kind.TEXT, Kind.NO_TEXT)


def _limits() -> tuple[timedelta, timedelta]:
    quiet, most = settings.TURN_QUIET_SECONDS, settings.TURN_QUIET_MOST_SECONDS
    return timedelta(seconds=quiet), timedelta(seconds=most)
