"""Signatures of Twilio's webhooks. The only file that imports `twilio.request_validator`."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from twilio.request_validator import RequestValidator, compare

from webhooks.twilio_form import Form

SIGNATURE_HEADER = "HTTP_X_TWILIO_SIGNATURE"
"""X-Twilio-Signature in `request.META`; `request.headers` would copy every header first."""


@lru_cache(maxsize=8)
def _validators(tokens: str) -> tuple[RequestValidator, ...]:
    return tuple(RequestValidator(token) for token in tokens.replace(" ", "").split(",") if token)


def is_signed(request: HttpRequest, form: Form) -> bool:
    """Return True if `request`, which posts `form`, has a signature by one of our auth tokens.

    Twilio signs the URL that it was configured with, so ours is built from PUBLIC_URL, never from the
    Host header. It also signs the form as it was sent, with blank and repeated values, so the validator
    gets all of them. `RequestValidator.validate` would hash everything twice, with and without a port,
    and raise on odd ports. Our URL is known, so one hash is enough. Several tokens
    (TWILIO_AUTH_TOKEN="new,old") are valid during a rotation.
    (Source: twilio.request_validator, twilio 9.13.)
    """
    signature = request.META.get(SIGNATURE_HEADER, "")
    url = settings.PUBLIC_URL + request.get_full_path()
    return any(
        compare(validator.compute_signature(url, form), signature)
        for validator in _validators(settings.TWILIO_AUTH_TOKEN)
    )


def sign(*, url: str, form: MultiValueDict[str, str]) -> str:
    """Return the signature that Twilio would send with `form` to `url`, for the simulator's phones."""
    signature: str = _validators(settings.TWILIO_AUTH_TOKEN)[0].compute_signature(url, form)
    return signature
