"""What all processes write at LOG_LEVEL=DEBUG, and what others see of them: no number, no text of a user.

`tests/whatspr/test_nothing_in_logs.py` has every view and every step, in one process.
"""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.sayings import pdf, voice_note
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Installation, get, installation
from tests.support.sent import OGG
from tests.support.waiting import wait_for_replies

pytestmark = pytest.mark.processes

PHONE, OTHER, THIRD = "+4915799123456", "+4915799123457", "+4915799123458"
MARK = "Quokka"
MARKS = (PHONE[1:-4], MARK)
ROW = f"Failing row contains ({PHONE}, {MARK} row)"


@pytest.fixture
def site(tmp_path: Path, openai: FakeOpenAI, twilio: FakeTwilio) -> Iterator[Installation]:
    with installation(tmp_path) as made:
        made.configure(openai=openai, twilio=twilio, LOG_LEVEL="DEBUG", OPENAI_LOG="debug")
        yield made


def marks_in(text: str) -> list[str]:
    return [mark for mark in MARKS if mark.lower() in text.lower()]


def titles(site: Installation) -> str:
    """Return the command line and the title of every process."""
    return "".join(
        Path(f"/proc/{pid}/{name}").read_text() for pid in site.pids() for name in ("cmdline", "comm")
    )


def refuse_rows_of(site: Installation, table: str, column: str) -> None:
    """Let no row of `table` be written; the error shows the row."""
    if site.database.is_postgresql:
        site.database.query(f'ALTER TABLE {table} ADD CHECK (length("{column}") < 0) NOT VALID')
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{ROW}'); END"
    with closing(sqlite3.connect(site.database.file, timeout=20)) as connection:
        connection.executescript(f"CREATE TRIGGER unfit_{table} BEFORE INSERT ON {table} {refuse}")


def test_no_number_and_no_text_is_in_any_output_title_or_task(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    site.start("run_schedules")
    site.answer_messages()
    site.serve("--threads", "2")
    media = [twilio.add_media(voice_note(f"{MARK} voice"), OGG)]
    media += [twilio.add_media(pdf(f"{MARK} file"), "application/pdf")]
    site.say(PHONE, f"{MARK} secret launch", profile_name=f"{MARK} Smith")
    wait_for_replies(twilio, PHONE, 1)
    for medium in media:
        site.say(PHONE, "", media=[medium])
    openai.fail_next(Fault.http(400, "invalid_request_error", message=ROW))
    twilio.fail_next(Fault.http(400, 21211, message=ROW))
    site.say(OTHER, f"{MARK} again")
    assert get(f"{site.url}/{MARK}/{PHONE}?s={PHONE}&q={MARK}") == 404
    wait_until(lambda: "send_failed" in output(site) and "medium_heard" in output(site))

    seen = titles(site)
    refuse_rows_of(site, "sessions_app_turnattempt", "error")
    site.say(THIRD, f"{MARK} without a turn")
    wait_until(lambda: "IntegrityError" in output(site))
    refuse_rows_of(site, "sessions_app_inboundmessage", "phone")
    inbound, token = f"{site.url}/webhooks/twilio/inbound", site.environment["TWILIO_AUTH_TOKEN"]
    assert signed_post(inbound, inbound_params(THIRD, f"{MARK} refused"), token)[0] == 503
    failed = site.run("migrate_sessions", os.devnull)
    wait_until(lambda: "housekeeping" in output(site), 60)
    for started in site.started:
        started.process.send_signal(signal.SIGTERM)
        started.wait()

    lines = (output(site) + failed.stdout).splitlines()
    print(f"{'PostgreSQL' if site.database.is_postgresql else 'SQLite'}: {len(lines)} lines")
    assert [line for line in lines if marks_in(line)] == []
    rows = [site.database.query(f"SELECT * FROM {table}") for table in ("django_q_task", "django_q_ormq")]
    assert marks_in(f"{rows}{seen}") == []


def output(site: Installation) -> str:
    return "".join(started.output for started in site.started)
