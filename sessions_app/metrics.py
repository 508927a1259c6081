"""What this process counts and times, in memory: nothing waits for it, and no row is hot.

`telemetry.process_metrics` writes it to this process's row once a minute; `health.metrics` shows the sum of
all processes. Names follow prometheus.io/docs/practices/naming. Labels have few values: nothing of a user
is in one, and what a vendor says is cut.
"""

from django.db import transaction
from prometheus_client import Counter, Histogram

from assistant.metrics import CALL_BUCKETS, code_label, registry

MESSAGE_BUCKETS = (0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300, 900)
WEBHOOK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)
JOB_BUCKETS = (0.01, 0.1, 1, 5, 10, 20, 40, 60, 80)

WEBHOOKS = Counter(
    "whatspr_webhook_requests",
    'Requests; webhook is "inbound", "status" or "other", result is "stored" or why one was refused.',
    ["webhook", "result"],
    registry=registry,
)
WEBHOOK_SECONDS = Histogram(
    "whatspr_webhook_request_duration_seconds",
    "From a webhook's head to its answer.",
    ["webhook"],
    buckets=WEBHOOK_BUCKETS,
    registry=registry,
)
TURNS = Counter(
    "whatspr_turns",
    'Ended attempts; outcome is "answered", "retried", "failed", "reset" or "operator", code says why.',
    ["outcome", "code"],
    registry=registry,
)
TURN_SECONDS = Histogram(
    "whatspr_turn_duration_seconds",
    "From a turn's claim to its end.",
    ["outcome"],
    buckets=MESSAGE_BUCKETS,
    registry=registry,
)
REPLY_SECONDS = Histogram(
    "whatspr_reply_wait_seconds",
    "How long a user waited for the bot's reply: from the first message, or the end of a takeover.",
    buckets=MESSAGE_BUCKETS,
    registry=registry,
)
STEP_SECONDS = Histogram(
    "whatspr_turn_step_duration_seconds",
    'Steps of turns: "wait", "hear", "open_thread", "retell", "model"; within these "tool".',
    ["step"],
    buckets=MESSAGE_BUCKETS,
    registry=registry,
)
TWILIO_REQUESTS = Counter(
    "whatspr_twilio_requests",
    'Requests to Twilio; code is "ok", Twilio\'s code, or what happened in a word.',
    ["operation", "code"],
    registry=registry,
)
TWILIO_SECONDS = Histogram(
    "whatspr_twilio_request_duration_seconds",
    "How long a request to Twilio took, whatever came of it.",
    ["operation"],
    buckets=CALL_BUCKETS,
    registry=registry,
)
DELIVERIES = Counter(
    "whatspr_deliveries",
    'Messages that reached a state: "accepted", "sent", "delivered", "read", "failed", "undelivered", '
    '"uncertain" or "cancelled"; code is Twilio\'s error.',
    ["state", "code"],
    registry=registry,
)
ATTENTION = Counter(
    "whatspr_attention_requests",
    'How often a person was asked for: by a "failed" turn, a used up "budget", for "documents", or "asked".',
    ["kind"],
    registry=registry,
)
ERASURES = Counter(
    "whatspr_erasures",
    'Erasures of all data of a user: "begun" and "confirmed".',
    ["state"],
    registry=registry,
)
JOBS = Counter(
    "whatspr_job_runs",
    'Runs of the scheduled jobs: "done" or "failed".',
    ["job", "result"],
    registry=registry,
)
JOB_SECONDS = Histogram(
    "whatspr_job_duration_seconds",
    "How long a run of a scheduled job took.",
    ["job"],
    buckets=JOB_BUCKETS,
    registry=registry,
)


def count_deliveries(state: str, code: str, amount: int = 1) -> None:
    """Count `amount` messages that reached `state` with Twilio's error `code`, once that is committed."""
    if amount:
        counter = DELIVERIES.labels(state, code_label(code))
        transaction.on_commit(lambda: counter.inc(amount))
