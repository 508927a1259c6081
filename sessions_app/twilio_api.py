"""Twilio's REST API: the only file that imports `twilio.rest`.

Calls are synchronous (`requests`): the worker makes them on its sending threads.
"""

from datetime import datetime
from functools import lru_cache

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

POOL_SIZE = 64
LOOKUP_LIMIT = 50

PERMANENT_STATUSES = frozenset({400, 401, 403, 404, 405, 413, 422})
"""HTTP statuses that the same request would get again: bad number, blocked user, wrong key, …"""


class DeliveryError(Exception):
    """A call to Twilio failed.

    `permanent`: the same call will fail again. `uncertain`: the message may have been accepted.
    `code` is Twilio's error code, or what happened in a word; `retry_after` is in seconds.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.uncertain = uncertain
        self.retry_after = retry_after


@lru_cache(maxsize=2)
def _client(account_sid: str, auth_token: str, base_url: str, timeout: float) -> Client:
    """One client a process and configuration, made on first use.

    `TwilioHttpClient` has no timeout by default and pools few connections (twilio 9.13).
    """
    http = TwilioHttpClient(timeout=timeout)
    if http.session is not None:
        http.session.mount(base_url or "https://", HTTPAdapter(pool_maxsize=POOL_SIZE))
    client = Client(account_sid, auth_token, http_client=http)
    if base_url:
        client.api.base_url = base_url
        client.messaging.base_url = base_url
    return client


def client() -> Client:
    return _client(
        settings.TWILIO_ACCOUNT_SID,
        settings.TWILIO_AUTH_TOKEN.split(",")[0].strip(),
        settings.TWILIO_API_BASE_URL,
        settings.TWILIO_TIMEOUT_SECONDS,
    )


def send(*, phone: str, body: str, status_callback: str) -> str:
    """Send `body` to `phone` on WhatsApp and return the message's SID. Raises `DeliveryError`."""
    try:
        message = client().messages.create(
            to=f"whatsapp:{phone}",
            from_=settings.TWILIO_WHATSAPP_FROM,
            body=body,
            status_callback=status_callback,
        )
    except (TwilioException, requests.RequestException) as error:
        raise _delivery_error(error) from error
    return str(message.sid)


def find_sent(*, phone: str, body: str, since: datetime) -> list[str]:
    """Return the SIDs of messages with exactly `body` created for `phone` since then, oldest first.

    This is how an uncertain send is looked up: Twilio has no idempotency key. Filtered by
    `date_created` here: Twilio's own filter goes by `date_sent`, which a queued message lacks.
    Raises `DeliveryError`.
    """
    try:
        newest_first = client().messages.list(
            to=f"whatsapp:{phone}", from_=settings.TWILIO_WHATSAPP_FROM, limit=LOOKUP_LIMIT
        )
    except (TwilioException, requests.RequestException) as error:
        raise _delivery_error(error) from error
    return [
        str(message.sid)
        for message in reversed(newest_first)
        if message.body == body and message.date_created and message.date_created >= since
    ]


def _delivery_error(error: Exception) -> DeliveryError:
    if isinstance(error, TwilioRestException | TwilioServiceException):
        code = str(error.code or error.status)
        if error.status == 429:  # never processed (design: facts about Twilio)
            return DeliveryError(code)
        if error.status in PERMANENT_STATUSES:
            return DeliveryError(code, permanent=True)
        return DeliveryError(code, uncertain=True)
    if isinstance(error, requests.ConnectTimeout):
        return DeliveryError("connect_timeout")
    if isinstance(error, requests.ConnectionError) and _never_connected(error):
        return DeliveryError("connection_refused")
    return DeliveryError(type(error).__name__, uncertain=True)


def _never_connected(error: requests.ConnectionError) -> bool:
    """Say whether no connection was made: `requests` wraps urllib3's reason in its first argument."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)
