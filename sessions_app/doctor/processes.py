"""The three kinds of process: which are alive, by the rows that they write."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sessions_app.doctor.findings import Finding, fail, ok, warn
from sessions_app.models import Heartbeat, ProcessMetrics

WEB_SECONDS = 150
"""A web process writes its row once a minute."""


def check() -> Iterator[Finding]:
    """Count the living ones of each kind."""
    beats = Heartbeat.objects.all()
    workers = _recent(beats.filter(kind=Heartbeat.Kind.WORKER), settings.HEALTH_WORKER_SILENT_SECONDS)
    yield _alive("worker", workers) or fail(
        f"no worker was alive in the last {settings.HEALTH_WORKER_SILENT_SECONDS:g} s: nothing is answered",
        "Start `manage.py answer_messages`.",
    )
    schedules = _recent(beats.filter(kind=Heartbeat.Kind.SCHEDULES), settings.HEALTH_SCHEDULER_SILENT_SECONDS)
    yield _alive("schedules", schedules) or fail(
        f"no schedules were alive in the last {settings.HEALTH_SCHEDULER_SILENT_SECONDS:g} s",
        "Start `manage.py run_schedules`.",
    )
    web = _recent(ProcessMetrics.objects.filter(kind=ProcessMetrics.Kind.WEB), WEB_SECONDS)
    yield _alive("web", web) or warn(
        f"no web process has reported in the last {WEB_SECONDS} s",
        "Start `manage.py serve`, and see its log.",
    )


def _recent(rows: QuerySet[Any], seconds: float) -> list[str]:
    """Return the hosts of the processes that wrote in the last `seconds`, one for each process.

    Rows dated further in the future are ignored: a clock was wrong.
    """
    now, within = timezone.now(), timedelta(seconds=seconds)
    return sorted(rows.filter(at__gte=now - within, at__lte=now + within).values_list("host", flat=True))


def _alive(kind: str, hosts: list[str]) -> Finding | None:
    if not hosts:
        return None
    return ok(f"{kind}: {len(hosts)} alive on {', '.join(dict.fromkeys(hosts))}")
