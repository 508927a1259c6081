"""Signatures of Twilio's webhooks. The only file that imports `twilio.request_validator`."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    RequestValidator,
    compare,
    get_signature_algorithm,
)

from webhooks.twilio_form import Form

SIGNATURE_HEADER = "x-twilio-signature"
SETTINGS_HEADER = "x-twilio-webhooks-signature-settings"


@lru_cache(maxsize=8)
def _validators(tokens: str) -> tuple[RequestValidator, ...]:
    return tuple(RequestValidator(token) for token in tokens.replace(" ", "").split(",") if token)


@lru_cache(maxsize=8)
def addresses(public_url: str) -> tuple[str, ...]:
    """Return the spellings of `public_url` that Twilio may sign: an https one with and without its port.

    `RequestValidator.validate` tries both too, for every scheme, and raises on odd ports.
    """
    parts = urlsplit(public_url)
    if parts.scheme != "https":
        return (public_url,)
    bare = parts.netloc.removesuffix(f":{parts.port}")
    netlocs = dict.fromkeys((parts.netloc, bare, f"{bare}:{parts.port or 443}"))
    return tuple(parts._replace(netloc=netloc).geturl() for netloc in netlocs)


def is_signed(address: str, headers: Mapping[str, str], form: Form) -> bool:
    """Return True if the headers of a request, which posts `form` to `address`, have a valid signature.

    `address` is the path and query below PUBLIC_URL: Twilio signs the URL that it was configured with,
    so ours is never built from the Host header. Twilio also signs the form as it was sent, with blank and
    repeated values. Several tokens (TWILIO_AUTH_TOKEN="new,old") are valid during a rotation. A webhook
    rule signs with a shared key instead, which a header names: `key=…,algorithm=HMAC_SHA256`.
    (Source: twilio.request_validator, twilio 9.13.)
    """
    signature = headers.get(SIGNATURE_HEADER, "")
    algorithm, validators = _expected(headers.get(SETTINGS_HEADER, ""))
    return any(
        compare(validator.compute_signature(base + address, form, algorithm), signature)
        for validator in validators
        for base in addresses(settings.PUBLIC_URL)
    )


def _expected(signature_settings: str) -> tuple[str, tuple[RequestValidator, ...]]:
    if not signature_settings:
        return HMAC_SHA1, _validators(settings.TWILIO_AUTH_TOKEN)
    algorithm = get_signature_algorithm(signature_settings).upper()
    if algorithm not in (HMAC_SHA1, HMAC_SHA256):
        return algorithm, ()
    pairs = (part.partition("=") for part in signature_settings.split(","))
    key = next((value.strip() for name, _, value in pairs if name.strip() == "key"), "")
    secret = settings.TWILIO_WEBHOOK_KEYS.get(key)
    return algorithm, (RequestValidator(secret),) if secret else ()


def sign(*, url: str, form: MultiValueDict[str, str]) -> str:
    """Return the signature that Twilio would send with `form` to `url`, for the simulator's phones."""
    signature: str = _validators(settings.TWILIO_AUTH_TOKEN)[0].compute_signature(url, form)
    return signature
