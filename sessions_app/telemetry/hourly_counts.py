"""What happened in each hour (UTC): sessions, messages, replies and how long they took.

Nothing is counted where it happens, so that no row is hot: schedules add up what was written down
there (`SessionChange`, `TurnAttempt`). The console's charts read nothing else.

Counted by name: the reasons of `SessionChange`; `MESSAGES`, by when they were received and once
their turn has ended; `REPLIES` of the bot and `BY_OPERATOR`; `FAILED` turns; and how many messages were
answered by the bot within so many seconds, from the first message of a turn to its reply (`reply_time`).
That operators were mailed about the budget counts in the first hour of its day (`housekeeping.budget_mail`).
`QUIET` is how many milliseconds of these the users were given to write on (`turns.quiet`), in all.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from django.db import connection, transaction
from django.db.models import F, Sum, TextField
from django.db.models.functions import Cast, Substr

from sessions_app.db.batches import repeat_until_empty
from sessions_app.models import HourlyCount, TurnAttempt

Outcome = TurnAttempt.Outcome

MESSAGES, REPLIES, BY_OPERATOR, FAILED = "messages", "replies", "by operator", "failed"
QUIET = "quiet ms"
BOUNDS = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800, math.inf)
"""Upper bounds of the reply times' buckets, in seconds; rows are named after them."""
_REPLY_TIME = "reply <= "
BATCH_SIZE = 1000

Amounts: TypeAlias = Counter[tuple[datetime, str]]
"""By the beginning of the hour and the name."""


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour of `moment`."""
    return moment.replace(minute=0, second=0, microsecond=0)


def add(amounts: Amounts) -> None:
    """Add `amounts` to what is counted already, in the caller's transaction."""
    if not amounts:
        return
    ordered = sorted(amounts.items())  # in one order, so that two at once cannot lock each other out
    HourlyCount.objects.bulk_create(
        (HourlyCount(hour=hour, name=name, amount=0) for (hour, name), _ in ordered), ignore_conflicts=True
    )
    for (hour, name), amount in ordered:
        HourlyCount.objects.filter(hour=hour, name=name).update(amount=F("amount") + amount)


def count_turns() -> int:
    """Count the attempts that ended since the last time, each once; return how many.

    Several at once share the work.
    """
    return repeat_until_empty(_count_batch, batch_size=BATCH_SIZE)


def _count_batch() -> int:
    amounts: Amounts = Counter()
    with transaction.atomic():
        uncounted = TurnAttempt.objects.filter(counted=False).order_by("pk")
        skip = connection.features.has_select_for_update_skip_locked
        attempts = list(uncounted.select_for_update(skip_locked=skip)[:BATCH_SIZE])
        TurnAttempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).update(counted=True)
        for attempt in attempts:
            if attempt.outcome != Outcome.RETRIED:
                amounts[hour_of(attempt.received_at), MESSAGES] += attempt.messages
            if attempt.outcome == Outcome.ANSWERED:
                amounts[hour_of(attempt.ended_at), QUIET] += round(1000 * attempt.quiet_seconds)
            seconds = (attempt.ended_at - attempt.received_at).total_seconds()
            for name in _counted_as(Outcome(attempt.outcome), seconds=seconds):
                amounts[hour_of(attempt.ended_at), name] += 1
        add(+amounts)  # what is not zero
    return len(attempts)


def _counted_as(outcome: TurnAttempt.Outcome, *, seconds: float) -> Iterable[str]:
    if outcome == Outcome.ANSWERED:
        return REPLIES, reply_time(next(bound for bound in BOUNDS if seconds <= bound))
    # The welcome after a reset is a reply, but not an answer that a user waited for.
    names = {Outcome.RESET: REPLIES, Outcome.FAILED: FAILED, Outcome.OPERATOR: BY_OPERATOR}
    return [names[outcome]] if outcome in names else []


def reply_time(bound: float) -> str:
    """Return under which name replies are counted that took at most `bound` seconds."""
    return f"{_REPLY_TIME}{bound:g}"


def reply_times(amounts: Mapping[str, int]) -> dict[float, int]:
    """Return of `amounts`, by name, the reply times: how many fell into the bucket of each bound."""
    return {bound: amounts.get(reply_time(bound), 0) for bound in BOUNDS}


def mean_quiet_seconds(amounts: Mapping[str, int]) -> float | None:
    """Return how many seconds of a reply's time its user was given to write on; None without replies."""
    replies = sum(reply_times(amounts).values())
    return amounts.get(QUIET, 0) / 1000 / replies if replies else None


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
    # The beginning of an ISO time is its day or its hour; both databases read times in UTC.
    period = Substr(Cast("hour", TextField()), 1, characters)
    counted = HourlyCount.objects.filter(hour__gte=since).annotate(period=period)
    for began, name, amount in counted.values_list("period", "name").annotate(Sum("amount")):
        sums.setdefault(began, Counter())[name] = amount
    return sums
