"""`manage.py doctor`: everything that can be wrong, a line each, with what to do."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sessions_app.doctor.examination import examine
from sessions_app.doctor.findings import as_json, as_line, is_healthy
from whatspr.doctor import sections


class Command(BaseCommand):
    help = (
        "Examine this installation: settings, database, processes, files, OpenAI, Twilio, PUBLIC_URL, e-mail."
        " The status is 1 if anything is wrong (FAIL); warnings do not count."
        " It asks the model one short question, which costs a fraction of a cent."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="write one JSON object instead of lines")
        parser.add_argument("--local", action="store_true", help="call no vendor, and nothing else elsewhere")

    def handle(self, *args: Any, json: bool, local: bool, **options: Any) -> None:
        findings = []
        for section, finding in examine(sections(local=local)):
            findings.append((section, finding))
            if not json:
                self.stdout.write(as_line(section, finding))
        if json:
            self.stdout.write(as_json(findings))
        if not is_healthy(findings):
            sys.exit(1)
