"""How the fake Twilio fetches what is attached to a message: HEAD, then GET, and both have to fit.

Sources: twilio.com/docs/whatsapp/guidance-whatsapp-media-messages ("Twilio checks the content-type header
at the provided MediaUrl", sizes, types) and the codes of twilio.com/docs/api/errors.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from tests.fakes.twilio_callbacks import reached_at
from tests.fakes.twilio_signing import is_loopback

NOT_DOWNLOADED = 63019
"""Media failed to download."""
INVALID_CONTENT = 63021
"""Channel invalid content error."""
NOT_ACCEPTED = 63005
"""Channel did not accept given content."""
MAX_BYTES = 16 * 1024 * 1024
BEGINNINGS = {
    "application/pdf": b"%PDF-",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"PK\x03\x04",
    "image/jpeg": b"\xff\xd8",
    "image/png": b"\x89PNG",
}
"""The types that the fake takes, and what a file of each begins with."""
_TIMEOUT = aiohttp.ClientTimeout(total=15)


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request for a file: `status` is None if there was no answer, `error` says why."""

    method: str
    url: str
    status: int | None
    content_type: str = ""
    length: int = 0
    """What Content-Length says."""
    disposition: str = ""
    sha256: str = ""
    """Of what came, with GET."""
    begins: bytes = b""
    error: str = ""


class MediaFetcher:
    """Fetches files on the server's event loop. `fetches` grows without bound."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self.fetches: list[Fetch] = []
        self.deliver_to: str | None = None
        """`http://127.0.0.1:PORT`: connect there, whatever host an https address names."""

    async def open(self) -> None:
        """Call on the loop that will fetch."""
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT, auto_decompress=False)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, url: str) -> int | None:
        """Fetch `url` and return the error code of the message, None if the file is fine."""
        head = await self._request("HEAD", url)
        if head.status != 200:
            return NOT_DOWNLOADED
        got = await self._request("GET", url)
        if got.status != 200 or got.content_type != head.content_type or got.length > MAX_BYTES:
            return NOT_DOWNLOADED
        begins_with = BEGINNINGS.get(got.content_type)
        if begins_with is None:
            return NOT_ACCEPTED
        return None if got.begins.startswith(begins_with) else INVALID_CONTENT

    async def _request(self, method: str, url: str) -> Fetch:
        done = await self._answer(method, url)
        self.fetches.append(done)
        return done

    async def _answer(self, method: str, url: str) -> Fetch:
        target = reached_at(url, self.deliver_to)
        if urlsplit(url).scheme != "https":
            return Fetch(method, url, None, error="refused: no https")
        if not is_loopback(target):
            return Fetch(method, url, None, error="refused: the fake only talks to loopback")
        assert self._session is not None
        headers = {"Host": urlsplit(url).netloc, "User-Agent": "TwilioProxy/1.1", "Accept": "*/*"}
        if target != url:  # as the front would say that ends TLS
            headers["X-Forwarded-Proto"] = "https"
        try:
            async with self._session.request(
                method, URL(target, encoded=True), headers=headers, allow_redirects=False
            ) as response:
                content = await response.read()
                return Fetch(
                    method,
                    url,
                    response.status,
                    content_type=response.headers.get("Content-Type", ""),
                    length=int(response.headers.get("Content-Length", 0)),
                    disposition=response.headers.get("Content-Disposition", ""),
                    sha256=hashlib.sha256(content).hexdigest() if method == "GET" else "",
                    begins=content[:16],
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as failure:
            return Fetch(method, url, None, error=repr(failure))
