"""The web process: it refuses to start misconfigured, and 200 posts at once open few connections."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.request import Request, urlopen

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Installation, get, installation

pytestmark = pytest.mark.processes

GRANIAN = str(Path(sys.executable).parent / "granian")
REQUIRED = [f"whatspr.E00{number}" for number in range(1, 7)]
PARALLEL = 200
CONNECTIONS = 2
"""The writer's, and one to spare."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path) as made:
        made.configure(openai=openai, twilio=twilio)
        yield made


@pytest.fixture
def unconfigured(tmp_path: Path) -> Iterator[Installation]:
    """DEBUG is off and nothing is set."""
    with installation(tmp_path, migrated=False) as made:
        yield made


def post_in_parallel(site: Installation) -> Counter[int]:
    """Post PARALLEL signed messages at once, and count the statuses of the answers."""
    everyone = Barrier(PARALLEL)

    def post(number: int) -> int:
        everyone.wait()
        params = inbound_params(f"+4915120000{number:03}", f"Hello {number}")
        inbound = f"{site.url}/webhooks/twilio/inbound"
        return signed_post(inbound, params, site.environment["TWILIO_AUTH_TOKEN"])[0]

    with ThreadPoolExecutor(PARALLEL) as threads:
        return Counter(threads.map(post, range(PARALLEL)))


def open_connections(site: Installation) -> int:
    """How many connections to the database are open: backends of PostgreSQL, or open files of SQLite."""
    if site.database.is_postgresql:
        return site.database.connections()
    links = [link for pid in site.pids() for link in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(os.path.realpath(link) == str(site.database.file) for link in links)


def test_serve_refuses_to_start_with_a_failing_check(unconfigured: Installation) -> None:
    refused = unconfigured.run("serve", "--port", str(unconfigured.port))
    assert refused.returncode == 1
    assert [number for number in REQUIRED if number in refused.stdout] == REQUIRED
    assert "Traceback" not in refused.stdout


def test_granian_alone_refuses_to_start_with_a_failing_check(unconfigured: Installation) -> None:
    port = str(unconfigured.port)
    refused = unconfigured.execute(GRANIAN, "--interface", "asgi", "--port", port, "whatspr.asgi:application")
    assert refused.returncode == 1
    assert [number for number in REQUIRED if number in refused.stdout] == REQUIRED
    assert "Traceback" not in refused.stdout


def test_200_posts_at_once_are_all_stored_over_few_connections(site: Installation) -> None:
    site.serve()
    assert post_in_parallel(site) == {200: PARALLEL}
    assert site.database.query("SELECT count(*) FROM sessions_app_inboundmessage") == [PARALLEL]
    assert open_connections(site) <= CONNECTIONS


def test_a_stop_while_the_worker_loads_is_not_lost(site: Installation) -> None:
    web = site.start("serve", "--port", str(site.port))
    wait_until(lambda: len(site.pids()) > 1)
    assert web.stop() == 0
    assert get(site.url) is None


def test_the_first_schemas_of_a_process_may_be_asked_for_at_once(site: Installation) -> None:
    site.serve(HEALTH_API_TOKEN="t" * 32)
    request = Request(f"{site.url}/api/schema", headers={"Authorization": f"Bearer {'t' * 32}"})

    def status(_: int) -> int:
        with urlopen(request, timeout=30) as response:
            return int(response.status)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(status, range(4))) == [200] * 4
