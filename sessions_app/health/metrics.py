"""Prometheus' view: one collector over the database, so that every process tells the same."""

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
    SessionChange.Reason.CREATED: "Sessions that began.",
    SessionChange.Reason.EXPIRED: "Sessions that ended by their TTL.",
    SessionChange.Reason.KILLED: "Sessions that an operator or a caller ended.",
    SessionChange.Reason.RESET: "Sessions that the user ended by a reset command.",
}


class DatabaseCollector(Collector):
    """Reads every number when Prometheus asks; keeps none."""

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
    yield _gauge("sessions_active", "Sessions that are stored.", active)
    estimate = manager.estimate_memory_usage(active)
    yield _gauge("sessions_estimated_bytes", "Estimated bytes of the stored sessions.", estimate)
    expired = report.expired_waiting(ttl=manager.config.ttl_seconds)
    yield _gauge("sessions_expired_waiting", f"Sessions past their TTL, not yet removed; {CAPPED}.", expired)
    threads = report.threads()
    yield _gauge("threads_doomed", f"Threads still to be deleted at OpenAI; {CAPPED}.", threads["doomed"])
    meaning = "Threads that may exist at OpenAI under an unknown id"
    yield _gauge("threads_unknown", f"{meaning}; {CAPPED}.", threads["unknown"])


def _messages() -> Iterator[Metric]:
    inbox = report.inbox()
    yield _gauge("messages_waiting", f"Messages that wait for an answer; {CAPPED}.", inbox["waiting"])
    yield _gauge("messages_held", f"Messages held for an operator; {CAPPED}.", inbox["held"])
    oldest = inbox["oldest_waiting_seconds"]
    yield _gauge("message_oldest_waiting_seconds", "Wait of the oldest unanswered message.", oldest)
    yield _gauge(
        "turns_running", f"Conversations whose turn a worker holds; {CAPPED}.", inbox["turns_running"]
    )
    outbox = GaugeMetricFamily(
        "whatspr_outbox_messages", f"Replies under way or not arrived, by state; {CAPPED}.", labels=["state"]
    )
    for state, count in report.outbox().items():
        outbox.add_metric([state], count)
    yield outbox


def _processes() -> Iterator[Metric]:
    worker = heartbeats.is_alive(Heartbeat.Kind.WORKER, within=settings.HEALTH_WORKER_SILENT_SECONDS)
    yield _gauge("worker_alive", "1 where a worker was alive lately.", worker)
    silent = settings.HEALTH_SCHEDULER_SILENT_SECONDS
    scheduler = heartbeats.is_alive(Heartbeat.Kind.SCHEDULES, within=silent)
    yield _gauge("scheduler_alive", "1 where the schedules were alive lately.", scheduler)
    if finished := report.cleanup()["last_finished_at"]:
        meaning = "Unix time at which the last cleanup finished."
        yield _gauge("last_cleanup_timestamp_seconds", meaning, finished.timestamp())


def _gauge(name: str, meaning: str, value: Any) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"whatspr_{name}", meaning, value)
