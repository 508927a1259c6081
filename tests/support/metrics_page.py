"""docs/metrics.md, made by `.venv/bin/python -m tests.support.metrics_page > docs/metrics.md`."""

import os
from collections.abc import Iterator
from typing import Any

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": "sqlite://:memory:"}
    django.setup()

# isort: split
from assistant.metrics import registry as counts
from sessions_app.health.metrics import registry as gauges

INTRODUCTION = """# Metrics

What `/metrics` shows, in Prometheus' text format; each process shows the same. This page is generated from
`sessions_app/health/metrics.py`, `sessions_app/metrics.py` and `assistant/metrics.py`; a test fails while
they differ.

Gauges and the counters of sessions and models are read from the database at each scrape. The other counters
and the histograms are counted in the memory of each process and written to its row of the database once a
minute; `/metrics` shows the sum of all rows. So they are up to a minute old. A killed process loses what it
counted since its last write. The sums never go down, also when processes end or are restarted.

Labels hold nothing of a user. A `code` is a vendor's or ours; "other" is one that does not look like a code.

| metric | type | labels | meaning |
| --- | --- | --- | --- |
"""


def page() -> str:
    """Return what docs/metrics.md has to say. Reads the database."""
    return INTRODUCTION + "".join(sorted(_rows()))


def _rows() -> Iterator[str]:
    counters: list[Any] = [*counts._collector_to_names]
    families: list[Any] = [*gauges.collect()]
    labelled = [(one.describe()[0], one._labelnames) for one in counters]
    for metric, names in [*labelled, *((one, one._labelnames) for one in families)]:
        shown = f"{metric.name}_total" if metric.type == "counter" else metric.name
        labels = ", ".join(f"`{name}`" for name in names or ())
        yield f"| `{shown}` | {metric.type} | {labels} | {metric.documentation} |\n"


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(page(), end="")
