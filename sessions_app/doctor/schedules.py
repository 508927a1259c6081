"""The housekeeping: its schedule, and the jobs that have not run in time or have failed."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_q.models import Schedule

from sessions_app.doctor.findings import Finding, fail, note, ok
from sessions_app.health import report
from sessions_app.housekeeping.schedules import JOBS, TICK, TICK_ROW, last_tick
from sessions_app.models import HousekeepingJob
from sessions_app.telemetry.job_runs import NOT_ENDED, run_at_most

RUN = "Start `manage.py run_schedules`, and see its log."
MOST_NAMED = 5


def check() -> Iterator[Finding]:
    """Look at the schedule's row, the last tick and each job."""
    rows = Schedule.objects.filter(name=TICK).count()
    if rows != 1:
        yield fail(f"{rows} rows of the schedule, not 1", "Run `manage.py migrate`, which sets them right.")
    patience = timedelta(seconds=settings.SCHEDULES_STALE_SECONDS + settings.HEALTH_CLEANUP_GRACE_SECONDS)
    now, migrated = timezone.now(), report.migrated_at()
    if migrated and now - migrated < patience:
        yield note("too new to tell: the migrations were applied just now")
        return
    tick = last_tick()
    if tick is None or abs(now - tick) > patience:
        yield fail(
            f"no job runs: the last tick came {f'{tick:%Y-%m-%d %H:%M} UTC' if tick else 'never'}", RUN
        )
        return
    troubles = [*_failed(), *_overdue(patience)]
    yield from troubles
    if not troubles:
        yield ok(f"all {len(JOBS)} jobs run in time")


def _failed() -> Iterator[Finding]:
    """A run that has not come to its end in the time that it may take has failed, or was killed."""
    jobs = HousekeepingJob.objects.filter(name__in=JOBS, last_started_at__lte=timezone.now() - run_at_most())
    if names := list(jobs.filter(NOT_ENDED).order_by("name").values_list("name", flat=True)):
        yield fail(
            f"the last run has failed: {_named(names)}", "See the log line housekeeping_failed of each."
        )


def _overdue(patience: timedelta) -> Iterator[Finding]:
    started = dict(HousekeepingJob.objects.exclude(name=TICK_ROW).values_list("name", "last_started_at"))
    now = timezone.now()
    late = [
        name
        for name, job in JOBS.items()
        if (last := started.get(name)) is None
        or abs(now - last) > timedelta(seconds=job.interval()) + run_at_most() + patience
    ]
    if late:
        yield fail(f"{len(late)} jobs are overdue: {_named(sorted(late))}", RUN)


def _named(names: list[str]) -> str:
    return ", ".join(names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "…"])
