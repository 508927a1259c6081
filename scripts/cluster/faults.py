"""What goes wrong while the phones converse: kills of one service after the other, and a rolling restart."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

from scripts.cluster.services import Service
from scripts.cluster.site import OURS, Site

ROLLING_RESTART = "rolling restart"
PLAN = (
    *("web-1", "worker-1", "pgbouncer", "caddy", ROLLING_RESTART),
    *("web-2", "worker-2", "schedules"),
)
"""Not PostgreSQL: on a busy machine it recovers for longer than Twilio repeats a message."""
PAUSE_SECONDS = (4.0, 10.0)


@dataclass(frozen=True)
class Fault:
    """`what` was killed (or all restarted) `at` seconds after the start, and worked again after `seconds`."""

    what: str
    at: float
    seconds: float


def storm(site: Site, *, seconds: float, pass_time: Callable[[float], None]) -> Iterator[Fault]:
    """Bring about one fault after the other for about `seconds`, at random moments.

    `pass_time` is called with the seconds between two of them.
    """
    luck, began = random.Random(1), time.monotonic()
    for what in cycle(PLAN):
        pause = luck.uniform(*PAUSE_SECONDS)
        at = time.monotonic() - began + pause
        if at > seconds:
            return
        pass_time(pause)
        before = time.monotonic()
        bring_about(site, what)
        yield Fault(what, at, time.monotonic() - before)


def bring_about(site: Site, what: str) -> None:
    """Kill and replace a service, or restart all of ours; return when it works again."""
    if what == ROLLING_RESTART:
        _restart_one_by_one(site)
    else:
        _replace(site.services[what], Service.kill)


def _restart_one_by_one(site: Site) -> None:
    """As a rolling upgrade: SIGTERM, and the next one when the new process works."""
    for name in OURS:
        _replace(site.services[name], Service.stop)


def _replace(service: Service, end: Callable[[Service], object]) -> None:
    end(service)
    service.start()
    service.wait_until_ready()
