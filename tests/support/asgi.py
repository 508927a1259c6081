"""Calls an ASGI application as a web server does: one request, its body in pieces."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections

from tests.fakes.twilio_signing import Params, signed_request
from tests.support.inbound_webhook import PATH
from webhooks.asgi import _writer
from whatspr.asgi import pages

T = TypeVar("T")
Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass
class Answered:
    """What the application sent. `complete` is True if all of it came, and in the right order."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    file: str = ""
    """What the server is to send in place of a body."""
    complete: bool = False


async def call(application: Application, scope: Any, chunks: AsyncIterator[bytes]) -> Answered:
    """Return the answer to the request `scope`. Raises what the application raises."""
    answer = Answered()

    async def receive() -> Any:
        async for chunk in chunks:
            return {"type": "http.request", "body": chunk, "more_body": True}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        assert not answer.complete
        if message["type"] == "http.response.start":
            assert not answer.status
            answer.status = message["status"]
            answer.headers = {
                name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]
            }
            return
        assert answer.status
        if message["type"] == "http.response.pathsend":
            answer.file = message["path"]
            answer.complete = True
            return
        assert message["type"] == "http.response.body"
        answer.body += message["body"]
        answer.complete = not message.get("more_body")

    await application(scope, receive, send)
    return answer


async def request(
    application: Application,
    path: str,
    *,
    method: str = "POST",
    query: bytes = b"",
    headers: Iterable[tuple[str, str]] = (),
    chunks: AsyncIterator[bytes] | None = None,
) -> Answered:
    """Return the answer to one request."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": query,
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
        "extensions": {"http.response.pathsend": {}},
    }
    return await call(application, scope, chunks or pieces())


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    """Yield `chunks`, as if each came in a packet of its own."""
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk


def signed(params: Params, path: str = PATH) -> tuple[list[tuple[str, str]], bytes]:
    """Return the headers, without a length, and the body of a webhook."""
    headers, body = signed_request(settings.PUBLIC_URL + path, params, settings.TWILIO_AUTH_TOKEN)
    return list(headers.items()), body


def run(work: Awaitable[T]) -> T:
    """Run `work` on an event loop; afterwards the threads of the application have no connections."""

    async def whole() -> T:
        try:
            return await work
        finally:
            await _writer.store(lambda items: connections.close_all(), None)
            for threads in (pages._threads, pages._probe_threads):
                await asyncio.to_thread(_close_connections, threads._executor, threads.size)

    return asyncio.run(whole())


def _close_connections(executor: Executor, size: int) -> None:
    everyone = threading.Barrier(size)

    def close_mine() -> None:
        everyone.wait()  # so that no thread takes two of these
        connections.close_all()

    for closing in [executor.submit(close_mine) for _ in range(size)]:
        closing.result()
