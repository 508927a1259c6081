"""Keeps django-q's cluster ticking: starts it, watches for its ticks, and starts it anew without them.

django-q (1.11.1) does not notice its own death: a worker that dies while it holds a queue's lock leaves
a cluster that says it works and never does, a monitor one whose tasks come back for ever; where the main
process or the sentinel died, its workers live on. So the cluster is a process group that is ended whole,
when any process of it has ended or when no tick comes. A restart is always harmless: `schedules.tick`.

We may die, too. The group's leader is a guard: a shell that reads from a pipe whose other end only we
hold, and kills its group at the end of file, which the kernel sends however we ended.
"""

import os
import queue
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from django import db
from django.conf import settings

from sessions_app.housekeeping import schedules
from sessions_app.models import Heartbeat
from sessions_app.telemetry import heartbeats
from sessions_app.telemetry.repeated_faults import RepeatedFaults

log = structlog.get_logger(__name__)
_faults = RepeatedFaults(log)

START_SPACING_SECONDS = 2.0
"""A cluster that ends at once is not started more often than this."""
GUARD = ("/bin/sh", "-c", "trap '' TERM INT HUP; read -r _; kill -KILL 0")


class Cluster:
    """One run of qcluster with its guard: a process group."""

    def __init__(self) -> None:
        self._guard = subprocess.Popen(
            GUARD, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, process_group=0
        )
        try:
            self._main = subprocess.Popen(
                [sys.executable, "manage.py", "qcluster", "--skip-checks"],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                process_group=self._guard.pid,
            )
        except BaseException:
            self._kill()
            raise
        self._members: frozenset[int] = frozenset()

    @property
    def pid(self) -> int:
        return self._main.pid

    def note_members(self) -> None:
        """Remember its processes, from when its first tick has shown that all are there (Linux)."""
        self._members = frozenset(pid for pid in _all_pids() if _group_of(pid) == self._guard.pid)

    def has_lost_a_process(self) -> bool:
        """Return True if its main process, its guard or a process that it had when complete has ended."""
        if self._main.poll() is not None or self._guard.poll() is not None:
            return True
        return any(_group_of(pid) != self._guard.pid for pid in self._members)

    def end(self, *, patience: float = 0.0) -> None:
        """End every process of it: in good order if that takes at most `patience` seconds."""
        if patience:
            self._main.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._main.wait(patience)
        self._kill()
        self._main.wait()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._guard.pid, signal.SIGKILL)
        self._guard.wait()
        if self._guard.stdin:
            self._guard.stdin.close()


def _all_pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


class Supervisor:
    """Looks after one cluster, a small step at a time.

    Its heartbeat means more than that this process runs: it beats while ticks come, whichever host's.
    """

    def __init__(self) -> None:
        self._cluster: Cluster | None = None
        self._not_before = 0.0
        self._tick: datetime | None = None
        self._news_at = 0.0
        """When we last saw a new tick or started the cluster, by our own clock: the row's is its writer's."""
        self._ticking = False
        self._beat_at = float("-inf")

    def run(self, stop_signals: "queue.SimpleQueue[int]") -> None:
        """Supervise until there is something in `stop_signals`."""
        stopped_by = None
        while stopped_by is None:
            self.step()
            with suppress(queue.Empty):
                stopped_by = stop_signals.get(timeout=settings.SCHEDULES_CHECK_SECONDS)
        self.stop()

    def step(self) -> None:
        """Look once at the cluster and do what is to be done; with or without a database."""
        try:
            if self._cluster and self._cluster.has_lost_a_process():
                self._end(self._cluster, reason="a process ended")
            elif self._cluster:
                self._look_for_tick(self._cluster)
            elif time.monotonic() >= self._not_before:
                self._start()
        except db.Error as error:
            _faults.failed("schedules_database_failed", error)
            with suppress(db.Error):
                db.connection.close()
        except OSError as error:
            _faults.failed("schedules_not_started", error)

    def stop(self) -> None:
        """End the cluster within SCHEDULES_STOP_SECONDS, and take the heartbeat back."""
        if self._cluster:
            self._cluster.end(patience=settings.SCHEDULES_STOP_SECONDS)
            self._cluster = None
        with suppress(db.Error):
            heartbeats.stop(Heartbeat.Kind.SCHEDULES)
        log.info("schedules_stopped")

    def _start(self) -> None:
        # First what needs the database: a cluster that starts without one never works.
        schedules.ensure_schedules()
        schedules.ask_for_tick()
        self._tick = schedules.last_tick()
        _faults.works("schedules_database_failed")
        self._news_at, self._ticking = time.monotonic(), False
        self._not_before = self._news_at + START_SPACING_SECONDS
        self._cluster = Cluster()
        _faults.works("schedules_not_started")
        log.info("schedules_started", cluster=self._cluster.pid)

    def _look_for_tick(self, cluster: Cluster) -> None:
        now = time.monotonic()
        tick = schedules.last_tick()
        if tick != self._tick:
            if not self._ticking:
                cluster.note_members()
                log.debug("schedules_watched", cluster=cluster.pid)
            self._tick, self._news_at, self._ticking = tick, now, True
        schedules.bring_forward(tick=tick)
        silence = now - self._news_at
        at_most = settings.SCHEDULES_STALE_SECONDS if self._ticking else settings.SCHEDULES_START_SECONDS
        if silence > at_most:
            self._end(cluster, reason="no tick", seconds=round(silence))
        elif self._ticking and now - self._beat_at >= heartbeats.BEAT_SECONDS:
            heartbeats.beat(Heartbeat.Kind.SCHEDULES)
            self._beat_at = now
        _faults.works("schedules_database_failed")

    def _end(self, cluster: Cluster, **why: str | int) -> None:
        log.warning("schedules_restarted", cluster=cluster.pid, **why)
        cluster.end()
        self._cluster = None
