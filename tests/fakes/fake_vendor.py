"""What the fakes share: a request is recorded, authenticated, perhaps made to fail, handled."""

from __future__ import annotations

import argparse
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, ClassVar

from aiohttp import web

from tests.fakes.background_server import BackgroundServer, reset_connection
from tests.fakes.faults import TRANSPORT_KINDS, Fault, FaultPlan, Payload, Predicate, subset

DROPPED = 599


class VendorError(Exception):
    """The fake says no: `status` is HTTP's, `code` and `param` are the vendor's."""

    def __init__(
        self, status: int, message: str, *, code: str | int | None = None, param: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param


@dataclass(slots=True)
class RequestRecord:
    """One HTTP request.

    `json` is the JSON or form body; times are `time.monotonic()`, None while it lasts; `status` is
    what was answered, 599 when the connection was dropped instead.
    """

    method: str
    path: str
    json: dict[str, Any]
    started: float
    finished: float | None = None
    status: int | None = None
    client_request_id: str = ""
    """What the client calls it (`X-Client-Request-Id`)."""
    request_id: str = ""
    """What the vendor calls it."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets: the request, its parsed body, and a fault it must play itself."""

    request: web.Request
    payload: dict[str, Any]
    fault: Fault | None


Handler = Callable[[Call], Awaitable[web.Response]]


class FakeVendor(BackgroundServer):
    """What both fakes let tests read: `requests`, `request_count`, `max_in_flight`.

    `requests` grows without bound; use `keep_requests=False` for benchmarks.
    """

    fault_kinds: ClassVar[frozenset[str]] = TRANSPORT_KINDS
    request_id_header: ClassVar[tuple[str, str]]
    """The header by which it tells what it calls a request, and how such names begin."""
    main_path: ClassVar[str]
    """The path (fnmatch pattern) whose POSTs get the faults that name no path."""
    settable: ClassVar[frozenset[str]] = frozenset()
    """Attributes that `POST /_control` may set."""

    def __init__(self, *, port: int = 0, keep_requests: bool = True) -> None:
        super().__init__(port=port)
        self.keep_requests = keep_requests
        self.request_count = 0
        self.in_flight = 0
        self.max_in_flight = 0
        self._requests: list[RequestRecord] = []
        self._faults = FaultPlan(self.fault_kinds)

    async def read_payload(self, request: web.Request) -> dict[str, Any]:
        """The parsed body. Raises VendorError when it is not of the vendor's form."""
        raise NotImplementedError

    def authenticate(self, request: web.Request) -> None:
        """Raises VendorError (401) unless the request carries good credentials."""
        raise NotImplementedError

    def error_response(self, refusal: VendorError, fault: Fault | None = None) -> web.Response:
        """The vendor's error body; `fault` is set when the refusal plays an `http` fault."""
        raise NotImplementedError

    def counts(self) -> dict[str, int]:
        """Numbers for `/_state`."""
        return {
            "requests": self.request_count,
            "in_flight": self.in_flight,
            "max_in_flight": self.max_in_flight,
            "faults_pending": self._faults.pending(),
        }

    def state(self) -> dict[str, Any]:
        """Everything for `/_state` besides the counts; dataclasses are turned into objects."""
        return {"requests": self.requests}

    @property
    def requests(self) -> list[RequestRecord]:
        """Every request so far in order of arrival, as a copy; empty with `keep_requests=False`."""
        return list(self._requests)

    @property
    def faults_pending(self) -> int:
        """Planned faults that no request has met: 0 shows that a test's fault was played."""
        return self._faults.pending()

    def fail_next(
        self,
        fault: Fault,
        times: int | None = 1,
        *,
        path: str | None = None,
        method: str | None = None,
        when: Predicate | None = None,
    ) -> None:
        """Let the next `times` fitting requests fail (None: all until `clear_faults`).

        Without `path` (an fnmatch pattern) these are the POSTs that make a response or a message.
        `when` is asked with the request's JSON or form, on the server's thread. Raises ValueError
        for a kind this fake does not know.
        """
        if path is None:
            path, method = self.main_path, method or "POST"
        self._faults.add(fault, times, path=path, method=method, when=when)

    def clear_faults(self) -> None:
        """Let everything succeed again."""
        self._faults.clear()

    def add_vendor_routes(
        self, app: web.Application, main: Handler, routes: dict[tuple[str, str], Handler]
    ) -> None:
        """Add `{(method, path): handler}`, the control routes, and a 404 for all else.

        `main` is the handler whose requests count as in flight.
        """
        for (method, path), handler in routes.items():
            app.router.add_route(method, path, self._wrap(handler, counted=handler == main))
        app.router.add_get("/_state", self._show_state)
        app.router.add_post("/_control", self._control)
        app.router.add_route("*", "/{anything:.*}", self._wrap(self._no_such_path, counted=False))

    async def _no_such_path(self, call: Call) -> web.Response:
        raise VendorError(404, f"Invalid URL ({call.request.method} {call.request.path})")

    def _wrap(self, handler: Handler, *, counted: bool) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            record = RequestRecord(request.method, request.path, {}, time.monotonic())
            self.request_count += 1
            header, beginning = self.request_id_header
            record.request_id = f"{beginning}{self.request_count:032}"
            record.client_request_id = request.headers.get("X-Client-Request-Id", "")
            if self.keep_requests:
                self._requests.append(record)
            if counted:
                self.in_flight += 1
                self.max_in_flight = max(self.max_in_flight, self.in_flight)
            try:
                response = await self._answer(request, record, handler)
            finally:
                if counted:
                    self.in_flight -= 1
                record.finished = time.monotonic()
            record.status = response.status
            response.headers[header] = record.request_id
            return response

        return handle

    async def _answer(self, request: web.Request, record: RequestRecord, handler: Handler) -> web.Response:
        try:
            payload = record.json = await self.read_payload(request)
            self.authenticate(request)
            fault = self._faults.take(request.method, request.path, payload)
            if fault is None:
                return await handler(Call(request, payload, None))
            return await self._fail(fault, Call(request, payload, fault), handler)
        except VendorError as refusal:
            return self.error_response(refusal)

    async def _fail(self, fault: Fault, call: Call, handler: Handler) -> web.Response:
        if fault.kind == "http":
            refusal = VendorError(fault.status, fault.message, code=fault.code)
            return self.error_response(refusal, fault)
        if fault.kind in ("reset_after", "hang_after"):
            await handler(call)
        elif fault.kind not in TRANSPORT_KINDS:
            return await handler(call)
        if fault.kind.startswith("hang"):
            await self.stopped()
        reset_connection(call.request)
        return web.Response(status=DROPPED)  # Never arrives: the connection is gone.

    async def _show_state(self, request: web.Request) -> web.Response:
        """`GET /_state`; with `?counts` only the numbers, which stays cheap after a long run."""
        state: dict[str, Any] = {"counts": self.counts()}
        if "counts" not in request.query:
            state |= {name: _plain(value) for name, value in self.state().items()}
        return web.json_response(state)

    async def _control(self, request: web.Request) -> web.Response:
        """`POST /_control` {"think": 1, "fail_next": {"kind": "http", "status": 429}}."""
        try:
            self.control(await request.json())
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"counts": self.counts()})

    def control(self, orders: dict[str, Any]) -> None:
        """Carry out what a `/_control` body says. Raises ValueError for an unknown order."""
        unknown = set(orders) - self.settable - {"fail_next", "clear_faults"}
        if unknown:
            raise ValueError(f"unknown orders {sorted(unknown)}; known: {sorted(self.settable)}")
        if orders.get("clear_faults"):
            self.clear_faults()
        if "fail_next" in orders:
            plan = dict(orders["fail_next"])
            when: Payload | None = plan.pop("when", None)
            how = {key: plan.pop(key) for key in ("times", "path", "method") if key in plan}
            self.fail_next(Fault.from_json(plan), when=None if when is None else subset(when), **how)
        for name in self.settable & set(orders):
            setattr(self, name, orders[name])


def argument_parser(description: str) -> argparse.ArgumentParser:
    """The command line that both fakes share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--port",
        type=int,
        default=0,
        help="port on 127.0.0.1 (default: any free one, printed at start)",
    )
    parser.add_argument(
        "--keep-requests",
        action="store_true",
        help="keep a record of every request (grows without bound)",
    )
    return parser


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner) for inner in value]
    return value
