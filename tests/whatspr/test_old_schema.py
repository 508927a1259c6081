"""New code does not start on tables of an earlier release, and says what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Installation, installation

pytestmark = pytest.mark.processes

REFUSAL = "CommandError: The database lacks sessions_app.{first}. Run `manage.py migrate` first.\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path) as made:
        made.configure(openai=openai, twilio=twilio)
        yield made


def forget_that_it_was_migrated(site: Installation, *names: str) -> None:
    for name in names:
        site.database.query(f"DELETE FROM django_migrations WHERE name = '{name}'")


@pytest.mark.parametrize("command", ["serve", "answer_messages", "run_schedules"])
def test_a_process_refuses_to_start_with_one_sentence(site: Installation, command: str) -> None:
    forget_that_it_was_migrated(site, "0022_running")
    port = ["--port", str(site.port)] if command == "serve" else []
    refused = site.run(command, *port)
    assert (refused.returncode, refused.stdout) == (1, REFUSAL.format(first="0022_running"))


def test_it_says_how_many_are_missing(site: Installation) -> None:
    forget_that_it_was_migrated(site, "0021_figures", "0022_running")
    refused = site.run("answer_messages", "--once")
    assert (refused.returncode, refused.stdout) == (1, REFUSAL.format(first="0021_figures and 1 more"))


def test_an_empty_database_is_refused_too(tmp_path: Path) -> None:
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path, migrated=False) as empty:
        empty.configure(openai=openai, twilio=twilio)
        empty.database.query("SELECT 1")  # makes SQLite's file
        refused = empty.run("answer_messages", "--once")
    assert refused.returncode == 1
    assert "Run `manage.py migrate` first." in refused.stdout
    assert "Traceback" not in refused.stdout
