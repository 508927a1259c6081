"""`/metrics`: Prometheus' text format, right in every process."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from assistant.models import ModelCall
from sessions_app.manager import SessionManager
from sessions_app.metrics import REPLY_SECONDS, TURN_SECONDS, TURNS
from sessions_app.models import (
    Conversation,
    ErasureReceipt,
    Heartbeat,
    HousekeepingJob,
    ProcessMetrics,
    SessionChange,
    VendorAccount,
)
from sessions_app.telemetry import model_usage, process_metrics, session_counts
from tests.support import metrics_page
from tests.support.factories import (
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    ThreadFactory,
    phone_number,
)
from tests.support.health_api import BEARER, NOW, TOKEN, ago, alive, noon  # noqa: F401  (noon is a fixture)
from tests.support.model_calls import make_call
from whatspr import __version__

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.HEALTH_API_TOKEN = TOKEN


def exposition(client: Client) -> str:
    response = client.get("/metrics", headers=BEARER)
    assert response.status_code == 200
    return response.content.decode()


def scrape(client: Client) -> dict[str, float]:
    """Return the samples as Prometheus reads them; labels are part of the name."""
    families = text_string_to_metric_families(exposition(client))
    samples = [sample for family in families for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_it_is_the_text_format_and_every_name_has_the_prefix(client: Client) -> None:
    response = client.get("/metrics", headers=BEARER)
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert all(name.startswith("whatspr_") for name in scrape(client))


def test_head_works_too(client: Client) -> None:
    response = client.head("/metrics", headers=BEARER)
    assert (response.status_code, response.content) == (200, b"")


def test_counters_tell_how_sessions_began_and_ended(client: Client) -> None:
    for amount, reason in enumerate(SessionChange.Reason, start=1):
        session_counts.add(reason, amount * 10 if reason == SessionChange.Reason.CREATED else amount)
    samples = scrape(client)
    assert [samples[f"whatspr_sessions_{reason.value}_total"] for reason in SessionChange.Reason] == [
        *(10, 2, 3, 4, 5, 6)
    ]


def test_counters_do_not_notice_that_changes_are_rolled_up(client: Client) -> None:
    session_counts.add(SessionChange.Reason.CREATED, 7)
    before = scrape(client)
    session_counts.roll_up()
    assert scrape(client) == before


def test_counters_of_the_models_tell_what_was_added_up_and_never_go_down(client: Client) -> None:
    make_call(cost="0.25", audio_seconds=2.5)
    make_call(cost=None, error="timeout")
    model_usage.roll_up()
    of = "gpt-6-luna interview"
    expected = {
        f"whatspr_model_tokens_total input {of}": 200,
        f"whatspr_model_tokens_total cached {of}": 20,
        f"whatspr_model_tokens_total output {of}": 40,
        f"whatspr_model_tokens_total reasoning {of}": 10,
        f"whatspr_model_audio_seconds_total {of}": 2.5,
        f"whatspr_model_cost_usd_total {of}": 0.25,
        f"whatspr_model_calls_unpriced_total {of}": 1,
        "whatspr_model_calls_total gpt-6-luna answered interview": 1,
        "whatspr_model_calls_total gpt-6-luna failed interview": 1,
    }
    before = scrape(client)
    ModelCall.objects.all().delete()
    assert {name: before[name] for name in expected} == expected
    assert scrape(client) == before


def test_gauges_tell_what_there_is(client: Client) -> None:
    SessionManager().set_session(phone_number(1), "conv_1")
    SessionFactory.create(created_at=ago(4000))
    InboundFactory.create(received_at=ago(12))
    OutboundFactory.create_batch(2, state="queued")
    OutboundFactory.create(state="uncertain")
    InboundFactory.create_batch(2, state="held")
    ThreadFactory.create_batch(3, state="doomed")
    ThreadFactory.create(state="unknown")
    samples = scrape(client)
    expected = {
        "whatspr_sessions_active": 1,
        "whatspr_sessions_expired_waiting": 1,
        "whatspr_messages_waiting": 1,
        "whatspr_messages_held": 2,
        "whatspr_message_oldest_waiting_seconds": 12,
        "whatspr_outbox_messages queued": 2,
        "whatspr_outbox_messages sending": 0,
        "whatspr_outbox_messages accepted": 0,
        "whatspr_outbox_messages uncertain": 1,
        "whatspr_outbox_messages failed": 0,
        "whatspr_outbox_messages undelivered": 0,
        "whatspr_threads_doomed": 3,
        "whatspr_threads_unknown": 1,
        "whatspr_worker_alive": 1,
        "whatspr_scheduler_alive": 1,
        "whatspr_last_cleanup_timestamp_seconds": NOW.timestamp() - 10,
    }
    assert {name: samples[name] for name in expected} == expected


def test_gauges_tell_what_runs_and_what_operators_should_see_to(client: Client, settings: Settings) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_DAILY_BUDGET = "sk-test", 2.5
    make_call(cost="0.25")
    Conversation.objects.create(phone=phone_number(1), attention="help", attention_at=NOW)
    for code, vendor in (("20003", "twilio"), ("no +14155550001", "openai")):
        VendorAccount.objects.create(vendor=vendor, code=code, refused_since=NOW, next_trial_at=NOW)
    for at in (ago(86_401), ago(86_399)):
        ErasureReceipt.objects.create(by="user", at=at)
    process_metrics.write(ProcessMetrics.Kind.WEB)
    samples = scrape(client)
    expected = {
        "whatspr_processes web": 1,
        "whatspr_processes worker": 1,
        "whatspr_processes schedules": 1,
        "whatspr_attention_waiting": 1,
        "whatspr_vendor_refuses_account 20003 twilio": 1,
        "whatspr_vendor_refuses_account other openai": 1,
        "whatspr_budget_spent_usd": 0.25,
        "whatspr_budget_limit_usd": 2.5,
        "whatspr_erasures_overdue": 1,
        "whatspr_job_last_end_timestamp_seconds expire_sessions": NOW.timestamp() - 10,
        "whatspr_job_interval_seconds expire_sessions": 300,
    }
    assert {name: samples[name] for name in expected} == expected


def test_build_info_names_the_version_of_whatspr_and_of_what_it_runs_on(client: Client) -> None:
    [build] = [name for name in scrape(client) if name.startswith("whatspr_build_info")]
    assert re.fullmatch(r"whatspr_build_info (sqlite|postgresql) \d+\.[\d.]+ 3\.[\d.]+ " + __version__, build)


def test_a_dead_worker_and_a_dead_scheduler_are_told(client: Client) -> None:
    for kind in Heartbeat.Kind:
        alive(kind, seconds_ago=1000)
    samples = scrape(client)
    assert (samples["whatspr_worker_alive"], samples["whatspr_scheduler_alive"]) == (0, 0)


def test_before_the_first_cleanup_there_is_no_time_of_it(client: Client) -> None:
    HousekeepingJob.objects.update(last_finished_at=None)
    assert "whatspr_last_cleanup_timestamp_seconds" not in scrape(client)


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool (Debian's prometheus) is missing")
def test_promtool_finds_nothing_to_complain_about(client: Client) -> None:
    make_call(cost="0.25", audio_seconds=2.5)
    model_usage.roll_up()
    VendorAccount.objects.create(vendor="twilio", code="20003", refused_since=NOW, next_trial_at=NOW)
    TURNS.labels("failed", "http_500").inc()
    TURN_SECONDS.labels("failed").observe(1)
    REPLY_SECONDS.observe(1)
    process_metrics.write(ProcessMetrics.Kind.WORKER)
    command = ["promtool", "check", "metrics"]
    checked = subprocess.run(command, input=exposition(client), capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_page_of_the_documentation_lists_every_metric() -> None:
    assert Path(settings.BASE_DIR, "docs/metrics.md").read_text() == metrics_page.page()


def test_the_openapi_schema_is_valid_and_made_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
