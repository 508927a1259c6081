"""`manage.py make_content`: give the lists of choices their buttons, by Twilio's Content API."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions_app.housekeeping import content_templates
from sessions_app.management import SETTINGS_CHECKS
from sessions_app.messages.twilio_api import DeliveryError


class Command(BaseCommand):
    help = (
        "Make the messages with buttons at Twilio, in each language. Run it once after each release: it makes"
        " only what is missing, and can be repeated."
    )
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, make nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN):
            raise CommandError(
                "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: buttons are made in your Twilio account. "
                "(The simulator page has buttons without it.)"
            )
        try:
            content_templates.make(say=self.stdout.write, dry_run=dry_run)
        except content_templates.AnotherRun:
            raise CommandError(
                "Another make_content is running, or was killed in the last 10 minutes. Run it again later."
            ) from None
        except DeliveryError as error:
            raise CommandError(_reason(error)) from error


def _reason(error: DeliveryError) -> str:
    if error.account:
        return (
            f"Twilio refuses the account (error {error.code}): "
            "check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
        )
    if error.permanent:
        return f"Twilio refuses the content (error {error.code}), see https://www.twilio.com/docs/api/errors."
    return f"Twilio did not answer ({error.code}). Run it again: nothing is made twice."
