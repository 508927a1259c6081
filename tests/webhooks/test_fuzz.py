"""Thousands of odd requests through the whole application: never a 500, and always a whole answer.

Each request comes from the seed and its number. `TEST_FUZZ=200000` makes so many instead of 2000, TEST_SEED
is another seed, and TEST_FUZZ_FIRST the number of the first request.
"""

import asyncio
import logging
import os
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import got_request_exception

from tests.support.asgi import call, pieces, run
from tests.support.console_pages import client_of
from tests.support.memory import resident_bytes
from tests.support.odd_requests import OddRequest, OddRequests
from whatspr.asgi import application

REQUESTS = int(os.environ.get("TEST_FUZZ", 2000))
SEED = int(os.environ.get("TEST_SEED", 1))
FIRST = int(os.environ.get("TEST_FUZZ_FIRST", 0))
AT_ONCE = 8
WARM_UP = 1000
"""Requests after which the caches are full."""
GROWTH_BYTES = 30 * 2**20
NOT_READY = b"/health/ready"
"""It answers 503, since no worker runs."""
BUSY = 0.01
"""Share of requests that may be put off with a 503: a slow machine reaches deadlines."""
ANSWER_SECONDS = 60.0


class Fuzz:
    """Sends odd requests, AT_ONCE at a time, and counts what comes of them."""

    def __init__(self, odd: OddRequests) -> None:
        self._odd = odd
        self._numbers = iter(range(FIRST, FIRST + REQUESTS))
        self.sizes: list[int] = []
        self.statuses: Counter[int] = Counter()
        self.put_off = 0
        """Requests that were answered 503, though not by the readiness probe."""
        self.faults: Counter[str] = Counter()
        """Kinds of what must not be."""
        self.examples: dict[str, str] = {}
        """The first of each kind."""
        self._raised = ""
        """The latest traceback that Django made a 500 of."""

    async def run(self) -> None:
        got_request_exception.connect(self._see)
        await asyncio.gather(*(self._send_one_after_the_other() for _ in range(AT_ONCE)))

    def _see(self, **signal: Any) -> None:
        self._raised = traceback.format_exc()

    async def _send_one_after_the_other(self) -> None:
        for number in self._numbers:
            request = self._odd.make(number)
            if fault := await self._fault(request):
                kind = re.sub(r"'.*?'", "'...'", fault.strip().rpartition("\n")[2])
                self.faults[kind] += 1
                self.examples.setdefault(kind, f"request {number}: {repr(request)[:3000]}\n{fault}")
            if number % WARM_UP == WARM_UP - 1:
                self.sizes.append(resident_bytes())

    async def _fault(self, request: OddRequest) -> str:
        """Return what is wrong with the answer, its kind in the last line, or "" where nothing is."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await call(application, request.scope(), pieces(*request.chunks()))
        except Exception:
            return traceback.format_exc()
        self.statuses[answer.status] += 1
        self.put_off += answer.status == 503 and not request.target.startswith(NOT_READY)
        if answer.status >= 500 and answer.status != 503:
            return f"{self._raised.strip()} ({answer.status})"
        return "" if answer.complete else f"{answer.status}, but not all of it"


@pytest.fixture
def odd_requests(transactional_db: None) -> OddRequests:
    name = settings.SESSION_COOKIE_NAME
    operators = [client_of("Superuser", name="root"), client_of("Viewers", name="vera")]
    return OddRequests(
        seed=SEED,
        public_url=settings.PUBLIC_URL,
        token=settings.TWILIO_AUTH_TOKEN,
        cookies=[f"{name}={client.cookies[name].value}" for client in operators],
    )


@pytest.fixture
def without_logs() -> Iterator[None]:
    """Refusals are logged, and pytest keeps each line in memory, with its request."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("fake_openai", "fake_twilio", "without_logs")
def test_no_request_is_a_500(odd_requests: OddRequests) -> None:
    fuzz, began = Fuzz(odd_requests), time.monotonic()
    run(fuzz.run())
    rate = REQUESTS / (time.monotonic() - began)
    print(f"{REQUESTS} requests from {FIRST}, seed {SEED}: {rate:.0f} a second, {dict(fuzz.statuses)}")
    print(f"memory in MiB: {[size >> 20 for size in fuzz.sizes[:: max(1, len(fuzz.sizes) // 20)]]}")
    for kind, times in fuzz.faults.items():
        print(f"--- {times} times: {kind}, first in {fuzz.examples[kind]}")
    assert not fuzz.faults
    assert fuzz.put_off <= REQUESTS * BUSY
    assert fuzz.statuses[200] > REQUESTS / 10  # not all of them stay at the first door
    # SQLite's connections fill caches of 16 MiB each, long after Python's own are full.
    assert not fuzz.sizes or fuzz.sizes[-1] - fuzz.sizes[len(fuzz.sizes) // 10] < GROWTH_BYTES
