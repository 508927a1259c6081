"""An alert of deploy/prometheus/rules.yml that fires and resolves, seen through Prometheus' own API."""

import json
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scripts.cluster.site import WORKERS, Site
from tests.fakes.background_server import wait_until

ALERT = "WhatsprNoWorker"
INACTIVE = "inactive"
STATE_SECONDS = 600.0


@dataclass(frozen=True)
class Moment:
    """What was seen first `at` so many seconds after the workers were killed."""

    at: float
    what: str


def fire(site: Site) -> Iterator[Moment]:
    """Kill all workers for good until the alert fires, then replace them until it resolves.

    With the shipped rules and times. AssertionError for a state that does not come.
    """
    wait_until(lambda: _worker_alive(site) == ["1"] and _state(site) == INACTIVE, STATE_SECONDS, every=0.5)
    began = time.monotonic()
    for name in WORKERS:
        site.services[name].kill()
    for state in ("pending", "firing"):
        _wait_for(site, state)
        yield Moment(time.monotonic() - began, f"{ALERT} is {state}")
    for name in WORKERS:
        site.services[name].start()
        site.services[name].wait_until_ready()
    yield Moment(time.monotonic() - began, "the workers are replaced")
    _wait_for(site, INACTIVE)
    yield Moment(time.monotonic() - began, f"{ALERT} is {INACTIVE}")


def _wait_for(site: Site, state: str) -> None:
    wait_until(lambda: _state(site) == state, STATE_SECONDS, every=0.5)


def _state(site: Site) -> str:
    groups = _ask(site, "/api/v1/rules?type=alert")["groups"]
    (found,) = [rule for group in groups for rule in group["rules"] if rule["name"] == ALERT]
    return str(found["state"])


def _worker_alive(site: Site) -> list[str]:
    """Return what Prometheus has scraped of it last, nothing before the first time."""
    series = _ask(site, "/api/v1/query?query=whatspr_worker_alive")["result"]
    return [one["value"][1] for one in series]


def _ask(site: Site, path: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{site.prometheus_url}{path}", timeout=10) as answer:  # noqa: S310
        data: dict[str, Any] = json.load(answer)["data"]
        return data
