"""Twilio's webhooks: verify, parse, hand over, answer. Nothing else."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import structlog
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from sessions_app.messages import delivery_status, inbox
from sessions_app.privacy import pseudonym
from webhooks.signature import is_signed
from webhooks.twilio_form import Form, MalformedForm, parse_inbound, parse_status, read_form

log = structlog.get_logger(__name__)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
FormView = Callable[Concatenate[HttpRequest, Form, P], HttpResponse]
MAX_BODY_BYTES = 64 * 1024
"""Twilio's largest form (1600 characters, 10 media items) is much smaller."""


def _refuse(status: int, reason: str) -> HttpResponse:
    log.warning("webhook_refused", status=status, reason=reason)
    return HttpResponse(reason, status=status, content_type="text/plain")


def twilio_webhook(view: FormView[P]) -> View[P]:
    """Let only form posts with a valid signature through to `view`.

    All other requests get a 4xx and one log line without user data; no row is written.
    """

    @wraps(view)
    def verified(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            response = _refuse(405, "POST only")
            response["Allow"] = "POST"
            return response
        if request.content_type != "application/x-www-form-urlencoded":
            return _refuse(415, "form posts only")
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
                return _refuse(413, "body too large")
            form = read_form(request)
        except (ValueError, SuspiciousOperation):
            return _refuse(400, "no readable form")
        if not is_signed(request, form):
            return _refuse(403, "invalid signature")
        try:
            return view(request, form, *args, **kwargs)
        except MalformedForm as error:
            return _refuse(400, str(error))

    return csrf_exempt(verified)


def _empty_twiml() -> HttpResponse:
    """Answer without a message: Twilio would send a text/plain body to the user."""
    return HttpResponse("<Response/>", content_type="text/xml")


@twilio_webhook
def inbound(request: HttpRequest, form: Form) -> HttpResponse:
    """Store a WhatsApp message. A 200 means: the message is stored and will be answered."""
    message = parse_inbound(form)
    is_new = inbox.receive(
        message_sid=message.message_sid,
        phone=message.phone,
        body=message.body,
        media=message.media,
    )
    if not is_new:
        log.info("repeat_absorbed", sid=message.message_sid, user=pseudonym(message.phone))
    return _empty_twiml()


@twilio_webhook
def status(request: HttpRequest, form: Form, uuid: uuid.UUID) -> HttpResponse:
    """Move the delivery status of one of our messages forward; ignore late and unknown statuses."""
    update = parse_status(form)
    delivery_status.record(uuid=uuid, word=update.word, sid=update.message_sid, error_code=update.error_code)
    return _empty_twiml()
