"""What Twilio has of somebody who was forgotten is deleted there, until it has nothing left of before.

Our rows say nothing of it any more: it is found by listing what was sent to and from each address.
"""

import asyncio
import time
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from sessions_app.backoff import seconds_to_next_deletion
from sessions_app.erasure.forgetting import LAST_MESSAGE
from sessions_app.messages import twilio_api
from sessions_app.messages.twilio_api import DeliveryError, Stored
from sessions_app.models import ErasureReceipt, TwilioErasure, VendorAccount
from sessions_app.telemetry import vendor_accounts

log = structlog.get_logger(__name__)

BATCH_SIZE = 100
AT_ONCE = 8
RUN_SECONDS = 20.0
"""No batch begins after that, and none lasts longer: twice that is below SCHEDULES_TIMEOUT_SECONDS."""
TRY_AGAIN_SECONDS = 300.0
"""How long an address that is worked at is reserved; then it is free again if its process died."""
MORE_TO_DELETE = "more_to_delete"
"""The time of the run was over."""


def erase_due(*, seconds: float = RUN_SECONDS) -> int:
    """Delete the messages of the addresses that are due; return for how many of them nothing is left.

    While Twilio refuses our account nothing is tried, as in `media_deletion`.
    """
    deadline, gone = time.monotonic() + seconds, 0
    while settings.TWILIO_ACCOUNT_SID and time.monotonic() < deadline and not _is_refused():
        began, row = timezone.now(), _claim()
        if row is None:
            break
        gone += _record(row, _erase(row, deadline=deadline), began=began)
    return gone


def _is_refused() -> bool:
    return vendor_accounts.refusal(VendorAccount.Vendor.TWILIO) is not None


def _due() -> QuerySet[TwilioErasure]:
    return TwilioErasure.objects.filter(retry_at__lte=timezone.now())


def _claim() -> TwilioErasure | None:
    """Take an address by compare-and-set on `retry_at`; None where none is due."""
    again = timezone.now() + timedelta(seconds=TRY_AGAIN_SECONDS)
    for row in _due().select_related("receipt").order_by("retry_at")[:BATCH_SIZE]:
        if _due().filter(pk=row.pk).update(retry_at=again, attempts=F("attempts") + 1):
            return row
    return None


def _erase(row: TwilioErasure, *, deadline: float) -> DeliveryError | None:
    """Delete what there is of `row`'s address; return why something may be left, None if nothing is."""
    while time.monotonic() < deadline:
        deleted, error = asyncio.run(_erase_batch(row.address, until=row.receipt.at + LAST_MESSAGE))
        receipt = ErasureReceipt.objects.filter(pk=row.receipt_id)
        receipt.update(deleted_at_twilio=F("deleted_at_twilio") + deleted)
        if not deleted or (error and error.code != twilio_api.NOT_SETTLED):
            return error
    return DeliveryError(MORE_TO_DELETE)


async def _erase_batch(address: str, *, until: datetime) -> tuple[int, DeliveryError | None]:
    """Delete some messages; return how many, and why others are left."""
    slots = asyncio.Semaphore(AT_ONCE)
    outcomes: list[bool | DeliveryError] = []
    failures: list[DeliveryError] = []

    async def delete(message: Stored) -> None:
        async with slots:
            if failures:
                return
            try:
                outcomes.append(await twilio_api.delete_message(message))
            except DeliveryError as error:
                (outcomes if error.code == twilio_api.NOT_SETTLED else failures).append(error)

    try:
        async with asyncio.timeout(RUN_SECONDS):
            found = await twilio_api.stored(address=address, until=until, limit=BATCH_SIZE)
            await asyncio.gather(*map(delete, found))
    except DeliveryError as error:
        failures.append(error)
    except TimeoutError:
        failures.append(DeliveryError("deletion_deadline"))
    finally:
        await twilio_api.close()
    if outcomes and not any(outcomes):
        failures.append(DeliveryError("still_listed"))
    too_early = [one for one in outcomes if isinstance(one, DeliveryError)]
    return outcomes.count(True), next(iter([*failures, *too_early]), None)


def _record(row: TwilioErasure, error: DeliveryError | None, *, began: datetime) -> bool:
    """Record what became of `row`; return whether nothing is left of it at Twilio, nor can come."""
    mine, now = TwilioErasure.objects.filter(pk=row.pk), timezone.now()
    until = row.receipt.at + LAST_MESSAGE
    if error is None and began > until:
        return bool(mine.delete()[0])
    if error is None:
        mine.update(error="", attempts=0, retry_at=until + timedelta(seconds=1))
    elif error.code == MORE_TO_DELETE:
        mine.update(error="", attempts=0, retry_at=now)
    else:
        wait = seconds_to_next_deletion(row.attempts + 1, at_least=error.retry_after)
        mine.update(error=error.code[:64], retry_at=now + timedelta(seconds=wait))
        log.warning(
            "messages_not_deleted",
            receipt=str(row.receipt),
            code=error.code,
            seconds=round(wait),
            **error.request_ids,
        )
    return False
