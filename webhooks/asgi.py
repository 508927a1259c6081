"""The webhooks as an ASGI callable: no client, however slow, takes a thread from another."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sessions_app.db.group_commit import Writer
from webhooks.doorstep import (
    MAX_BODY_BYTES,
    STORED,
    Answer,
    Head,
    Refused,
    admit,
    count,
    new_id,
    refusal,
)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

REQUEST_ID = "whatspr.request_id"
"""Where a request's scope has its id."""
BODY_SECONDS = 10.0
"""A body that takes longer is refused (408), and its connection closed."""

CLOSE = {"Connection": "close"}
CLOSED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""On each answer of our own that names no others: Django, which gives the pages theirs, does not see it."""

_writer = Writer()


async def webhook(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one of Twilio's requests: an ASGI callable for what is below `doorstep.PREFIX`."""
    head, began = _head(scope), time.perf_counter()
    try:
        read = admit(head)
        job = read(await read_body(scope, receive, limit=MAX_BODY_BYTES))
        await _writer.store(job.store, job.item)
        answer = STORED
        count(head.path, "stored", began=began)
    except Exception as error:
        answer = refusal(error, path=head.path, began=began)
    await send_answer(send, answer)


def _head(scope: Scope) -> Head:
    return Head(
        method=scope["method"],
        path=scope["path"],
        request_id=request_id(scope),
        query=scope["query_string"].decode("latin-1"),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
    )


def request_id(scope: Scope) -> uuid.UUID:
    """Return the id of a request: the one that our front has given it, else one that is drawn once."""
    if REQUEST_ID not in scope:
        scope[REQUEST_ID] = _given_id(scope) or new_id()
    found: uuid.UUID = scope[REQUEST_ID]
    return found


def _given_id(scope: Scope) -> uuid.UUID | None:
    """Return the last X-Request-Id if it is a UUID: without a trusted front, clients make it up."""
    if not settings.TRUSTED_PROXIES:
        return None
    given = [value for name, value in scope["headers"] if name == b"x-request-id"]
    try:
        return uuid.UUID(given[-1].decode("latin-1")) if given else None
    except ValueError:
        return None


async def read_body(scope: Scope, receive: Receive, *, limit: int, seconds: float = BODY_SECONDS) -> bytes:
    """Return the body of a request, with or without Content-Length, which the server has checked.

    With a length, the end is not asked for: on PostgreSQL that is 10 % of a webhook (`benchmarks webhook`).
    Raises `Refused`: 413 beyond `limit` bytes, 408 after `seconds`, 400 if the client ended it early.
    """
    declared = dict(scope["headers"]).get(b"content-length", b"")
    length = int(declared) if declared.isdigit() and len(declared) < 20 else None
    if length is not None and length > limit:
        raise Refused(413, "body too large", headers=CLOSE)
    chunks, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise Refused(400, "the body is incomplete")
                chunks.append(message.get("body", b""))
                size += len(chunks[-1])
                if size > limit:
                    raise Refused(413, "body too large", headers=CLOSE)
                if size == length or not message.get("more_body"):
                    return b"".join(chunks)
    except TimeoutError:
        raise Refused(408, "the body took too long", headers=CLOSE) from None


async def respond(send: Send, status: int, headers: Iterable[tuple[str, str]], body: bytes | Path) -> None:
    """Send the whole answer at once, so that a slow reader costs its connection only.

    The server reads a file itself, no faster than its client does.
    """
    await _send(send, status, _encoded(headers), body)


async def _send(send: Send, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes | Path) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if isinstance(body, Path):
        await send({"type": "http.response.pathsend", "path": str(body)})
    else:
        await send({"type": "http.response.body", "body": body})


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer of our own."""
    more = tuple(answer.headers.items())
    headers = _own_headers(answer.content_type, more, hsts_seconds=settings.SECURE_HSTS_SECONDS)
    await _send(send, answer.status, headers, answer.text.encode())


@cache  # each webhook has one of a few
def _own_headers(
    content_type: str, more: tuple[tuple[str, str], ...], *, hsts_seconds: int
) -> Sequence[tuple[bytes, bytes]]:
    hsts = {"Strict-Transport-Security": f"max-age={hsts_seconds}"} if hsts_seconds else {}
    return _encoded({"Content-Type": content_type, **CLOSED, **hsts, **dict(more)}.items())


def _encoded(headers: Iterable[tuple[str, str]]) -> Sequence[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
