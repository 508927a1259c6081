"""Recordings that were written down are deleted at Twilio until it confirms, however long that takes."""

import asyncio
import time
from datetime import timedelta

import structlog
from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from sessions_app.backoff import seconds_to_next_deletion
from sessions_app.messages import media, twilio_api
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import MediaDeletion, VendorAccount
from sessions_app.telemetry import vendor_accounts

log = structlog.get_logger(__name__)

BATCH_SIZE = 100
AT_ONCE = 8
RUN_SECONDS = 20.0
"""No batch begins after that."""
TRY_AGAIN_SECONDS = 300.0
"""How long a recording that is being deleted is reserved; then it is free again if its process died."""


def delete_due(*, seconds: float = RUN_SECONDS) -> int:
    """Delete the recordings that are due; return how many are gone.

    While Twilio refuses our account nothing is tried: the messages that wait find out when it works again.
    """
    deadline, gone = time.monotonic() + seconds, 0
    while settings.TWILIO_ACCOUNT_SID and time.monotonic() < deadline and not _is_refused():
        claimed = _claim()
        outcomes = asyncio.run(_delete_all(claimed)) if claimed else []
        deleted = sum(_record(row, error) for row, error in zip(claimed, outcomes, strict=True))
        gone += deleted
        if not deleted:
            break
    return gone


def _is_refused() -> bool:
    return vendor_accounts.refusal(VendorAccount.Vendor.TWILIO) is not None


def _due() -> QuerySet[MediaDeletion]:
    return MediaDeletion.objects.filter(deleted_at=None, retry_at__lte=timezone.now())


def _claim() -> list[MediaDeletion]:
    """Take a batch by compare-and-set on `retry_at`."""
    again = timezone.now() + timedelta(seconds=TRY_AGAIN_SECONDS)
    return [
        row
        for row in _due().order_by("retry_at")[:BATCH_SIZE]
        if _due().filter(pk=row.pk).update(retry_at=again, attempts=F("attempts") + 1)
    ]


async def _delete_all(rows: list[MediaDeletion]) -> list[DeliveryError | None]:
    slots = asyncio.Semaphore(AT_ONCE)

    async def delete(row: MediaDeletion) -> DeliveryError | None:
        async with slots:
            return await _delete(row)

    try:
        return await asyncio.gather(*map(delete, rows))
    finally:
        await twilio_api.close()


async def _delete(row: MediaDeletion) -> DeliveryError | None:
    sids = media.parse(row.url)
    if sids is None:  # of an account that we have no more: nothing of ours can delete it
        return DeliveryError("another_account")
    try:
        await twilio_api.delete_medium(message_sid=sids[0], medium_sid=sids[1])
    except DeliveryError as error:
        return error
    return None


def _record(row: MediaDeletion, error: DeliveryError | None) -> bool:
    """Record what became of `row`; return whether it is gone."""
    mine = MediaDeletion.objects.filter(pk=row.pk, deleted_at=None)
    if error is None:
        return bool(mine.update(deleted_at=timezone.now(), error=""))
    wait = seconds_to_next_deletion(row.attempts + 1, at_least=error.retry_after)
    mine.update(error=error.code[:64], retry_at=timezone.now() + timedelta(seconds=wait))
    log.warning("recording_not_deleted", code=error.code, seconds=round(wait), **error.request_ids)
    return False
