"""Everything but the webhooks: Django, in a fixed number of threads, behind a body that has arrived.

A bridge of our own, because body and answer are in memory anyway: what a WSGI adapter is for, streams
in both directions, would let slow clients hold a thread.
"""

import asyncio
import io
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from wsgiref.types import WSGIApplication
from wsgiref.util import FileWrapper

import structlog
from django.conf import settings

from sessions_app import error_pages
from sessions_app.health.deadline import ARRIVED_AT
from sessions_app.privacy import masked_path
from webhooks.asgi import Receive, Scope, Send, read_body, respond, send_answer
from webhooks.doorstep import RETRY_AFTER_SECONDS, Answer, Refused

log = structlog.get_logger(__name__)

T = TypeVar("T")

PROBES = ("/health/", "/metrics")
THREADS, PROBE_THREADS = 4, 2
THREADS_VARIABLE = "WHATSPR_PAGE_THREADS"
"""Variable by which `manage.py serve --threads` reaches the web processes."""
WAITING = 1000
"""Requests that wait for a thread; more are refused."""


class Threads:
    """A fixed number of threads, and a limited number of requests that wait for one."""

    def __init__(self, size: int, name: str, *, waiting: int = WAITING) -> None:
        self.size = size
        self._executor = ThreadPoolExecutor(size, thread_name_prefix=name)
        self._limit = size + waiting
        self._running = 0

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """Return what `work` returns. Raises `Refused` (503) if too many requests wait."""
        if self._running >= self._limit:
            raise Refused(503, "too busy", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        self._running += 1
        try:
            in_context = partial(copy_context().run, work, *args)  # log lines say which request they are of
            return await asyncio.get_running_loop().run_in_executor(self._executor, in_context)
        finally:
            self._running -= 1


class Pages:
    """An ASGI callable in front of Django's WSGI application."""

    def __init__(self, django: WSGIApplication, *, threads: int) -> None:
        self._django = django
        self._threads = Threads(threads, "page")
        self._probe_threads = Threads(PROBE_THREADS, "probe")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrived_at = time.monotonic()
        try:
            body = await read_body(scope, receive, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
            environ = _environ(scope, body) | {ARRIVED_AT: arrived_at}
            # A cleanup is no probe: it takes as long as it takes.
            is_probe = scope["path"].startswith(PROBES) and scope["method"] in ("GET", "HEAD")
            threads = self._probe_threads if is_probe else self._threads
            status, headers, content = await threads.run(_call, self._django, environ)
        except Refused as refused:
            answer = refused.answer
            log.warning(
                "request_refused", status=answer.status, reason=answer.text, path=masked_path(scope["path"])
            )
            await send_answer(send, _shown(answer, scope))
        else:
            await respond(send, status, headers, content)


def _shown(answer: Answer, scope: Scope) -> Answer:
    """Return `answer`, as a page if a browser asks."""
    accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    if page := error_pages.page_for(accept, answer.status):
        headers = {**answer.headers, "Content-Security-Policy": error_pages.POLICY}
        return replace(answer, text=page, content_type=error_pages.CONTENT_TYPE, headers=headers)
    return answer


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """Return WSGI's view of a request (PEP 3333)."""
    host, port = scope["server"] or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        # A name with "_" would look like the one with "-", which a proxy sets or strips.
        if b"_" not in name:
            key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
            text = value.decode("latin-1")
            separator = ";" if name == b"cookie" else ","
            environ[key] = f"{environ[key]}{separator}{text}" if key in environ else text
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_RANGE", None)  # a part of a file would be read into memory
    if "http.response.pathsend" in scope.get("extensions", {}):
        environ["wsgi.file_wrapper"] = FileWrapper
    return environ


def _call(
    django: WSGIApplication, environ: dict[str, Any]
) -> tuple[int, list[tuple[str, str]], bytes | Path]:
    """Return the whole answer of Django: status, headers, and content or the file that has it."""
    started: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        started.append((int(status[:3]), headers))

    response = django(environ, start_response)
    file = getattr(response, "filelike", None)
    try:
        content = Path(file.name) if isinstance(file, io.BufferedReader) else b"".join(response)
    finally:
        if close := getattr(response, "close", None):
            close()
    return *started[0], content
