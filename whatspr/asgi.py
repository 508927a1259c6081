"""The web process's entry point (granian, ASGI). It does not start with a failing system check."""

import asyncio
import os

import structlog
from django.core.checks import ERROR, run_checks
from structlog.contextvars import bind_contextvars

from whatspr.wsgi import application as django  # sets Django up, so it comes first

# isort: split
from sessions_app.models import ProcessMetrics
from sessions_app.privacy import masked_path
from sessions_app.telemetry import process_metrics
from webhooks.asgi import Message, Receive, Scope, Send, request_id, send_answer, webhook
from webhooks.doorstep import PREFIX, Answer
from whatspr.pages import THREADS, THREADS_VARIABLE, Pages

log = structlog.get_logger(__name__)

# Granian runs no checks. `manage.py serve` has run those of the settings, with a nicer report.
if errors := [str(message) for message in run_checks() if message.level >= ERROR]:
    raise SystemExit("\n".join(["System check failed:", *errors]))

pages = Pages(django, threads=int(os.environ.get(THREADS_VARIABLE, THREADS)))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Webhooks are answered here, on the event loop; pages and probes by Django, in its threads.

    Each answer, and each log line on the way to it, has the request's id.
    """
    if scope["type"] == "lifespan":
        await live(receive, send)
        return
    name = str(request_id(scope))
    bind_contextvars(request_id=name)

    async def send_named(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"x-request-id", name.encode())]
        await send(message)

    answer = webhook if scope["path"].startswith(PREFIX) else pages
    try:
        await answer(scope, receive, send_named)
    except Exception:  # a fault of our own; granian would print a traceback of many lines
        log.exception("request_failed", path=masked_path(scope["path"]))
        await send_answer(send_named, Answer(500, "internal error"))


async def live(receive: Receive, send: Send) -> None:
    """Write what this process counts for as long as it serves: ASGI's lifespan protocol, version 2."""
    stopping = asyncio.Event()
    await receive()
    writing = asyncio.create_task(
        process_metrics.keep_writing(ProcessMetrics.Kind.WEB, until=stopping), name="metrics"
    )
    await send({"type": "lifespan.startup.complete"})
    await receive()
    stopping.set()
    await writing
    await send({"type": "lifespan.shutdown.complete"})
