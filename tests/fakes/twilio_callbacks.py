"""Status callbacks: what the fake Twilio posts, signed, to a message's StatusCallback."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urldefrag, urlsplit

import aiohttp
from yarl import URL

from tests.fakes.twilio_messages import Message, phone_of
from tests.fakes.twilio_signing import is_loopback, signed_request

_TIMEOUT = aiohttp.ClientTimeout(total=15)


@dataclass(frozen=True, slots=True)
class Status:
    """One step of a message, told `delay` seconds after the one before."""

    status: str
    error_code: int | None = None
    delay: float = 0.0


Statuses = Sequence[str | Status]


@dataclass(frozen=True, slots=True)
class CallbackResult:
    """A receiver's answer to one callback.

    `http_status` is None when it was not reached; `error` says why.
    """

    sid: str
    status: str
    url: str
    http_status: int | None
    body: str
    error: str
    at: float
    """`time.monotonic()` of the answer."""


def callback_params(message: Message, step: Status) -> dict[str, str]:
    """The form of one WhatsApp status callback, as published captures of real ones show it."""
    params = {
        "SmsSid": message.sid,
        "SmsStatus": step.status,
        "MessageStatus": step.status,
        "ChannelToAddress": phone_of(message.to),
        "To": message.to,
        "ChannelPrefix": "whatsapp",
        "MessageSid": message.sid,
        "AccountSid": message.account_sid,
        "StructuredMessage": "false",
        "From": message.from_,
        "ApiVersion": "2010-04-01",
        "ChannelInstallSid": "XE" + "0" * 32,
    }
    if step.status in ("delivered", "read", "undelivered"):
        params["EventType"] = step.status.upper()
    if step.error_code is not None:
        params |= {"ErrorCode": str(step.error_code), "ErrorMessage": "The fake was told to fail."}
    return params


class CallbackSender:
    """Posts callbacks on the server's event loop. `results` grows without bound."""

    def __init__(self, auth_token: str) -> None:
        self._auth_token = auth_token
        self._session: aiohttp.ClientSession | None = None
        self._running: set[asyncio.Task[None]] = set()
        self.results: list[CallbackResult] = []
        self.deliver_to: str | None = None
        """`http://127.0.0.1:PORT`: connect there, whatever host the (signed) address names."""

    async def open(self) -> None:
        """Call on the loop that will post."""
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT, connector=aiohttp.TCPConnector(limit=64))

    async def close(self) -> None:
        """Give up what is still to be sent, and close the connections."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    @property
    def pending(self) -> int:
        """Messages whose callbacks have not all been sent."""
        return len(self._running)

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Run `work`, which ends in a `run`, in the background."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def run(self, message: Message, steps: Sequence[Status]) -> None:
        """Go through the steps: wait, change the message, tell its StatusCallback."""
        for step in steps:
            if step.delay > 0:
                await asyncio.sleep(step.delay)
            message.status, message.error_code = step.status, step.error_code
            if message.sent_at is None:
                message.sent_at = datetime.now(UTC)
            if message.status_callback is not None:
                self.results.append(await self._post(message, step, message.status_callback))

    async def _post(self, message: Message, step: Status, url: str) -> CallbackResult:
        status, body, error = None, "", ""
        target = self._target(url)
        if not is_loopback(target):
            error = "refused: the fake only talks to loopback"
        else:
            assert self._session is not None
            headers, form = signed_request(url, callback_params(message, step), self._auth_token)
            try:
                async with self._session.post(
                    URL(target, encoded=True), data=form, headers=headers, allow_redirects=False
                ) as response:
                    status, body = response.status, (await response.text())[:500]
            except (aiohttp.ClientError, TimeoutError, OSError) as failure:
                error = repr(failure)
        return CallbackResult(message.sid, step.status, url, status, body, error, time.monotonic())

    def _target(self, url: str) -> str:
        return reached_at(url, self.deliver_to)


def reached_at(url: str, deliver_to: str | None) -> str:
    """Return where to connect for `url`: at `deliver_to`, if that is given, whatever host `url` names."""
    target = urldefrag(url).url
    if deliver_to is None:
        return target
    there = urlsplit(deliver_to)
    return urlsplit(target)._replace(scheme=there.scheme, netloc=there.netloc).geturl()
