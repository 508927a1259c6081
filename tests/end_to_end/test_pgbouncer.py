"""Behind a PgBouncer that gives each transaction any of three connections: nothing is refused or mixed up."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import Crowd
from tests.support.factories import phone_number
from tests.support.pgbouncer import needs_pgbouncer, pooler
from tests.support.processes import Installation, installation

pytestmark = [
    pytest.mark.processes,
    pytest.mark.postgres("PgBouncer pools connections to PostgreSQL"),
    needs_pgbouncer,
]

PHONES, MESSAGES_EACH = 20, 5


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    """An installation that sees its database through PgBouncer only, migrations too."""
    with (
        pooler(tmp_path, os.environ["TEST_DATABASE_URL"]) as pooled,
        installation(tmp_path, migrated=False) as made,
    ):
        own = urlsplit(made.database.url).path
        made.environment["DATABASE_URL"] = urlsplit(pooled)._replace(path=own).geturl()
        made.migrate()
        yield made


def test_twenty_phones_are_answered_and_no_post_is_refused(site: Installation) -> None:
    phones = [phone_number(number) for number in range(PHONES)]
    with FakeOpenAI() as openai, FakeTwilio() as twilio, ThreadPoolExecutor(PHONES) as threads:
        site.configure(openai=openai, twilio=twilio)
        schedules, worker, web = site.start("run_schedules"), site.answer_messages(), site.serve()
        crowd = Crowd(site, openai, twilio)

        def chat(phone: str) -> None:
            for number in range(MESSAGES_EACH):
                crowd.say(phone, f"message {number} of {phone}")
                crowd.wait_until_heard(phone)

        list(threads.map(chat, phones))
        print(crowd.tally())
        crowd.assert_each_was_answered_once()
        assert crowd.answers == [200] * PHONES * MESSAGES_EACH
        schedules.wait_for('"event": "housekeeping"')
    for process in schedules, worker, web:
        assert '"level": "error"' not in process.output
    assert worker.output.count("database_pooler_found") == 1
    # `serve` itself looks at the schema, and the process that it starts answers.
    assert web.output.count("database_pooler_found") == 2
