"""Makes what tests need: rows (factory-boy) and webhook requests as Twilio signs and sends them."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils import timezone
from factory import declarations
from factory.django import DjangoModelFactory
from twilio.request_validator import RequestValidator

from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    SessionChange,
    TurnAttempt,
)
from sessions_app.telemetry import session_counts
from tests.fakes.twilio_signing import Params, signed_request

FORM = "application/x-www-form-urlencoded; charset=UTF-8"

make: Any = declarations  # factory-boy 3.3 types its factories, but not yet its declarations


def phone_number(number: int) -> str:
    """Return the `number`-th phone of the tests, in E.164."""
    return f"+1415555{number:04d}"


class SessionFactory(DjangoModelFactory[ConversationSession]):
    class Meta:
        model = ConversationSession

    phone = make.Sequence(phone_number)
    thread_id = make.Sequence(lambda n: f"conv_{n:06d}")
    created_at = make.LazyFunction(timezone.now)
    last_accessed = make.SelfAttribute("created_at")


class ConversationFactory(DjangoModelFactory[Conversation]):
    class Meta:
        model = Conversation

    phone = make.Sequence(phone_number)


class InboundFactory(DjangoModelFactory[InboundMessage]):
    class Meta:
        model = InboundMessage

    message_sid = make.Sequence(lambda n: f"SM{n:032x}")
    phone = make.Sequence(phone_number)
    body = "Hello"
    kind = InboundMessage.Kind.TEXT
    received_at = make.LazyFunction(timezone.now)
    state = InboundMessage.State.RECEIVED


class OutboundFactory(DjangoModelFactory[OutboundMessage]):
    class Meta:
        model = OutboundMessage

    phone = make.Sequence(phone_number)
    body = "Hello"
    created_at = make.LazyFunction(timezone.now)


class ThreadFactory(DjangoModelFactory[RemoteThread]):
    class Meta:
        model = RemoteThread

    thread_id = make.Sequence(lambda n: f"conv_{n:06d}")
    state = RemoteThread.State.LIVE
    adopted = True
    created_at = make.LazyFunction(timezone.now)


class TurnFactory(DjangoModelFactory[TurnAttempt]):
    class Meta:
        model = TurnAttempt

    phone = make.Sequence(phone_number)
    turn = make.LazyFunction(uuid.uuid4)
    outcome = TurnAttempt.Outcome.ANSWERED
    messages = 1
    received_at = make.LazyFunction(timezone.now)
    claimed_at = make.SelfAttribute("received_at")
    ended_at = make.SelfAttribute("received_at")


class EndedSessionFactory(DjangoModelFactory[EndedSession]):
    class Meta:
        model = EndedSession

    phone = make.Sequence(phone_number)
    ended_at = make.LazyFunction(timezone.now)
    replies_until = make.SelfAttribute("ended_at")


def idle_session(phone: str, *, idle: float, **more: Any) -> ConversationSession:
    """Make a session last accessed `idle` seconds ago, in a thread that the ledger knows, and count it."""
    made = SessionFactory.create(phone=phone, created_at=timezone.now() - timedelta(seconds=idle), **more)
    RemoteThread.objects.get_or_create(
        thread_id=made.thread_id,
        defaults={"state": RemoteThread.State.LIVE, "adopted": True, "created_at": made.created_at},
    )
    session_counts.add(SessionChange.Reason.CREATED)
    return made


def thread_state(thread_id: str) -> str:
    """Return the ledger's word for a thread."""
    return RemoteThread.objects.get(thread_id=thread_id).state


def counts() -> dict[str, int]:
    """Return the counters of sessions that are not zero, by reason."""
    return {reason.value: amount for reason, amount in session_counts.totals().items() if amount}


def status_params(word: str, **more: str) -> dict[str, str]:
    """Return the form of a status callback; `more` adds parameters or replaces them."""
    sid = "SM" + "5" * 32
    return {
        "ChannelPrefix": "whatsapp",
        "ApiVersion": "2010-04-01",
        "MessageStatus": word,
        "SmsStatus": word,
        "SmsSid": sid,
        "MessageSid": sid,
        "AccountSid": "AC" + "0" * 32,
        "From": "whatsapp:+14155238886",
        "To": "whatsapp:+14155550001",
    } | more


def status_path(message_uuid: uuid.UUID | str) -> str:
    return f"/webhooks/twilio/status/{message_uuid}"


def post_signed(
    client: Client, path: str, params: Params | bytes, *, content_type: str = FORM, **headers: str
) -> HttpResponse:
    """POST `params` to `path` as Twilio would; `headers` add to its own or replace them.

    Bytes go out as they are, signed as Django reads them.
    """
    url, token = settings.PUBLIC_URL + path, settings.TWILIO_AUTH_TOKEN
    if isinstance(params, bytes):
        body, signature = params, RequestValidator(token).compute_signature(url, QueryDict(params))
    else:
        signed, body = signed_request(url, params, token)
        signature = signed["X-Twilio-Signature"]
    return post_raw(
        client, path, body, content_type=content_type, **{"X-Twilio-Signature": signature} | headers
    )


def post_raw(
    client: Client, path: str, body: bytes, *, method: str = "POST", content_type: str = FORM, **headers: str
) -> HttpResponse:
    """Send these very bytes and headers: `client.post` would encode them anew."""
    environ: dict[str, Any] = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    response: Any = client.generic(method, path, body, headers=headers, **environ)
    plain: HttpResponse = response
    return plain
