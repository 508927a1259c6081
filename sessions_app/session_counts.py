"""How many sessions began and ended, and why: right in every process, without a scan or a hot row."""

from collections import Counter
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from sessions_app import hourly_counts
from sessions_app.batches import until_short
from sessions_app.models import SessionChange, SessionTotal
from sessions_app.statements import db_time, execute, fetch

Reason = SessionChange.Reason
Totals: TypeAlias = dict[SessionChange.Reason, int]

_ADD = f"INSERT INTO {SessionChange._meta.db_table} (reason, amount, at) VALUES (%s, %s, %s)"
_TOTALS = f"""
    SELECT reason, SUM(amount) FROM (
        SELECT reason, amount FROM {SessionTotal._meta.db_table}
        UNION ALL SELECT reason, amount FROM {SessionChange._meta.db_table}
    ) AS counted GROUP BY reason
"""
FOLD_BATCH = 5000


def add(reason: SessionChange.Reason, amount: int = 1) -> None:
    """Count `amount` sessions, in the transaction that begins or ends them."""
    if amount:
        execute(_ADD, [reason.value, amount, db_time(timezone.now())])


def totals() -> Totals:
    """Return the counts since the beginning, by one statement, so that they fit together."""
    counted = {reason: int(str(amount)) for reason, amount in fetch(_TOTALS, [])}
    return {reason: counted.get(reason.value, 0) for reason in Reason}


def active(counted: Totals | None = None) -> int:
    """Return how many sessions are stored: those created and not ended.

    `counted` is what `totals` returned, where the caller has asked already.
    """
    counted = totals() if counted is None else counted
    return counted[Reason.CREATED] - sum(n for reason, n in counted.items() if reason != Reason.CREATED)


def fold() -> int:
    """Add the changes to the totals and the hourly counts and drop them; return how many that were.

    Several at once are harmless: the totals' rows are locked first.
    """
    return until_short(_fold_batch, batch_size=FOLD_BATCH)


def _fold_batch() -> int:
    with transaction.atomic():
        SessionTotal.objects.bulk_create(
            (SessionTotal(reason=reason) for reason in Reason), ignore_conflicts=True
        )
        sums = {total.reason: total for total in SessionTotal.objects.select_for_update().order_by("reason")}
        oldest = list(SessionChange.objects.order_by("pk")[:FOLD_BATCH])
        by_hour: hourly_counts.Amounts = Counter()
        for change in oldest:
            sums[change.reason].amount += change.amount
            by_hour[hourly_counts.hour_of(change.at), change.reason] += change.amount
        hourly_counts.add(by_hour)
        SessionTotal.objects.bulk_update(sums.values(), ["amount"])
        SessionChange.objects.filter(pk__in=[change.pk for change in oldest]).delete()
    return len(oldest)
