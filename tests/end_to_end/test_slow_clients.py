"""Clients that hold connections open for as long as they can: Twilio's webhooks are answered all the same.

`TEST_SOAK=1` has 200 clients of each kind for 60 s, one kind after the other, and prints what became of them.
"""

import re
import resource
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import SOAK
from tests.support.front import CADDYFILE, needs_caddy, start_caddy
from tests.support.memory import resident_bytes
from tests.support.poster import Poster
from tests.support.processes import Installation, Started, installation
from tests.support.slow_clients import BODY_LIMIT, KINDS, SlowClients

pytestmark = pytest.mark.processes

CLIENTS = 200 if SOAK else 20
SECONDS, CADDY_SECONDS = (60.0, 60.0) if SOAK else (13.0, 3.0)
CROWDS = {name: [name] for name in KINDS} if SOAK else {"all kinds at once": list(KINDS)}
MORE = {"idle after an answer": 1000} if SOAK else {}
"""Where it is not CLIENTS."""
READERS, READER_BYTES = 200, 400 * 1024
"""How many never read a file of 1.4 MB, and how much memory each of them may take."""
GRACE_SECONDS = 2.0
"""How much later than its limit a client may be ended: the machine may be busy."""
FRONTS = ["alone", pytest.param("behind Caddy", marks=needs_caddy)]


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process, and those that it starts, have as many connections as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(params=FRONTS)
def poster(tmp_path: Path, many_files: None, request: pytest.FixtureRequest) -> Iterator[Poster]:
    """Twilio, and the web process that it posts to, with Caddy before it or not."""
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path) as site:
        site.configure(openai=openai, twilio=twilio, DEBUG="on", HEALTH_API_TOKEN="a-token")
        site.serve()  # with DEBUG, for the static files
        yield Poster(site, site.url if request.param == "alone" else start_caddy(site))


@pytest.mark.parametrize("crowd", CROWDS.values(), ids=CROWDS)
def test_webhooks_are_answered_while_slow_clients_hold_connections(poster: Poster, crowd: list[str]) -> None:
    with ExitStack() as stack:
        clients = {
            name: stack.enter_context(SlowClients(poster.address, KINDS[name], MORE.get(name, CLIENTS)))
            for name in crowd
        }
        poster.post_for(SECONDS if is_alone(poster) else CADDY_SECONDS)
    for name, some in clients.items():
        print(f"{some.count} of {name}: {some.summary()}")
    print(poster.summary())
    assert set(poster.statuses) == {200}
    assert poster.rows() == len(poster.seconds)
    limited = [name for name in crowd if KINDS[name].limit]
    assert not [name for name in limited if clients[name].answers["200"]]  # none of them was complete
    assert not [name for name in limited if clients[name].longest() > limit(poster, name) + GRACE_SECONDS]


def limit(poster: Poster, name: str) -> float:
    """Return the seconds after which clients of a kind must have been ended."""
    return KINDS[name].limit or 0.0 if is_alone(poster) else read_seconds("body")


def is_alone(poster: Poster) -> bool:
    return poster.url == poster.site.url


def read_seconds(part: str) -> float:
    """Return how long the shipped Caddyfile waits for a part of a request."""
    (seconds,) = re.findall(rf"^\s*read_{part} (\d+)s$", CADDYFILE.read_text(), re.MULTILINE)
    return float(seconds)


def test_readers_that_never_read_cost_little_memory(tmp_path: Path, many_files: None) -> None:
    """And neither do long heads."""
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path) as site:
        site.configure(openai=openai, twilio=twilio, DEBUG="on")
        web = site.serve()
        poster = Poster(site, site.url)
        poster.post()
        before = memory_of_children(site, web)
        with (
            SlowClients(poster.address, KINDS["a file, never read"], READERS),
            SlowClients(poster.address, KINDS["a long head without an end"], READERS),
        ):
            poster.post_for(3.0)
            taken = memory_of_children(site, web) - before
    print(f"{taken / READERS / 1024:.0f} KiB for each reader and head")
    assert set(poster.statuses) == {200}
    assert taken < READERS * READER_BYTES


def memory_of_children(site: Installation, web: Started) -> int:
    return sum(resident_bytes(pid) for pid in site.pids() - {web.pid})


def test_the_web_process_has_answered_before_caddy_gives_up() -> None:
    assert read_seconds("body") > read_seconds("header") + BODY_LIMIT + GRACE_SECONDS
