"""How many sessions began and ended, and why: right in every process, without a scan or a hot row."""

from collections import Counter
from typing import TypeAlias

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from sessions_app.db.batches import repeat_until_empty
from sessions_app.db.sql import execute
from sessions_app.models import SessionChange, SessionTotal
from sessions_app.telemetry import hourly_counts

Reason = SessionChange.Reason
Totals: TypeAlias = dict[SessionChange.Reason, int]

# Plain SQL: each session pays for it.
_ADD = f"INSERT INTO {SessionChange._meta.db_table} (reason, amount, at) VALUES (%s, %s, %s)"
ROLL_UP_BATCH = 5000


def add(reason: SessionChange.Reason, amount: int = 1) -> None:
    """Count `amount` sessions, in the transaction that begins or ends them."""
    if amount:
        execute(_ADD, [reason.value, amount, timezone.now()])


def totals() -> Totals:
    """Return the counts since the beginning, by one statement, so that they fit together."""
    changes = SessionChange.objects.order_by().values_list("reason").annotate(Sum("amount"))
    counted: Counter[str] = Counter()
    for reason, amount in SessionTotal.objects.values_list("reason", "amount").union(changes, all=True):
        counted[reason] += amount
    return {reason: counted[reason] for reason in Reason}


def active(counted: Totals | None = None) -> int:
    """Return how many sessions are stored: those created and not ended.

    `counted` is what `totals` returned, where the caller has asked already.
    """
    counted = totals() if counted is None else counted
    return counted[Reason.CREATED] - sum(n for reason, n in counted.items() if reason != Reason.CREATED)


def roll_up() -> int:
    """Add the changes to the totals and the hourly counts and drop them; return how many that were.

    Several at once are harmless: the totals' rows are locked first.
    """
    return repeat_until_empty(_roll_up_batch, batch_size=ROLL_UP_BATCH)


def _roll_up_batch() -> int:
    with transaction.atomic():
        SessionTotal.objects.bulk_create(
            (SessionTotal(reason=reason) for reason in Reason), ignore_conflicts=True
        )
        sums = {total.reason: total for total in SessionTotal.objects.select_for_update().order_by("reason")}
        oldest = list(SessionChange.objects.order_by("pk")[:ROLL_UP_BATCH])
        by_hour: hourly_counts.Amounts = Counter()
        for change in oldest:
            sums[change.reason].amount += change.amount
            by_hour[hourly_counts.hour_of(change.at), change.reason] += change.amount
        hourly_counts.add(by_hour)
        SessionTotal.objects.bulk_update(sums.values(), ["amount"])
        SessionChange.objects.filter(pk__in=[change.pk for change in oldest]).delete()
    return len(oldest)
