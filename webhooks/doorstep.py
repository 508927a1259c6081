"""Twilio's webhooks as plain functions: look at the head, read the form, hand over, answer.

The web process calls them on its event loop (`webhooks.asgi`), Django's tests through `webhooks.views`.
"""

import logging
import random
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import product
from typing import Any

import structlog
from django.conf import settings
from django.db import Error as DatabaseFailure
from django.utils.encoding import iri_to_uri
from prometheus_client import Counter, Histogram

from sessions_app.conversations import consent, events, unfetched
from sessions_app.db import faults
from sessions_app.db.group_commit import Store, TooManyWait
from sessions_app.messages import account_trials, buttons, delivery_status, inbox, opt_outs
from sessions_app.metrics import WEBHOOK_SECONDS, WEBHOOKS
from sessions_app.privacy import masked_path
from sessions_app.telemetry import refused_webhooks
from webhooks.content_type import is_form
from webhooks.signature import SIGNATURE_HEADER, is_signed
from webhooks.twilio_form import Form, MalformedForm, parse_inbound, parse_status, read_form

log = structlog.get_logger(__name__)

PREFIX = "/webhooks/"
INBOUND_PATH = "/webhooks/twilio/inbound"
MAX_BODY_BYTES = 64 * 1024
"""Twilio's largest form (1600 characters, 10 media items) is much smaller."""
RETRY_AFTER_SECONDS = 5
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOT_A_WORD = re.compile("[^a-z]+")
FAULTS = (
    "invalid_signature",
    "to_is_not_twilio_whatsapp_from",
    "accountsid_is_not_twilio_account_sid",
    "too_many_requests_wait_for_the_database",
    "the_database_does_not_answer",
    "the_database_fails",
    "internal_error",
)
"""Results that alerts look for. They are shown at 0: Prometheus does not see a series begin above that."""
for _webhook, _result in product(("inbound", "status"), FAULTS):
    WEBHOOKS.labels(_webhook, _result)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    content_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)


STORED = Answer(200, "<Response/>", "text/xml")
"""An answer without a message: Twilio would send a text/plain body to the user."""


class Refused(Exception):
    """A request that is answered with a status of 4xx or 5xx, for a reason without user data."""

    def __init__(
        self, status: int, reason: str, *, headers: Mapping[str, str] | None = None, **details: str
    ) -> None:
        super().__init__(reason)
        self.answer = Answer(status, reason, headers=headers or {})
        self.details = details
        """More for the log line."""


class Misdirected(Refused):
    """A request that Twilio has signed, but not for us: a mistake in the set-up, on one side or the other."""


@dataclass(frozen=True)
class Job:
    """What is to be stored before the answer: `store([item])`."""

    store: Store
    item: Any


def new_id() -> uuid.UUID:
    """Return an id for a request. It is no secret: `uuid4` asks the kernel, for 6 % of a webhook's time."""
    return uuid.UUID(int=random.getrandbits(128), version=4)


@dataclass(frozen=True)
class Head:
    """A request without its body; names of `headers` are found in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    request_id: uuid.UUID = field(default_factory=new_id)


def admit(head: Head) -> Callable[[bytes], Job]:
    """Return what reads the body of a request with this head. Raises `Refused`, before any body is read."""
    read = _reader(head)
    if head.method != "POST":
        raise Refused(405, "POST only", headers={"Allow": "POST"})
    if not is_form(head.headers.get("content-type", "")):
        raise Refused(415, "form posts only")
    length = head.headers.get("content-length", "0")
    if not re.fullmatch("[0-9]{1,19}", length):
        raise Refused(400, "no readable form")
    if int(length) > MAX_BODY_BYTES:
        raise Refused(413, "body too large")
    if not head.headers.get(SIGNATURE_HEADER):
        raise Refused(403, "invalid signature")
    return partial(_read, head, read)


def _reader(head: Head) -> Callable[[Form], Job]:
    path = head.path
    if path == INBOUND_PATH:
        return partial(_inbound, head.request_id)
    number = path.removeprefix(settings.STATUS_CALLBACK_PATH)
    if number != path and _UUID.fullmatch(number):
        return partial(_status, uuid.UUID(number))
    raise Refused(404, "no such webhook", path=masked_path(path))


def _read(head: Head, read: Callable[[Form], Job], body: bytes) -> Job:
    """Return what a request's body asks to store. Raises `Refused`."""
    address = head.path + (f"?{iri_to_uri(head.query)}" if head.query else "")
    try:
        form = read_form(body, head.headers.get("content-type", ""))
    except MalformedForm:
        raise Refused(400, "no readable form") from None
    if not is_signed(address, head.headers, form):
        shown = masked_path(head.path) + ("?…" if head.query else "")
        raise Refused(403, "invalid signature", checked_for=f"{settings.PUBLIC_URL}{shown}")
    try:
        return read(form)
    except MalformedForm as error:
        raise Refused(400, str(error)) from None


