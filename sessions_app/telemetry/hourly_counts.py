"""What happened in each hour (UTC): sessions, messages, replies and how long they took, errors of vendors.

Nothing is counted where it happens, so that no row is hot: schedules add up what was written down there.
The console's charts read nothing else. These rows name no user.

Counted by name: the reasons of `SessionChange`; `MESSAGES`, by when they were received and once
their turn has ended; `REPLIES` of the bot and `BY_OPERATOR`; `FAILED` turns; the `Times` below; what
`release_counts` and `vendor_errors` name. That operators were mailed about the budget counts in the first
hour of its day (`housekeeping.budget_mail`). `QUIET` is how many milliseconds of the bot's replies the users
were given to write on (`turns.quiet`), in all.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.models import F, Sum, TextField
from django.db.models.functions import Cast, Greatest, Substr

from sessions_app.models import HourlyCount

MESSAGES, REPLIES, BY_OPERATOR, FAILED = "messages", "replies", "by operator", "failed"
QUIET = "quiet ms"

Amounts: TypeAlias = Counter[tuple[datetime, str]]
"""By the beginning of the hour and the name."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """Durations in seconds: how many were as long as each of the bounds at most, and longer than the last.

    The rows are named after the bounds, which therefore never change.
    """

    name: str
    bounds: tuple[float, ...]

    def row(self, bound: float) -> str:
        """Return under which name durations up to `bound` are counted."""
        return f"{self.name} <= {bound:g}"

    def row_of(self, seconds: float) -> str:
        """Return under which name a duration of `seconds` is counted."""
        return self.row(next(bound for bound in self.bounds if seconds <= bound))

    def of(self, amounts: Mapping[str, int]) -> dict[float, int]:
        """Return of `amounts`, by name, how many durations fell into the bucket of each bound."""
        return {bound: amounts.get(self.row(bound), 0) for bound in self.bounds}

    def count(self, amounts: Mapping[str, int]) -> int:
        """Return how many durations were counted in `amounts`."""
        return sum(self.of(amounts).values())

    def percentile(self, amounts: Mapping[str, int], share: float) -> float | None:
        """Return the `percentile` of `amounts`, by name, in seconds."""
        return percentile(self.of(amounts), share)


_WAITS = (
    *(10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600),
    *(86400, 2 * 86400, 7 * 86400, math.inf),
)
REPLY = Times(
    name="reply",
    bounds=(
        *(0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800),
        math.inf,
    ),
)
"""From when the first message of a turn was the bot's to answer (`TurnAttempt.due_at`) to the bot's reply."""
HELD = Times(name="held", bounds=_WAITS)
"""How long the first message of a turn was held for an operator, who answered it or handed it back."""
OPERATOR = Times(name="operator", bounds=_WAITS)
"""From when the oldest unanswered message was received to an operator's own reply."""


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour of `moment`."""
    return moment.replace(minute=0, second=0, microsecond=0)


def add(amounts: Amounts) -> None:
    """Add `amounts` to what is counted already, in the caller's transaction; negative ones are taken back."""
    # In one order, so that two at once cannot lock each other out.
    ordered = sorted((key, amount) for key, amount in amounts.items() if amount)
    HourlyCount.objects.bulk_create(
        (HourlyCount(hour=hour, name=name, amount=0) for (hour, name), _ in ordered), ignore_conflicts=True
    )
    for (hour, name), amount in ordered:
        # What is taken back may have been pruned meanwhile.
        total = Greatest(F("amount") + amount, 0)
        HourlyCount.objects.filter(hour=hour, name=name).update(amount=total)


def by_ending(amounts: Mapping[str, int], begin: str) -> Counter[str]:
    """Return what was counted under names that begin with `begin`, by how they go on."""
    return Counter(
        {name.removeprefix(begin): n for name, n in amounts.items() if n and name.startswith(begin)}
    )


def mean_quiet_seconds(amounts: Mapping[str, int]) -> float | None:
    """Return how many seconds of a reply's time its user was given to write on; None without replies."""
    replies = REPLY.count(amounts)
    return amounts.get(QUIET, 0) / 1000 / replies if replies else None


def percentile(buckets: Mapping[float, int], share: float) -> float | None:
    """Return within how many seconds `share` (0 to 1) of the durations lie; None where there are none.

    Interpolated within a bucket, as if its durations were spread evenly; in the last one, its lower bound.
    """
    if (found := bucket_of(buckets, share)) is None:
        return None
    lower, bound = found
    below = sum(amount for other, amount in buckets.items() if other < bound)
    part = (share * sum(buckets.values()) - below) / buckets[bound]
    return lower if math.isinf(bound) else lower + (bound - lower) * part


def bucket_of(buckets: Mapping[float, int], share: float) -> tuple[float, float] | None:
    """Return the bounds of the bucket in which that percentile lies; None where there are no durations."""
    wanted = share * sum(buckets.values())
    below, lower = 0, 0.0
    for bound, amount in sorted(buckets.items()):
        if amount and below + amount >= wanted:
            return lower, bound
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
