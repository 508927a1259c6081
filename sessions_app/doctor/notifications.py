"""How operators are told that a person is needed: by e-mail and by a web hook. Sends nothing."""

import asyncio
import smtplib
from collections.abc import Iterator

import aiohttp
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from sessions_app.doctor.findings import Finding, fail, note, ok

HOOK_SECONDS = 8.0
SERVER_ERRORS = 500


def check_mail() -> Iterator[Finding]:
    """Connect to the e-mail server and log in."""
    connection = get_connection()
    if not isinstance(connection, EmailBackend):
        yield note("EMAIL_URL is not set: operators get no e-mail")
        return
    server = f"{connection.host}:{connection.port}"
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        yield fail(
            f"{server} refuses the log-in ({error.smtp_code})", "Correct user and password in EMAIL_URL."
        )
    except (OSError, smtplib.SMTPException) as error:
        what = f"{server} cannot be used: {type(error).__name__}"
        yield fail(what, "Correct EMAIL_URL (host, port, +tls or +ssl), and let the firewall pass it.")
    else:
        how = "takes the log-in" if connection.username else "answers"
        yield ok(f"{server} {how}; addresses in OPERATOR_EMAILS: {len(settings.OPERATOR_EMAILS)}")
    finally:
        connection.close()


def check_hook() -> Iterator[Finding]:
    """Ask OPERATOR_WEBHOOK_URL for its head: any answer shows that it is there."""
    if not settings.OPERATOR_WEBHOOK_URL:
        return
    try:
        status = asyncio.run(_head(settings.OPERATOR_WEBHOOK_URL))
    except (aiohttp.ClientError, TimeoutError) as error:
        what = f"OPERATOR_WEBHOOK_URL cannot be reached: {type(error).__name__}"
        yield fail(what, "Correct it, or start its receiver; until then calls are repeated each minute.")
        return
    if status >= SERVER_ERRORS:
        yield fail(f"OPERATOR_WEBHOOK_URL answers {status}", "See its receiver.")
    else:
        yield ok("OPERATOR_WEBHOOK_URL answers")


async def _head(url: str) -> int:
    limits = aiohttp.ClientTimeout(total=HOOK_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=limits, trust_env=True) as session,
        session.head(url, allow_redirects=False) as answer,
    ):
        return answer.status
