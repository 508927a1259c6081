"""Twilio: the account, the sender, its webhook as it is configured there, and the buttons."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urldefrag

from django.conf import settings

from sessions_app.console.twilio_errors import in_words
from sessions_app.doctor.findings import Finding, fail, note, ok, warn
from sessions_app.housekeeping import content_templates
from sessions_app.messages import twilio_api
from sessions_app.messages.outbox import simulated
from sessions_app.messages.twilio_api import DeliveryError, Sender
from sessions_app.models import ContentTemplate

WEBHOOK_PATH = "/webhooks/twilio/inbound"
FRAGMENT = "rc=5&rp=all"
"""Twilio repeats what could not be stored: twilio.com/docs/usage/webhooks/webhooks-connection-overrides."""
SANDBOX = "whatsapp:+14155238886"
"""Twilio's own number, which all accounts share (twilio.com/docs/whatsapp/sandbox)."""
UNKNOWN_API = ("404", "20404")
"""The API of senders is a public beta, which an account may not have."""
MEDIA_NOTE = (
    "the API does not tell if media need a log-in",
    "In the console, Messaging, Settings, General: “Enforce HTTP Auth on Media URLs” should be enabled.",
)
"""help.twilio.com, "Protect Media Access with HTTP Basic Authentication for Programmable Messaging"."""


def is_configured() -> bool:
    return bool(settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN)


def check() -> Iterator[Finding]:
    """Ask Twilio for our account and our sender."""
    if not is_configured():
        yield (
            note("not set: messages go to the simulator")
            if simulated()
            else fail("not set: messages cannot be sent", "Set the three TWILIO_ variables.")
        )
        return
    with asyncio.Runner() as runner:
        try:
            yield from _account(runner.run(twilio_api.account()))
            yield from _sender(runner)
            yield note(*MEDIA_NOTE)
        except DeliveryError as error:
            yield _failure(error)
        finally:
            runner.run(twilio_api.close())


def _failure(error: DeliveryError) -> Finding:
    if error.account:
        what = f"Twilio refuses the account: {in_words(error.code)}"
        return fail(what, "Correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; see console.twilio.com.")
    what = f"Twilio fails: {in_words(error.code)}"
    return fail(what, "See status.twilio.com, and whether a firewall lets us out.")


def _account(account: twilio_api.Account) -> Iterator[Finding]:
    if account.status != "active":
        yield fail(f"the account is {account.status}", "See console.twilio.com.")
    elif account.is_trial:
        yield warn("a trial account: only verified numbers get messages", "Upgrade it at console.twilio.com.")
    else:
        yield ok("the account is active")


def _sender(runner: asyncio.Runner) -> Iterator[Finding]:
    number = settings.TWILIO_WHATSAPP_FROM
    try:
        sender = runner.run(twilio_api.sender())
    except DeliveryError as error:
        if error.code not in UNKNOWN_API:
            raise
        what = f"the API does not tell of senders ({error.code})"
        yield note(what, f"In the console, the sender's webhook should be {_wanted()} (POST).")
        return
    if sender is None and number == SANDBOX:
        what = f"{number} is Twilio's sandbox, whose webhook the API does not tell"
        yield note(what, f"In the console, the sandbox settings should have {_wanted()} (POST).")
    elif sender is None:
        what = f"{number} is not a WhatsApp sender of this account"
        yield fail(what, "Correct TWILIO_WHATSAPP_FROM; the console lists the senders under Messaging.")
    else:
        yield _status(sender)
        yield _webhook(sender)


def _status(sender: Sender) -> Finding:
    if sender.status.startswith("ONLINE"):
        return ok(f"the sender {settings.TWILIO_WHATSAPP_FROM} is online")
    reasons = f": {sender.offline_reasons}" if sender.offline_reasons else ""
    return fail(f"the sender is {sender.status}{reasons}", "See the sender's page in the console.")


def _wanted() -> str:
    return f"{settings.PUBLIC_URL}{WEBHOOK_PATH}#{FRAGMENT}"


def _webhook(sender: Sender) -> Finding:
    todo = f"Set the sender's webhook for incoming messages to {_wanted()} (POST)."
    there, fragment = urldefrag(sender.webhook_url)
    if not there:
        what = "the API names no webhook of the sender"
        return warn(what, f"{todo} A sender in a Messaging Service has it there.")
    if there != urldefrag(_wanted()).url:
        return fail(f"the sender's webhook is {there}", todo)
    if sender.webhook_method.upper() not in ("", "POST"):
        return fail(f"the sender's webhook is called by {sender.webhook_method}", todo)
    if set(fragment.split("&")) != set(FRAGMENT.split("&")):
        return warn(
            f"the sender's webhook lacks #{FRAGMENT}: a message that we could not store is lost", todo
        )
    return ok("the sender's webhook is ours, and failed messages are repeated")


def check_buttons() -> Iterator[Finding]:
    """Compare the Content resources with the lists of choices."""
    if not is_configured():
        return
    lines: list[str] = []
    try:
        content_templates.make(say=lambda line: lines.append(str(line)), dry_run=True)
    except DeliveryError as error:
        yield _failure(error)
        return
    refused = ContentTemplate.objects.exclude(refused_at=None)
    for code in refused.values_list("refused_code", flat=True).distinct():
        yield warn(f"WhatsApp refuses buttons: {in_words(code)}", "Run `manage.py make_content`.")
    missing = sum(not line.endswith("would be kept") for line in lines)
    if missing:
        what = f"{missing} of {len(lines)} lists of choices have no buttons: users answer with digits"
        yield warn(what, "Run `manage.py make_content`.")
    elif not refused:
        yield ok(f"all {len(lines)} lists of choices have their buttons")
