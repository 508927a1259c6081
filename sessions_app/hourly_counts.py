"""What happened in each hour (UTC): sessions, messages, replies and how long they took.

Nothing is counted where it happens, so that no row is hot: schedules add up what was written down
there (`SessionChange`, `TurnAttempt`). The console's charts read nothing else.

Counted by name: the reasons of `SessionChange`; `MESSAGES`, by when they were received and once
their turn has ended; `REPLIES` of the bot and `BY_OPERATOR`; `FAILED` turns; and how many messages were
answered by the bot within so many seconds, from the first message of a turn to its reply (`reply_time`).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from sessions_app.batches import until_short
from sessions_app.models import HourlyCount, TurnAttempt
from sessions_app.statements import Value, db_time, execute, execute_returning, fetch, is_sqlite, read_time

Outcome = TurnAttempt.Outcome

MESSAGES, REPLIES, BY_OPERATOR, FAILED = "messages", "replies", "by operator", "failed"
BOUNDS = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800, math.inf)
"""Upper bounds of the reply times' buckets, in seconds; rows are named after them."""
_REPLY_TIME = "reply <= "
KEPT = timedelta(days=400)
BATCH_SIZE = 1000

Amounts: TypeAlias = Counter[tuple[datetime, str]]
"""By the beginning of the hour and the name."""

_ADD = f"""
    INSERT INTO {HourlyCount._meta.db_table} AS c (hour, name, amount) VALUES {{rows}}
    ON CONFLICT (hour, name) DO UPDATE SET amount = c.amount + excluded.amount
"""
# The condition is word for word that of the partial index.
_UNCOUNTED = f"SELECT id FROM {TurnAttempt._meta.db_table} WHERE NOT counted ORDER BY id LIMIT %s"
_COUNT = f"""
    UPDATE {TurnAttempt._meta.db_table} SET counted = TRUE WHERE id {{uncounted}}
    RETURNING outcome, messages, received_at, ended_at
"""
# The beginning of an ISO time is its day or its hour; both databases read times in UTC.
_SUMS = f"""
    SELECT SUBSTR(CAST(hour AS TEXT), 1, {{characters:d}}) AS period, name, SUM(amount)
    FROM {HourlyCount._meta.db_table} WHERE hour >= %s GROUP BY period, name
"""


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour of `moment`."""
    return moment.replace(minute=0, second=0, microsecond=0)


def add(amounts: Amounts) -> None:
    """Add `amounts` to what is counted already, in the caller's transaction."""
    if not amounts:
        return
    ordered = sorted(amounts.items())  # in one order, so that two at once cannot lock each other out
    values: list[Value] = []
    for (hour, name), amount in ordered:
        values += [db_time(hour), name, amount]
    execute(_ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(ordered))), values)


def count_turns() -> int:
    """Count the attempts that ended since the last time, each once; return how many.

    Several at once share the work.
    """
    return until_short(_count_batch, batch_size=BATCH_SIZE)


def _count_batch() -> int:
    amounts: Amounts = Counter()
    with transaction.atomic():
        attempts = execute_returning(_COUNT.format(uncounted=_uncounted()), [BATCH_SIZE])
        for outcome, messages, received_at, ended_at in attempts:
            received, ended = read_time(received_at), read_time(ended_at)
            amounts[hour_of(received), MESSAGES] += 0 if outcome == Outcome.RETRIED else int(str(messages))
            for name in _counted_as(Outcome(str(outcome)), seconds=(ended - received).total_seconds()):
                amounts[hour_of(ended), name] += 1
        add(+amounts)  # what is not zero
    return len(attempts)


def _uncounted() -> str:
    if is_sqlite():
        return f"IN ({_UNCOUNTED})"
    return f"= ANY(ARRAY({_UNCOUNTED} FOR UPDATE SKIP LOCKED))"


def _counted_as(outcome: TurnAttempt.Outcome, *, seconds: float) -> Iterable[str]:
    if outcome == Outcome.ANSWERED:
        return REPLIES, reply_time(next(bound for bound in BOUNDS if seconds <= bound))
    # The welcome after a reset is a reply, but nobody waited for an answer.
    names = {Outcome.RESET: REPLIES, Outcome.FAILED: FAILED, Outcome.OPERATOR: BY_OPERATOR}
    return [names[outcome]] if outcome in names else []


def reply_time(bound: float) -> str:
    """Return under which name replies are counted that took at most `bound` seconds."""
    return f"{_REPLY_TIME}{bound:g}"


def reply_times(amounts: Mapping[str, int]) -> dict[float, int]:
    """Return of `amounts`, by name, the reply times: how many fell into the bucket of each bound."""
    return {bound: amounts.get(reply_time(bound), 0) for bound in BOUNDS}


def percentile(buckets: Mapping[float, int], share: float) -> float | None:
    """Return within how many seconds `share` (0 to 1) of the replies came; None where there are none.

    Interpolated within a bucket, as if its replies were spread evenly; in the last one, its lower bound.
    """
    wanted = share * sum(buckets.values())
    below, lower = 0, 0.0
    for bound, amount in sorted(buckets.items()):
        if amount and below + amount >= wanted:
            return lower if math.isinf(bound) else lower + (bound - lower) * (wanted - below) / amount
        below, lower = below + amount, bound
    return None


def by_hour(*, since: datetime) -> dict[str, Counter[str]]:
    """Return what was counted, by name, since the hour that begins at `since`; hours are "2026-11-22 09"."""
    return _sums(since, characters=13)


def by_day(*, since: datetime) -> dict[str, Counter[str]]:
    """Return what was counted, by name, since the day that begins at `since`; days are "2026-11-22"."""
    return _sums(since, characters=10)


def _sums(since: datetime, *, characters: int) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for period, name, amount in fetch(_SUMS.format(characters=characters), [db_time(since)]):
        sums.setdefault(str(period), Counter())[str(name)] = int(str(amount))
    return sums


def prune() -> int:
    """Forget what was counted 400 days ago; return how many rows."""
    pruned, _ = HourlyCount.objects.filter(hour__lt=timezone.now() - KEPT).delete()
    return pruned
