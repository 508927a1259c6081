"""The web hook beside the e-mail: OPERATOR_WEBHOOK_URL is told of each conversation that needs a person.

The form and the signature are those of the Standard Webhooks specification 1.0.0:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import aiohttp
import structlog
from django.conf import settings
from django.utils import timezone

from sessions_app.conversations import attention, people
from sessions_app.conversations.attention import Kind
from sessions_app.models import Conversation
from sessions_app.privacy import pseudonym

log = structlog.get_logger(__name__)

EVENT = "conversation.needs_person"
RUN_SECONDS = 20.0
"""Of all calls of a run: twice that is below SCHEDULES_TIMEOUT_SECONDS. A call has half of it."""
AT_ONCE = 8
MAX_POSTED = 100
"""Conversations that one run tells of."""
SECRET_BYTES = range(24, 65)
"""How long a secret may be, as the specification says."""


@dataclass(frozen=True, kw_only=True)
class Call:
    conversation: int
    id: str
    """The same for each try: receivers know by it that they have had the call."""
    body: bytes


def post_new(*, seconds: float = RUN_SECONDS) -> int:
    """Tell OPERATOR_WEBHOOK_URL who has newly asked for a person; return of how many conversations it knows.

    A call for each: pseudonym, kind and page, and nothing that a user or a model wrote. A phone is told of at
    most once an hour. The request is a row before the call and has its outcome after it: what was not taken
    is posted again by the next run, under the same id.
    """
    if not settings.OPERATOR_WEBHOOK_URL:
        return 0
    now = timezone.now()
    asking = list(attention.untold("attention_posted_at", now=now)[:MAX_POSTED])
    if not asking:
        return 0
    pages = people.pages([one.phone for one in asking])
    outcomes = asyncio.run(_post([_call(one, page=pages[one.phone]) for one in asking], seconds=seconds))
    refused = sorted({reason for reason in outcomes.values() if reason})
    if refused:
        failed = sum(map(bool, outcomes.values()))
        log.warning("operator_webhook_failed", calls=failed, reasons=", ".join(refused))
    told = [conversation for conversation, reason in outcomes.items() if not reason]
    # Not the time after the calls: what was asked meanwhile is new.
    return Conversation.objects.filter(pk__in=told).update(attention_posted_at=now)


def _call(conversation: Conversation, *, page: str) -> Call:
    since = conversation.attention_at.isoformat() if conversation.attention_at else ""
    about = {
        "user": pseudonym(conversation.phone),
        "kind": Kind.of(conversation.attention).name.lower(),
        "page": f"{settings.PUBLIC_URL}{page}",
        "since": since,
    }
    message = {"type": EVENT, "timestamp": since, "data": about}
    request = f"{conversation.pk} {since}".encode()
    return Call(
        conversation=conversation.pk,
        id=f"msg_{hashlib.sha256(request).hexdigest()[:32]}",
        body=json.dumps(message, separators=(",", ":")).encode(),
    )


async def _post(calls: Sequence[Call], *, seconds: float) -> dict[int, str]:
    """Make `calls`; return by the conversation why one was not taken, "" if it was."""
    outcomes = {call.conversation: "no_time" for call in calls}
    slots = asyncio.Semaphore(AT_ONCE)
    limits = aiohttp.ClientTimeout(total=seconds / 2)

    async def post(call: Call) -> None:
        async with slots:
            outcomes[call.conversation] = await _reason_of_refusal(session, call)

    with suppress(TimeoutError):
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(timeout=limits, trust_env=True) as session,
        ):
            await asyncio.gather(*map(post, calls))
    return outcomes


async def _reason_of_refusal(session: aiohttp.ClientSession, call: Call) -> str:
    """Make a call; return "" if the status was one of success. No redirect is followed.

    The address may hold a secret: it stays out of the reason, and so do aiohttp's messages.
    """
    headers = {"Content-Type": "application/json", "User-Agent": "WhatsPR", **signature(call, timezone.now())}
    url = settings.OPERATOR_WEBHOOK_URL
    try:
        async with session.post(url, data=call.body, headers=headers, allow_redirects=False) as answer:
            return "" if 200 <= answer.status < 300 else str(answer.status)
    except TimeoutError:
        return "timeout"
    except aiohttp.ClientError as error:
        return type(error).__name__


def signature(call: Call, at: datetime) -> dict[str, str]:
    """Return the headers that sign `call`, sent `at`."""
    timestamp = str(int(at.timestamp()))
    signed = b".".join([call.id.encode(), timestamp.encode(), call.body])
    digest = hmac.digest(key(settings.OPERATOR_WEBHOOK_SECRET), signed, "sha256")
    return {
        "webhook-id": call.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def key(secret: str) -> bytes:
    """Return the key in `secret`: base64, with or without "whsec_" before it. Raises `ValueError`."""
    try:
        read = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(read) not in SECRET_BYTES:
        raise ValueError(f"{len(read)} bytes")
    return read