def _inbound(request_id: uuid.UUID, form: Form) -> Job:
    """A WhatsApp message or event. The 200 means: it is stored, and a message will be answered."""
    sender, account = settings.TWILIO_WHATSAPP_FROM, settings.TWILIO_ACCOUNT_SID
    if sender and form.get("To") != sender:
        raise Misdirected(403, "To is not TWILIO_WHATSAPP_FROM", to=f"…{form.get('To', '')[-4:]}")
    if account and form.get("AccountSid") != account:
        raise Misdirected(
            403, "AccountSid is not TWILIO_ACCOUNT_SID", account=form.get("AccountSid", "")[:40]
        )
    message = parse_inbound(form, request_id)
    return Job(events.receive if message.event else inbox.receive, message)


def _status(uuid: uuid.UUID, form: Form) -> Job:
    """A delivery status: it moves one of our messages forward, late and unknown ones are ignored."""
    update = parse_status(form, uuid)
    if update.error_code == opt_outs.BLOCKED:
        return Job(consent.record_blocked, update)
    if update.error_code == account_trials.SUSPENDED and update.is_failure:
        return Job(account_trials.record_suspended, update)
    if update.error_code in unfetched.CODES and update.is_failure:
        return Job(unfetched.record, update)
    if update.error_code in buttons.REFUSALS and update.is_failure:
        return Job(buttons.record_refused, update)
    return Job(delivery_status.record, update)


def count(path: str, result: str, *, began: float) -> None:
    """Count a request, and how long it took since `began` (`time.perf_counter`)."""
    webhook = "inbound" if path == INBOUND_PATH else "other"
    if path.startswith(settings.STATUS_CALLBACK_PATH):
        webhook = "status"
    requests, seconds = _series(webhook, result)
    requests.inc()
    seconds.observe(time.perf_counter() - began)


@cache  # looking labels up takes longer than counting
def _series(webhook: str, result: str) -> tuple[Counter, Histogram]:
    return WEBHOOKS.labels(webhook, result), WEBHOOK_SECONDS.labels(webhook)


def refusal(error: Exception, *, path: str, began: float) -> Answer:
    """Log why a request was not stored, in one line without user data, count it and return its answer.

    Raises `error` if it is a fault of our own code.
    """
    details: dict[str, str] = {}
    match error:
        case Refused():
            answer, details = error.answer, error.details
        case TooManyWait():
            answer = _later("too many requests wait for the database")
        case TimeoutError():
            answer = _later("the database does not answer")
        case DatabaseFailure():
            answer = _later("the database fails")
            details = {"fault": faults.reason(error), "code": faults.code(error)}
        case _:
            count(path, "internal_error", began=began)
            raise error
    count(path, _NOT_A_WORD.sub("_", answer.text.lower()), began=began)
    refused_webhooks.count(answer.text, checked_for=details.get("checked_for", ""))
    level = logging.ERROR if isinstance(error, Misdirected) else logging.WARNING
    log.log(level, "webhook_refused", status=answer.status, reason=answer.text, **details)
    return answer


def _later(reason: str) -> Answer:
    """Twilio repeats such a request, because its webhook's URL asks for that (`#rc=5&rp=all`)."""
    return Answer(503, reason, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
