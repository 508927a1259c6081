"""While Twilio refuses our account, what is to be sent waits; one call a minute tries the account."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.messages.delivery_status import StatusUpdate
from sessions_app.metrics import count_deliveries
from sessions_app.models import OutboundMessage, VendorAccount
from sessions_app.telemetry import vendor_accounts
from sessions_app.telemetry.vendor_accounts import PATIENCE, TRIAL_SECONDS

log = structlog.get_logger(__name__)

State = OutboundMessage.State
TWILIO = VendorAccount.Vendor.TWILIO

SUSPENDED = "30002"
"""Twilio took a message, and suspended our account before it was sent (twilio.com/docs/api/errors/30002)."""


def choose(due: list[int]) -> tuple[list[int], bool]:
    """Return those of the `due` rows, in order, that may be sent now, and whether that is the trial.

    While Twilio refuses our account that is one a minute; the others wait until the next trial, or have
    failed after `PATIENCE`.
    """
    if (refusal := vendor_accounts.refusal(TWILIO)) is None:
        return due, False
    is_trial = vendor_accounts.take_trial(TWILIO)
    chosen, rest = (due[:1], due[1:]) if is_trial else ([], due)
    until = _next_trial() if is_trial else refusal.next_trial_at
    wait(OutboundMessage.objects.filter(pk__in=rest, state=State.QUEUED), code=refusal.code, until=until)
    return chosen, is_trial


def choose_stale(stale: list[OutboundMessage]) -> list[OutboundMessage]:
    """Return those of the rows with an uncertain outcome that may be looked up now, as `choose` does."""
    if (refusal := vendor_accounts.refusal(TWILIO)) is None:
        return stale
    too_old = [message.pk for message in stale if message.created_at <= timezone.now() - PATIENCE]
    unknown = OutboundMessage.objects.filter(pk__in=too_old, state=State.SENDING)
    count_deliveries(
        State.UNCERTAIN, refusal.code, unknown.update(state=State.UNCERTAIN, error_code=refusal.code)
    )
    rest = [message for message in stale if message.pk not in too_old]
    if not rest or not vendor_accounts.take_trial(TWILIO):
        return []
    rest[0].is_trial = True
    return rest[:1]


def wait(rows: QuerySet[OutboundMessage], *, code: str, until: datetime, **more: object) -> None:
    """Queue `rows` again for `until`, with the columns `more`; those older than `PATIENCE` fail."""
    oldest = timezone.now() - PATIENCE
    failed = rows.filter(created_at__lte=oldest).update(state=State.FAILED, error_code=code)
    rows.filter(created_at__gt=oldest).update(state=State.QUEUED, error_code=code, retry_at=until, **more)
    count_deliveries(State.FAILED, code, failed)
    if failed:
        log.error("send_failed", code=code, parts=failed)


def refused(code: str) -> datetime:
    """Record that Twilio refused our account just now; return until when a row should wait."""
    vendor_accounts.refused(TWILIO, code)
    return _next_trial()


def record_suspended(updates: Sequence[StatusUpdate]) -> None:
    """Record callbacks of failures with `SUSPENDED`: their messages wait. They can be repeated."""
    for update in updates:
        retry_on_new_connection(partial(_queue_again, update))


def _queue_again(update: StatusUpdate) -> None:
    """Queue a message again that Twilio took and did not send.

    It keeps its SID, so that a callback that is repeated moves it no more: it is queued, being sent again
    or has another SID by then. The first callback may be faster than the answer that carries the SID.
    """
    known = Q(state__in=[State.ACCEPTED, State.SENT], sid=update.sid)
    unknown = Q(state__in=[State.SENDING, State.UNCERTAIN], sid="")
    rows = OutboundMessage.objects.filter(known | unknown, uuid=update.uuid)
    if rows.exists():
        until = refused(update.error_code)
        wait(rows, code=update.error_code, until=until, sid=update.sid, attempts=F("attempts") - 1)


def succeeded(message: OutboundMessage) -> None:
    """Let all that wait go, if the call for `message` was the trial."""
    refusal = vendor_accounts.refusal(TWILIO) if message.is_trial else None
    if refusal is None:
        return
    vendor_accounts.works(TWILIO)
    waiting = OutboundMessage.objects.filter(state=State.QUEUED, error_code=refusal.code)
    waiting.update(retry_at=None)


def _next_trial() -> datetime:
    return timezone.now() + timedelta(seconds=TRIAL_SECONDS)
