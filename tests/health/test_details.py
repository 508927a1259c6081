"""`/health/sessions/details`: the numbers, whose sessions without saying whose, at constant cost."""

import json
import re
import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sessions_app.db.sql import fetch
from sessions_app.health import metrics as health_metrics
from sessions_app.health import report as health_report
from sessions_app.health import warnings
from sessions_app.health.deadline import within_deadline
from sessions_app.manager import SessionManager
from sessions_app.models import (
    Conversation,
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
)
from sessions_app.privacy import pseudonym
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    ThreadFactory,
    phone_number,
)
from tests.support.health_api import BEARER, NOW, TOKEN, ago, body_of, cleaned, noon  # noqa: F401  (noon is a fixture)

pytestmark = pytest.mark.usefixtures("noon")

DETAILS = "/health/sessions/details"
BIG_TABLES = {
    ConversationSession: {"session_last_accessed"},
    InboundMessage: {"inbound_unanswered", "inbound_held"},
    OutboundMessage: {"outbound_unsettled", "outbound_troubled"},
    RemoteThread: {"remote_thread_doomed", "remote_thread_unopened"},
    Conversation: {"conversation_leased", "conversation_attention"},
}
"""The tables that grow, and the indexes through which alone a report may read each of them."""
EXPIRED = 20_000


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.HEALTH_API_TOKEN = TOKEN


def details(client: Client) -> Any:
    return body_of(client, DETAILS, headers=BEARER)


@pytest.fixture
def after_a_mass_expiry(noon: None) -> None:  # noqa: F811
    """The sessions' table has few rows and, on PostgreSQL, many pages, as the planner knows."""
    SessionFactory.create_batch(20)
    if connection.vendor == "sqlite":
        return
    table = ConversationSession._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (phone, thread_id, created_at, last_accessed)"
            f" SELECT 'gone' || n, 'conv_' || n, now(), now() FROM generate_series(1, {EXPIRED}) AS n"
        )
        cursor.execute(f"DELETE FROM {table} WHERE phone LIKE 'gone%'")
        cursor.execute(f"ANALYZE {table}")


