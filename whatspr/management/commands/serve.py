"""`manage.py serve`: the web process, granian with the settings that this project needs."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.management import SETTINGS_CHECKS
from whatspr.ports import PortTaken, require_free
from whatspr.spare_threads import SPARE_THREADS, THREADS_VARIABLE


class Command(BaseCommand):
    help = "Serve the webhooks, the health API and the admin with granian."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes")
        parser.add_argument(
            "--threads",
            type=int,
            default=8,
            help=f"requests that a worker handles at once; probes get {SPARE_THREADS} more threads, "
            "and each thread has at most one database connection",
        )
        parser.add_argument(
            "--threads-idle-timeout",
            type=int,
            default=600,
            help="seconds after which an idle blocking thread ends (5 to 600)",
        )

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        idle = options["threads_idle_timeout"]
        try:
            require_free(port, host=host)
        except PortTaken as error:
            raise CommandError(str(error)) from error
        # Granian replaces this process, so signals reach it.
        granian = str(Path(sys.executable).parent / "granian")
        os.environ[THREADS_VARIABLE] = str(threads + SPARE_THREADS)
        os.execv(
            granian,
            [
                *(granian, "--interface", "wsgi", "--host", host, "--port", str(port)),
                *("--workers", str(workers), "--blocking-threads-idle-timeout", str(idle)),
                *("--workers-kill-timeout", "3", "--respawn-failed-workers", "--log-level", "error"),
                "whatspr.wsgi:application",
            ],
        )
