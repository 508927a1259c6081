"""Phones that converse with the cluster through its front, as Twilio carries their messages.

Each says something, waits for the reply, reads it, and goes on. What is answered is seen where Twilio accepts
a reply; the fake model repeats what it was told, so that each reply names the messages that it answers.
"""

import asyncio
import random
import re
import ssl
import time
from collections import Counter
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from tests.fakes.twilio_callbacks import Statuses
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_messages import Message, phone_of
from tests.fakes.twilio_signing import signed_request

INBOUND = "/webhooks/twilio/inbound"
REPEAT_PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Twilio repeats 5 times with `#rc=5&rp=all`; it does not document the pauses."""
TOTAL_SECONDS = 15.0
"""For all tries, Twilio's limit (twilio.com/docs/usage/webhooks/webhooks-connection-overrides)."""
READING_SECONDS = (2.5, 5.0)
"""So that a phone stays below PHONE_TURNS_PER_MINUTE."""
PATIENCE_SECONDS = 600.0
NO_ANSWER = 0
"""Stands for the status where the connection failed."""
_PHONE = "+1415555{:04d}"
_REPLY = re.compile(r"You said: (.*) \(turn \d+\)", re.DOTALL)


@dataclass
class Phone:
    """`said` is what Twilio got a 200 for, `refused` what it gave up, `heard` what replies name, in order."""

    number: str
    said: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    rings: asyncio.Event = field(default_factory=asyncio.Event)

    def is_answered(self) -> bool:
        return set(self.said) <= set(self.heard)


class Crowd:
    """`sids` has each message ever sent, `statuses` counts what posts got, `waits` are seconds to a reply."""

    def __init__(self, phones: int, *, url: str, certificates: str, auth_token: str, bursts: float) -> None:
        """`bursts` is the share of turns in which a phone sends two messages, the second at once."""
        self.phones = {number: Phone(number) for number in map(_PHONE.format, range(phones))}
        self.sids: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.waits: list[float] = []
        self._url = url + INBOUND
        self._tls = ssl.create_default_context(cafile=certificates)
        self._auth_token = auth_token
        self._bursts = bursts
        self._luck = random.Random(phones)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._conversation: asyncio.Task[None] | None = None
        self._has_hung_up = False

    def hear(self, message: Message) -> Statuses:
        """Take a reply that Twilio accepted (on its thread); return what becomes of it."""
        phone = self.phones[phone_of(message.to)]
        found = _REPLY.fullmatch(message.body)
        phone.heard += found[1].split(" | ") if found else [message.body]
        if self._loop is not None:
            self._loop.call_soon_threadsafe(phone.rings.set)
        return ("sent", "delivered")

    def hang_up(self) -> None:
        """Let each phone say nothing more; `converse` ends when all replies are there."""
        self._has_hung_up = True

    def leave(self) -> None:
        """End `converse` at once, from another thread. Harmless where it has ended."""
        if self._loop is not None and self._conversation is not None and not self._conversation.done():
            self._loop.call_soon_threadsafe(self._conversation.cancel)

    @property
    def answered(self) -> int:
        return len(self.waits)

    async def converse(self) -> None:
        """Let all converse until `hang_up`. Each gives up after `PATIENCE_SECONDS` without a reply."""
        self._loop, self._conversation = asyncio.get_running_loop(), asyncio.current_task()
        connector = aiohttp.TCPConnector(ssl=self._tls, limit=0)
        timeout = aiohttp.ClientTimeout(total=TOTAL_SECONDS)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as twilio:
            await asyncio.gather(*(self._chat(twilio, phone) for phone in self.phones.values()))

    async def _chat(self, twilio: aiohttp.ClientSession, phone: Phone) -> None:
        await asyncio.sleep(self._luck.uniform(0, 2 * READING_SECONDS[1]))  # not all at once
        while not self._has_hung_up:
            began = time.monotonic()
            for _ in range(2 if self._luck.random() < self._bursts else 1):
                await self._say(twilio, phone)
            if not await self._is_answered(phone):
                return
            self.waits.append(time.monotonic() - began)
            await asyncio.sleep(self._luck.uniform(*READING_SECONDS))

    async def _is_answered(self, phone: Phone) -> bool:
        """Wait for the replies to all that `phone` has said; False if they do not come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not phone.is_answered():
            phone.rings.clear()
            try:
                await asyncio.wait_for(phone.rings.wait(), max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                return phone.is_answered()
        return True

    async def _say(self, twilio: aiohttp.ClientSession, phone: Phone) -> None:
        """Send a message, and again as Twilio does, for as long as it is not acknowledged."""
        body = f"message {len(phone.said) + len(phone.refused) + 1} of {phone.number}"
        params = inbound_params(phone.number, body)
        self.sids.append(params["MessageSid"])
        headers, form = signed_request(self._url, params, self._auth_token)
        deadline = time.monotonic() + TOTAL_SECONDS
        for pause in (*REPEAT_PAUSES, None):
            status = await self._post(twilio, headers, form)
            self.statuses[status] += 1
            if status == 200:
                phone.said.append(body)
                return
            if pause is None or time.monotonic() + pause > deadline:
                break
            await asyncio.sleep(pause)
        phone.refused.append(body)

    async def _post(self, twilio: aiohttp.ClientSession, headers: dict[str, str], form: bytes) -> int:
        try:
            async with twilio.post(URL(self._url, encoded=True), data=form, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return NO_ANSWER