def plan(statement: str) -> str:
    """Return how the database runs `statement` for a report."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    rows = within_deadline(
        lambda: fetch(f"{explain} {statement.replace('%', '%%')}", ()), deadline=time.monotonic() + 60
    )
    return "\n".join(str(row[-1]) for row in rows)


def is_constant(statement: str) -> bool:
    """Say whether `statement` reads few rows of the tables that grow, by their indexes, and sorts none."""
    words = re.findall(r"\w+", statement)
    allowed = [indexes for model, indexes in BIG_TABLES.items() if model._meta.db_table in words]
    told = plan(statement)
    limited = not allowed or "LIMIT" in statement
    sorts = bool(allowed) and any(word in told for word in ("TEMP B-TREE", "Sort"))
    used = set(re.findall(r"\w+", told))
    return limited and not sorts and all(used & indexes for indexes in allowed)


def test_the_six_metrics_are_at_the_top_level(client: Client) -> None:
    manager = SessionManager()
    manager.set_session(phone_number(1), "conv_1")
    manager.set_session(phone_number(2), "conv_2")
    manager.remove_session(phone_number(2))
    metrics = manager.get_metrics()
    assert {key: details(client)[key] for key in metrics} == metrics
    assert (metrics["active_sessions"], metrics["total_sessions_created"]) == (1, 2)


def test_expired_sessions_that_wait_for_the_cleanup_are_counted(client: Client) -> None:
    for idle in (0, 3599, 3600, 3601):
        SessionFactory.create(created_at=ago(idle))
    assert details(client)["expired_waiting"] == 2


def test_expired_sessions_are_counted_once_in_five_seconds_and_after_a_cleanup(client: Client) -> None:
    counted = []
    for seconds in (0, 4.9, 5.1):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            SessionFactory.create(created_at=ago(3600))
            counted.append(details(client)["expired_waiting"])
    assert counted == [1, 1, 3]
    with time_machine.travel(NOW + timedelta(seconds=6), tick=False):
        SessionManager().cleanup_expired_sessions()
        assert details(client)["expired_waiting"] == 0


def test_the_cleanup_and_the_configuration_are_told(client: Client, settings: Settings) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 7
    cleaned(seconds_ago=60, removed=12)
    body = details(client)
    assert body["cleanup"] == {
        "last_started_at": "2026-11-22T11:58:59Z",
        "last_finished_at": "2026-11-22T11:59:00Z",
        "last_removed_sessions": 12,
    }
    assert body["config"] == {
        "ttl_seconds": 3600,
        "cleanup_interval_seconds": 300,
        "transcript_retention_days": 7,
        "backend": "database",
    }


def test_what_waits_is_counted(client: Client) -> None:
    InboundFactory.create_batch(2, received_at=ago(30))
    InboundFactory.create(state="answered", received_at=ago(90))
    ConversationFactory.create(lease_token=uuid.uuid4(), lease_expires_at=ago(-1))
    ConversationFactory.create(lease_token=uuid.uuid4(), lease_expires_at=NOW)
    ConversationFactory.create()
    for state in OutboundMessage.State:
        OutboundFactory.create(state=state)
    OutboundFactory.create(state="queued")
    ThreadFactory.create_batch(3, state="doomed")
    ThreadFactory.create_batch(2, state="unknown")
    ThreadFactory.create(state="planned")
    ThreadFactory.create(state="live")
    InboundFactory.create(state="held")
    OutboundFactory.create(state="failed")
    body = details(client)
    assert body["inbox"] == {"waiting": 2, "held": 1, "oldest_waiting_seconds": 30.0, "turns_running": 1}
    under_way = {"queued": 2, "sending": 1, "accepted": 1}
    assert body["outbox"] == {**under_way, "uncertain": 1, "failed": 2, "undelivered": 1}
    assert body["threads"] == {"doomed": 3, "planned": 1, "unknown": 2}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes no longer texts")
def test_the_estimate_of_a_session_stops_at_two_kilobytes() -> None:
    SessionFactory.create(thread_id="conv_" + "x" * 5000)
    assert SessionManager().estimate_memory_usage(3) == 3 * 2048


def test_the_mean_of_no_session_is_not_taken_for_that_of_the_first(client: Client) -> None:
    assert details(client)["estimated_memory_bytes"] == 0
    SessionManager().set_session(phone_number(1), "conv_" + "x" * 100)
    assert details(client)["estimated_memory_bytes"] > 160 + 100


def test_counts_stop_at_the_cap(client: Client) -> None:
    RemoteThread.objects.bulk_create(
        (ThreadFactory.build(thread_id=f"conv_{n}", state="doomed") for n in range(health_report.CAP + 1)),
        batch_size=1000,  # PostgreSQL takes 65 535 parameters
    )
    assert details(client)["threads"] == {"doomed": health_report.CAP, "planned": 0, "unknown": 0}


def test_a_session_is_told_without_its_phone_and_thread(client: Client) -> None:
    made = SessionFactory.create(
        phone=phone_number(7), thread_id="conv_68f0c0ffee", created_at=ago(100), last_accessed=ago(40)
    )
    body = details(client)
    assert body["newest_sessions"] == [
        {
            "phone": pseudonym(made.phone),
            "last4": "0007",
            "thread": "conv_68f",
            "created_seconds_ago": 100.0,
            "idle_seconds": 40.0,
            "near_expiry": False,
        }
    ]
    assert not any(secret in json.dumps(body) for secret in (made.phone, made.phone[1:], made.thread_id))


def test_the_newest_20_sessions_are_told_newest_first(client: Client) -> None:
    for idle in (*range(30, 60), *range(30)):
        SessionFactory.create(created_at=ago(idle))
    assert [session["idle_seconds"] for session in details(client)["newest_sessions"]] == [*range(20)]


@pytest.mark.parametrize(("idle", "near"), [(2879, False), (2880, True), (3600, True)])
def test_a_session_is_near_its_expiry_from_80_percent_of_the_ttl(
    client: Client, idle: int, near: bool
) -> None:
    SessionFactory.create(created_at=ago(idle))
    assert details(client)["newest_sessions"][0]["near_expiry"] is near


@pytest.mark.parametrize("report", [health_report.details, health_metrics.exposition, warnings.warnings])
@pytest.mark.usefixtures("after_a_mass_expiry")
def test_no_report_scans_or_sorts_a_table_that_grows(report: Any) -> None:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        report()
    statements = [query["sql"] for query in captured if query["sql"].split()[0] == "SELECT"]
    assert len(statements) >= 5
    assert [statement for statement in statements if not is_constant(statement)] == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT COUNT(*) FROM sessions_app_conversationsession",
        "SELECT * FROM sessions_app_conversationsession ORDER BY created_at LIMIT 20",
        "SELECT COUNT(*) FROM sessions_app_inboundmessage WHERE state = 'failed' LIMIT 1",
    ],
)
@pytest.mark.usefixtures("after_a_mass_expiry")
def test_the_check_on_plans_notices_what_is_not_constant(statement: str) -> None:
    assert not is_constant(statement)
