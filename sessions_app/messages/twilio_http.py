"""How the requests of Twilio's SDK travel: over aiohttp."""

import logging
import re
from contextvars import ContextVar
from urllib.request import getproxies

import aiohttp
from twilio.base.exceptions import TwilioException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

CONNECT_SECONDS = 5.0
TOO_MANY_REQUESTS = 429

answered_as: ContextVar[str] = ContextVar("twilio_request_id", default="")
"""What Twilio calls the last request of this task: the SDK's exceptions have no headers."""


class TooManyRequests(TwilioException):  # type: ignore[misc]  # twilio is not typed
    """Twilio did not process the request; the SDK's own has no headers."""

    def __init__(self, text: str, *, retry_after: str) -> None:
        self.code = code_in(text) or str(TOO_MANY_REQUESTS)
        self.retry_after = float(retry_after) if retry_after.isdecimal() else None
        super().__init__(self.code)


def code_in(text: str) -> str:
    """Return Twilio's code in the body of an error, "" if there is none."""
    code = re.search(r'"code":\s*"?(\d+)', text)
    return code[1] if code else ""


class HttpClient(AsyncHttpClient):  # type: ignore[misc]  # twilio is not typed
    """Carries the SDK's requests over aiohttp.

    The SDK's own `AsyncTwilioHttpClient` (twilio 9.13) ignores its `timeout` and turns the
    session's off, and authorizes in a way that aiohttp 4 will not know.
    """

    def __init__(self, *, timeout: float) -> None:
        """`timeout` is in seconds, for a whole call; connecting gets at most 5 of them."""
        super().__init__(logging.getLogger(__name__), is_async=True, timeout=timeout)
        limits = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, CONNECT_SECONDS))
        # Only if there is a proxy: aiohttp looks for one at each call, on a thread (docs/speed.md).
        is_proxied = not {"http", "https"}.isdisjoint(getproxies())
        self._session = aiohttp.ClientSession(timeout=limits, trust_env=is_proxied)

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, str | int] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request; see `AsyncHttpClient`."""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = aiohttp.encode_basic_auth(*auth)
        is_json = sent.get("Content-Type") == "application/json"
        form, given = (None, _without_none(data)) if is_json else (data, None)
        call = self._session.request(
            method, uri, params=params, data=form, json=given, headers=sent, allow_redirects=allow_redirects
        )
        async with call as answer:
            answered_as.set(answer.headers.get("Twilio-Request-Id", ""))
            text = await answer.text()
            if answer.status == TOO_MANY_REQUESTS:
                raise TooManyRequests(text, retry_after=answer.headers.get("Retry-After", ""))
            return Response(answer.status, text, answer.headers)

    async def close(self) -> None:
        await self._session.close()


def _without_none(value: object) -> object:
    """Return JSON without what is not given; the SDK names every field of a Content resource."""
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, list) else value
