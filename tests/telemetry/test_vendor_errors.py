"""Errors of vendors by code: each counted once, and no others."""

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app.models import HourlyCount, TurnAttempt
from sessions_app.telemetry import model_usage, turn_counts, vendor_errors
from sessions_app.telemetry.vendor_errors import OPENAI, TWILIO, Errors
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.support import clocks
from tests.support.chat import ADA, fakes, say
from tests.support.factories import OutboundFactory, TurnFactory
from tests.support.model_calls import make_call
from tests.support.statements import plan

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
Outcome = TurnAttempt.Outcome


def counted(vendor: Errors) -> dict[str, int]:
    """Return how many errors of a vendor are counted, by code."""
    turn_counts.count(), model_usage.roll_up(), vendor_errors.count()
    amounts = Counter[str]()
    for name, amount in HourlyCount.objects.values_list("name", "amount"):
        amounts[name] += amount
    return dict(vendor.of(amounts))


def test_a_failed_call_counts_once_by_its_code(fake_openai: FakeOpenAI) -> None:
    say("red")
    fake_openai.fail_next(Fault.http(429, "rate_limit_exceeded"))
    say("blue")
    for _ in range(2):
        assert counted(OPENAI) == {"rate_limit_exceeded": 1}
    assert counted(TWILIO) == {}


def test_a_thread_that_could_not_be_opened_counts(fake_openai: FakeOpenAI) -> None:
    fake_openai.fail_next(Fault.http(500, "server_error"))
    say("red")
    attempt = TurnAttempt.objects.get()
    assert attempt.outcome == Outcome.RETRIED
    assert counted(OPENAI) == {attempt.error: 1}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {}),
        ({"error": "http_500"}, {"http_500": 1}),
        ({"error": "cancelled"}, {}),
        ({"error": "e" * 100}, {"e" * 64: 1}),
        ({"error": "not %s for (everyone)"}, {"not %s for (everyone)": 1}),
    ],
)
def test_a_call_counts_by_what_became_of_it(more: dict[str, Any], expected: dict[str, int]) -> None:
    make_call(cost="0", **more)
    assert counted(OPENAI) == expected


@pytest.mark.parametrize(
    ("names", "error", "expected"),
    [
        (["wait", "open thread", "snapshot"], "http_500", {"http_500": 1}),
        (["wait", "open thread", "model"], "http_500", {}),  # its call has it
        (["wait", "model", "retell", "open thread"], "http_500", {"http_500": 1}),
        (["wait"], "63019", {}),  # Twilio's: a picture could not be fetched
        (["wait", "model"], "turn_deadline", {"turn_deadline": 1}),
        (["wait", "open thread"], "", {}),
    ],
)
def test_an_attempt_counts_where_no_call_has_its_error(
    names: list[str], error: str, expected: dict[str, int]
) -> None:
    steps = [{"name": name, "at": 0, "seconds": 0} for name in names]
    TurnFactory.create(outcome=Outcome.RETRIED, error=error, steps=steps)
    assert counted(OPENAI) == expected


def test_messages_that_did_not_arrive_count_once_by_twilios_code() -> None:
    OutboundFactory.create(state="undelivered", error_code="63016")
    OutboundFactory.create(state="failed", error_code="63016")
    OutboundFactory.create(state="uncertain", error_code="TimeoutError")
    OutboundFactory.create(state="failed")
    OutboundFactory.create(state="queued", error_code="20429")
    OutboundFactory.create(phone=ADA, state="delivered")
    for _ in range(2):
        assert counted(TWILIO) == {"63016": 2, "TimeoutError": 1, "unknown": 1}
    assert counted(OPENAI) == {}


def test_uncounted_messages_are_found_by_their_index() -> None:
    OutboundFactory.create(state="failed", error_code="63016")
    with CaptureQueriesContext(connection) as queries:
        vendor_errors.count()
    found = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    steps = plan(found)
    assert "outbound_troubled" in steps
    assert re.search(r"state=\? AND counted=\?|Index Cond: .*counted", steps)
