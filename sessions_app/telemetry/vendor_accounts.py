"""Vendors that refuse our account: a wrong key, no credit, no such model, a suspended account.

That is not the fault of the user whose call learnt it. A row per vendor lasts as long as the refusal.
Meanwhile one call in `TRIAL_SECONDS`, by any worker, finds out whether the account works again.
"""

from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from sessions_app.db.sql import load
from sessions_app.db.thread_pool import async_twin
from sessions_app.models import VendorAccount

log = structlog.get_logger(__name__)

Vendor = VendorAccount.Vendor

TRIAL_SECONDS = 60.0
OVERDUE_SECONDS = 120.0
PATIENCE = timedelta(hours=24)
"""How long a message waits for the account; WhatsApp takes no free-form reply after that either."""

# Plain SQL: each claim of turns and of replies pays for it.
_REFUSAL = f"SELECT {{columns}} FROM {VendorAccount._meta.db_table} WHERE vendor = %s"


def refusal(vendor: VendorAccount.Vendor) -> VendorAccount | None:
    """Return since when and why `vendor` refuses our account; None if it does not, as far as we know."""
    return next(iter(load(VendorAccount, _REFUSAL, [vendor])), None)


def untried_since(account: VendorAccount) -> datetime | None:
    """Return when the account was last tried, if the next trial is overdue because nothing waits; or None."""
    overdue = timezone.now() - account.next_trial_at > timedelta(seconds=OVERDUE_SECONDS)
    return account.next_trial_at - timedelta(seconds=TRIAL_SECONDS) if overdue else None


def take_trial(vendor: VendorAccount.Vendor) -> bool:
    """Return True if the caller may make the call that tries the account: one at a time gets it."""
    now = timezone.now()
    due = VendorAccount.objects.filter(vendor=vendor, next_trial_at__lte=now)
    return bool(due.update(next_trial_at=_next_trial(now)))


def refused(vendor: VendorAccount.Vendor, code: str) -> None:
    """Record that `vendor` refused our account just now, for the reason `code`."""
    now = timezone.now()
    account = VendorAccount(vendor=vendor, code=code[:64], refused_since=now, next_trial_at=_next_trial(now))
    VendorAccount.objects.bulk_create(
        [account], update_conflicts=True, unique_fields=["vendor"], update_fields=["code"]
    )
    log.error("account_refused", vendor=vendor.value, code=code)


def works(vendor: VendorAccount.Vendor) -> None:
    """Record that a trial succeeded."""
    VendorAccount.objects.filter(vendor=vendor).delete()
    log.warning("account_works_again", vendor=vendor.value)


def _next_trial(now: datetime) -> datetime:
    return now + timedelta(seconds=TRIAL_SECONDS)


arefused = async_twin(refused)
aworks = async_twin(works)
