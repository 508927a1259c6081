"""Some of a web process's threads stay free for probes, also where the database hangs.

A request that waits for a database that hangs holds its thread until the driver gives up, which
may be never. So all requests but the probes' share the process's threads but `SPARE_THREADS`.
Whoever finds no place waits on a spare thread, and under mere load has one soon. But where no place
was taken for `STUCK_SECONDS`, none will become free soon, and all who wait or come are refused:
so it is for that long that those who wait can keep a probe from a thread, however many they are. A probe
that may have waited is told for how long: its answer comes in time all the same.
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
"""Under load, a place is free after hundredths of a second."""
THREADS_VARIABLE = "GRANIAN_BLOCKING_THREADS"
"""Where `manage.py serve` tells granian, and us, how many threads a process has."""
RETRY_AFTER_SECONDS = 5
PROBES = ("/health/", "/metrics")
NOT_TAKEN = math.inf
"""So that a place that somebody is just about to take does not look stuck."""

View = Callable[[HttpRequest], HttpResponse]


class AllStuck(Exception):
    """No place will become free soon."""


def keep_threads_spare(get_response: View) -> View:
    """Middleware that lets a request in where there is a place, and refuses it (503) where all are stuck.

    Twilio repeats what was refused: the URL that it is given asks for that (`#rc=5&rp=all`). Not used
    where nobody says how many threads there are.
    """
    places = int(os.environ.get(THREADS_VARIABLE, 0)) - SPARE_THREADS
    if places < 1:
        raise MiddlewareNotUsed
    # The cheapest queue there is, made in C: this is on the way of each webhook.
    free: SimpleQueue[int] = SimpleQueue()
    taken_at = [NOT_TAKEN] * places
    for place in range(places):
        free.put(place)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PROBES):
            request.META[WAITED] = _seconds_waited(free, taken_at)
            return get_response(request)
        try:
            place = free.get_nowait()
        except Empty:
            try:
                place = _wait_for_place(free, taken_at)
            except AllStuck:
                return _refuse()
        taken_at[place] = time.monotonic()
        try:
            return get_response(request)
        finally:
            taken_at[place] = NOT_TAKEN
            free.put(place)

    return middleware


def _wait_for_place(free: "SimpleQueue[int]", taken_at: list[float]) -> int:
    """Return a place. Raises `AllStuck` once none was taken for `STUCK_SECONDS`."""
    while (seconds := max(taken_at) + STUCK_SECONDS - time.monotonic()) > 0:
        try:
            return free.get(timeout=min(seconds, STUCK_SECONDS))
        except Empty:
            continue
    raise AllStuck


def _seconds_waited(free: "SimpleQueue[int]", taken_at: list[float]) -> float:
    """Return how long a request that begins now may have waited for its thread."""
    stuck = time.monotonic() - max(taken_at)
    # Those who waited are long gone, and nobody waits any more.
    over = stuck > 2 * STUCK_SECONDS
    return 0.0 if over or not free.empty() else max(0.0, min(stuck, STUCK_SECONDS))


def _refuse() -> HttpResponse:
    log.warning("request_refused", status=503, reason="all threads are stuck")
    response = HttpResponse("too busy", status=503, content_type="text/plain")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
