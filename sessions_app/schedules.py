"""The housekeeping schedules, driven by django-q: a tick twice a minute, and here what is due.

A tick that comes late, twice or from several clusters at once is harmless: each job is claimed by
compare-and-set on when it last started, and nobody makes up for ticks that were missed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.tasks import async_task

from sessions_app import (
    attention,
    heartbeats,
    hourly_counts,
    idle_conversations,
    retention,
    session_counts,
    thread_adoption,
    thread_deletion,
    transcripts,
)
from sessions_app.manager import CLEANUP_JOB, SessionManager
from sessions_app.models import HousekeepingJob

log = structlog.get_logger(__name__)

CLEANUP_GRACE_SECONDS = 5
TICK = "sessions_app.schedules.tick"
TICK_ROW = "tick"
"""The row that says when the last tick came; it is no job."""
CLOCK_JUMP = timedelta(hours=1)
"""A start that is further in the future was written by a clock that has been set back since."""


@dataclass(frozen=True, kw_only=True)
class Job:
    run: Callable[[], int]
    interval: Callable[[], float]
    """Seconds between two starts, read at the time of use."""


JOBS = {
    CLEANUP_JOB: Job(
        run=lambda: SessionManager().cleanup_expired_sessions(grace_seconds=CLEANUP_GRACE_SECONDS),
        interval=lambda: settings.SESSION_CLEANUP_INTERVAL,
    ),
    "sweep_threads": Job(run=thread_adoption.sweep, interval=lambda: 60),
    "mail_operators": Job(run=attention.mail_new, interval=lambda: 60),
    "delete_threads": Job(run=thread_deletion.delete_doomed, interval=lambda: 60),
    "prune_conversations": Job(run=idle_conversations.prune, interval=lambda: 300),
    "erase_transcripts": Job(run=transcripts.erase, interval=lambda: 300),
    "prune_message_sids": Job(run=transcripts.prune_sids, interval=lambda: 3600),
    "prune_deleted_threads": Job(run=retention.prune_deleted_threads, interval=lambda: 3600),
    "prune_task_results": Job(run=retention.prune_task_results, interval=lambda: 3600),
    "prune_heartbeats": Job(run=heartbeats.prune, interval=lambda: 3600),
    "fold_session_counts": Job(run=session_counts.fold, interval=lambda: 60),
    "count_turns": Job(run=hourly_counts.count_turns, interval=lambda: 60),
    "prune_hourly_counts": Job(run=hourly_counts.prune, interval=lambda: 3600),
}


def tick() -> dict[str, int]:
    """Run the jobs that are due; return what each that came to its end did, by its name.

    django-q ends a tick after SCHEDULES_TIMEOUT_SECONDS: the job that waits longest comes first, so that
    one that takes all the time cannot keep the others from running.
    """
    now = timezone.now()
    HousekeepingJob.objects.filter(name=TICK_ROW).update(last_started_at=now)
    # The scheduler looks every 30 s, but a schedule's minutes are whole: ask for the next look.
    Schedule.objects.filter(name=TICK).update(next_run=now)
    longest_first = HousekeepingJob.objects.filter(name__in=JOBS).order_by(
        F("last_started_at").asc(nulls_first=True), "pk"
    )
    done = {}
    for name in list(longest_first.values_list("name", flat=True)):
        started = timezone.now()
        if _claim(name, at=started) and (count := _run(name, started=started)) is not None:
            done[name] = count
    HousekeepingJob.objects.filter(name=TICK_ROW, last_started_at=now).update(
        last_finished_at=timezone.now(), last_done=sum(done.values())
    )
    return done


def last_tick() -> datetime | None:
    """Return when the last tick came, by the clock of the host that ran it."""
    return HousekeepingJob.objects.filter(name=TICK_ROW).values_list("last_started_at", flat=True).first()


def ask_for_tick() -> None:
    """Queue a tick now, where none waits already: what a cluster does first when it has started."""
    if not OrmQ.objects.filter(lock__lte=timezone.now()).exists():
        async_task(TICK, group=TICK)


def _claim(name: str, *, at: datetime) -> bool:
    """Start `name`, where it is due: never twice at once, and again once its runner must be dead."""
    ended = Q(last_finished_at__gte=F("last_started_at"))
    due = (
        Q(last_started_at=None)
        | Q(last_started_at__gt=at + CLOCK_JUMP)
        | ended & Q(last_started_at__lte=at - timedelta(seconds=JOBS[name].interval()))
        | Q(last_started_at__lte=at - _run_at_most()) & (Q(last_finished_at=None) | ~ended)
    )
    return bool(HousekeepingJob.objects.filter(due, name=name).update(last_started_at=at))


def _run_at_most() -> timedelta:
    """After so long a run has ended: by django-q's alarm, or by its guard some seconds later."""
    return timedelta(seconds=settings.SCHEDULES_TIMEOUT_SECONDS + 20)


def _run(name: str, *, started: datetime) -> int | None:
    """Run a claimed job; return what it did, None where it failed: it is tried again after `_run_at_most`."""
    try:
        done = JOBS[name].run()
    except Exception:
        log.exception("housekeeping_failed", job=name)
        return None
    HousekeepingJob.objects.filter(name=name, last_started_at=started).update(
        last_finished_at=timezone.now(), last_done=done
    )
    log.info("housekeeping", job=name, done=done)
    return done


def ensure_schedules(**kwargs: Any) -> None:
    """Make the one django-q schedule and the jobs' rows; on `post_migrate` and before a cluster starts.

    `Schedule.name` is not unique (django-q2 1.11.1), so the rows of the jobs are locked meanwhile.
    """
    with transaction.atomic():
        HousekeepingJob.objects.bulk_create(
            (HousekeepingJob(name=name) for name in (*JOBS, TICK_ROW)), ignore_conflicts=True
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
