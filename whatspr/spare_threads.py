"""Keeps some of a web process's threads free for probes, even if the database hangs.

If the database hangs, a request holds its thread until the driver gives up, maybe forever. So all
requests except probes share the process's threads minus `SPARE_THREADS`. A request without a slot waits
on a spare thread; under mere load it gets a slot soon. If no slot was taken for `STUCK_SECONDS`, none
will become free soon, and all waiting and new requests are refused. So waiting requests keep a probe
from a thread for that long at most. A probe that may have waited is told how long, and still answers
in time.
"""

import math
import os
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

import structlog
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from sessions_app.health.deadline import WAITED

log = structlog.get_logger(__name__)

SPARE_THREADS = 3
STUCK_SECONDS = 1.0
"""Under load, a slot becomes free after hundredths of a second."""
THREADS_VARIABLE = "GRANIAN_BLOCKING_THREADS"
"""Variable by which `manage.py serve` tells granian, and us, how many threads a process has."""
RETRY_AFTER_SECONDS = 5
PROBES = ("/health/", "/metrics")
NOT_TAKEN = math.inf
"""So that a slot that is just being taken does not look stuck."""

View = Callable[[HttpRequest], HttpResponse]


class AllStuck(Exception):
    """No slot will become free soon."""


def keep_threads_spare(get_response: View) -> View:
    """Middleware that admits a request if there is a slot, and refuses it (503) if all slots are stuck.

    Twilio repeats a refused request, because its webhook URL asks for that (`#rc=5&rp=all`). Not used if
    the number of threads is unknown.
    """
    slots = int(os.environ.get(THREADS_VARIABLE, 0)) - SPARE_THREADS
    if slots < 1:
        raise MiddlewareNotUsed
    # The cheapest queue, written in C: each webhook passes through it.
    free: SimpleQueue[int] = SimpleQueue()
    taken_at = [NOT_TAKEN] * slots
    for slot in range(slots):
        free.put(slot)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PROBES):
            request.META[WAITED] = _seconds_waited(free, taken_at)
            return get_response(request)
        try:
            slot = free.get_nowait()
        except Empty:
            try:
                slot = _wait_for_slot(free, taken_at)
            except AllStuck:
                return _refuse()
        taken_at[slot] = time.monotonic()
        try:
            return get_response(request)
        finally:
            taken_at[slot] = NOT_TAKEN
            free.put(slot)

    return middleware


def _wait_for_slot(free: "SimpleQueue[int]", taken_at: list[float]) -> int:
    """Return a slot. Raises `AllStuck` if none was taken for `STUCK_SECONDS`."""
    while (seconds := max(taken_at) + STUCK_SECONDS - time.monotonic()) > 0:
        try:
            return free.get(timeout=min(seconds, STUCK_SECONDS))
        except Empty:
            continue
    raise AllStuck


def _seconds_waited(free: "SimpleQueue[int]", taken_at: list[float]) -> float:
    """Return how long a request that starts now may have waited for its thread."""
    stuck = time.monotonic() - max(taken_at)
    # All waiting requests have long been refused.
    over = stuck > 2 * STUCK_SECONDS
    return 0.0 if over or not free.empty() else max(0.0, min(stuck, STUCK_SECONDS))


def _refuse() -> HttpResponse:
    log.warning("request_refused", status=503, reason="all threads are stuck")
    response = HttpResponse("too busy", status=503, content_type="text/plain")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
