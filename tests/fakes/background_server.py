"""An aiohttp server on loopback, in a thread of its own (tests) or in the foreground."""

from __future__ import annotations

import asyncio
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from aiohttp import web

LOOPBACK = "127.0.0.1"
_START_SECONDS = 10.0
# How long running handlers may go on after stop(); a longer "think" is cut off.
_SHUTDOWN_SECONDS = 0.2


def wait_until(predicate: Callable[[], object], timeout: float = 10.0, *, every: float = 0.005) -> None:
    """Return as soon as `predicate()` is true, asked `every` so many seconds.

    AssertionError after `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while not predicate():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not true after {timeout} s: {predicate!r}")
        time.sleep(every)


def reset_connection(request: web.Request) -> None:
    """Drop the client's connection with a TCP RST ("connection reset by peer")."""
    transport = request.transport
    if transport is None:
        return
    peer = transport.get_extra_info("socket")
    with suppress(OSError, AttributeError):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class BackgroundServer:
    """Base of the fakes; subclasses add routes, and what they open on the server's event loop."""

    def __init__(self, *, port: int = 0) -> None:
        """`port` 0 takes any free port; `url` is known once the server is started."""
        self._wanted_port = port
        self._port: int | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._ready = threading.Event()
        self._failure: BaseException | None = None

    def add_routes(self, app: web.Application) -> None:
        """Add the routes of this server to `app`."""
        raise NotImplementedError

    async def on_start(self) -> None:
        """Open what belongs to the event loop."""

    async def on_stop(self) -> None:
        """Close what `on_start` opened."""

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, without a trailing slash.

        Raises RuntimeError before the start.
        """
        if self._port is None:
            raise RuntimeError("the fake is not started")
        return f"http://{LOOPBACK}:{self._port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def start(self) -> None:
        """Serve from a background thread; returns when it accepts connections.

        Raises what the start raised (OSError for a port in use). After a `stop` it serves at the
        same address again, with its state: an outage that ends.
        """
        self._ready.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)
        self._thread.start()
        if not self._ready.wait(_START_SECONDS):
            raise RuntimeError(f"{type(self).__name__} did not start within {_START_SECONDS} s")
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Drop hanging and thinking requests, close every socket and end the thread.

        Harmless when repeated.
        """
        if self._thread is None:
            return
        if self._loop is not None and self._stopping is not None:
            with suppress(RuntimeError):  # The loop has ended by itself.
                self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(_START_SECONDS)
        self._thread = None

    def serve_forever(self) -> None:
        """Serve in the foreground until SIGINT or SIGTERM."""
        asyncio.run(self._serve(until_signal=True))

    async def stopped(self) -> None:
        """Wait, on the server's own loop, until the server is asked to stop."""
        assert self._stopping is not None
        await self._stopping.wait()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:
            self._failure = failure
        finally:
            self._ready.set()

    async def _serve(self, *, until_signal: bool = False) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        app = web.Application(client_max_size=2**25)
        self.add_routes(app)
        # handler_cancellation stays off: work goes on when the client has hung up, as at the real
        # vendors.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            site = web.TCPSite(runner, LOOPBACK, self._wanted_port, backlog=1024)
            await site.start()
            self._port = self._wanted_port = runner.addresses[0][1]
            await self.on_start()
            if until_signal:
                for number in (signal.SIGINT, signal.SIGTERM):
                    self._loop.add_signal_handler(number, self._stopping.set)
                print(f"{type(self).__name__} listens on {self.url}", flush=True)
            self._ready.set()
            await self._stopping.wait()
        finally:
            await self.on_stop()
            await runner.cleanup()
