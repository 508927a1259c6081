"""Prometheus metrics: one collector reads the database, so every process reports the same.

What the processes count themselves comes from their rows: see `telemetry.process_metrics`.
"""

import platform
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from assistant.metrics import code_label
from assistant.models import ModelUsage
from sessions_app.conversations import attention
from sessions_app.erasure import receipts
from sessions_app.health import report
from sessions_app.housekeeping.schedules import JOBS
from sessions_app.manager import SessionManager
from sessions_app.models import Heartbeat, HousekeepingJob, ProcessMetrics, SessionChange, VendorAccount
from sessions_app.telemetry import budget, heartbeats, model_usage, process_metrics, session_counts
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
        yield from _attention()
        yield from _jobs()


registry = CollectorRegistry(auto_describe=False)
registry.register(DatabaseCollector())


def exposition() -> bytes:
    """Return all metrics in Prometheus' text format. Raises what the database raises."""
    return generate_latest(registry) + process_metrics.exposition()


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
    build = _labelled("build_info", "1; the labels tell what runs.", "version", "python", "database")
    database = ".".join(map(str, connection.get_database_version()))
    build.add_metric([settings.VERSION, platform.python_version(), f"{connection.vendor} {database}"], 1)
    yield build
    workers = len(heartbeats.hosts(Heartbeat.Kind.WORKER, within=settings.HEALTH_WORKER_SILENT_SECONDS))
    silent = settings.HEALTH_SCHEDULER_SILENT_SECONDS
    schedulers = len(heartbeats.hosts(Heartbeat.Kind.SCHEDULES, within=silent))
    processes = _labelled("processes", "Processes that were alive recently.", "kind")
    processes.add_metric(["web"], len(process_metrics.hosts(ProcessMetrics.Kind.WEB)))
    processes.add_metric(["worker"], workers)
    processes.add_metric(["schedules"], schedulers)
    yield processes
    yield _gauge("worker_alive", "1 if a worker was alive recently.", workers > 0)
    yield _gauge("scheduler_alive", "1 if the schedules were alive recently.", schedulers > 0)
    cleanup = _labelled("last_cleanup_timestamp_seconds", "Unix time of the end of the last cleanup.")
    if finished := report.cleanup()["last_finished_at"]:
        cleanup.add_metric([], finished.timestamp())
    yield cleanup


def _attention() -> Iterator[Metric]:
    """What operators should see to."""
    waiting = f"Conversations that need a person; counted up to {attention.MOST_COUNTED + 1}."
    yield _gauge("attention_waiting", waiting, attention.needs().count)
    refuses = _labelled("vendor_refuses_account", "1 while a vendor refuses our account.", "vendor", "code")
    for account in VendorAccount.objects.order_by("vendor"):
        refuses.add_metric([account.vendor, code_label(account.code)], 1)
    yield refuses
    spent = "What today's calls (UTC) to OpenAI have cost, as far as known, in US dollars."
    yield _gauge("budget_spent_usd", spent, float(model_usage.spent_today()))
    limit = "OPENAI_DAILY_BUDGET in US dollars, 0 if there is none."
    yield _gauge("budget_limit_usd", limit, float(budget.limit()))
    overdue = "Erasures of all data of a user that are not confirmed after a day."
    yield _gauge("erasures_overdue", overdue, receipts.overdue())


def _jobs() -> Iterator[Metric]:
    ends = _labelled("job_last_end_timestamp_seconds", "Unix time of a job's last successful end.", "job")
    intervals = _labelled("job_interval_seconds", "Time between two starts of a scheduled job.", "job")
    rows = HousekeepingJob.objects.filter(name__in=JOBS).order_by("name")
    for name, ended in rows.values_list("name", "last_finished_at"):
        if ended:
            ends.add_metric([name], ended.timestamp())
    for name, job in sorted(JOBS.items()):
        intervals.add_metric([name], job.interval())
    yield from (ends, intervals)


def _labelled(name: str, meaning: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"whatspr_{name}", meaning, labels=labels)


def _gauge(name: str, meaning: str, value: Any) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"whatspr_{name}", meaning, value)
