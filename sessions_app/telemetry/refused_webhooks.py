"""Which webhooks were refused, and why: counted in memory, and added to rows of the hour once a minute."""

from collections import Counter
from datetime import datetime
from threading import Lock

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sessions_app.models import RefusedWebhook
from sessions_app.telemetry.hourly_counts import hour_of

MOST = 50
"""Reasons with their URLs that are kept apart until the next write; the rest counts as "other"."""
OTHER = ("other", "")

_lock = Lock()
_amounts: Counter[tuple[str, str]] = Counter()
_last_at: dict[tuple[str, str], datetime] = {}


def count(reason: str, *, checked_for: str) -> None:
    """Count a refusal. `checked_for` is the masked URL that its signature was checked for, or ""."""
    with _lock:
        key = (reason[:64], checked_for[:200])
        if key not in _amounts and len(_amounts) >= MOST:
            key = OTHER
        _amounts[key] += 1
        _last_at[key] = timezone.now()


def write() -> None:
    """Add what was counted since the last time to the table. Raises `django.db.Error`: it is kept then."""
    with _lock:
        if not _amounts:
            return
        amounts, last_at = Counter(_amounts), dict(_last_at)
    with transaction.atomic():
        for (reason, checked_for), amount in sorted(amounts.items()):  # in one order: two at once never block
            at = last_at[reason, checked_for]
            row = {"hour": hour_of(at), "reason": reason, "checked_for": checked_for}
            RefusedWebhook.objects.bulk_create(
                [RefusedWebhook(**row, amount=0, last_at=at)], ignore_conflicts=True
            )
            RefusedWebhook.objects.filter(**row).update(amount=F("amount") + amount, last_at=at)
    with _lock:
        _amounts.subtract(amounts)
        for key in [key for key, amount in _amounts.items() if not amount]:
            del _amounts[key], _last_at[key]
