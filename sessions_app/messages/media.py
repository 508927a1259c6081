"""Fetches from Twilio what users send: https://www.twilio.com/docs/messaging/api/media-resource.

Only our own account's media are fetched. The credentials go to the first address only; redirects are followed
by hand, to the hosts of Twilio's storage.
"""

import asyncio
import re
from urllib.parse import urljoin, urlsplit

import aiohttp
import structlog
from django.conf import settings

from assistant.metrics import timed
from sessions_app.messages import outbox
from sessions_app.messages.twilio_api import API_BASE_URL, UNAUTHORIZED, DeliveryError
from sessions_app.messages.twilio_http import CONNECT_SECONDS
from sessions_app.metrics import TWILIO_REQUESTS, TWILIO_SECONDS

log = structlog.get_logger(__name__)

MAX_BYTES = 16 * 2**20
MAX_HOPS = 3
HOSTS = frozenset({"mms.twiliocdn.com", "media.twiliocdn.com", "s3-external-1.amazonaws.com"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TIMEOUTS = 4
"""The longest fetch, in TWILIO_TIMEOUT_SECONDS: each of its steps has one of them."""
_CHUNK = 2**16
_PATH = re.compile(r"/2010-04-01/Accounts/(AC[0-9A-Za-z]+)/Messages/([0-9A-Za-z]+)/Media/([0-9A-Za-z]+)")
_GONE = frozenset({404, 410})
SIMULATED_ACCOUNT = "AC" + "0" * 32
SIMULATED_PATH = "/simulator/twilio"
"""Below PUBLIC_URL: there the simulator plays Twilio's API."""


class MediaError(Exception):
    """There is nothing to fetch, now or ever: `code` is "gone" or "too_big"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(url: str) -> tuple[str, str] | None:
    """Return the message's and the medium's SID of an address of our account's media, None for any other."""
    path = next((url.removeprefix(base) for base in _bases() if url.startswith(f"{base}/")), "")
    found = _PATH.fullmatch(path)
    return (found[2], found[3]) if found and found[1] == _account() else None


def _account() -> str:
    return SIMULATED_ACCOUNT if outbox.simulated() else str(settings.TWILIO_ACCOUNT_SID)


def _bases() -> list[str]:
    if outbox.simulated():
        return [f"{settings.PUBLIC_URL}{SIMULATED_PATH}"]
    return list(filter(None, [API_BASE_URL, settings.TWILIO_API_BASE_URL.rstrip("/")]))


async def fetch(url: str) -> bytes:
    """Return the content at `url`, at most `MAX_BYTES`. Raises `MediaError`, `DeliveryError`."""
    if parse(url) is None:
        raise MediaError("gone")
    with timed(TWILIO_REQUESTS, TWILIO_SECONDS, "fetch_media"):
        return await _fetch(url)


async def _fetch(url: str) -> bytes:
    seconds = settings.TWILIO_TIMEOUT_SECONDS
    limits = aiohttp.ClientTimeout(total=None, sock_connect=min(seconds, CONNECT_SECONDS), sock_read=seconds)
    try:
        async with (
            asyncio.timeout(_TIMEOUTS * seconds),
            # Nothing is unzipped: a few bytes could become any number.
            aiohttp.ClientSession(timeout=limits, trust_env=True, auto_decompress=False) as session,
        ):
            return await _follow(session, url)
    except TimeoutError as error:
        raise DeliveryError("media_timeout") from error
    except aiohttp.ClientError as error:
        raise DeliveryError("media_connection") from error


async def _follow(session: aiohttp.ClientSession, url: str) -> bytes:
    token = settings.TWILIO_AUTH_TOKEN.split(",")[0].strip()
    authorization = aiohttp.encode_basic_auth(_account(), token)
    headers = {"Authorization": authorization, "Accept-Encoding": "identity"}
    for _ in range(MAX_HOPS + 1):
        async with session.get(url, headers=headers, allow_redirects=False) as answer:
            if not 300 <= answer.status < 400:
                return await _content(answer)
            url = urljoin(url, answer.headers.get("Location", ""))
        headers.pop("Authorization", None)
        if not _is_storage(url):
            log.error("media_elsewhere", host=urlsplit(url).hostname)
            raise MediaError("gone")
    raise MediaError("gone")


def _is_storage(url: str) -> bool:
    """Return True if redirects may lead to `url`; in development and tests that may be this machine."""
    parts = urlsplit(url)
    if urlsplit(settings.TWILIO_API_BASE_URL).hostname in _LOOPBACK and parts.hostname in _LOOPBACK:
        return True
    return parts.scheme == "https" and parts.netloc in HOSTS


async def _content(answer: aiohttp.ClientResponse) -> bytes:
    if answer.status in _GONE:
        raise MediaError("gone")
    if answer.status != 200:
        is_account = answer.status == UNAUTHORIZED
        retry_after = answer.headers.get("Retry-After", "")
        raise DeliveryError(
            f"media_{answer.status}",
            permanent=is_account,
            account=is_account,
            retry_after=float(retry_after) if retry_after.isdecimal() else None,
        )
    if (answer.content_length or 0) > MAX_BYTES:
        raise MediaError("too_big")
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            raise MediaError("too_big")
    return bytes(content)
