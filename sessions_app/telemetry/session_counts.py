"""How many sessions began and ended, and why: right in every process, without a scan or a hot row.

Rows that come or go beside the code are not counted. `reconcile` finds them, and counts them for reasons of
their own: a counter never goes down.
"""

from collections import Counter
from typing import Any, TypeAlias

import structlog
from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum, Value
from django.utils import timezone

from sessions_app.db.batches import repeat_until_empty
from sessions_app.db.sql import execute
from sessions_app.models import ConversationSession, SessionChange, SessionTotal
from sessions_app.telemetry import hourly_counts

log = structlog.get_logger(__name__)
Reason = SessionChange.Reason
BEGAN = (Reason.CREATED, Reason.FOUND)
"""The reasons that add to the stored sessions; the others take away."""
_STORED = "stored"
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
    return _totals(*_counted())[0]


def _counted() -> tuple[QuerySet[Any, Any], ...]:
    changes = SessionChange.objects.order_by().values_list("reason").annotate(Sum("amount"))
    return SessionTotal.objects.values_list("reason", "amount"), changes


def _totals(first: QuerySet[Any, Any], *more: QuerySet[Any, Any]) -> tuple[Totals, int]:
    """Return the sums of all rows by reason, and how many sessions are stored if that is among them."""
    counted: Counter[str] = Counter()
    for reason, amount in first.union(*more, all=True):
        counted[reason] += amount
    return {reason: counted[reason] for reason in Reason}, counted[_STORED]


def active(counted: Totals | None = None) -> int:
    """Return how many sessions are stored: those that began and did not end, 0 at least.

    `counted` is what `totals` returned, where the caller has asked already.
    """
    return max(0, _balance(totals() if counted is None else counted))


def _balance(counted: Totals) -> int:
    return sum(amount if reason in BEGAN else -amount for reason, amount in counted.items())


def reconcile() -> int:
    """Count what is stored and was not counted, or the other way round; return how many sessions that is.

    Reads the primary key of all sessions. Sessions may begin and end meanwhile: each does so together with
    its count, and one statement sees both or neither. Not for legacy mode, where none is in our table.
    """
    stored = ConversationSession.objects.order_by().annotate(reason=Value(_STORED))
    with transaction.atomic():
        _lock_totals()  # two at once would both correct
        counted, rows = _totals(*_counted(), stored.values_list("reason").annotate(Count("pk")))
        missing = rows - _balance(counted)
        reason = Reason.FOUND if missing > 0 else Reason.LOST
        if missing:
            SessionTotal.objects.filter(reason=reason).update(amount=F("amount") + abs(missing))
            log.warning("session_count_corrected", counted=_balance(counted), stored=rows)
    return abs(missing)


def _lock_totals() -> dict[str, SessionTotal]:
    SessionTotal.objects.bulk_create(
        (SessionTotal(reason=reason) for reason in Reason), ignore_conflicts=True
    )
    return {total.reason: total for total in SessionTotal.objects.select_for_update().order_by("reason")}


def roll_up() -> int:
    """Add the changes to the totals and the hourly counts and drop them; return how many that were.

    Several at once are harmless: the totals' rows are locked first.
    """
    return repeat_until_empty(_roll_up_batch, batch_size=ROLL_UP_BATCH)


def _roll_up_batch() -> int:
    with transaction.atomic():
        sums = _lock_totals()
        oldest = list(SessionChange.objects.order_by("pk")[:ROLL_UP_BATCH])
        by_hour: hourly_counts.Amounts = Counter()
        for change in oldest:
            sums[change.reason].amount += change.amount
            by_hour[hourly_counts.hour_of(change.at), change.reason] += change.amount
        hourly_counts.add(by_hour)
        SessionTotal.objects.bulk_update(sums.values(), ["amount"])
        SessionChange.objects.filter(pk__in=[change.pk for change in oldest]).delete()
    return len(oldest)
