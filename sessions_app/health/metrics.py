"""Prometheus metrics: one collector reads the database, so every process reports the same."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Sum
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from assistant.models import ModelUsage
from sessions_app.health import report
from sessions_app.manager import SessionManager
from sessions_app.models import Heartbeat, SessionChange
from sessions_app.telemetry import heartbeats, session_counts
from sessions_app.telemetry.model_usage import Usage

CAPPED = f"counted up to {report.CAP}"
COUNTED = {
    SessionChange.Reason.CREATED: "Sessions created.",
    SessionChange.Reason.EXPIRED: "Sessions expired by their TTL.",
    SessionChange.Reason.KILLED: "Sessions ended by an operator or through the API of SessionManager.",
    SessionChange.Reason.RESET: "Sessions ended by a user's reset command.",
    SessionChange.Reason.FOUND: "Stored sessions that nothing had counted, found by the daily comparison.",
    SessionChange.Reason.LOST: "Counted sessions that were not stored, found by the daily comparison.",
}


class DatabaseCollector(Collector):
    """Reads every number at each scrape and keeps none."""

    def collect(self) -> Iterator[Metric]:
        yield from _sessions()
        yield from _messages()
        yield from _processes()
        yield from _models()


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


def _models() -> Iterator[Metric]:
    """What has been added up of the calls to the models: it survives restarts, pruning and erasure."""
    names = ["purpose", "model"]
    tokens = _counter("tokens", "Tokens; cached ones are input too, reasoning is output too.", *names, "kind")
    seconds = _counter("audio_seconds", "Seconds of sound.", *names)
    cost = _counter("cost_usd", "What they cost, as far as known, in US dollars.", *names)
    unpriced = _counter("calls_unpriced", "Calls at an unknown cost.", *names)
    calls = _counter("calls", "Calls to the models.", *names, "outcome")
    sums = {name: Sum(name) for name in vars(Usage())}
    for row in ModelUsage.objects.order_by(*names).values(*names).annotate(**sums):
        of = [row["purpose"], row["model"]]
        for kind in ("input", "cached", "output", "reasoning"):
            tokens.add_metric([*of, kind], row[f"{kind}_tokens"])
        seconds.add_metric(of, row["audio_seconds"])
        cost.add_metric(of, float(row["cost"]))
        unpriced.add_metric(of, row["unpriced"])
        calls.add_metric([*of, "answered"], row["calls"] - row["failed"])
        calls.add_metric([*of, "failed"], row["failed"])
    yield from (tokens, seconds, cost, unpriced, calls)


def _counter(name: str, meaning: str, *labels: str) -> CounterMetricFamily:
    return CounterMetricFamily(f"whatspr_model_{name}", meaning, labels=labels)


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
