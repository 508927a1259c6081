"""The housekeeping schedules, driven by django-q: one tick a minute, and here what is due.

A tick that comes late, twice or from several clusters at once is harmless: each job is claimed by
compare-and-set on when it last started.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.models import Schedule

from sessions_app import manager
from sessions_app.models import HousekeepingJob

log = structlog.get_logger(__name__)

TICK = "sessions_app.schedules.tick"


@dataclass(frozen=True, kw_only=True)
class Job:
    run: Callable[[], int]
    interval: Callable[[], float]
    """Seconds between two starts, read at the time of use."""


JOBS = {
    "expire_sessions": Job(
        run=manager.cleanup_expired_sessions,
        interval=lambda: settings.SESSION_CLEANUP_INTERVAL,
    ),
}


def tick() -> dict[str, int]:
    """Run the jobs that are due; return what each of them did, by its name."""
    return {name: _run(name, job) for name, job in JOBS.items() if _claim(name, job)}


def _claim(name: str, job: Job) -> bool:
    now = timezone.now()
    due = Q(last_started_at=None) | Q(last_started_at__lte=now - timedelta(seconds=job.interval()))
    return bool(HousekeepingJob.objects.filter(due, name=name).update(last_started_at=now))


def _run(name: str, job: Job) -> int:
    done = job.run()
    log.info("housekeeping", job=name, done=done)
    return done


def ensure_schedules(**kwargs: Any) -> None:
    """Make the one django-q schedule and the jobs' rows; on `post_migrate`, as often as it comes.

    `Schedule.name` is not unique (django-q2 1.11.1), so the rows of the jobs are locked meanwhile.
    """
    with transaction.atomic():
        HousekeepingJob.objects.bulk_create(
            (HousekeepingJob(name=name) for name in JOBS), ignore_conflicts=True
        )
        list(HousekeepingJob.objects.select_for_update().order_by("pk"))
        wanted = {
            "func": TICK,
            "args": None,
            "kwargs": None,
            "hook": None,
            "cluster": None,
            "schedule_type": Schedule.MINUTES,
            "minutes": 1,
            "repeats": -1,
            "next_run": timezone.now(),
        }
        ticks = Schedule.objects.filter(name=TICK).order_by("pk")
        if first := ticks.first():
            ticks.exclude(pk=first.pk).delete()
            ticks.update(**wanted)
        else:
            Schedule.objects.create(name=TICK, **wanted)
