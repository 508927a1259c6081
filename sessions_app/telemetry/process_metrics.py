"""What each process counts is written to a row of its own, once a minute; the sum of all rows is shown.

A process that ends in good order adds its row to that of the past. A killed one loses what it counted since
its last write; a schedule adds its row. No series of the sum ever goes down.
"""

import asyncio
import math
import os
import re
import socket
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from threading import Lock
from typing import TypeAlias

import structlog
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from prometheus_client import generate_latest

from assistant.metrics import registry
from sessions_app.db.sql import is_file_missing
from sessions_app.db.thread_pool import async_twin
from sessions_app.models import ProcessMetrics
from sessions_app.telemetry import refused_webhooks
from sessions_app.telemetry.repeated_faults import RepeatedFaults

log = structlog.get_logger(__name__)
_faults = RepeatedFaults(log)

Kind = ProcessMetrics.Kind
Samples: TypeAlias = Mapping[str, float]
"""Amounts by series, as in Prometheus' text format: `whatspr_turns_total{code="",outcome="answered"}`."""

WRITE_SECONDS = 60.0
ALIVE = timedelta(seconds=2.5 * WRITE_SECONDS)
SILENT = timedelta(minutes=10)
"""After that a process is taken for dead."""

_EXACT = 2**20
"""Seconds are cut to whole parts of so many, about microseconds. Such numbers add up without rounding, up to
2**33: in any order, so that no sum ever goes down by a trifle, which Prometheus would take for a restart."""
_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
_BOUND = re.compile('(?<=[{,])le="([^"]*)"')


def counted() -> Samples:
    """Return what this process has counted since it started, and its parent before a fork."""
    lines = generate_latest(registry).decode().split("\n")
    pairs = (line.rpartition(" ") for line in lines if line and not line.startswith("#"))
    return {series: math.floor(float(amount) * _EXACT) / _EXACT for series, _, amount in pairs}


class ProcessRow:
    """The row of a process, and what of its counts is in another row."""

    def __init__(self, count: Callable[[], Samples] = counted) -> None:
        self._count = count
        self.begin()

    def begin(self) -> None:
        """Begin a new row: what a forked process has counted so far is in the row of its parent."""
        self._lock = Lock()
        self.process, self._started_at = uuid.uuid4(), datetime.now(UTC)
        self._elsewhere = self._attempted = self._count()

    def write(self, kind: ProcessMetrics.Kind) -> None:
        """Write what was counted. Raises `django.db.Error`: then the next write has it."""
        with self._lock, transaction.atomic():
            row = ProcessMetrics.objects.filter(process=self.process).select_for_update().first()
            if row is None:  # it was never written, or it is in the row of the past: we were taken for dead
                self.process, self._elsewhere = uuid.uuid4(), self._attempted
                row = ProcessMetrics(process=self.process, started_at=self._started_at)
                row.kind, row.host, row.pid = kind, socket.gethostname(), os.getpid()
            # If the connection breaks now, this may be stored or not: it is never counted twice.
            self._attempted = self._count()
            row.samples = {
                series: amount - self._elsewhere.get(series, 0) for series, amount in self._attempted.items()
            }
            row.at = timezone.now()
            row.save()

    def end(self, kind: ProcessMetrics.Kind) -> None:
        """Write for the last time, and add the row to that of the past."""
        self.write(kind)
        _roll_up(ProcessMetrics.objects.filter(process=self.process))


_mine = ProcessRow()
os.register_at_fork(after_in_child=_mine.begin)


def write(kind: ProcessMetrics.Kind) -> None:
    """Write what this process has counted. Raises `django.db.Error`: then the next write has it."""
    _mine.write(kind)
    refused_webhooks.write()


def end(kind: ProcessMetrics.Kind) -> None:
    """Write what this process has counted for the last time, and add its row to that of the past."""
    _mine.end(kind)
    refused_webhooks.write()


awrite = async_twin(write)
aend = async_twin(end)


