"""`manage.py run_schedules`: the housekeeping process, django-q's cluster, supervised."""

import queue
import signal
from typing import Any

from django.core.management.base import BaseCommand

from sessions_app.housekeeping.supervisor import Supervisor
from sessions_app.management import SETTINGS_CHECKS, require_migrated, require_own_settings


class Command(BaseCommand):
    help = "Run the housekeeping schedules; one process is enough, more do no harm."
    requires_system_checks = [SETTINGS_CHECKS]

    def handle(self, *args: Any, **options: Any) -> None:
        require_own_settings()
        require_migrated()
        # In a signal handler a SimpleQueue's put() is safe during its get(); an Event's set() may hang.
        stop_signals: queue.SimpleQueue[int] = queue.SimpleQueue()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda received, _: stop_signals.put(received))
        Supervisor().run(stop_signals)
