"""What is past its time in the registry goes, and nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django_q.models import Task

from sessions_app.housekeeping import pruning
from sessions_app.models import ErasureReceipt, Heartbeat, HourlyCount, RemoteThread
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import ThreadFactory
from tests.support.statements import plan

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
State = RemoteThread.State

pytestmark = pytest.mark.django_db


clock = pytest.fixture(autouse=True)(clocks.standing)


def prune_all() -> int:
    return sum(map(pruning.prune, pruning.PRUNED))


def deleted_thread(at: datetime) -> Model:
    return ThreadFactory.create(state=State.DELETED, created_at=at, deleted_at=at)


def task(at: datetime, *, success: bool = True) -> Model:
    made: Model = Task.objects.create(id="1", name="1", func="f", started=at, stopped=at, success=success)
    return made


def failed_task(at: datetime) -> Model:
    return task(at, success=False)


def heartbeat(at: datetime) -> Model:
    return Heartbeat.objects.create(kind=Heartbeat.Kind.WORKER, host="there", pid=7, at=at)


def hourly_count(at: datetime) -> Model:
    return HourlyCount.objects.create(hour=at, name="created", amount=7)


def sign_in(at: datetime) -> Model:
    return Session.objects.create(session_key="k" * 32, session_data="", expire_date=at)


def wrong_password(at: datetime) -> Model:
    made: Model = AccessAttempt.objects.create(username="olga", failures_since_start=1)
    return dated(made, at)


def address_of_a_sign_in(at: datetime) -> Model:
    return dated(AccessLog.objects.create(username="olga"), at)


def receipt(at: datetime) -> Model:
    return ErasureReceipt.objects.create(at=at, by=ErasureReceipt.By.USER)


def dated(row: Model, at: datetime) -> Model:
    type(row)._default_manager.update(attempt_time=at)
    return row


@pytest.mark.parametrize(
    ("make", "kept"),
    [
        (deleted_thread, 7 * DAY),
        (task, 7 * DAY),
        (failed_task, 7 * DAY),
        (heartbeat, DAY),
        (hourly_count, 400 * DAY),
        (sign_in, 0 * DAY),
        (wrong_password, 3600 * SECOND),
        (address_of_a_sign_in, 90 * DAY),
        (receipt, 730 * DAY),
    ],
)
@pytest.mark.parametrize(("more", "gone"), [(0 * SECOND, 0), (SECOND, 1)])
def test_a_row_goes_when_its_time_is_over(
    make: Callable[[datetime], Model], kept: timedelta, more: timedelta, gone: int
) -> None:
    row = make(NOW - kept - more)
    assert prune_all() == gone
    assert type(row)._default_manager.count() == 1 - gone


@pytest.mark.parametrize("state", sorted(set(State) - {State.DELETED}))
def test_a_thread_that_may_still_exist_is_never_forgotten(state: str) -> None:
    ThreadFactory.create(state=state, created_at=NOW - 999 * DAY, deleted_at=NOW - 999 * DAY)
    assert prune_all() == 0


def test_all_that_is_due_goes_at_once_however_much() -> None:
    count = pruning.BATCH_SIZE * 2 + 1
    RemoteThread.objects.bulk_create(
        ThreadFactory.build(thread_id=f"conv_{number}", state=State.DELETED, deleted_at=NOW - 8 * DAY)
        for number in range(count)
    )
    assert (prune_all(), RemoteThread.objects.count()) == (count, 0)


def test_the_search_for_deleted_threads_uses_its_index() -> None:
    with CaptureQueriesContext(connection) as captured:
        prune_all()
    [search] = [query["sql"] for query in captured if RemoteThread._meta.db_table in query["sql"]]
    assert "remote_thread_deleted" in plan(search)
