"""An erasure is confirmed when nothing is left to delete at OpenAI and Twilio either."""

from datetime import timedelta

from django.utils import timezone

from sessions_app.metrics import ERASURES
from sessions_app.models import ErasureReceipt, RemoteThread

CONFIRMED_WITHIN = timedelta(hours=24)
"""After that it has failed for so long that a person has to look."""


def open_parts(receipt: ErasureReceipt) -> list[str]:
    """Return what has still to be deleted for `receipt` and at whom, in words; nothing when it is done."""
    # A row of the ledger goes some time after OpenAI has confirmed its deletion.
    threads = RemoteThread.objects.filter(pk__in=receipt.threads).exclude(state=RemoteThread.State.DELETED)
    parts = {"conversations at OpenAI": threads.count(), "addresses at Twilio": receipt.at_twilio.count()}
    return [f"{what}: {count}" for what, count in parts.items() if count]


def confirm() -> int:
    """Record of the receipts that are finished that they are; return of how many."""
    finished = [one.pk for one in ErasureReceipt.objects.filter(confirmed_at=None) if not open_parts(one)]
    confirmed = ErasureReceipt.objects.filter(pk__in=finished, confirmed_at=None).update(
        confirmed_at=timezone.now()
    )
    ERASURES.labels("confirmed").inc(confirmed)
    return confirmed


def overdue() -> int:
    """Return how many erasures are not confirmed after a day."""
    late = timezone.now() - CONFIRMED_WITHIN
    return ErasureReceipt.objects.filter(confirmed_at=None, at__lt=late).count()
