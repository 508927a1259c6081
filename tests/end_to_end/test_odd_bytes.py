"""Bytes that are no HTTP, or nearly, at the web process's port: it answers Twilio as if nothing was.

`TEST_FUZZ=20000` sends so many instead of 200. TEST_SEED is another seed, TEST_FUZZ_FIRST the first number.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.memory import resident_bytes
from tests.support.odd_bytes import odd_bytes, statuses
from tests.support.poster import Poster
from tests.support.processes import Installation, installation

pytestmark = pytest.mark.processes

TIMES = int(os.environ.get("TEST_FUZZ", 200))
SEED = int(os.environ.get("TEST_SEED", 1))
FIRST = int(os.environ.get("TEST_FUZZ_FIRST", 0))
HUNDRED = 100
WARM_UP = 10
"""Hundreds after which memory may grow no more."""
GROWTH_BYTES = 30 * 2**20


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path) as made:
        made.configure(openai=openai, twilio=twilio, DEBUG="on")  # for the static files
        yield made


def test_odd_bytes_harm_nothing(site: Installation) -> None:
    web, poster = site.serve(), Poster(site, site.url)
    seen: Counter[int] = Counter()
    wrong: list[tuple[int, list[int]]] = []
    sizes: list[int] = []

    def send(number: int) -> None:
        answers = statuses(poster.address, odd_bytes(SEED, number), leave_at_once=number % 3 == 0)
        seen.update(answers)
        if any(status >= 500 for status in answers):
            wrong.append((number, answers))

    began = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        for first in range(FIRST, FIRST + TIMES, HUNDRED):
            list(threads.map(send, range(first, first + HUNDRED)))
            assert poster.post() == 200
            sizes.append(sum(map(resident_bytes, site.pids())))
    print(
        f"{TIMES} times, {TIMES / (time.monotonic() - began):.0f} a second, {dict(seen)}, {poster.summary()}"
    )
    print(f"memory in MiB: {[size >> 20 for size in sizes[:: max(1, len(sizes) // 20)]]}")
    for number, answers in wrong[:10]:
        print(f"--- {number}: {answers} to {odd_bytes(SEED, number)[:500]!r}")
    assert not wrong
    assert "Traceback" not in web.output
    assert sizes[-1] - sizes[min(WARM_UP, len(sizes) - 1)] < GROWTH_BYTES
