"""`manage.py answer_messages`: the worker process."""

import asyncio
import signal
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser

from sessions_app.management import SETTINGS_CHECKS, require_migrated, require_own_settings
from sessions_app.turns.worker import Worker

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Answer waiting messages and send the replies; run any number of these."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="answer all waiting messages, then stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if not once:
            require_own_settings()
        require_migrated()
        asyncio.run(_work(once=once))


async def _work(*, once: bool) -> None:
    worker = Worker()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, worker.stop)
    if once:
        await worker.run_once()
    else:
        log.info("worker_started")
        await worker.run()
