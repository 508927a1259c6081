"""`POST /health/sessions/cleanup`: runs the cleanup now and says what it did."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from sessions_app.manager import SessionManager
from tests.support.factories import phone_number
from tests.support.health_api import BEARER, TOKEN, ago, noon, validate  # noqa: F401  (noon is a fixture)

pytestmark = pytest.mark.usefixtures("noon")

CLEANUP = "/health/sessions/cleanup"


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.HEALTH_API_TOKEN = TOKEN


def clean_up(client: Client) -> Any:
    response = client.post(CLEANUP, headers=BEARER)
    assert response.status_code == 200
    validate(CLEANUP, "post", response)
    return response.json()


def sessions(*numbers: int, idle: float) -> None:
    with time_machine.travel(ago(idle), tick=False):
        for number in numbers:
            SessionManager().set_session(phone_number(number), f"conv_{number}")


def test_the_expired_sessions_are_removed_and_counted(client: Client) -> None:
    sessions(1, 2, 3, idle=4000)
    sessions(4, 5, idle=10)
    body = clean_up(client)
    assert body["cleanup_results"].pop("cleanup_duration_ms") >= 0
    assert body["cleanup_results"] == {
        "removed_sessions": 3,
        "before_active_sessions": 5,
        "after_active_sessions": 2,
    }
    assert set(SessionManager().export_to_dict()) == {phone_number(4), phone_number(5)}


def test_the_log_tells_what_a_cleanup_did_without_user_data(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    sessions(1, 2, 3, idle=4000)
    sessions(4, 5, idle=10)
    with caplog.at_level("INFO"):
        results = clean_up(client)["cleanup_results"]
    [line] = [r.msg for r in caplog.records if isinstance(r.msg, dict) and r.msg["event"] == "cleanup_by_api"]
    told = {name: line[name] for name in ("level", "removed", "duration_ms", "before", "after")}
    duration = results["cleanup_duration_ms"]
    assert told == {"level": "info", "removed": 3, "duration_ms": duration, "before": 5, "after": 2}
    assert phone_number(1) not in str(line)


def test_the_metrics_are_those_after_the_cleanup(client: Client) -> None:
    sessions(1, idle=4000)
    body = clean_up(client)
    assert body["current_metrics"] == SessionManager().get_metrics()
    assert body["current_metrics"]["total_sessions_expired"] == 1
    assert body["current_metrics"]["last_cleanup_time"] == "2026-11-22T12:00:00Z"
    assert body["timestamp"] == "2026-11-22T12:00:00Z"


def test_a_second_cleanup_finds_nothing_left(client: Client) -> None:
    sessions(1, idle=4000)
    clean_up(client)
    assert clean_up(client)["cleanup_results"]["removed_sessions"] == 0


def test_an_overdue_cleanup_is_not_overdue_afterwards(client: Client) -> None:
    with time_machine.travel(ago(-1000), tick=False):
        before = client.get("/health/sessions").json()["session_manager"]["warnings"]
        clean_up(client)
        after = client.get("/health/sessions").json()["session_manager"]["warnings"]
    assert set(before) - set(after) == {"Cleanup is overdue: the last one finished 1010 s ago."}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_only_a_post_cleans_up(client: Client, method: str) -> None:
    sessions(1, idle=4000)
    response = client.generic(method, CLEANUP, headers=BEARER)
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert SessionManager().get_session_count() == 1
