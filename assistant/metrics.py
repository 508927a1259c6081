"""What this process counts and times of its calls to OpenAI, in memory; `sessions_app.metrics` has the rest.

Names follow prometheus.io/docs/practices/naming. Labels have few values: nothing of a user is in one.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram

registry = CollectorRegistry()
"""All that this process counts; what it shows at `/metrics` is the sum of all processes."""

CALL_SECONDS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 45, 60)

OPENAI_REQUESTS = Counter(
    "whatspr_openai_requests",
    'Requests to OpenAI; code is "ok" or our code for what went wrong.',
    ["operation", "code"],
    registry=registry,
)
OPENAI_SECONDS = Histogram(
    "whatspr_openai_request_duration_seconds",
    "How long a request to OpenAI took, whatever came of it.",
    ["operation"],
    buckets=CALL_SECONDS,
    registry=registry,
)
