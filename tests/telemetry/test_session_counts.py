"""The counters of sessions, and the metrics that are read from them without looking at a session."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries, Settings

from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, SessionChange, SessionTotal
from sessions_app.sessions import reconciling
from sessions_app.telemetry import session_counts
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import SessionFactory, counts, phone_number
from tests.support.races import at_once

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


def put_in_beside(amount: int) -> None:
    for number in range(9000, 9000 + amount):
        SessionFactory.create(phone=phone_number(number))


# --- Rows beside the code -----------------------------------------------------------------------


def test_rows_that_nobody_counted_never_make_a_negative(manager: SessionManager) -> None:
    manager.set_session(phone_number(1), "conv_a")
    put_in_beside(2)
    manager.cleanup_expired_sessions()
    for session in ConversationSession.objects.all():
        manager.remove_session(session.phone)
    assert counts() == {"created": 1, "killed": 3}
    assert (manager.get_session_count(), manager.get_metrics()["active_sessions"]) == (0, 0)
    assert manager.estimate_memory_usage() == 0


@pytest.mark.parametrize("rolled_up", [True, False])
def test_what_was_not_counted_is_found_and_no_counter_goes_down(
    manager: SessionManager, caplog: pytest.LogCaptureFixture, rolled_up: bool
) -> None:
    for number in range(3):
        manager.set_session(phone_number(number), f"conv_{number}")
    manager.remove_session(phone_number(0))
    put_in_beside(5)
    if rolled_up:
        session_counts.roll_up()
    assert (reconciling.reconcile(), reconciling.reconcile()) == (5, 0)
    assert counts() == {"created": 3, "killed": 1, "found": 5}
    assert manager.get_session_count() == ConversationSession.objects.count() == 7
    [line] = [record.message for record in caplog.records if "session_count_corrected" in record.message]
    assert "'counted': 2" in line
    assert "'stored': 7" in line
    assert "+1415" not in line


def test_what_went_beside_the_code_is_lost(manager: SessionManager) -> None:
    for number in range(3):
        manager.set_session(phone_number(number), f"conv_{number}")
    ConversationSession.objects.all().delete()
    assert reconciling.reconcile() == 3
    assert counts() == {"created": 3, "lost": 3}
    assert session_counts.active() == 0


def test_a_right_count_is_left_alone_and_nothing_is_logged(
    manager: SessionManager, caplog: pytest.LogCaptureFixture
) -> None:
    manager.set_session(phone_number(1), "conv_a")
    assert reconciling.reconcile() == 0
    assert counts() == {"created": 1}
    assert "corrected" not in caplog.text


def test_in_legacy_mode_nothing_is_compared(manager: SessionManager, settings: Settings) -> None:
    manager.set_session(phone_number(1), "conv_a")
    ConversationSession.objects.all().delete()
    settings.SESSION_BACKEND = "legacy"
    assert reconciling.reconcile() == 0
    assert counts() == {"created": 1}


@pytest.mark.django_db(transaction=True)
def test_sessions_that_begin_and_end_meanwhile_are_no_difference(manager: SessionManager) -> None:
    put_in_beside(7)

    def live(first: int) -> None:
        chance = random.Random(first)
        for _ in range(25):
            phone = phone_number(first + chance.randrange(5))
            if not manager.remove_session(phone):
                manager.set_session(phone, f"conv_{phone}")

    def compare() -> int:
        return sum(reconciling.reconcile() for _ in range(10))

    def roll_up() -> None:
        for _ in range(10):
            session_counts.roll_up()

    lives: list[Callable[[], Any]] = [partial(live, 1000 * number) for number in range(3)]
    found = at_once(compare, compare, roll_up, *lives)[:2]
    assert sum(found) == 7
    counted = counts()
    assert (counted["found"], counted.get("lost", 0)) == (7, 0)
    assert session_counts.active() == ConversationSession.objects.count()
