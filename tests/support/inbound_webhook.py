"""The usual inbound message, posted as Twilio does or not quite so."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings as current_settings
from django.http import HttpResponse
from django.test import Client

from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_signing import signed_request
from tests.support.factories import post_signed

PATH = "/webhooks/twilio/inbound"
PHONE = "+14155550001"
TEXT = "our secret launch"
SID = "SM" + "1" * 32


def hello(**more: Any) -> dict[str, str]:
    return inbound_params(PHONE, TEXT, SID, **more)


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in hello().items() if name not in names}


def signature(params: Mapping[str, str], *, url: str = "", token: str = "") -> str:
    headers, _ = signed_request(
        url or current_settings.PUBLIC_URL + PATH, params, token or current_settings.TWILIO_AUTH_TOKEN
    )
    return headers["X-Twilio-Signature"]


def post_with(client: Client, signature: str) -> HttpResponse:
    """POST the usual message with this very signature."""
    return post_signed(client, PATH, hello(), **{"X-Twilio-Signature": signature})


def post_signed_many(client: Client, fields: int) -> HttpResponse:
    return post_signed(client, PATH, hello() | {f"Field{n}": "" for n in range(fields)})
