"""How long to wait after a failure before the next try."""

import random

MAX_BACKOFF_SECONDS = 120


def backoff_seconds(attempt: int) -> float:
    """Return the seconds to wait after the `attempt`-th failure: doubling, capped, with jitter."""
    return min(MAX_BACKOFF_SECONDS, 2.0**attempt) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
