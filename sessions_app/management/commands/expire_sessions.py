"""`manage.py expire_sessions`: remove the sessions that are past their TTL, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sessions_app import manager


class Command(BaseCommand):
    help = "Remove expired conversation sessions; safe at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count them")
        parser.add_argument("--batch-size", type=int, default=500, help="sessions a transaction")

    def handle(self, *args: Any, dry_run: bool, batch_size: int, **options: Any) -> None:
        if dry_run:
            self.stdout.write(f"{manager.expired_sessions().count()} sessions would be removed")
        else:
            removed = manager.cleanup_expired_sessions(batch_size=batch_size)
            self.stdout.write(f"{removed} expired sessions removed")
