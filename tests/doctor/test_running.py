"""The doctor on this machine: processes, schedules, work, refused webhooks, files."""

from pathlib import Path

import pytest
from django.test import Client
from django_q.models import Schedule
from pytest_django import Settings

from sessions_app.doctor import files, processes, refusals, schedules, work
from sessions_app.doctor.findings import Check, Level
from sessions_app.housekeeping.schedules import JOBS, TICK, TICK_ROW, ensure_schedules
from sessions_app.models import Heartbeat, HousekeepingJob, OutboundMessage, ProcessMetrics, RefusedWebhook
from sessions_app.telemetry import refused_webhooks
from tests.fakes.twilio_inbound import inbound_params
from tests.support.factories import InboundFactory, OutboundFactory, phone_number, post_raw, post_signed
from tests.support.health_api import DAY, ago, alive, installed, noon  # noqa: F401  (noon is a fixture)
from tests.support.inbound_webhook import PATH

pytestmark = pytest.mark.usefixtures("noon")


def lines(check: Check) -> list[str]:
    return [f"{finding.level} {finding.what}" for finding in check()]


def web_reported(*, seconds_ago: float) -> None:
    ProcessMetrics.objects.create(
        process="9f86d081-884c-4d63-a99a-000000000001",
        kind=ProcessMetrics.Kind.WEB,
        host="here",
        pid=3,
        started_at=ago(DAY),
        at=ago(seconds_ago),
    )


def jobs_ran(*, seconds_ago: float = 20) -> None:
    """All jobs have ended a run then, and so has a tick."""
    ensure_schedules()
    HousekeepingJob.objects.update(last_started_at=ago(seconds_ago + 1), last_finished_at=ago(seconds_ago))


# --- Processes -----------------------------------------------------------------------------------


def test_living_processes_are_counted_by_kind() -> None:
    Heartbeat.objects.create(kind=Heartbeat.Kind.WORKER, host="there", pid=2, at=ago(5))
    web_reported(seconds_ago=100)
    assert lines(processes.check) == [
        "ok worker: 2 alive on here, there",
        "ok schedules: 1 alive on here",
        "ok web: 1 alive on here",
    ]


def test_processes_that_are_silent_are_wrong() -> None:
    alive(Heartbeat.Kind.WORKER, seconds_ago=61)
    alive(Heartbeat.Kind.SCHEDULES, seconds_ago=181)
    web_reported(seconds_ago=151)
    assert lines(processes.check) == [
        "FAIL no worker was alive in the last 60 s: nothing is answered",
        "FAIL no schedules were alive in the last 180 s",
        "warn no web process has reported in the last 150 s",
    ]


def test_a_sign_of_life_in_the_future_does_not_count() -> None:
    alive(Heartbeat.Kind.WORKER, seconds_ago=-DAY)
    assert lines(processes.check)[0].startswith("FAIL no worker")


# --- Schedules -----------------------------------------------------------------------------------


def test_jobs_that_run_in_time_are_well() -> None:
    jobs_ran()
    assert lines(schedules.check) == [f"ok all {len(JOBS)} jobs run in time"]


@pytest.mark.parametrize("rows", [0, 2])
def test_the_schedule_has_one_row(rows: int) -> None:
    jobs_ran()
    Schedule.objects.all().delete()
    Schedule.objects.bulk_create(Schedule(name=TICK, func=TICK) for _ in range(rows))
    assert lines(schedules.check)[0] == f"FAIL {rows} rows of the schedule, not 1"


def test_without_a_tick_no_job_runs_and_only_that_is_told() -> None:
    jobs_ran(seconds_ago=3600)
    assert lines(schedules.check) == ["FAIL no job runs: the last tick came 2026-11-22 10:59 UTC"]
    HousekeepingJob.objects.filter(name=TICK_ROW).update(last_started_at=None, last_finished_at=None)
    assert lines(schedules.check) == ["FAIL no job runs: the last tick came never"]


def test_a_run_that_has_not_ended_in_time_has_failed() -> None:
    jobs_ran()
    job = HousekeepingJob.objects.filter(name="erase_at_twilio")
    job.update(last_started_at=ago(79), last_finished_at=ago(200))
    assert lines(schedules.check) == [f"ok all {len(JOBS)} jobs run in time"]
    job.update(last_started_at=ago(81))
    assert lines(schedules.check) == ["FAIL the last run has failed: erase_at_twilio"]


def test_jobs_that_are_overdue_are_named() -> None:
    jobs_ran()
    late = HousekeepingJob.objects.filter(name__in=["prune_conversations", "erase_releases"])
    late.update(last_started_at=ago(3800), last_finished_at=ago(3799))
    HousekeepingJob.objects.filter(name="sweep_threads").delete()
    assert lines(schedules.check) == ["FAIL 2 jobs are overdue: prune_conversations, sweep_threads"]


