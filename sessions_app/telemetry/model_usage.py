"""What the models used and cost, by day (UTC), purpose and model: sums that outlive calls and users.

A call is a row (`assistant.model_calls`); a schedule adds new rows up, so that no row is hot. Nothing is
taken away from the sums, so counters made of them never go down.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from assistant.models import ModelCall, ModelUsage, PressRelease
from sessions_app.db.batches import repeat_until_empty
from sessions_app.telemetry import hourly_counts, vendor_errors

BATCH_SIZE = 1000
DIED = timedelta(hours=1)
"""After that a call without an outcome gets none any more; it may have been paid for."""


@dataclass(kw_only=True)
class Usage:
    """What some calls used and cost. The fields are those of `ModelUsage`."""

    calls: int = 0
    failed: int = 0
    unpriced: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    audio_seconds: float = 0
    cost: Decimal = Decimal()

    @classmethod
    def of(cls, calls: Iterable[ModelCall]) -> Self:
        """Return the sum of `calls`."""
        total = cls()
        for call in calls:
            total.add(call)
        return total

    def add(self, more: "ModelCall | ModelUsage | Usage") -> None:
        """Add one call, or what others used."""
        if isinstance(more, ModelCall):
            self.calls += 1
            self.failed += bool(more.error) or more.answered_at is None
            self.unpriced += more.cost is None
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + (getattr(more, one.name, None) or 0))

    @property
    def is_unknown(self) -> bool:
        """True if it is known of no call what it cost."""
        return bool(self.calls) and self.unpriced == self.calls

    @property
    def unknown_in_words(self) -> str:
        """How many calls are missing in the cost, "" if none is."""
        return f"{_calls(self.unpriced)} without a price" if self.unpriced else ""

    @property
    def cost_in_words(self) -> str:
        """What the calls cost, as far as known."""
        if self.is_unknown:
            return "unknown"
        known = dollars(self.cost)
        return f"at least {known}, {self.unknown_in_words}" if self.unpriced else known

    @property
    def in_words(self) -> str:
        """What the calls used, each kind that there is."""
        parts = [
            _calls(self.calls) + (f", {self.failed} failed" if self.failed else ""),
            f"{self.input_tokens:,} tokens in"
            + (f", {self.cached_tokens:,} of them cached" if self.cached_tokens else ""),
            f"{self.output_tokens:,} out"
            + (f", {self.reasoning_tokens:,} of them reasoning" if self.reasoning_tokens else ""),
        ]
        return "; ".join([*parts, *([f"{self.audio_seconds:,.0f} s of sound"] if self.audio_seconds else [])])


def _calls(number: int) -> str:
    return f"{number:,} call{'s' if number > 1 else ''}"


def dollars(amount: Decimal) -> str:
    """Return an amount in US dollars with as many digits as it needs: "$1.23", "$0.0042"."""
    digits = 2 if not amount or amount >= Decimal("0.1") else 4
    return f"${amount:,.{digits}f}" if not amount or amount >= Decimal("0.0001") else "below $0.0001"


def day_began() -> datetime:
    """Return when today began (UTC)."""
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def roll_up() -> int:
    """Add the calls that ended since the last time to the sums, each once; return how many.

    Several at once share the work.
    """
    return repeat_until_empty(_roll_up_batch, batch_size=BATCH_SIZE)


def _roll_up_batch() -> int:
    with transaction.atomic():
        ended = Q(answered_at__isnull=False) | Q(asked_at__lt=timezone.now() - DIED)
        uncounted = _light(ModelCall.objects.filter(ended, counted=False))
        skip = connection.features.has_select_for_update_skip_locked
        calls = list(uncounted.select_for_update(of=("self",) if skip else (), skip_locked=skip)[:BATCH_SIZE])
        ModelCall.objects.filter(pk__in=[call.pk for call in calls]).update(counted=True)
        sums: dict[tuple[date, str, str], Usage] = defaultdict(Usage)
        for call in calls:
            sums[call.asked_at.date(), call.purpose, call.model].add(call)
        for key, more in sorted(sums.items()):  # in one order, so that two at once cannot lock each other out
            _add(dict(zip(("day", "purpose", "model"), key, strict=True)), more)
        hourly_counts.add(
            Counter(
                (hourly_counts.hour_of(call.answered_at or call.asked_at), vendor_errors.OPENAI.row(error))
                for call in calls
                if (error := vendor_errors.of_call(call))
            )
        )
    return len(calls)


def _add(key: dict[str, Any], more: Usage) -> None:
    ModelUsage.objects.bulk_create([ModelUsage(**key)], ignore_conflicts=True)
    row = ModelUsage.objects.select_for_update().get(**key)
    total = Usage()
    total.add(row)
    total.add(more)
    ModelUsage.objects.filter(pk=row.pk).update(**vars(total))


def spent_today() -> Decimal:
    """Return what the calls of this day (UTC) have cost as far as known, by one statement."""
    began = day_began()
    new = ModelCall.objects.filter(counted=False, asked_at__gte=began).order_by()
    today = ModelUsage.objects.filter(day=began.date()).order_by()
    costs = [rows.values_list("purpose").annotate(Sum("cost")) for rows in (today, new)]
    return sum((cost or Decimal() for _, cost in costs[0].union(costs[1], all=True)), Decimal())


def by_day(*, since: date) -> dict[date, Usage]:
    """Return what was used on each day with calls from `since` on, the newest day first."""
    days: dict[date, Usage] = defaultdict(Usage)
    for row in ModelUsage.objects.filter(day__gte=since).order_by("-day"):
        days[row.day].add(row)
    return days


def by_month(days: Mapping[date, Usage]) -> dict[date, Usage]:
    """Return what was used in each month, by its first day, from what was used on its `days`."""
    months: dict[date, Usage] = defaultdict(Usage)
    for day, usage in days.items():
        months[day.replace(day=1)].add(usage)
    return months


def by_purpose(*, since: date) -> dict[tuple[str, str], Usage]:
    """Return what was used from `since` on, by purpose and model."""
    found: dict[tuple[str, str], Usage] = defaultdict(Usage)
    for row in ModelUsage.objects.filter(day__gte=since).order_by("purpose", "model"):
        found[row.purpose, row.model].add(row)
    return found


def of_phone(phone: str, *, since: datetime) -> Usage:
    """Return what the calls for `phone` since then used."""
    return Usage.of(_light(ModelCall.objects.filter(phone=phone, asked_at__gte=since)))


def of_release(release: PressRelease, *, until: datetime | None = None) -> Usage:
    """Return what the calls used that were made since `release` was begun, for it; those `until` a moment."""
    calls = release.model_calls.all()
    return Usage.of(_light(calls.filter(asked_at__lte=until) if until else calls))


def of_turns(phone: str, turns: Collection[UUID]) -> dict[UUID, Usage]:
    """Return what each of these turns of `phone` used, with one query."""
    used: dict[UUID, Usage] = defaultdict(Usage)
    for call in _light(ModelCall.objects.filter(phone=phone, turn__in=turns)):
        used[call.turn].add(call)
    return used


def _light(calls: QuerySet[ModelCall]) -> QuerySet[ModelCall]:
    return calls.order_by("pk").defer("answer", "request")
