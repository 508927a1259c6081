"""Prometheus metrics: one collector reads the database, so every process reports the same."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from sessions_app.health import report
from sessions_app.manager import SessionManager
from sessions_app.models import Heartbeat, SessionChange
from sessions_app.telemetry import heartbeats, session_counts

CAPPED = f"counted up to {report.CAP}"
COUNTED = {
    SessionChange.Reason.CREATED: "Sessions created.",
    SessionChange.Reason.EXPIRED: "Sessions expired by their TTL.",
    SessionChange.Reason.KILLED: "Sessions ended by an operator or through the API of SessionManager.",
    SessionChange.Reason.RESET: "Sessions ended by a user's reset command.",
}


class DatabaseCollector(Collector):
    """Reads every number at each scrape and keeps none."""

    def collect(self) -> Iterator[Metric]:
        yield from _sessions()
        yield from _messages()
        yield from _processes()


registry = CollectorRegistry(auto_describe=False)
registry.register(DatabaseCollector())


def exposition() -> bytes:
    """Return all metrics in Prometheus' text format. Raises what the database raises."""
    return generate_latest(registry)


def _sessions() -> Iterator[Metric]:
    manager = SessionManager()
    counted = session_counts.totals()
    for reason, meaning in COUNTED.items():
        yield CounterMetricFamily(f"whatspr_sessions_{reason.value}", meaning, counted[reason])
    active = manager.get_session_count(counted)
    yield _gauge("sessions_active", "Stored sessions.", active)
    estimate = manager.estimate_memory_usage(active)
    yield _gauge("sessions_estimated_bytes", "Estimated size of the stored sessions in bytes.", estimate)
    expired = report.expired_waiting(ttl=manager.config.ttl_seconds)
    yield _gauge("sessions_expired_waiting", f"Sessions past their TTL, not yet removed; {CAPPED}.", expired)
    threads = report.threads()
    yield _gauge("threads_doomed", f"Threads pending deletion at OpenAI; {CAPPED}.", threads["doomed"])
    meaning = "Threads that may exist at OpenAI under an unknown id"
    yield _gauge("threads_unknown", f"{meaning}; {CAPPED}.", threads["unknown"])


def _messages() -> Iterator[Metric]:
    inbox = report.inbox()
    yield _gauge("messages_waiting", f"Messages waiting for an answer; {CAPPED}.", inbox["waiting"])
    yield _gauge("messages_held", f"Messages held for an operator; {CAPPED}.", inbox["held"])
    oldest = inbox["oldest_waiting_seconds"]
    yield _gauge("message_oldest_waiting_seconds", "Waiting time of the oldest unanswered message.", oldest)
    yield _gauge("turns_running", f"Running turns; {CAPPED}.", inbox["turns_running"])
    outbox = GaugeMetricFamily(
        "whatspr_outbox_messages", f"Replies in transit or undelivered, by state; {CAPPED}.", labels=["state"]
    )
    for state, count in report.outbox().items():
        outbox.add_metric([state], count)
    yield outbox


def _processes() -> Iterator[Metric]:
    worker = heartbeats.is_alive(Heartbeat.Kind.WORKER, within=settings.HEALTH_WORKER_SILENT_SECONDS)
    yield _gauge("worker_alive", "1 if a worker was alive recently.", worker)
    silent = settings.HEALTH_SCHEDULER_SILENT_SECONDS
    scheduler = heartbeats.is_alive(Heartbeat.Kind.SCHEDULES, within=silent)
    yield _gauge("scheduler_alive", "1 if the schedules were alive recently.", scheduler)
    if finished := report.cleanup()["last_finished_at"]:
        meaning = "Unix time of the end of the last cleanup."
        yield _gauge("last_cleanup_timestamp_seconds", meaning, finished.timestamp())


def _gauge(name: str, meaning: str, value: Any) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"whatspr_{name}", meaning, value)
