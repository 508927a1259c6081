"""`manage.py expire_sessions`: remove the expired sessions now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.management import SETTINGS_CHECKS
from sessions_app.manager import SessionManager
from sessions_app.sessions import expiry


class Command(BaseCommand):
    help = (
        "Remove expired conversation sessions; safe at any time. (The schedule waits for some seconds more,"
        " because a message may be on its way into the inbox.)"
    )
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count the sessions, remove nothing")
        size = expiry.BATCH_SIZE
        parser.add_argument("--batch-size", type=int, default=size, help=f"sessions per transaction ({size})")

    def handle(self, *args: Any, dry_run: bool, batch_size: int, **options: Any) -> None:
        if batch_size < 1:
            raise CommandError("--batch-size must be at least 1.")
        manager = SessionManager()
        if dry_run:
            found = expiry.count_removable(ttl=manager.config.ttl_seconds)
            self.stdout.write(f"{found} sessions would be removed")
        else:
            removed = manager.cleanup_expired_sessions(batch_size=batch_size)
            self.stdout.write(f"{removed} expired sessions removed")