async def keep_writing(kind: ProcessMetrics.Kind, *, until: asyncio.Event) -> None:
    """Write once a minute, and for the last time after `until` is set."""
    while not until.is_set():
        await asyncio.to_thread(_try, write, kind)
        with suppress(TimeoutError):
            async with asyncio.timeout(WRITE_SECONDS):
                await until.wait()
    await asyncio.to_thread(_try, end, kind)


def _try(work: Callable[[ProcessMetrics.Kind], None], kind: ProcessMetrics.Kind) -> None:
    """Do `work` with a connection that nothing else of this process uses, and close that.

    A file of SQLite that is missing stays so.
    """
    if is_file_missing():
        return
    try:
        work(kind)
    except Exception as error:
        _faults.failed("metrics_not_written", error)
    else:
        _faults.works("metrics_not_written")
    finally:
        connection.close()


def hosts(kind: ProcessMetrics.Kind) -> list[str]:
    """Return the host of each process of `kind` that has written lately; dates in the future are ignored."""
    now = timezone.now()
    rows = ProcessMetrics.objects.filter(kind=kind, at__gt=now - ALIVE, at__lt=now + ALIVE)
    return sorted(rows.values_list("host", flat=True))


def roll_up() -> int:
    """Add the rows of processes that have been silent for `SILENT` to that of the past; return how many."""
    return _roll_up(ProcessMetrics.objects.filter(at__lt=timezone.now() - SILENT))


def _roll_up(rows: QuerySet[ProcessMetrics]) -> int:
    """Several at once come one after the other. A row that is written meanwhile is left, or was added."""
    rows = rows.exclude(process=ProcessMetrics.PAST)
    if not rows.exists():
        return 0
    now = timezone.now()
    with transaction.atomic():
        empty = ProcessMetrics(process=ProcessMetrics.PAST, kind=Kind.PAST, pid=0, started_at=now, at=now)
        ProcessMetrics.objects.bulk_create([empty], ignore_conflicts=True)
        past = ProcessMetrics.objects.select_for_update().get(process=ProcessMetrics.PAST)
        ended = list(rows.select_for_update().order_by("pk"))
        past.samples, past.at = _sum([past.samples, *(row.samples for row in ended)]), now
        past.save()
        ProcessMetrics.objects.filter(pk__in=[row.pk for row in ended]).delete()
    return len(ended)


def _sum(rows: Iterable[Samples]) -> Samples:
    sums: defaultdict[str, float] = defaultdict(float)
    for samples in rows:
        for series, amount in samples.items():
            sums[series] += amount
    return sums


def exposition() -> bytes:
    """Return what all processes have counted in Prometheus' text format, the same in every process.

    Metrics that only an older or a newer release knows are left out. Raises what the database raises.
    """
    by_name: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for sample in _sum(ProcessMetrics.objects.values_list("samples", flat=True)).items():
        by_name[sample[0].partition("{")[0]].append(sample)
    lines = []
    for head, names in _families():
        lines += head
        for name in names:
            ordered = sorted(by_name[name], key=lambda sample: _place(sample[0]))
            lines += [f"{series} {amount}" for series, amount in ordered]
    return "\n".join([*lines, ""]).encode()


@cache
def _families() -> list[tuple[list[str], list[str]]]:
    """Return the first lines of each metric that this release knows, and the names of its samples."""
    families = []
    for metric in registry.collect():
        names = [metric.name + suffix for suffix in _SUFFIXES[metric.type]]
        shown = names[0] if metric.type == "counter" else metric.name
        head = [f"# HELP {shown} {metric.documentation}", f"# TYPE {shown} {metric.type}"]
        families.append((head, names))
    return families


@lru_cache(maxsize=10_000)
def _place(series: str) -> tuple[str, float]:
    """Return by what series are sorted: buckets of the same labels by their bounds, as the format demands."""
    bound = _BOUND.search(series)
    return _BOUND.sub("", series), float(bound[1]) if bound else 0.0
