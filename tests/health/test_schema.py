"""schemathesis sends what the OpenAPI schema allows, and what not; every answer is as the schema says."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.health_api import BEARER, TOKEN
from tests.support.processes import Installation, installation

pytestmark = pytest.mark.processes

OPERATIONS = 6


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """As in production, and ready: a web process and a worker."""
    folder = tmp_path_factory.mktemp("schema")
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(folder) as made:
        made.configure(openai=openai, twilio=twilio, HEALTH_API_TOKEN=TOKEN)
        made.serve()
        with made.answering():
            yield made


def schemathesis(site: Installation, schema: str, *options: str) -> str:
    """Run its command line, whose own warnings do not concern our tests, and return what it says.

    Asserts that it finds nothing wrong. It leaves its caches where it runs.
    """
    program = str(Path(sys.executable).parent / "schemathesis")
    few = ["--checks", "all", "--max-examples", "20", "--seed", "1"]
    done = subprocess.run(
        [program, "run", schema, *few, *options],
        cwd=site.folder,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_who_holds_the_token_gets_what_the_schema_says(site: Installation) -> None:
    headers = [f"{name}: {value}" for name, value in BEARER.items()]
    said = schemathesis(site, f"{site.url}/api/schema", "--header", *headers)
    assert f"Tested: {OPERATIONS}" in said


def test_a_stranger_gets_what_the_schema_says(site: Installation) -> None:
    file = site.folder / "schema.yaml"
    assert site.run("spectacular", "--file", str(file)).returncode == 0
    said = schemathesis(site, str(file), "--url", site.url)
    assert f"Tested: {OPERATIONS}" in said