def test_right_after_the_migrations_nothing_is_overdue() -> None:
    installed(seconds_ago=30)
    HousekeepingJob.objects.update(last_started_at=None, last_finished_at=None)
    ensure_schedules()
    assert lines(schedules.check) == ["note too new to tell: the migrations were applied just now"]


# --- Work ----------------------------------------------------------------------------------------


def test_work_that_waits_is_told_with_the_health_apis_warnings() -> None:
    InboundFactory.create(received_at=ago(400))
    OutboundFactory.create(state=OutboundMessage.State.UNCERTAIN)
    assert lines(work.check) == [
        "ok waiting: 1 messages, the oldest for 400 s; for operators: 0",
        "warn uncertain: 1 replies that Twilio may or may not have",
        "warn The oldest unanswered message has waited for 400 s",
    ]


def test_no_user_is_told_of() -> None:
    phone = phone_number(1)
    InboundFactory.create(phone=phone, body="Marked words", received_at=ago(400))
    told = str([*work.check(), *refusals.check(), *processes.check()])
    assert phone[-4:] not in told
    assert "Marked words" not in told


# --- Refused webhooks ----------------------------------------------------------------------------


def refused(amount: int, reason: str, checked_for: str = "", *, hours_ago: float = 1) -> None:
    RefusedWebhook.objects.create(
        hour=ago(hours_ago * 3600),
        reason=reason,
        checked_for=checked_for,
        amount=amount,
        last_at=ago(hours_ago * 3600),
    )


def test_refusals_of_a_day_are_told_by_reason_and_checked_url() -> None:
    url = "https://pr.example.org/webhooks/twilio/inbound"
    refused(400, "invalid signature", url)
    refused(12, "invalid signature", url, hours_ago=2)
    refused(3, "To is not TWILIO_WHATSAPP_FROM")
    refused(2, "form posts only")
    refused(1, "invalid signature")
    refused(9, "invalid signature", url, hours_ago=25)
    last = "the last 2026-11-22 11:00 UTC"
    assert lines(refusals.check) == [
        f"warn 412 refused: invalid signature, checked for {url}; {last}",
        f"warn 3 refused: To is not TWILIO_WHATSAPP_FROM; {last}",
        f"note 2 refused: form posts only; {last}",
        f"note 1 refused: invalid signature; {last} (they had none; the doctor makes one such request too)",
    ]


def test_the_doctor_knows_the_reasons_for_which_webhooks_are_refused(
    client: Client, settings: Settings
) -> None:
    refused_webhooks.write()  # what other tests have had refused
    RefusedWebhook.objects.all().delete()
    settings.TWILIO_WHATSAPP_FROM, settings.TWILIO_ACCOUNT_SID = "whatsapp:+14155238886", "AC1"
    post_raw(client, PATH, b"From=whatsapp", **{"X-Twilio-Signature": "wrong"})
    for sender in ("whatsapp:+14155239999", settings.TWILIO_WHATSAPP_FROM):
        post_signed(client, PATH, inbound_params(phone_number(1), "Hello", To=sender, AccountSid="AC2"))
    refused_webhooks.write()
    assert [(finding.level, bool(finding.todo)) for finding in refusals.check()] == 3 * [(Level.WARN, True)]


def test_a_day_without_refusals_is_well() -> None:
    assert lines(refusals.check) == [
        "ok none in the last day; signatures are checked for https://pr.example.org"
    ]


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "is_told"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o602, True)]
)
def test_secrets_that_others_may_read_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, mode: int, is_told: bool
) -> None:
    settings.DEVELOPMENT = False
    file = tmp_path / "our production.env"
    file.touch()
    file.chmod(mode)
    monkeypatch.setenv("ENV_FILE", str(file))
    told = [line for line in lines(files.check) if str(file) in line]
    assert [line.partition(" ")[0] for line in told] == ["FAIL"] * is_told
    assert all(f"'{file}'" in finding.todo for finding in files.check() if is_told)
    settings.DEVELOPMENT = True
    assert [line.partition(" ")[0] for line in lines(files.check) if str(file) in line] == ["warn"] * is_told


def test_backups_that_others_may_read_are_wrong(tmp_path: Path, settings: Settings) -> None:
    settings.SESSION_BACKUP_FOLDER = tmp_path
    backup = tmp_path / "sessions-20261122T110000Z.jsonl"
    backup.touch(mode=0o600)
    assert str(backup) not in str(lines(files.check))
    backup.chmod(0o644)
    assert str(backup) in str(lines(files.check))


def test_what_is_no_file_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV_FILE", "/dev/null")
    assert "/dev/null" not in str(lines(files.check))
