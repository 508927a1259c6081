"""The doctor's section on PUBLIC_URL: requests as Twilio makes them, from here to there and back to us."""

import asyncio
import socket
import ssl
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import aiohttp
from django.conf import settings
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from sessions_app.doctor.findings import Finding, fail, note, ok, warn
from webhooks.doorstep import STORED
from webhooks.signature import SIGNATURE_HEADER, sign

SECONDS = 5.0
RENEW_BEFORE = timedelta(days=14)
UNSIGNED_STATUS = 403
SIGNED_STATUS = 200
REDIRECTS = range(300, 400)


def check() -> Iterator[Finding]:
    """Post a status callback to PUBLIC_URL, without and with our signature, and look at the certificate.

    It is for a message that is not there, so it passes all of the doorstep and changes nothing.
    """
    if not settings.PUBLIC_URL or not settings.TWILIO_AUTH_TOKEN:
        yield note("PUBLIC_URL or TWILIO_AUTH_TOKEN is not set: no webhook can reach us")
        return
    try:
        unsigned, (signed, text) = asyncio.run(_knock())
    except (aiohttp.ClientError, TimeoutError) as error:
        yield _unreachable(error)
        return
    yield _unsigned(unsigned)
    yield _signed(signed, text)
    url = urlsplit(settings.PUBLIC_URL)
    if url.scheme == "https" and url.hostname:
        yield _certificate(url.hostname, url.port or 443)


async def _knock() -> tuple[int, tuple[int, str]]:
    """Return the status of the request without a signature, and what is answered to the one with it."""
    address = f"{settings.PUBLIC_URL}{settings.STATUS_CALLBACK_PATH}{uuid.uuid4()}"
    form = MultiValueDict({"MessageSid": [f"SM{uuid.uuid4().hex}"], "MessageStatus": ["delivered"]})
    limits = aiohttp.ClientTimeout(total=SECONDS)
    connector = aiohttp.TCPConnector(ssl=ssl.create_default_context())
    async with aiohttp.ClientSession(timeout=limits, connector=connector, trust_env=True) as session:
        unsigned, _ = await _post(session, address, form, {})
        signed = await _post(session, address, form, {SIGNATURE_HEADER: sign(url=address, form=form)})
    return unsigned, signed


async def _post(
    session: aiohttp.ClientSession, url: str, form: MultiValueDict[str, str], headers: dict[str, str]
) -> tuple[int, str]:
    content = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "WhatsPR doctor"}
    body = urlencode(list(form.items()))
    async with session.post(url, data=body, headers=content | headers, allow_redirects=False) as answer:
        return answer.status, (await answer.content.read(200)).decode(errors="replace")


def _unreachable(error: Exception) -> Finding:
    where = settings.PUBLIC_URL
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        reason = getattr(error.certificate_error, "verify_message", "") or "it is not valid"
        return fail(
            f"the certificate of {where} is refused: {reason}", "Renew or correct it in your TLS front."
        )
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return fail(f"the host of {where} has no address", "Correct PUBLIC_URL, or its DNS entry.")
    what = "does not answer in time" if isinstance(error, TimeoutError) else "cannot be reached from here"
    todo = "Start the web process and the TLS front; is PUBLIC_URL right, and does the firewall let it in?"
    return fail(f"{where} {what} ({type(error).__name__})", todo)


def _unsigned(status: int) -> Finding:
    if status == UNSIGNED_STATUS:
        return ok(f"{settings.PUBLIC_URL} refuses a webhook without a signature")
    what = f"{settings.PUBLIC_URL} answers {status} to a webhook without a signature, not {UNSIGNED_STATUS}"
    if status in REDIRECTS:
        return fail(
            what, "Let PUBLIC_URL be the address that redirects lead to: Twilio's signatures are for it."
        )
    return fail(what, "Let the front pass POST requests below /webhooks/ to the web process, unchanged.")


def _signed(status: int, text: str) -> Finding:
    if (status, text) == (SIGNED_STATUS, STORED.text):
        return ok("a signed webhook went there and came back")
    what = f"{settings.PUBLIC_URL} answers {status} to a webhook that we have signed"
    if status == UNSIGNED_STATUS:
        todo = "Give the web process this PUBLIC_URL and TWILIO_AUTH_TOKEN, and restart it."
        return fail(f"{what}: it knows another address or token", todo)
    return fail(what, "See the web process's log, line webhook_refused, and the log of the front.")


def _certificate(host: str, port: int) -> Finding:
    """Tell how long the certificate at `host` is valid."""
    try:
        with (
            socket.create_connection((host, port), timeout=SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as connection,
        ):
            found = connection.getpeercert() or {}
    except OSError as error:
        reason = getattr(error, "verify_message", "") or type(error).__name__
        return note(f"the certificate's end cannot be read: {reason}")
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
    what = f"the certificate is valid until {until:%Y-%m-%d}"
    if until < timezone.now() + RENEW_BEFORE:
        return warn(what, "Renew it: find out why your TLS front has not.")
    return ok(what)
