"""The housekeeping schedules, driven by django-q: a tick twice a minute, and here what is due.

A tick that comes late, twice or from several clusters at once is harmless: each job is claimed by
compare-and-set on when it last started, and missed ticks are not made up for.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, reduce
from operator import or_

import structlog
from django import db
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.tasks import async_task

from sessions_app.conversations import attention, idle
from sessions_app.db.batches import EPOCH
from sessions_app.db.sql import truncate_log
from sessions_app.erasure import receipts
from sessions_app.housekeeping import (
    address_erasure,
    budget_mail,
    media_deletion,
    operator_webhook,
    pruning,
    release_erasure,
    thread_deletion,
    transcript_erasure,
    twilio_erasure,
)
from sessions_app.housekeeping.pruning import PRUNED
from sessions_app.manager import CLEANUP_JOB, SessionManager
from sessions_app.metrics import JOB_SECONDS
from sessions_app.metrics import JOBS as JOB_RUNS
from sessions_app.models import HousekeepingJob, ProcessMetrics
from sessions_app.rollback import old_files
from sessions_app.sessions import reconciling
from sessions_app.telemetry import (
    model_usage,
    process_metrics,
    release_counts,
    session_counts,
    turn_counts,
    vendor_errors,
)
from sessions_app.telemetry.job_runs import DELETE_THREADS, ENDED, NOT_ENDED, run_at_most
from sessions_app.telemetry.repeated_faults import RepeatedFaults
from sessions_app.threads import adoption

log = structlog.get_logger(__name__)
_faults = RepeatedFaults(log)

CLEANUP_GRACE_SECONDS = 5
TICK = "sessions_app.schedules.tick"
"""Stored by django-q. Never renamed: a cluster that cannot import a row's path fails that tick."""
TICK_ROW = "tick"
"""The row that says when the last tick came; it is not a job."""
CLOCK_JUMP = timedelta(seconds=10)
"""A tick that lies further in the future came by a clock that has been set back since.

Hosts whose clocks differ by more run the jobs more often, but none twice at once.
"""


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
    "sweep_threads": Job(run=adoption.sweep, interval=lambda: 60),
    "mail_operators": Job(run=attention.mail_new, interval=lambda: 60),
    "post_to_operators": Job(run=operator_webhook.post_new, interval=lambda: 60),
    DELETE_THREADS: Job(run=thread_deletion.delete_doomed, interval=lambda: 60),
    "delete_recordings": Job(run=media_deletion.delete_due, interval=lambda: 60),
    "erase_at_twilio": Job(run=twilio_erasure.erase_due, interval=lambda: 60),
    "confirm_erasures": Job(run=receipts.confirm, interval=lambda: 60),
    "prune_conversations": Job(run=idle.prune, interval=lambda: 300),
    "erase_transcripts": Job(run=transcript_erasure.erase, interval=lambda: 300),
    "erase_releases": Job(run=release_erasure.erase, interval=lambda: 3600),
    "erase_addresses": Job(run=address_erasure.erase, interval=lambda: 24 * 3600),
    "erase_backups": Job(run=old_files.erase, interval=lambda: 3600),
    "prune_message_sids": Job(run=transcript_erasure.prune_sids, interval=lambda: 3600),
    **{f"prune_{label}": Job(run=partial(pruning.prune, label), interval=lambda: 3600) for label in PRUNED},
    "reconcile_sessions": Job(run=reconciling.reconcile, interval=lambda: 24 * 3600),
    "fold_session_counts": Job(run=session_counts.roll_up, interval=lambda: 60),
    "count_turns": Job(run=turn_counts.count, interval=lambda: 60),
    "count_stops": Job(run=release_counts.count_stops, interval=lambda: 60),
    "count_undelivered": Job(run=vendor_errors.count, interval=lambda: 60),
    "count_model_calls": Job(run=model_usage.roll_up, interval=lambda: 60),
    "fold_process_metrics": Job(run=process_metrics.roll_up, interval=lambda: 60),
    "truncate_log": Job(run=truncate_log, interval=lambda: 3600),
    "mail_budget": Job(run=budget_mail.mail, interval=lambda: 60),
}

for _name in JOBS:
    JOB_RUNS.labels(_name, "failed")  # at 0: Prometheus does not see a series begin above that


def tick() -> dict[str, int]:
    """Run the jobs that are due; return what each that came to its end did, by its name.

    If the database fails, the next tick does what is left. django-q would log the text of the error.
    """
    try:
        done = _run_due_jobs()
        process_metrics.write(ProcessMetrics.Kind.SCHEDULES)
    except db.Error as error:
        _faults.failed("tick_failed", error)
        return {}
    _faults.works("tick_failed")
    return done


