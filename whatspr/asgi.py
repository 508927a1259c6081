"""The web process's entry point (granian, ASGI). It does not start with a failing system check."""

from django.conf import settings
from django.core.checks import ERROR, run_checks

from whatspr.wsgi import application as django  # sets Django up, so it comes first

# isort: split
from webhooks.asgi import Receive, Scope, Send, webhook
from webhooks.doorstep import PREFIX
from whatspr.pages import Pages

# Granian runs no checks. `manage.py serve` has run those of the settings, with a nicer report.
if errors := [str(message) for message in run_checks() if message.level >= ERROR]:
    raise SystemExit("\n".join(["System check failed:", *errors]))

pages = Pages(django, threads=settings.PAGE_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Webhooks are answered here, on the event loop; pages and probes by Django, in its threads."""
    answer = webhook if scope["path"].startswith(PREFIX) else pages
    await answer(scope, receive, send)
