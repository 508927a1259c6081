"""A load generator that costs little CPU: raw sockets, one request at a time on each connection."""

import gc
import selectors
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import perf_counter

SERVER_TIMEOUT = 30
"""Seconds without any answer after which a server counts as broken."""


class FailedRequest(RuntimeError):
    """A request got something other than a 200, or no answer at all."""


@dataclass(kw_only=True)
class Load:
    """What a round measured: `seconds` from the first request to the last answer, all latencies."""

    seconds: float = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answered requests per second."""
        return len(self.latencies) / self.seconds


class _Connection:
    def __init__(self, connected: socket.socket, requests: Iterator[bytes]) -> None:
        self.socket = connected
        self._requests = requests
        self._received = b""
        self._sent_at = 0.0

    def send_next(self, *, until: float) -> bool:
        """Send the next request and return True, unless time or requests are up."""
        self._sent_at = perf_counter()
        request = next(self._requests, None) if self._sent_at < until else None
        if request is not None:
            self.socket.sendall(request)
        return request is not None

    def receive(self) -> float | None:
        """Read what is there; return the latency in seconds once the answer is complete."""
        chunk = self.socket.recv(65536)
        self._received += chunk
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not chunk or (separator and not head.startswith(b"HTTP/1.1 200 ")):
            raise FailedRequest(self._received[:500].decode(errors="replace") or "connection closed")
        if not separator or not _is_complete(head.lower(), body):
            return None
        self._received = b""
        return perf_counter() - self._sent_at


def _is_complete(head: bytes, body: bytes) -> bool:
    _, found, length = head.partition(b"content-length: ")
    if found:
        return len(body) >= int(length.partition(b"\r\n")[0])
    if b"transfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    raise FailedRequest("an answer without a length")


def post_all(*, port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Load:
    """Send `requests` over keep-alive connections until `seconds` or they are up.

    Raises `FailedRequest` for the first answer that is no 200, OSError where nobody listens.
    """
    queue = iter(requests)
    load = Load()
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        everyone = []
        for _ in range(connections):
            connected = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            everyone.append(_Connection(connected, queue))
        gc.disable()
        stack.callback(gc.enable)
        start = perf_counter()
        for one in everyone:
            if one.send_next(until=start + seconds):
                selector.register(one.socket, selectors.EVENT_READ, one)
        while selector.get_map():
            ready = selector.select(SERVER_TIMEOUT)
            if not ready:
                raise FailedRequest(f"no answer in {SERVER_TIMEOUT} s")
            for key, _ in ready:
                latency = key.data.receive()
                if latency is None:
                    continue
                load.latencies.append(latency)
                if not key.data.send_next(until=start + seconds):
                    selector.unregister(key.fileobj)
        load.seconds = perf_counter() - start
    return load
