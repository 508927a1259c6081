"""`manage.py send_test_message NUMBER`: one real message, followed until it is delivered."""

import asyncio
import re
from typing import Any

import phonenumbers
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from sessions_app.db import faults
from sessions_app.doctor import trial_message
from sessions_app.doctor.twilio_account import is_configured
from sessions_app.management import SETTINGS_CHECKS
from sessions_app.messages import opt_outs
from sessions_app.messages.outbox import simulated
from sessions_app.phones import E164

NOT_A_NUMBER = "This is not a phone number. Write it with the code of its country: +4915112345678"


class Command(BaseCommand):
    help = "Send a WhatsApp message to a number by Twilio, and say what becomes of it."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="with the code of its country: +4915112345678")
        parser.add_argument("--seconds", type=float, default=60.0, help="how long it is followed")

    def handle(self, *args: Any, number: str, seconds: float, **options: Any) -> None:
        if simulated():
            raise CommandError("Messages go to the simulator: open /simulator/, which plays the phones.")
        if not is_configured():
            raise CommandError("Set the three TWILIO_ variables first: messages are sent by Twilio.")
        if not 0 < seconds <= 3600:
            raise CommandError("--seconds must be above 0 and at most 3600.")
        phone = _e164(number)
        try:
            if opt_outs.is_opted_out(phone):
                raise CommandError("This phone has opted out. Let it send START to the sender first.")
            asyncio.run(self._send(phone, seconds))
        except Error as error:
            raise CommandError(f"{faults.in_words(error)}\nNothing was sent.") from error
        except trial_message.NotDelivered as reason:
            raise CommandError(str(reason)) from reason

    async def _send(self, phone: str, seconds: float) -> None:
        async for line in trial_message.send(phone=phone, seconds=seconds):
            self.stdout.write(line)


def _e164(number: str) -> str:
    """Return `number`, as people write it, in E.164. Raises `CommandError`."""
    try:
        parsed = phonenumbers.parse(number.strip().removeprefix("whatsapp:"))
        phone = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException as error:
        raise CommandError(NOT_A_NUMBER) from error
    if not (phonenumbers.is_possible_number(parsed) and re.fullmatch(E164, phone)):
        raise CommandError(NOT_A_NUMBER)
    return str(phone)
