"""What this process counts and times of its calls to OpenAI, in memory; `sessions_app.metrics` has the rest.

Names follow prometheus.io/docs/practices/naming. Labels have few values: nothing of a user is in one.
A metric whose buckets change gets a new name: the rows of `ProcessMetrics` have the old ones.
"""

import re
import time
from functools import lru_cache
from types import TracebackType

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a sum of processes has no beginning
registry = CollectorRegistry()
"""All that this process counts; what it shows at `/metrics` is the sum of all processes."""

CALL_BUCKETS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 45, 60)

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
    buckets=CALL_BUCKETS,
    registry=registry,
)

_CODE = re.compile("(?!.*[0-9]{7})[A-Za-z0-9_.-]*")


@lru_cache(maxsize=256)
def code_label(code: str) -> str:
    """Return the first 64 characters of an error's code, "other" if they do not look like one.

    A vendor may put anything there: seven digits in a row could be of a phone number.
    """
    return code[:64] if _CODE.fullmatch(code[:64]) else "other"


class timed:  # noqa: N801 (a context manager)
    """Counts and times the request within; its code is that of the error that ends it, or "ok".

    As a class it costs half as much as a generator.
    """

    def __init__(self, requests: Counter, seconds: Histogram, operation: str) -> None:
        self._requests, self._seconds, self._operation = requests, seconds, operation

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        code = "ok" if error is None else code_label(str(getattr(error, "code", type(error).__name__)))
        self._requests.labels(self._operation, code).inc()
        self._seconds.labels(self._operation).observe(time.perf_counter() - self._began)
