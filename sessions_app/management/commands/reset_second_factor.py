"""`manage.py reset_second_factor NAME`: for the superuser whom no colleague can help."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.management import SETTINGS_CHECKS
from sessions_app.operators import audit, second_factor


class Command(BaseCommand):
    help = "Let an operator set up a new second factor at the next log-in; sign them out until then."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the operator's user name")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name!r}.")
        second_factor.reset(user, operator=audit.COMMAND_LINE)
        self.stdout.write(f"{name} sets up a new second factor at the next log-in.")
