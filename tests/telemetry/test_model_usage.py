"""What the models used, added up by day: each call once, and nothing is ever taken away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from assistant.models import ModelCall, ModelUsage
from sessions_app.housekeeping import pruning
from sessions_app.telemetry import model_usage
from sessions_app.telemetry.model_usage import Usage, dollars
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import phone_number
from tests.support.model_calls import make_call

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.standing)


def usage(**wanted: Any) -> ModelUsage:
    return ModelUsage.objects.get(**wanted)


def test_calls_are_added_up_once_by_day_purpose_and_model() -> None:
    make_call(cost="0.1")
    make_call(cost="0.02")
    make_call(model="gpt-6.1-terra", purpose="write", cost="1")
    assert (model_usage.roll_up(), model_usage.roll_up()) == (3, 0)
    make_call(cost="0.003")
    model_usage.roll_up()

    interview = usage(model="gpt-6-luna")
    assert (interview.day, interview.purpose) == (NOW.date(), "interview")
    assert (interview.calls, interview.failed, interview.unpriced) == (3, 0, 0)
    assert (interview.input_tokens, interview.cached_tokens) == (300, 30)
    assert (interview.output_tokens, interview.reasoning_tokens) == (60, 15)
    assert interview.cost == Decimal("0.123")
    assert usage(purpose="write").cost == 1


def test_failed_calls_and_calls_at_an_unknown_cost_are_counted_apart() -> None:
    make_call(cost=None)
    make_call(cost=None, error="timeout", input_tokens=None, output_tokens=None)
    make_call(cost="0", error="http_429")
    make_call(cost="2", purpose="transcribe", model="gpt-transcribe", audio_seconds=2.5)
    model_usage.roll_up()

    calls = usage(purpose="interview")
    assert (calls.calls, calls.failed, calls.unpriced, calls.cost) == (3, 2, 2, Decimal())
    assert usage(purpose="transcribe").audio_seconds == 2.5


def test_the_day_is_that_of_utc_and_of_the_question(clock: time_machine.Traveller) -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    clock.move_to(midnight + timedelta(seconds=2))
    make_call(cost="1", asked_at=midnight - timedelta(seconds=1))
    make_call(cost="2", asked_at=midnight)
    assert model_usage.spent_today() == 2
    model_usage.roll_up()
    assert model_usage.spent_today() == 2
    days = model_usage.by_day(since=NOW.date())
    assert [(day.day, one.cost) for day, one in days.items()] == [(23, Decimal(2)), (22, Decimal(1))]


def test_a_call_without_an_outcome_is_counted_once_it_must_have_died(clock: time_machine.Traveller) -> None:
    make_call(cost=None, answered_at=None)
    assert model_usage.roll_up() == 0
    clock.shift(3601)
    assert model_usage.roll_up() == 1
    assert (usage().calls, usage().failed, usage().unpriced) == (1, 1, 1)


def test_what_was_spent_today_is_known_before_and_after_it_is_added_up() -> None:
    make_call(cost="0.1")
    make_call(cost=None)
    before = model_usage.spent_today()
    model_usage.roll_up()
    make_call(cost="0.2")
    assert (before, round(model_usage.spent_today(), 8)) == (Decimal("0.1"), Decimal("0.3"))


def test_nothing_was_spent_where_nobody_has_called() -> None:
    assert model_usage.spent_today() == 0


@pytest.mark.both_databases
def test_several_processes_at_once_count_each_call_once() -> None:
    for _ in range(30):
        make_call(cost="0.01")

    def count(_: int) -> int:
        try:
            return model_usage.roll_up()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(count, range(3))) == 30
    assert (usage().calls, usage().cost) == (30, Decimal("0.3"))


def test_a_call_without_a_release_goes_after_90_days_and_its_sum_stays(clock: time_machine.Traveller) -> None:
    make_call(cost="1")
    model_usage.roll_up()
    clock.shift(timedelta(days=91).total_seconds())
    make_call(cost="1", asked_at=timezone.now() - timedelta(days=91), counted=False)
    assert pruning.prune("assistant.ModelCall") == 1  # not what was never counted
    assert (ModelCall.objects.count(), usage().cost) == (1, Decimal(1))


def test_months_are_sums_of_days() -> None:
    for day in (1, 30):
        make_call(cost="1", asked_at=NOW.replace(month=10, day=day))
    make_call(cost="0.5")
    model_usage.roll_up()
    months = model_usage.by_month(model_usage.by_day(since=NOW.date().replace(month=1)))
    assert [(month.month, one.cost) for month, one in months.items()] == [(11, Decimal("0.5")), (10, 2)]


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        (["1.23"], "$1.23"),
        (["0.0042"], "$0.0042"),
        (["0.00001"], "below $0.0001"),
        (["0"], "$0.00"),
        ([], "$0.00"),
        ([None], "unknown"),
        ([None, None], "unknown"),
        (["1.2", None], "at least $1.20, 1 call without a price"),
        (["1.23", None, None, None, None], "at least $1.23, 4 calls without a price"),
    ],
)
def test_a_cost_is_told_in_words_that_say_what_is_unknown(costs: list[str | None], words: str) -> None:
    calls = [make_call(cost=cost, phone=phone_number(7)) for cost in costs]
    assert Usage.of(calls).cost_in_words == words


def test_dollars_have_separators() -> None:
    assert dollars(Decimal("1234.5")) == "$1,234.50"
