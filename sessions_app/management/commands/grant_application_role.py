"""`manage.py grant_application_role`: let the processes work as a role that cannot change the audit log."""

import os
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection

from sessions_app.db import application_role
from sessions_app.models import AuditEntry

PASSWORD = "POSTGRES_APP_PASSWORD"  # noqa: S105 - the variable's name


class Command(BaseCommand):
    help = (
        f"Make {application_role.ROLE}, the role of the processes, with the password in {PASSWORD}. "
        "Run it as the tables' owner, after `migrate`; it may be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles.")
        password = os.environ.get(PASSWORD, "")
        if not password:
            raise CommandError(f"Set {PASSWORD}.")
        application_role.grant(password=password, audit_table=AuditEntry._meta.db_table)
        self.stdout.write(f"{application_role.ROLE} may do what the processes need.")
