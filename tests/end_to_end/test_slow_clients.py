"""Clients that hold connections open for as long as they can: Twilio's webhooks are answered all the same.

`TEST_SOAK=1` has 200 clients of each kind for 60 s, one kind after the other, and prints what became of them.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import SOAK
from tests.support.front import needs_caddy, start_caddy
from tests.support.poster import Poster
from tests.support.processes import installation
from tests.support.slow_clients import KINDS, SlowClients

pytestmark = pytest.mark.processes

CLIENTS = 200 if SOAK else 20
SECONDS, CADDY_SECONDS = (60.0, 60.0) if SOAK else (13.0, 3.0)
CROWDS = {name: [name] for name in KINDS} if SOAK else {"all kinds at once": list(KINDS)}
MORE = {"idle after an answer": 1000} if SOAK else {}
"""Where it is not CLIENTS."""
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
    limits = {name: KINDS[name].limit for name in crowd}
    late = {
        name for name, limit in limits.items() if limit and clients[name].longest() > limit + GRACE_SECONDS
    }
    assert not late
