"""`manage.py serve`: the web process, granian with the settings that this project needs."""

import os
import resource
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.management import SETTINGS_CHECKS, require_migrated, require_own_settings
from whatspr.pages import THREADS, THREADS_VARIABLE
from whatspr.ports import PortTaken, require_free

HEAD_SECONDS = 10
"""A connection on which no complete head arrives for this long is closed."""
HEAD_BYTES = 32 * 1024
"""A longer head is refused (431): each connection may hold one in memory (by default 408 KiB)."""
MAX_CONNECTIONS = 10_000
"""Open connections of a process, idle ones too: granian accepts no more (by default 512)."""
FILES_PER_CONNECTION = 2
"""Its socket, and the static file that its client reads."""
OTHER_FILES = 256
"""Open files that are no connections of clients."""
BACKLOG = 4096


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
            default=THREADS,
            help="pages that a worker makes at once; each thread has at most one database connection, "
            "and the webhooks have one more; for a moment of each minute, the metrics have another",
        )

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        require_own_settings()
        try:
            require_free(port, host=host)
        except PortTaken as error:
            raise CommandError(str(error)) from error
        if threads < 1:
            raise CommandError("--threads must be at least 1.")
        require_migrated()
        os.environ[THREADS_VARIABLE] = str(threads)
        # Granian replaces this process, so signals reach it.
        granian = granian_command(host=host, port=port, workers=workers)
        os.execv(granian[0], granian)


def granian_command(*, host: str, port: int, workers: int) -> list[str]:
    """Return granian's command line, and let it have the files that its connections need."""
    return [
        str(Path(sys.executable).parent / "granian"),
        *("--interface", "asgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--http", "1", "--no-ws"),
        *("--http1-header-read-timeout", str(HEAD_SECONDS * 1000)),
        *("--http1-buffer-size", str(HEAD_BYTES)),
        *("--backlog", str(BACKLOG), "--backpressure", str(allow_connections())),
        *("--workers-kill-timeout", "3", "--respawn-failed-workers", "--log-level", "error"),
        "whatspr.asgi:application",
    ]


def allow_connections() -> int:
    """Let a process have as many open files as it may, and return how many connections that allows it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS * FILES_PER_CONNECTION + OTHER_FILES
    files = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(1, (files - OTHER_FILES) // FILES_PER_CONNECTION)
