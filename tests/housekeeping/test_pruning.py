"""What is done with is kept for a week, and then it goes."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.models import Task

from sessions_app.housekeeping import pruning, thread_deletion
from sessions_app.models import RemoteThread
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import ThreadFactory
from tests.support.statements import plan

SECOND = timedelta(seconds=1)
KEPT = pruning.KEPT
State = RemoteThread.State

pytestmark = pytest.mark.django_db


clock = pytest.fixture(autouse=True)(clocks.standing)


@pytest.mark.parametrize(("age", "gone"), [(KEPT, 0), (KEPT + SECOND, 1)])
def test_a_deleted_thread_is_forgotten_after_a_week(
    clock: time_machine.Traveller, age: timedelta, gone: int
) -> None:
    ThreadFactory.create(thread_id="offline_1", state=State.DOOMED, created_at=NOW - timedelta(days=99))
    thread_deletion.delete_doomed()
    clock.shift(age)
    assert pruning.prune_deleted_threads() == gone
    assert RemoteThread.objects.count() == 1 - gone


@pytest.mark.parametrize("state", sorted(set(State) - {State.DELETED}))
def test_a_thread_that_may_still_exist_is_never_forgotten(state: str) -> None:
    ThreadFactory.create(state=state, created_at=NOW - KEPT * 99, deleted_at=NOW - KEPT * 99)
    assert pruning.prune_deleted_threads() == 0


def test_all_that_is_due_goes_at_once_however_much() -> None:
    count = pruning.BATCH_SIZE * 2 + 1
    RemoteThread.objects.bulk_create(
        ThreadFactory.build(thread_id=f"conv_{number}", state=State.DELETED, deleted_at=NOW - KEPT - SECOND)
        for number in range(count)
    )
    assert (pruning.prune_deleted_threads(), RemoteThread.objects.count()) == (count, 0)


def test_the_search_for_deleted_threads_uses_its_index() -> None:
    with CaptureQueriesContext(connection) as captured:
        pruning.prune_deleted_threads()
    [search] = [query["sql"] for query in captured]
    assert "remote_thread_deleted" in plan(search)


@pytest.mark.parametrize("success", [True, False])
@pytest.mark.parametrize(("age", "gone"), [(KEPT, 0), (KEPT + SECOND, 1)])
def test_the_results_of_the_scheduler_are_forgotten_after_a_week(
    age: timedelta, gone: int, success: bool
) -> None:
    stopped = NOW - age
    Task.objects.create(id="1", name="1", func="f", started=stopped, stopped=stopped, success=success)
    assert pruning.prune_task_results() == gone
    assert Task.objects.count() == 1 - gone
