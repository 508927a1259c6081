"""A manual cleanup's run is written down whole, and never ends the claim of a scheduled one."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from sessions_app.housekeeping import schedules
from sessions_app.manager import CLEANUP_JOB, SessionManager
from sessions_app.models import HousekeepingJob
from tests.support.health_api import NOW, ago, noon  # noqa: F401  (noon is a fixture)

pytestmark = pytest.mark.usefixtures("noon")


def job(**times: Any) -> None:
    HousekeepingJob.objects.update_or_create(name=CLEANUP_JOB, defaults=times)


def times() -> tuple[Any, Any]:
    row = HousekeepingJob.objects.get(name=CLEANUP_JOB)
    return row.last_started_at, row.last_finished_at


def test_a_manual_run_writes_its_start_and_its_end_together() -> None:
    job(last_started_at=ago(500), last_finished_at=ago(499))
    SessionManager().cleanup_expired_sessions()
    assert times() == (NOW, NOW)


def test_a_manual_run_before_any_scheduled_one_is_written_down() -> None:
    HousekeepingJob.objects.filter(name=CLEANUP_JOB).delete()
    SessionManager().cleanup_expired_sessions()
    assert times() == (NOW, NOW)


@pytest.mark.parametrize(("seconds", "may_run"), [(79, True), (80, False)])
@pytest.mark.parametrize("finished", [None, ago(500)])
def test_a_manual_run_leaves_the_claim_of_a_scheduled_one_that_may_still_run(
    seconds: float, may_run: bool, finished: Any
) -> None:
    job(last_started_at=ago(seconds), last_finished_at=finished)
    SessionManager().cleanup_expired_sessions()
    assert times() == ((ago(seconds), finished) if may_run else (NOW, NOW))


def test_a_scheduled_run_is_not_claimed_again_because_a_manual_one_ended(settings: Settings) -> None:
    settings.SESSION_CLEANUP_INTERVAL = 30
    job(last_started_at=NOW - timedelta(seconds=40), last_finished_at=None)
    SessionManager().cleanup_expired_sessions()
    assert CLEANUP_JOB not in schedules.tick()


def test_a_scheduled_run_is_told_from_its_claim_to_its_end() -> None:
    schedules.ensure_schedules()
    job(last_started_at=None, last_finished_at=None)
    assert CLEANUP_JOB in schedules.tick()
    assert times() == (NOW, NOW)
