"""PromQL's names and labels against what is at `/metrics`, and promtool."""

import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from prometheus_client import Counter, Histogram
from prometheus_client.metrics_core import CounterMetricFamily

import assistant.metrics
import sessions_app.metrics
from sessions_app.health import metrics as health_metrics
from tests.support.processes import BASE_DIR

FOLDER = BASE_DIR / "deploy" / "prometheus"
SUFFIXES: Mapping[type, tuple[str, ...]] = {
    Counter: ("_total",),
    Histogram: ("_bucket", "_count", "_sum"),
    CounterMetricFamily: ("_total",),
}
OWN_LABELS = {"le", "instance", "job"}
"""Prometheus' own. It renames our label "job" to "exported_job"."""
CONFIGURATION: dict[str, Any] = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
TOKEN_FILE: str = CONFIGURATION["scrape_configs"][0]["authorization"]["credentials_file"]
_SELECTOR = re.compile(r"\b(whatspr_\w+)(?:\{([^}]*)\})?")
_BY = re.compile(r"\bby \(([^)]*)\)")


@cache
def rules() -> list[dict[str, Any]]:
    """Return the alerts of `rules.yml`."""
    groups = yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def labels_at_metrics() -> dict[str, set[str]]:
    """Return the labels of each name that `/metrics` can show, also without a sample; reads the database."""
    labels: dict[str, set[str]] = {}
    for family in [*_in_memory(assistant.metrics), *_in_memory(sessions_app.metrics)]:
        _add(labels, family, family._name)
    for gathered in health_metrics.registry.collect():
        _add(labels, gathered, gathered.name)
    return labels


def _in_memory(module: ModuleType) -> list[Any]:
    return [one for one in vars(module).values() if isinstance(one, Counter | Histogram)]


def _add(labels: dict[str, set[str]], family: Any, name: str) -> None:
    for suffix in SUFFIXES.get(type(family), ("",)):
        # The library tells them nowhere else while there is no sample.
        labels[name + suffix] = {"exported_job" if one == "job" else one for one in family._labelnames}


def unknown(query: str, *, shown: str = "", known: Mapping[str, set[str]]) -> set[str]:
    """Return the names and labels of a query that do not exist, and such labels in a text `shown` with it."""
    wrong, found = set(), set(OWN_LABELS)
    for name, selector in _SELECTOR.findall(query):
        labels = known.get(name, set())
        found |= labels
        used = set(re.findall(r'(\w+)\s*[=!]~?\s*"', selector))
        wrong |= {f"{name}{{{label}}}" for label in used - labels} | ({name} - known.keys())
    grouped = {label.strip() for labels in _BY.findall(query) for label in labels.split(",")}
    named = set(re.findall(r"\{\{\s*(?:\$labels\.)?([a-z_]+)\s*\}\}", shown))
    return wrong | (grouped | named) - found


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Debian's promtool; its output, errors included, is `stdout` of what returns."""
    return subprocess.run(
        ["promtool", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
