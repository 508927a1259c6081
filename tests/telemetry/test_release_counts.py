"""Press releases in the counts: approved ones, how long they took and cost, where others stopped."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistant import press_release, versions
from assistant.models import PressRelease
from sessions_app.erasure import forgetting
from sessions_app.models import CountedRelease, ErasureReceipt, HourlyCount, NewUser, TurnAttempt
from sessions_app.telemetry import hourly_counts, release_counts, turn_counts
from sessions_app.telemetry.release_counts import APPROVED, COST, PRICED, TO_APPROVAL
from tests.support import clocks
from tests.support.chat import ADA, BOB
from tests.support.clocks import TTL
from tests.support.factories import TurnFactory
from tests.support.model_calls import make_call
from tests.support.races import at_once
from tests.support.releases import COMPLETE, make_release
from tests.support.statements import plan

pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)
HOUR = timedelta(hours=1)


def answered(phone: str = ADA, **more: Any) -> None:
    """Let a turn of `phone` end now, and be counted."""
    TurnFactory.create(phone=phone, **more)
    turn_counts.count()


def approved(release: PressRelease) -> None:
    """Let the user approve a version of `release` in a turn that ends now."""
    assert versions.approve(versions.write_version(release), words="yes")
    answered(release.phone)


def counted() -> dict[str, int]:
    """Return what is counted of releases, by name."""
    amounts = Counter[str]()
    for name, amount in HourlyCount.objects.filter(amount__gt=0).values_list("name", "amount"):
        amounts[name] += amount
    stops = {f"stopped at {key}": amount for key, amount in release_counts.stops(amounts).items()}
    names = (APPROVED, COST, PRICED, *map(TO_APPROVAL.row, TO_APPROVAL.bounds))
    return stops | {name: amounts[name] for name in names if amounts[name]}


# --- Approvals ----------------------------------------------------------------------------------


def test_an_approved_release_counts_once_with_its_time_and_its_cost(clock: time_machine.Traveller) -> None:
    release = make_release(COMPLETE)
    make_call(release=release, cost="0.12")
    make_call(release=release, cost="0.03")
    clock.shift(1000)
    approved(release)
    make_call(release=release, cost="7", asked_at=timezone.now() + HOUR)
    clock.shift(2 * HOUR)
    answered()
    release_counts.count_stops()
    assert counted() == {APPROVED: 1, "approved <= 1200": 1, PRICED: 1, COST: 150_000}


def test_a_release_with_a_call_without_a_price_has_no_cost() -> None:
    release = make_release(COMPLETE)
    make_call(release=release, cost="0.12")
    make_call(release=release, cost=None)
    approved(release)
    assert counted() == {APPROVED: 1, "approved <= 60": 1}


def test_a_release_that_was_changed_after_its_approval_is_not_approved_twice(
    clock: time_machine.Traveller,
) -> None:
    release = make_release(COMPLETE)
    approved(release)
    PressRelease.objects.update(status=PressRelease.Status.DRAFT)
    release.facts.filter(key="headline").update(value="Acme opens another school in Turin")
    clock.shift(HOUR)
    approved(release)
    clock.shift(2 * TTL)
    release_counts.count_stops()
    assert counted() == {APPROVED: 1, "approved <= 60": 1, PRICED: 1}


def test_an_approval_of_before_these_counts_is_left_out(clock: time_machine.Traveller) -> None:
    assert versions.approve(versions.write_version(make_release(COMPLETE)), words="yes")
    clock.shift(HOUR)
    answered()
    assert counted() == {}


def test_an_approval_whose_turn_was_tried_again_counts(clock: time_machine.Traveller) -> None:
    release, began = make_release(COMPLETE), timezone.now()
    clock.shift(5)
    assert versions.approve(versions.write_version(release), words="yes")
    clock.shift(60)
    answered(received_at=began, claimed_at=timezone.now(), ended_at=timezone.now())
    assert counted()[APPROVED] == 1


def test_what_an_operator_approves_counts_at_once_and_once() -> None:
    release = make_release(COMPLETE)
    versions.approve_by_operator(release, operator="olga", reason="by phone")
    for _ in range(2):
        release_counts.count_approval(release)
    answered()
    assert counted() == {APPROVED: 1, "approved <= 60": 1, PRICED: 1}


# --- Where people stop --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left_out", "more", "stopped_at"),
    [
        ({"headline", "quote", "city"}, {}, "detail"),
        ({"headline", "quote"}, {"skipped": {"detail": ["t"]}}, "headline"),
        ({"quote_role"}, {"skipped": {"detail": ["t"], "subhead": ["t"]}}, "quote_role"),
        (set(), {"pending_question": "media_contact"}, "media_contact"),
        (set(), {"pending_question": "quote_2"}, "quote"),
        (set(), {"pending_question": "version"}, "version"),
        (set(COMPLETE), {}, "company_name"),
    ],
)
def test_a_release_stops_at_what_was_asked_last(
    clock: time_machine.Traveller, left_out: set[str], more: dict[str, Any], stopped_at: str
) -> None:
    release = make_release({key: value for key, value in COMPLETE.items() if key not in left_out})
    PressRelease.objects.filter(pk=release.pk).update(**more)
    answered()
    clock.shift(TTL + 60)
    assert [release_counts.count_stops() for _ in range(2)] == [1, 0]
    assert counted() == {f"stopped at {stopped_at}": 1}
    assert HourlyCount.objects.get(name__startswith="stopped").hour == hourly_counts.hour_of(clocks.NOW)


def test_a_text_that_was_shown_waits_for_its_approval(clock: time_machine.Traveller) -> None:
    versions.write_version(make_release(COMPLETE))
    answered()
    clock.shift(TTL + 60)
    release_counts.count_stops()
    assert counted() == {"stopped at version": 1}


def test_nobody_has_stopped_before_a_session_would_be_over(clock: time_machine.Traveller) -> None:
    make_release({"company_name": "Acme"})
    answered()
    clock.shift(TTL - 60)
    assert release_counts.count_stops() == 0


def test_who_goes_on_has_not_stopped_and_counts_once_at_the_last_stop(clock: time_machine.Traveller) -> None:
    release = make_release({"company_name": "Acme"})
    for key in ("headline", "quote"):
        PressRelease.objects.update(pending_question=key)
        answered()
        clock.shift(2 * TTL)
        release_counts.count_stops()
        assert counted() == {f"stopped at {key}": 1}
    answered()
    assert counted() == {}
    for key, value in COMPLETE.items():
        if key != "company_name":
            release.facts.create(
                key=key, value=value, said=value, created_at=timezone.now(), confirmed_at=timezone.now()
            )
    approved(release)
    clock.shift(2 * TTL)
    release_counts.count_stops()
    assert [name for name in counted() if name.startswith("stopped")] == []
    assert counted()[APPROVED] == 1


def test_a_release_that_was_set_aside_has_stopped(clock: time_machine.Traveller) -> None:
    make_release({"company_name": "Acme"})
    press_release.park(phone=ADA)
    answered(outcome=TurnAttempt.Outcome.RESET)
    clock.shift(2 * TTL)
    release_counts.count_stops()
    assert sum(counted().values()) == 1


def test_a_stop_that_was_pruned_can_be_taken_back(clock: time_machine.Traveller) -> None:
    make_release({"company_name": "Acme"})
    answered()
    clock.shift(2 * TTL)
    release_counts.count_stops()
    HourlyCount.objects.all().delete()
    answered()
    assert counted() == {}


def test_who_leaves_before_the_first_fact_is_counted(clock: time_machine.Traveller) -> None:
    answered()
    answered(BOB)
    clock.shift(TTL - 60)
    assert release_counts.count_stops() == 0
    answered(BOB)
    clock.shift(120)
    assert release_counts.count_stops() == 1
    assert counted() == {"stopped at start": 1}
    assert NewUser.objects.get().phone == BOB


def test_who_tells_a_fact_later_has_not_left(clock: time_machine.Traveller) -> None:
    answered()
    make_release({"company_name": "Acme"})
    answered()
    assert NewUser.objects.count() == 0
    clock.shift(2 * TTL)
    release_counts.count_stops()
    assert sum(counted().values()) == 1


def test_who_has_an_approved_release_is_not_new(clock: time_machine.Traveller) -> None:
    make_release(COMPLETE, status=PressRelease.Status.FINISHED)
    answered()
    clock.shift(2 * TTL)
    assert (release_counts.count_stops(), counted()) == (0, {})


def test_a_new_user_is_erased_with_the_rest(clock: time_machine.Traveller) -> None:
    answered()
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)
    assert NewUser.objects.count() == 0


def test_one_user_is_not_another(clock: time_machine.Traveller) -> None:
    for phone in (ADA, BOB):
        make_release({"company_name": "Acme"}, phone=phone)
        answered(phone)
    clock.shift(2 * TTL)
    assert release_counts.count_stops() == 2
    answered(BOB)
    assert sum(counted().values()) == 1


def test_what_is_erased_is_not_a_stop(clock: time_machine.Traveller) -> None:
    make_release({"company_name": "Acme"})
    answered()
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)
    clock.shift(2 * TTL)
    assert (release_counts.count_stops(), counted(), CountedRelease.objects.count()) == (0, {}, 0)


def test_a_row_that_the_release_before_left_behind_goes(clock: time_machine.Traveller) -> None:
    CountedRelease.objects.create(release_id=987_654, active_at=timezone.now())
    clock.shift(2 * TTL)
    release_counts.count_stops()
    assert (counted(), CountedRelease.objects.count()) == ({}, 0)


# --- What it costs, and races -------------------------------------------------------------------


def test_the_number_of_statements_does_not_grow_with_the_turns(clock: time_machine.Traveller) -> None:
    def statements(users: int) -> int:
        for number in range(users):
            make_release({"company_name": "Acme"}, phone=f"+4930{users:03}{number:04}")
            TurnFactory.create(phone=f"+4930{users:03}{number:04}")
        with CaptureQueriesContext(connection) as queries:
            turn_counts.count()
        return len(queries)

    assert statements(30) == statements(2)


def test_the_silent_ones_are_found_by_their_index(clock: time_machine.Traveller) -> None:
    make_release({"company_name": "Acme"})
    answered()
    clock.shift(2 * TTL)
    with CaptureQueriesContext(connection) as queries:
        release_counts.count_stops()
    [found] = [q["sql"] for q in queries if q["sql"].startswith("SELECT") and "LIMIT" in q["sql"]][:1]
    assert "counted_release_active" in plan(found)


@pytest.mark.django_db(transaction=True)
def test_several_at_once_count_each_release_once(clock: time_machine.Traveller) -> None:
    for number in range(20):
        phone = f"+49301{number:06}"
        release = make_release(COMPLETE, phone=phone)
        if number % 2:
            assert versions.approve(versions.write_version(release), words="yes")
        TurnFactory.create_batch(3, phone=phone)
    at_once(*[lambda: [turn_counts.count() for _ in range(3)]] * 3)
    clock.shift(2 * TTL)
    at_once(*[release_counts.count_stops] * 3)
    assert counted()[APPROVED] == 10
    assert sum(amount for name, amount in counted().items() if name.startswith("stopped")) == 10
