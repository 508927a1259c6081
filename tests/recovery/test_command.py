"""`manage.py after_restore`: what it says, what it refuses, a dry run and a second run."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from sessions_app.models import AuditEntry, Heartbeat, HousekeepingJob, SessionBackend
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import heartbeats
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.twilio_server import FakeTwilio
from tests.support import restoring
from tests.support.chat import ADA, BOB
from tests.support.erasure import everything_stored
from tests.support.factories import OutboundFactory
from tests.support.restoring import Writes, after_restore, amount, log, refusal

pytestmark = pytest.mark.django_db(transaction=True)
COUNTS = (
    "sessions end",
    "people are erased",
    "known from the logs",
    "turn out to be sent",
    "are cancelled",
    "users wrote since then",
    "users were sent since then",
    "count as answered",
    "will be answered",
)


def everything_but_audit() -> list[str]:
    return [row for row in everything_stored() if not row.startswith(AuditEntry._meta.label)]


@pytest.fixture
def eventful(writes: Writes, backup: Any, tmp_path: Path, clock: time_machine.Traveller) -> tuple[Path, str]:
    """A backup, and the log of an eventful time after it."""
    writes("Hello", ADA)
    OutboundFactory.create(phone=BOB, body="Which company?")
    file = backup()
    answer_messages()
    writes("More", ADA)
    writes("stop", BOB)
    writes("Late", ADA, arrives=False)
    return file, log(tmp_path, {"event": "thread_opened", "thread": "conv_unknown"})


def test_a_dry_run_says_the_same_and_changes_nothing(eventful: tuple[Path, str], restore: Any) -> None:
    file, logs = eventful
    restore(file, "--dry-run")
    before = everything_stored()
    said = after_restore("--dry-run", "--logs", logs)
    assert everything_stored() == before
    done = after_restore("--logs", logs)
    assert said.splitlines()[:-1] == done.splitlines()[:-1]
    assert said.endswith("Nothing was changed (--dry-run).\n")
    assert AuditEntry.objects.get().action == "after restore"


def test_a_second_run_finds_nothing_to_do(eventful: tuple[Path, str], restore: Any) -> None:
    file, logs = eventful
    restore(file, "--logs", logs)
    before = everything_but_audit()
    said = after_restore("--logs", logs)
    assert everything_but_audit() == before
    assert [amount(said, what) for what in COUNTS] == [0] * (len(COUNTS) - 1) + [1]


def test_the_time_of_the_backup_is_that_of_the_last_sign_of_life(
    backup: Any, restore: Any, clock: time_machine.Traveller
) -> None:
    file = backup()
    newest = heartbeats.newest()
    assert newest
    assert f"The database is of {newest:%Y-%m-%d %H:%M:%S} UTC." in restore(file)


def test_without_logs_it_says_what_is_not_found(backup: Any, restore: Any) -> None:
    assert "Without --logs:" in restore(backup())


def test_without_a_twilio_account_it_says_so(backup: Any, restore: Any, settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_WHATSAPP_FROM = ""
    assert "no Twilio account" in restore(backup())


def test_it_refuses_while_a_worker_is_alive() -> None:
    heartbeats.beat(Heartbeat.Kind.WORKER)
    assert "Stop all processes" in refusal()


def test_it_refuses_in_legacy_mode(settings: Any) -> None:
    settings.SESSION_BACKEND = Backend.LEGACY
    SessionBackend.objects.update(backend=Backend.LEGACY)
    assert "restore_sessions" in refusal("--since", "2026-11-22")


def test_it_refuses_tables_of_an_older_release() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions_app", "0022_running")
    try:
        assert "lacks sessions_app.0022_running. Run `manage.py migrate` first." in refusal()
    finally:
        recorder.record_applied("sessions_app", "0022_running")


def test_it_wants_to_be_told_the_time_if_the_database_does_not_tell() -> None:
    HousekeepingJob.objects.update(last_started_at=None)
    assert "--since" in refusal()


@pytest.mark.parametrize(
    "since",
    [
        "yesterday",
        "2026-13-01",
        "2026-11-23",
        "",
        "12:00",
        "0000-00-00",
        "0001-01-01",
        "0001-01-01T00:00+05:00",
    ],
)
def test_a_time_that_is_none_or_in_the_future_is_refused(since: str) -> None:
    assert "--since" in refusal(f"--since={since}")


@pytest.mark.parametrize("zone", ["", "Z", "+00:00"])
def test_a_time_without_a_zone_is_in_utc(zone: str) -> None:
    assert "is of 2026-11-22 11:00:00 UTC" in after_restore("--since", f"2026-11-22T11:00{zone}")


def test_a_time_in_another_zone_is_understood() -> None:
    assert "is of 2026-11-22 09:00:00 UTC" in after_restore("--since", "2026-11-22T11:00+02:00")


@pytest.mark.parametrize(
    "content", ["", "[info] thread_opened thread=conv_1", '{"event": "x"}', "\x00\xff{{{"]
)
def test_a_file_without_a_line_of_ours_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_bytes(content.encode("latin-1"))
    ours = log(tmp_path, {"event": "worker_started"})
    assert f"{file} has no line" in refusal("--since", "2026-11-22", "--logs", ours, str(file))


ODD_LINES = (
    '{"event": ["thread_opened"], "timestamp": "2026-11-22T12:00:00Z", "thread": "conv_1"}',
    '{"event": "thread_opened", "timestamp": 5, "thread": "conv_1"}',
    '{"event": "thread_opened", "timestamp": "2026-11-22T12:00:00", "thread": "conv_1"}',
    '{"event": "thread_opened", "timestamp": "2026-11-22T12:00:00Z", "thread": "conv_\\u0000"}',
    '{"event": "thread_opened", "timestamp": "2026-11-22T12:00:00Z", "thread": ["conv_1"]}',
    '{"event": "thread_opened", "timestamp": "2026-11-22T12:00:00Z", "thread": "%s"}' % ("x" * 129),
    '{"event": "user_forgotten", "timestamp": "2026-11-22T12:00:00Z", "user": "everybody"}',
    '{"event": "turn_answered", "timestamp": "2026-11-22T12:00:00Z", "request_id": "a", "sids": 5}',
    '["event", "timestamp"]',
    '{"event": "thread_opened", "timestamp": "2026-11-21T12:00:00Z", "thread": "conv_old"}',
)


def test_odd_lines_of_a_log_do_nothing(tmp_path: Path) -> None:
    file = tmp_path / "log"
    ours = '{"event": "worker_started", "timestamp": "2026-11-22T12:00:00Z"}'
    file.write_text("\n".join([*ODD_LINES, ours]))
    said = after_restore("--since", "2026-11-22", "--logs", str(file))
    assert [amount(said, what) for what in COUNTS] == [0] * len(COUNTS)


def test_what_stands_before_the_json_of_a_line_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "log"
    line = '{"event": "thread_opened", "timestamp": "2026-11-22T12:00:00Z", "thread": "conv_1"}'
    file.write_text(f"worker-1  | {line}\n")
    said = after_restore("--since", "2026-11-22", "--logs", str(file))
    assert amount(said, "known from the logs") == 1


def test_a_log_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal("--since", "2026-11-22", "--logs", str(tmp_path / "none"))


def test_while_twilio_does_not_answer_nothing_is_changed(
    eventful: tuple[Path, str], clock: time_machine.Traveller, fake_twilio: FakeTwilio
) -> None:
    clock.shift(120)
    restoring.put_back(eventful[0])
    fake_twilio.fail_next(Fault.http(503), path="*/Messages.json", method="GET")
    assert "Run this again" in refusal()
