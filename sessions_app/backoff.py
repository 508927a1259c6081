"""How long to wait after a failure before the next try."""

import random

MAX_BACKOFF_SECONDS = 120


def backoff_seconds(attempt: int) -> float:
    """Return the seconds to wait after the `attempt`-th failure: doubling, capped, with jitter."""
    return min(MAX_BACKOFF_SECONDS, 2.0**attempt) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def seconds_to_next_deletion(attempts: int, *, at_least: float | None) -> float:
    """Return the seconds after which a vendor is asked again to delete something, after `attempts` in vain.

    Minutes, doubling, two hours at most; `at_least` is what the vendor asks for.
    """
    return max(60 * backoff_seconds(min(attempts, 10)), at_least or 0)
