"""Delivery: outbox rows go out in order, one part of a phone at a time, each of them once.

A row is `sending` before Twilio is called. Where the outcome stays uncertain (time-out, 5xx, a
worker that died between call and record) it stays `sending`; after DELIVERY_STALE_SECONDS it is
looked up at Twilio before anything is repeated.
"""

import time
import uuid
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from structlog.contextvars import bind_contextvars

from sessions_app.backoff import backoff_seconds
from sessions_app.db.sql import execute, fetch, load_each_of
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import (
    account_trials,
    blocks,
    buttons,
    document_links,
    twilio_api,
)
from sessions_app.messages.outbox import LOOK_BACK, simulated
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.metrics import count_deliveries
from sessions_app.models import OutboundMessage
from sessions_app.privacy import pseudonym

log = structlog.get_logger(__name__)
State = OutboundMessage.State

# Plain SQL: each reply pays for these. A scalar subquery, where
# NOT EXISTS would say the same: without statistics PostgreSQL plans that one quadratic.
_DUE = f"""
    SELECT mine.id FROM {OutboundMessage._meta.db_table} mine
    WHERE mine.state = 'queued' AND (mine.retry_at IS NULL OR mine.retry_at <= %s)
    AND mine.id = (
        SELECT first.id FROM {OutboundMessage._meta.db_table} first
        WHERE first.phone = mine.phone AND first.state IN ('queued', 'sending', 'accepted')
        AND (first.state <> 'accepted' OR first.attempted_at > %s)
        ORDER BY first.id LIMIT 1
    )
    ORDER BY mine.id LIMIT %s
"""
_CLAIM = f"""
    UPDATE {OutboundMessage._meta.db_table}
    SET state = 'sending', attempted_at = %s, attempts = attempts + 1
    WHERE id IN ({{ids}}) AND state = 'queued'
    RETURNING {{columns}}
"""
_ACCEPTED = f"""
    UPDATE {OutboundMessage._meta.db_table} SET sid = %s, state = %s, error_code = '', accepted_at = %s
    WHERE id = %s AND state = 'sending'
"""


def claim_due(limit: int) -> list[OutboundMessage]:
    """Take at most `limit` rows to send, at most one a phone; several workers may claim at once.

    The first row of a phone that is not settled goes; the next waits until Twilio's callback says
    that the one before is on its way, or DELIVERY_PART_WAIT_SECONDS without any callback.
    """
    now = timezone.now()
    patience = now - timedelta(seconds=settings.DELIVERY_PART_WAIT_SECONDS)
    ids = [int(str(pk)) for (pk,) in fetch(_DUE, [now, patience, limit])]
    is_trial = False
    if ids:
        ids, is_trial = account_trials.choose(ids)
    if not ids:
        return []
    # Between the two statements a row only ever leaves `queued`; that another worker took it shows here.
    claimed = _wanted(load_each_of(OutboundMessage, _CLAIM, [now], ids))
    for message in claimed:
        message.is_trial = is_trial
    return claimed


def _wanted(claimed: list[OutboundMessage]) -> list[OutboundMessage]:
    """Cancel what was written before its user opted out or was blocked, such as a part to be retried."""
    since = blocks.unwanted_since({message.phone for message in claimed})
    unwanted = {m.pk for m in claimed if m.phone in since and m.created_at < since[m.phone]}
    if unwanted:
        OutboundMessage.objects.filter(pk__in=unwanted, state=State.SENDING).update(state=State.CANCELLED)
    return [message for message in claimed if message.pk not in unwanted]


def parts_waiting() -> bool:
    """Return True if parts are queued that only wait for word of the part before them.

    Not those behind a part whose outcome is uncertain, or that has to wait for its next attempt.
    """
    now = timezone.now()
    queued = OutboundMessage.objects.filter(state=State.QUEUED)
    stuck = OutboundMessage.objects.filter(
        Q(state=State.SENDING) | Q(state=State.QUEUED, retry_at__gt=now),
        phone=OuterRef("phone"),
        id__lt=OuterRef("id"),
    )
    return queued.filter(Q(retry_at=None) | Q(retry_at__lte=now)).exclude(Exists(stuck)).exists()


def claim_stale() -> list[OutboundMessage]:
    """Take the rows whose sending had an uncertain outcome, so that each is looked up by one worker."""
    now = timezone.now()
    too_long_ago = now - timedelta(seconds=settings.DELIVERY_STALE_SECONDS)
    mine = OutboundMessage.objects.filter(state=State.SENDING, state__in=OutboundMessage.UNSETTLED)
    stale = list(mine.filter(attempted_at__lt=too_long_ago))
    return [
        message
        for message in (account_trials.choose_stale(stale) if stale else [])
        if mine.filter(pk=message.pk, attempted_at=message.attempted_at).update(attempted_at=now)
    ]


async def send(message: OutboundMessage) -> str:
    """Send a claimed `message` and record its outcome; while Twilio answers, no connection is held.

    Returns Twilio's error code, "" where Twilio took it.
    """
    _bind(message)
    began = time.monotonic()
    try:
        sid, state = await _hand_over(message)
    except DeliveryError as error:
        await arecord_failure(message, error)
        return error.code
    seconds = round(time.monotonic() - began, 3)
    await arecord_accepted(message, sid=sid, state=state)
    log.info("reply_sent", sid=sid, part=message.part, parts=message.parts, seconds=seconds)
    return ""


def _bind(message: OutboundMessage) -> None:
    """Have the log lines of this task say which message they are about."""
    user, request_id = pseudonym(message.phone), str(message.request_id or "")
    bind_contextvars(user=user, uuid=str(message.uuid), request_id=request_id)


