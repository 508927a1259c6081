"""The counters of sessions, and the metrics that are read from them without looking at a session."""

from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from sessions_app.manager import SessionManager
from sessions_app.models import SessionChange, SessionTotal
from sessions_app.telemetry import session_counts
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import counts, phone_number

pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)


@pytest.fixture
def manager(clock: time_machine.Traveller) -> SessionManager:
    return SessionManager()


def test_the_metrics_have_the_guides_names(manager: SessionManager) -> None:
    manager.set_session(phone_number(1), "conv_a")
    metrics = manager.get_metrics()
    assert 0 < metrics.pop("estimated_memory_bytes") <= 2048
    assert metrics == {
        "active_sessions": 1,
        "total_sessions_created": 1,
        "total_sessions_expired": 0,
        "last_cleanup_time": None,
        "cleanup_interval_seconds": 300,
    }


def test_the_metrics_do_not_look_at_the_sessions(
    manager: SessionManager, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    manager.set_session(phone_number(1), "conv_a")
    manager.get_metrics()
    with django_assert_num_queries(2):  # the counters, and when the cleanup ran
        manager.get_metrics()


def test_rolling_up_the_counters_changes_no_number(manager: SessionManager) -> None:
    for number in range(5):
        manager.set_session(phone_number(number), f"conv_{number}")
    manager.remove_session(phone_number(0))
    before = counts()
    assert (session_counts.roll_up(), session_counts.roll_up()) == (6, 0)
    assert counts() == before == {"created": 5, "killed": 1}
    assert not SessionChange.objects.exists()


def test_one_roll_up_takes_all_changes_however_many() -> None:
    many = session_counts.ROLL_UP_BATCH * 2 + 1
    changes: Any = (SessionChange(reason="created", amount=2, at=NOW) for _ in range(many))
    SessionChange.objects.bulk_create(changes, batch_size=500)
    assert session_counts.roll_up() == many
    assert SessionTotal.objects.get(reason="created").amount == 2 * many
