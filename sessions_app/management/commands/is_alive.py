"""`manage.py is_alive worker|schedules`: the health check of a process that has no port."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.management import SETTINGS_CHECKS
from sessions_app.models import Heartbeat
from sessions_app.telemetry import heartbeats


class Command(BaseCommand):
    help = "Exit with status 0 if such a process of this host was alive recently, else with 1."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=Heartbeat.Kind.values)

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        within = {
            Heartbeat.Kind.WORKER: settings.HEALTH_WORKER_SILENT_SECONDS,
            Heartbeat.Kind.SCHEDULES: settings.HEALTH_SCHEDULER_SILENT_SECONDS,
        }[Heartbeat.Kind(kind)]
        if not heartbeats.is_alive(Heartbeat.Kind(kind), within=within, here=True):
            raise CommandError(f"No {kind} of this host was alive in the last {within:g} s.")