async def _hand_over(message: OutboundMessage) -> tuple[str, OutboundMessage.State]:
    if simulated():
        return f"SM{uuid.uuid4().hex}", State.SENT
    # A new link for each attempt: the last one may be old.
    media_url = document_links.address(message.document, message.body) if message.document else ""
    sid = await twilio_api.send(
        phone=message.recipient,
        body=message.body,
        status_callback=_callback(message.uuid),
        media_url=media_url,
        content_sid=message.content_sid,
        content_variables=message.content_variables,
    )
    return sid, State.ACCEPTED


def _callback(of: uuid.UUID) -> str:
    return f"{settings.PUBLIC_URL}{settings.STATUS_CALLBACK_PATH}{of}"


async def look_up(message: OutboundMessage) -> None:
    """Ask Twilio what became of a stale `message` and record it."""
    _bind(message)
    try:
        found = [] if simulated() else await _sent_since_queued(message)
    except DeliveryError as error:
        await arecord_lookup_failed(message, error)
    else:
        await arecord_looked_up(message, found)


async def _sent_since_queued(message: OutboundMessage) -> list[str]:
    since: datetime = message.created_at - LOOK_BACK
    return await twilio_api.find_sent(
        phone=message.recipient, body=message.body, since=since, with_content=bool(message.content_sid)
    )


def record_accepted(
    message: OutboundMessage, *, sid: str, state: OutboundMessage.State = State.ACCEPTED
) -> None:
    """Record that Twilio took `message`; a callback that was faster keeps its state."""
    accepted = execute(_ACCEPTED, [sid, state.value, timezone.now(), message.pk])
    count_deliveries(state, "", accepted)
    if not accepted:
        OutboundMessage.objects.filter(pk=message.pk, sid="").update(sid=sid)
    account_trials.succeeded(message)


def record_failure(message: OutboundMessage, error: DeliveryError) -> None:
    """Record that sending failed: for good, to be tried again, or uncertain (then it stays `sending`)."""
    code = error.code[:64]
    sending = _still_sending(message)
    if error.account:  # no attempt of this message: any other would have failed too
        until, attempts = account_trials.refused(code), message.attempts - 1
        account_trials.wait(sending, code=code, until=until, attempts=attempts)
    elif error.uncertain:
        sending.update(error_code=code)
        log.warning("send_uncertain", code=code, **error.request_ids)
    elif error.permanent and message.content_sid:
        buttons.send_plain(sending, message.content_sid, code=code)
    elif error.permanent or message.attempts >= settings.DELIVERY_MAX_ATTEMPTS:
        count_deliveries(State.FAILED, code, sending.update(state=State.FAILED, error_code=code))
        log.error("send_failed", code=code, **error.request_ids)
    else:
        delay = max(backoff_seconds(message.attempts), error.retry_after or 0)
        retry_at = timezone.now() + timedelta(seconds=delay)
        sending.update(state=State.QUEUED, error_code=code, retry_at=retry_at)
        log.warning("send_retry", code=code, seconds=round(delay, 1), **error.request_ids)


def record_looked_up(message: OutboundMessage, found: list[str]) -> None:
    """Take over the SID that Twilio has for `message`; queue it again only where Twilio has none."""
    account_trials.succeeded(message)
    # The condition of the index on `sid`.
    with_sid = OutboundMessage.objects.exclude(sid="")
    owned = with_sid.filter(sid__in=found).values_list("sid", flat=True)
    unowned = [sid for sid in found if sid not in set(owned)]
    if unowned:
        record_accepted(message, sid=unowned[0])
        log.info("send_found", sid=unowned[0])
        return
    again = _still_sending(message)
    if message.attempts >= settings.DELIVERY_MAX_ATTEMPTS:
        count_deliveries(State.UNCERTAIN, message.error_code, again.update(state=State.UNCERTAIN))
        log.error("send_unknown", attempt=message.attempts)
    else:
        again.update(state=State.QUEUED)
        log.warning("send_repeated", attempt=message.attempts)


def record_lookup_failed(message: OutboundMessage, error: DeliveryError) -> None:
    """Count a look-up that told nothing; after the last one the outcome stays unknown.

    A row that stayed `sending` would hold up whatever else its phone is to get.
    """
    if error.account:  # not counted: `claim_stale` takes it again
        account_trials.refused(error.code)
        return
    attempts = message.attempts + 1
    is_last = attempts >= settings.DELIVERY_MAX_ATTEMPTS
    state = State.UNCERTAIN if is_last else State.SENDING
    code = error.code[:64]
    updated = _still_sending(message).update(state=state, attempts=attempts, error_code=code)
    if is_last:
        count_deliveries(state, code, updated)
    log.warning("lookup_failed", code=error.code, attempt=attempts, is_last=is_last, **error.request_ids)


def _still_sending(message: OutboundMessage) -> QuerySet[OutboundMessage]:
    """Return the row of `message`, unless its outcome is known or it has been sent once more meanwhile."""
    sending = OutboundMessage.objects.filter(pk=message.pk, state=State.SENDING)
    return sending.filter(attempts=message.attempts)


aclaim_due = async_twin(claim_due)
aclaim_stale = async_twin(claim_stale)
aparts_waiting = async_twin(parts_waiting)
arecord_accepted = async_twin(record_accepted)
arecord_failure = async_twin(record_failure)
arecord_looked_up = async_twin(record_looked_up)
arecord_lookup_failed = async_twin(record_lookup_failed)
