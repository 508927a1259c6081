"""Calls an ASGI application as a server does, without a server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]
Application = Callable[..., Awaitable[None]]


@dataclass
class Answer:
    """What the application sent. `complete` is True if all of it came, and in the right order."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    complete: bool = False


async def call(application: Application, scope: Message, chunks: list[bytes]) -> Answer:
    """Return the answer to the request `scope`, whose body comes in `chunks`. Raises what it raises."""
    answer, answered = Answer(), asyncio.Event()
    body = iter(chunks)
    left = len(chunks)

    async def receive() -> Message:
        nonlocal left
        for chunk in body:
            left -= 1
            return {"type": "http.request", "body": chunk, "more_body": left > 0}
        await answered.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        assert not answer.complete
        if message["type"] == "http.response.start":
            assert not answer.status
            answer.status, answer.headers = message["status"], list(message.get("headers", []))
            return
        assert message["type"] == "http.response.body"
        assert answer.status
        answer.body += message.get("body", b"")
        if not message.get("more_body"):
            answer.complete = True
            answered.set()

    await application(scope, receive, send)
    return answer


@asynccontextmanager
async def started(application: Application) -> AsyncIterator[None]:
    """Tell the application of the server's start and stop, as far as it listens."""
    to_application: asyncio.Queue[Message] = asyncio.Queue()
    from_application: asyncio.Queue[Message] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    task = asyncio.ensure_future(application(scope, to_application.get, from_application.put))

    async def tell(word: str) -> None:
        await to_application.put({"type": f"lifespan.{word}"})
        listening = asyncio.ensure_future(from_application.get())
        await asyncio.wait([task, listening], return_when=asyncio.FIRST_COMPLETED)
        if listening.done():
            assert listening.result()["type"] == f"lifespan.{word}.complete"
        listening.cancel()

    await tell("startup")
    listens = not task.done()
    yield
    if listens:
        await tell("shutdown")
        await task
    else:
        task.exception()  # an application need not know of the lifespan, and may raise
