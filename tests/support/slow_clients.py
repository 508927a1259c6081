"""Clients that hold a connection and do next to nothing on it, to take the server's places from Twilio.

with SlowClients(address, KINDS["a head without an end"], 200) as clients:
    ...
print(clients.summary())
"""

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Self

Address = tuple[str, int]
CONNECT_SECONDS = 5.0
TINY_BUFFER_BYTES = 2048
PIPELINED = 200


class Reads(Enum):
    """How a client reads what the server sends."""

    UNTIL_ANSWERED = "its request is over at the first byte of an answer"
    ALL = "it reads everything, and stays"
    SLOWLY = "a byte at a time, into a tiny buffer"
    NEVER = "nothing, until the server cuts the connection"


@dataclass(frozen=True)
class Kind:
    """What such a client sends at once, then `drip` again and again, every `pause` seconds."""

    first: bytes
    drip: bytes = b""
    pause: float = 1.0
    reads: Reads = Reads.UNTIL_ANSWERED
    limit: float | None = None
    """Seconds after which the server must have ended it, where it must."""


BODY_LIMIT, HEAD_LIMIT = 10.0, 30.0
FORM = "Content-Type: application/x-www-form-urlencoded"
UNSIGNED = f"{FORM}\r\nContent-Length: 1000"
SIGNED = f"X-Twilio-Signature: {'A' * 27}=\r\n{UNSIGNED}"
COOKIE = f"Cookie: csrftoken={'a' * 32}"
"""With it Django looks for its token in the body."""
CHUNKED = f"{FORM}\r\nTransfer-Encoding: chunked"
INBOUND = "/webhooks/twilio/inbound"
STATIC = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"
"""1.4 MB, far more than the kernel's buffers take."""


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def _post(path: str, headers: str, body: str = "") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n\r\n{body}".encode()


KINDS = {
    "a signed webhook's body": Kind(_post(INBOUND, SIGNED, "Body=H"), limit=BODY_LIMIT),
    "an unsigned webhook's body": Kind(_post(INBOUND, UNSIGNED, "Body=H"), limit=BODY_LIMIT),
    "a log-in's body": Kind(_post("/admin/login/", f"{COOKIE}\r\n{UNSIGNED}", "user"), limit=BODY_LIMIT),
    "a cleanup's body": Kind(_post("/health/sessions/cleanup", UNSIGNED, "a"), limit=BODY_LIMIT),
    "a body for no page": Kind(_post("/nothing", UNSIGNED, "a"), limit=BODY_LIMIT),
    "a chunk a second, webhook": Kind(_post(INBOUND, CHUNKED), b"1\r\na\r\n", limit=BODY_LIMIT),
    "a chunk a second, log-in": Kind(
        _post("/admin/login/", f"{COOKIE}\r\n{CHUNKED}"), b"1\r\na\r\n", limit=BODY_LIMIT
    ),
    "64 KiB byte by byte": Kind(
        _post(INBOUND, SIGNED.replace("1000", "65536")), b"a", pause=0.1, limit=BODY_LIMIT
    ),
    "a head without an end": Kind(
        f"POST {INBOUND} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ".encode(), b"a", limit=HEAD_LIMIT
    ),
    "a long head without an end": Kind(
        f"POST {INBOUND} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {'a' * 400_000}".encode(), limit=HEAD_LIMIT
    ),
    "no byte at all": Kind(b""),
    "a slow reader of a file": Kind(_get(STATIC), reads=Reads.SLOWLY),
    "a file, never read": Kind(_get(STATIC), _get("/"), reads=Reads.NEVER),
    "a slow reader of pages": Kind(_get("/admin/login/") * PIPELINED, reads=Reads.SLOWLY),
    "pipelined, never read": Kind(_get("/admin/login/") * PIPELINED, _get("/"), reads=Reads.NEVER),
    "idle after an answer": Kind(_get("/health/live"), reads=Reads.ALL),
}


@dataclass
class SlowClients:
    """`count` clients of a kind, in a thread of their own while the block runs.

    A client that the server ended comes back, a second after its beginning at the earliest.
    """

    address: Address
    kind: Kind
    count: int
    lived: list[float] = field(default_factory=list)
    """The seconds from connecting to the end, of each client that the server ended."""
    answers: Counter[str] = field(default_factory=Counter)
    """How they were ended: the status, or "closed"."""
    refused: int = 0
    """Connections that were not made."""
    _began: dict[int, float] = field(default_factory=dict)
    """When the connections began that are still open."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._open_at_the_end = self._ages()
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def longest(self) -> float:
        """Return the seconds that the longest of them lived, those included that were open at the end."""
        return max([*self.lived, *self._open_at_the_end], default=0.0)

    def summary(self) -> str:
        lived = sorted(self.lived)
        times = f"{lived[0]:.1f} to {lived[-1]:.1f} s" if lived else "-"
        still_open, oldest = len(self._open_at_the_end), max(self._open_at_the_end, default=0.0)
        return (
            f"ended {len(lived)} ({times}) {dict(self.answers)}, open {still_open} "
            f"(oldest {oldest:.1f} s), not connected {self.refused}"
        )

    def _ages(self) -> list[float]:
        now = time.monotonic()
        return [now - began for began in list(self._began.values())]

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:  # cancels what is left at its end
            runner.run(self._until_stopped())

    async def _until_stopped(self) -> None:
        clients = [self._loop.create_task(self._come_back_for_ever(number)) for number in range(self.count)]
        await self._stopping.wait()
        assert not any(client.done() for client in clients)

    async def _come_back_for_ever(self, number: int) -> None:
        while True:
            pause = asyncio.create_task(asyncio.sleep(1.0))
            with self._connection() as connection:
                try:
                    async with asyncio.timeout(CONNECT_SECONDS):
                        await self._loop.sock_connect(connection, self.address)
                except OSError:
                    self.refused += 1
                else:
                    await self._live(number, connection)
            await pause

    @contextmanager
    def _connection(self) -> Iterator[socket.socket]:
        with socket.socket() as connection:
            connection.setblocking(False)
            if self.kind.reads in (Reads.SLOWLY, Reads.NEVER):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TINY_BUFFER_BYTES)
            yield connection

    async def _live(self, number: int, connection: socket.socket) -> None:
        self._began[number] = time.monotonic()
        sending = asyncio.create_task(self._send(connection))
        try:
            ending = await self._read(connection, sending)
        except OSError:  # a reset
            ending = "closed"
        finally:
            sending.cancel()
            await asyncio.wait([sending])
        self.lived.append(time.monotonic() - self._began.pop(number))
        self.answers[ending] += 1

    async def _send(self, connection: socket.socket) -> None:
        with suppress(OSError):  # the server has ended it
            await self._loop.sock_sendall(connection, self.kind.first)
            while self.kind.drip:
                await asyncio.sleep(self.kind.pause)
                await self._loop.sock_sendall(connection, self.kind.drip)

    async def _read(self, connection: socket.socket, sending: asyncio.Task[None]) -> str:
        """Return how the server ended it."""
        if self.kind.reads is Reads.NEVER:
            await sending
            return "closed"
        size = 1 if self.kind.reads is Reads.SLOWLY else 4096
        while data := await self._loop.sock_recv(connection, size):
            if self.kind.reads is Reads.UNTIL_ANSWERED:
                return data.split(b" ", 2)[1].decode()
            if self.kind.reads is Reads.SLOWLY:
                await asyncio.sleep(self.kind.pause)
        return "closed"
