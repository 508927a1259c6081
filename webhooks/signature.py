"""Is a webhook really Twilio's? The only file that imports `twilio.request_validator`."""

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
    """Return whether `request`, which posts `form`, carries a signature of one of our auth tokens.

    Twilio signs the URL it was configured with, so ours is built from PUBLIC_URL, never from the
    Host header, and the form as it was sent: blank and repeated values count, which is why the
    validator gets all of it. `RequestValidator.validate` would hash everything
    twice, with and without a port, and raise on odd ports; our URL is known, so once is enough.
    Several tokens (TWILIO_AUTH_TOKEN="new,old") are valid during a rotation.
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
