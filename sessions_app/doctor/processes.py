"""The three kinds of process: which are alive, by the rows that they write."""

from collections.abc import Iterator

from django.conf import settings

from sessions_app.doctor.findings import Finding, fail, ok, warn
from sessions_app.models import Heartbeat, ProcessMetrics
from sessions_app.telemetry import heartbeats, process_metrics


def check() -> Iterator[Finding]:
    """Count the living ones of each kind."""
    workers = heartbeats.hosts(Heartbeat.Kind.WORKER, within=settings.HEALTH_WORKER_SILENT_SECONDS)
    yield _alive("worker", workers) or fail(
        f"no worker was alive in the last {settings.HEALTH_WORKER_SILENT_SECONDS:g} s: nothing is answered",
        "Start `manage.py answer_messages`.",
    )
    silent = settings.HEALTH_SCHEDULER_SILENT_SECONDS
    schedules = heartbeats.hosts(Heartbeat.Kind.SCHEDULES, within=silent)
    yield _alive("schedules", schedules) or fail(
        f"no schedules were alive in the last {silent:g} s",
        "Start `manage.py run_schedules`.",
    )
    web = process_metrics.hosts(ProcessMetrics.Kind.WEB)
    yield _alive("web", web) or warn(
        f"no web process has reported in the last {process_metrics.ALIVE.seconds} s",
        "Start `manage.py serve`, and see its log.",
    )


def _alive(kind: str, hosts: list[str]) -> Finding | None:
    if not hosts:
        return None
    return ok(f"{kind}: {len(hosts)} alive on {', '.join(dict.fromkeys(hosts))}")
