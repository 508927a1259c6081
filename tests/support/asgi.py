"""Calls an ASGI application as a web server does: one request, its body in pieces."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections

from tests.fakes.twilio_signing import Params, signed_request
from tests.support.inbound_webhook import PATH
from webhooks.asgi import _writer

Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes


async def request(
    application: Application,
    path: str,
    *,
    method: str = "POST",
    query: bytes = b"",
    headers: Iterable[tuple[str, str]] = (),
    chunks: AsyncIterator[bytes] | None = None,
) -> Answered:
    """Return the answer to one request; a body that ends without its last chunk never comes."""
    sent: list[Any] = []

    async def receive() -> Any:
        async for chunk in chunks or _nothing():
            return {"type": "http.request", "body": chunk, "more_body": True}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

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
    }
    await application(scope, receive, send)
    start, body = sent
    found = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return Answered(start["status"], found, body["body"])


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    """Yield `chunks`, as if each came in a packet of its own."""
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk


def signed(params: Params, path: str = PATH) -> tuple[list[tuple[str, str]], bytes]:
    """Return the headers, without a length, and the body of a webhook."""
    headers, body = signed_request(settings.PUBLIC_URL + path, params, settings.TWILIO_AUTH_TOKEN)
    return list(headers.items()), body


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    """Run `work` on an event loop, and close the writer's connection after it."""

    async def whole() -> Any:
        try:
            return await work()
        finally:
            await _writer.store(_close_connections, None)

    return asyncio.run(whole())


def _close_connections(_: Any) -> None:
    connections.close_all()
