"""What happened in each hour: counted once, whoever counts and how often."""

import math
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.housekeeping import schedules
from sessions_app.models import HourlyCount, SessionChange, TurnAttempt
from sessions_app.telemetry import hourly_counts, session_counts, turn_counts
from tests.support.factories import phone_number
from tests.support.statements import plan

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HALF_PAST = NOON + timedelta(minutes=30)
HOUR = timedelta(hours=1)
Outcome = TurnAttempt.Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(HALF_PAST, tick=False) as traveller:
        yield traveller


def attempted(outcome: TurnAttempt.Outcome = Outcome.ANSWERED, *, seconds: float = 3, **more: Any) -> None:
    """Make an attempt that ends now, `seconds` after its first message."""
    now = timezone.now()
    TurnAttempt.objects.create(
        phone=phone_number(1),
        turn=uuid.uuid4(),
        outcome=outcome,
        received_at=now - timedelta(seconds=seconds),
        claimed_at=now,
        ended_at=now,
        **{"messages": 1} | more,
    )


def counted(hour: datetime = NOON) -> dict[str, int]:
    """Return what was counted in an hour, by name."""
    return dict(HourlyCount.objects.filter(hour=hour).values_list("name", "amount"))


# --- Sessions -----------------------------------------------------------------------------------


def test_sessions_are_counted_in_the_hour_in_which_they_began_and_ended(
    clock: time_machine.Traveller,
) -> None:
    for reason in SessionChange.Reason:
        session_counts.add(reason, 2)
    clock.shift(HOUR)
    session_counts.add(SessionChange.Reason.CREATED, 5)
    clock.shift(5 * HOUR)
    session_counts.roll_up()
    assert counted() == dict.fromkeys(SessionChange.Reason.values, 2)
    assert counted(NOON + HOUR) == {"created": 5}
    assert HourlyCount.objects.count() == 1 + len(SessionChange.Reason)


def test_folding_again_adds_only_what_is_new() -> None:
    for amount in (1, 2):
        session_counts.add(SessionChange.Reason.CREATED, amount)
        session_counts.roll_up()
        session_counts.roll_up()
    assert counted() == {"created": 3}


# --- Turns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.ANSWERED, {"messages": 4, "replies": 1, "reply <= 3": 1}),
        (Outcome.RETRIED, {}),
        (Outcome.FAILED, {"messages": 4, "failed": 1}),
        (Outcome.RESET, {"messages": 4, "replies": 1}),
        (Outcome.OPERATOR, {"messages": 4, "by operator": 1, "operator <= 10": 1}),
    ],
    ids=str,
)
def test_an_attempt_is_counted_by_its_outcome(outcome: TurnAttempt.Outcome, expected: dict[str, int]) -> None:
    attempted(outcome, messages=4)
    assert turn_counts.count() == 1
    assert counted() == expected


def test_each_attempt_is_counted_once() -> None:
    attempted()
    assert [turn_counts.count() for _ in range(2)] == [1, 0]
    attempted()
    assert turn_counts.count() == 1
    assert counted() == {"messages": 2, "replies": 2, "reply <= 3": 2}


def test_messages_belong_to_the_hour_they_came_in_and_replies_to_theirs() -> None:
    attempted(seconds=31 * 60)
    turn_counts.count()
    assert counted(NOON - HOUR) == {"messages": 1}
    assert counted() == {"replies": 1, "reply <= inf": 1}


def test_more_attempts_than_a_batch_are_counted() -> None:
    attempted()
    [one] = TurnAttempt.objects.all()
    TurnAttempt.objects.bulk_create(
        TurnAttempt(**{f.attname: getattr(one, f.attname) for f in one._meta.fields if f.name != "id"})
        for _ in range(turn_counts.BATCH_SIZE)
    )
    assert turn_counts.count() == turn_counts.BATCH_SIZE + 1
    assert counted()["replies"] == turn_counts.BATCH_SIZE + 1


@pytest.mark.django_db(transaction=True)
def test_several_at_once_count_each_attempt_once() -> None:
    for _ in range(60):
        attempted()

    def count(_: int) -> int:
        try:
            return sum(turn_counts.count() for _ in range(5))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(count, range(4))) == 60
    assert counted()["replies"] == 60


def test_the_quiet_time_of_replies_is_counted_once_and_read_as_a_mean() -> None:
    quiet = [{"name": "quiet", "at": -3, "seconds": 2.5}]
    attempted(Outcome.RETRIED, steps=quiet)
    attempted(steps=quiet)
    attempted()
    turn_counts.count()
    assert counted()[hourly_counts.QUIET] == 2500
    assert hourly_counts.mean_quiet_seconds(counted()) == 1.25


def test_uncounted_attempts_are_found_by_their_index() -> None:
    attempted()
    with CaptureQueriesContext(connection) as queries:
        turn_counts.count()
    found = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert "turn_attempt_uncounted" in plan(found)


def test_the_schedules_count_and_prune(clock: time_machine.Traveller) -> None:
    attempted()
    hourly_counts.add(Counter({(NOON - timedelta(days=401), "created"): 7}))
    schedules.tick()
    assert counted()["replies"] == 1
    assert HourlyCount.objects.filter(hour__lt=NOON - timedelta(days=400)).count() == 0


# --- Reading ------------------------------------------------------------------------------------


def test_hours_and_days_are_summed_in_utc() -> None:
    midnight = NOON.replace(hour=0)
    hours = [midnight - HOUR, midnight, midnight + HOUR]
    hourly_counts.add(Counter({(hour, "created"): 1 + index for index, hour in enumerate(hours)}))
    assert hourly_counts.by_hour(since=midnight) == {
        "2026-11-22 00": {"created": 2},
        "2026-11-22 01": {"created": 3},
    }
    assert hourly_counts.by_day(since=midnight - timedelta(days=1)) == {
        "2026-11-21": {"created": 1},
        "2026-11-22": {"created": 5},
    }


def test_reply_times_are_read_back_from_their_names() -> None:
    stored = {hourly_counts.REPLY.row(bound): index for index, bound in enumerate(hourly_counts.REPLY.bounds)}
    read = hourly_counts.REPLY.of(stored)
    assert read == {bound: index for index, bound in enumerate(hourly_counts.REPLY.bounds)}
    for name in stored:
        HourlyCount(hour=NOON, name=name, amount=1).full_clean()


@pytest.mark.parametrize(
    ("buckets", "share", "seconds"),
    [
        ({}, 0.5, None),
        ({1: 0, 2: 0}, 0.5, None),
        ({1: 0, 2: 10}, 0.5, 1.5),
        ({1: 10, 2: 10}, 0.5, 1.0),
        ({1: 10, 2: 10}, 0.95, 1.9),
        ({1: 10, 2: 0, 4: 10}, 0.75, 3.0),
        ({1: 1, math.inf: 9}, 0.95, 1.0),
        ({1: 4}, 1.0, 1.0),
    ],
    ids=str,
)
def test_a_percentile_lies_within_its_bucket(
    buckets: dict[float, int], share: float, seconds: float | None
) -> None:
    assert hourly_counts.percentile(buckets, share) == (seconds and pytest.approx(seconds))
