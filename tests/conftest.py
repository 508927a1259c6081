"""What every test can use; the fakes of the vendors live in `tests/fakes/`."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from sessions_app.turns.worker import Worker
from tests.fakes.openai_model import seconds_asked_for
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.run import FIRST_RUN_VARIABLE
from tests.support import emptying

pytest.register_assert_rewrite(
    "tests.state_machine.machine_world",
    "tests.state_machine.machine_turns",
    "tests.state_machine.machine_operators",
    "tests.state_machine.machine_delivery",
    "tests.state_machine.machine_releases",
)

# A shell that starts us in the background has us ignore Ctrl-C, nohup a closed terminal; and so all processes
# of the tests would.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


HERE = Path(__file__).parent
# What our own SQL, locks, races and migrations touch runs on both databases, but for what starts processes.
BOTH_DATABASES = {
    HERE / name
    for name in (
        "assistant/test_facts.py",
        "assistant/test_press_release.py",
        "assistant/test_proposals.py",
        "assistant/test_versions.py",
        "console/test_audit.py",
        "console/test_text_search.py",
        "conversations",
        "db",
        "doctor",
        "erasure",
        "health/test_deadline.py",
        "health/test_details.py",
        "housekeeping",
        "messages",
        "operators",
        "recovery",
        "rollback",
        "sessions",
        "telemetry",
        "test_api_failure_recovery.py",
        "test_session_cleanup.py",
        "test_session_cleanup_safety.py",
        "test_session_migration_compatibility.py",
        "test_ttl_refresh_behavior.py",
        "threads",
        "turns",
        "webhooks/test_status.py",
        "whatspr/test_killed_migrate.py",
        "whatspr/test_upgrade.py",
    )
}
# Files in those folders that are about what is said, over and over.
SQLITE_ONLY = {
    HERE / name
    for name in (
        "conversations/test_language_guess.py",
        "messages/test_keywords.py",
        "messages/test_keywords_in_languages.py",
        "messages/test_parts.py",
        "turns/test_buttons_in_languages.py",
        "turns/test_languages.py",
        "turns/test_meddling_writers.py",
        "turns/test_voice_interview.py",
        "turns/test_what_the_user_saw.py",
        "turns/test_whole_interviews.py",
        "turns/test_wrong_models.py",
    )
}
# What takes long, beside what starts processes: `make test-rest` runs it.
LONG = {
    HERE / name
    for name in (
        "assistant/verification/test_independent_written.py",
        "conversations/test_takeover_races.py",
        "doctor/test_broken_installations.py",
        "end_to_end/test_openai_faults.py",
        "end_to_end/test_twilio_faults.py",
        "evaluations/test_evaluations.py",
        "recovery/test_messages.py",
        "recovery/test_people.py",
        "sessions/test_races.py",
        "state_machine",
        "turns/test_killed_between_steps.py",
        "turns/test_meddling_writers.py",
        "turns/test_release_races.py",
        "turns/test_voice_interview.py",
        "turns/test_whole_interviews.py",
        "whatspr/test_killed_migrate.py",
        "whatspr/test_nothing_in_logs.py",
        "whatspr/test_upgrade_of_releases.py",
    )
}
assert all(path.exists() for path in BOTH_DATABASES | SQLITE_ONLY | LONG)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs when and on which database, and begin with the files that start processes.

    Those take longest, and wait for most of it.
    """
    slow = {item.path for item in items if item.get_closest_marker("processes")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        within = {item.path, *item.path.parents}
        if LONG & within:
            item.add_marker("long")
        if postgres := item.get_closest_marker("postgres"):
            if connection.vendor != "postgresql":
                item.add_marker(pytest.mark.skip(reason=postgres.args[0]))
        elif item.get_closest_marker("processes") or item.path in SQLITE_ONLY:
            continue
        elif BOTH_DATABASES & within:
            item.add_marker("both_databases")
        elif not _may_use_a_database(item):
            item.add_marker("no_database")


def _may_use_a_database(item: pytest.Item) -> bool:
    """Return False for a test that pytest-django lets use none: it runs on SQLite's run only."""
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("processes")
    return bool(marked) or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say both counts at the end of the second run (`tests/run.py`)."""
    if first := os.environ.get(FIRST_RUN_VARIABLE):
        stats = terminalreporter.stats
        second = ", ".join(f"{len(stats[key])} {key}" for key in ("passed", "skipped") if key in stats)
        terminalreporter.write_sep("=", "both databases")
        terminalreporter.write_line(f"SQLite: {first}\nPostgreSQL: {second}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Remember what every test is to begin with."""
    with django_db_blocker.unblock():
        emptying.remember()
    TransactionTestCase._fixture_teardown = emptying.empty_tables  # type: ignore[attr-defined]


@pytest.fixture
def fake_openai(settings: Any) -> Iterator[FakeOpenAI]:
    """A fake OpenAI that the settings point to."""
    with FakeOpenAI() as fake:
        settings.OPENAI_API_KEY = "sk-test"
        settings.OPENAI_BASE_URL = fake.base_url
        yield fake


@pytest.fixture
def fake_twilio(settings: Any) -> Iterator[FakeTwilio]:
    """A fake Twilio that the settings point to; it makes no status callbacks, and none is waited for."""
    settings.DELIVERY_PART_WAIT_SECONDS = 0
    with FakeTwilio(auth_token=settings.TWILIO_AUTH_TOKEN, statuses=()) as fake:
        settings.TWILIO_ACCOUNT_SID = fake.account_sid
        settings.TWILIO_WHATSAPP_FROM = fake.sender
        settings.TWILIO_API_BASE_URL = fake.url
        yield fake


@pytest.fixture(scope="module")
def openai() -> Iterator[FakeOpenAI]:
    """A fake OpenAI for the processes of all tests in a file; it thinks for as long as it is asked to."""
    with FakeOpenAI(think=seconds_asked_for) as fake:
        yield fake


@pytest.fixture(scope="module")
def twilio() -> Iterator[FakeTwilio]:
    """A fake Twilio for the processes of all tests in a file."""
    with FakeTwilio() as fake:
        yield fake


def answer_messages() -> None:
    """Do what `manage.py answer_messages --once` does, in this process."""
    asyncio.run(Worker().run_once())
    connections.close_all()