def _run_due_jobs() -> dict[str, int]:
    """Run the jobs that are due.

    django-q ends a tick after SCHEDULES_TIMEOUT_SECONDS: what has been due longest comes first, so that
    one that takes all the time cannot keep the others from running. What becomes due meanwhile is not left
    to the next tick, as long as there is time for the longest job.
    """
    now = timezone.now()
    _allow_for_clock_set_back(now)
    HousekeepingJob.objects.filter(name=TICK_ROW).update(last_started_at=now)
    # The scheduler looks every 30 s, but a schedule's minutes are whole: ask for the next look.
    Schedule.objects.filter(name=TICK).update(next_run=now)
    done: dict[str, int] = {}
    spare = timedelta(seconds=settings.SCHEDULES_TIMEOUT_SECONDS - 2 * thread_deletion.RUN_SECONDS)
    while (started := timezone.now()) < now + spare and (name := _due_longest()):
        if _claim(name, at=started) and (count := _run(name, started=started)) is not None:
            done[name] = done.get(name, 0) + count
    HousekeepingJob.objects.filter(name=TICK_ROW, last_started_at=now).update(
        last_finished_at=timezone.now(), last_done=sum(done.values())
    )
    return done


def last_tick() -> datetime | None:
    """Return when the last tick came, by the clock of the host that ran it."""
    return HousekeepingJob.objects.filter(name=TICK_ROW).values_list("last_started_at", flat=True).first()


def tick_ended_since(moment: datetime) -> bool:
    """Return True if all that was due has been done by a tick that ended after `moment`."""
    return HousekeepingJob.objects.filter(name=TICK_ROW, last_finished_at__gte=moment).exists()


def ask_for_tick() -> None:
    """Queue a tick now, where none waits already: what a cluster does first when it has started."""
    if not OrmQ.objects.filter(lock__lte=timezone.now()).exists():
        async_task(TICK, group=TICK)


def bring_forward(*, tick: datetime | None) -> None:
    """Have the next tick come soon, where a clock that has been set back since the last one put it off."""
    now = timezone.now()
    if tick and tick > now + CLOCK_JUMP:
        put_off = Schedule.objects.filter(name=TICK, next_run__gt=now + CLOCK_JUMP)
        put_off.update(next_run=now)


def _allow_for_clock_set_back(now: datetime) -> None:
    """Make all jobs due where the clock has been set back since the last tick: their times say nothing."""
    last = last_tick()
    if last and last > now + CLOCK_JUMP:
        jobs = HousekeepingJob.objects.filter(name__in=JOBS)
        jobs.filter(ENDED).update(last_started_at=None)
        # The others may be running.
        jobs.filter(NOT_ENDED, last_started_at__gt=now).update(last_started_at=now, last_finished_at=None)


def _due_longest() -> str | None:
    """Return the job that has been due longest, None where none is."""
    now = timezone.now()
    due = [Q(_due(name, at=now), name=name) for name in JOBS]
    jobs = list(HousekeepingJob.objects.filter(reduce(or_, due)).order_by("pk"))
    return min(jobs, key=_due_since).name if jobs else None


def _due_since(job: HousekeepingJob) -> datetime:
    interval = timedelta(seconds=JOBS[job.name].interval())
    return job.last_started_at + interval if job.last_started_at else EPOCH


def _claim(name: str, *, at: datetime) -> bool:
    """Start `name`, where it is due: never twice at once, and again once its runner must be dead."""
    return bool(HousekeepingJob.objects.filter(_due(name, at=at), name=name).update(last_started_at=at))


def _due(name: str, *, at: datetime) -> Q:
    interval = timedelta(seconds=JOBS[name].interval())
    return (
        Q(last_started_at=None)
        | Q(last_started_at__lte=at - interval) & ENDED
        | Q(last_started_at__lte=at - run_at_most()) & NOT_ENDED
    )


def _run(name: str, *, started: datetime) -> int | None:
    """Run a claimed job; return what it did, None where it failed: it is tried again after `run_at_most`."""
    began, result = time.perf_counter(), "failed"
    try:
        done = JOBS[name].run()
        result = "done"
    except Exception:
        log.exception("housekeeping_failed", job=name)
        return None
    finally:
        JOB_RUNS.labels(name, result).inc()
        JOB_SECONDS.labels(name).observe(time.perf_counter() - began)
    HousekeepingJob.objects.filter(name=name, last_started_at=started).update(
        # The clock may have been set back meanwhile; it has ended all the same.
        last_finished_at=max(timezone.now(), started),
        last_done=done,
    )
    log.log(logging.INFO if done else logging.DEBUG, "housekeeping", job=name, done=done)
    return done


def ensure_schedules() -> None:
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
