"""`manage.py run_schedules`: the housekeeping process, django-q's cluster under our supervision."""

import os
import signal
import subprocess
import sys
import threading
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand

log = structlog.get_logger(__name__)

RESTART_PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Run the housekeeping schedules; one of these is enough, more do no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stopping.set())
        while not stopping.is_set():
            cluster = _start_cluster()
            while cluster.poll() is None and not stopping.wait(0.2):
                pass
            _end(cluster)
            if not stopping.is_set():
                log.warning("cluster_ended", status=cluster.returncode)
                stopping.wait(RESTART_PAUSE_SECONDS)


def _start_cluster() -> subprocess.Popen[bytes]:
    """Start qcluster as the leader of a process group of its own, so that the group can be ended whole."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "qcluster", "--skip-checks"],
        cwd=settings.BASE_DIR,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )


def _end(cluster: subprocess.Popen[bytes]) -> None:
    """End the whole group: gracefully within SCHEDULES_STOP_SECONDS, then for certain."""
    try:
        cluster.terminate()
        cluster.wait(settings.SCHEDULES_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        log.warning("cluster_killed")
    finally:
        # Workers of django-q outlive a main process that died: the group takes them along.
        try:
            os.killpg(cluster.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        cluster.wait()
