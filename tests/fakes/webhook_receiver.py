"""Who receives the operators' web hook: verifies each call as the Standard Webhooks specification says."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from typing import Any

from aiohttp import web

from tests.fakes.background_server import BackgroundServer, reset_connection

TOLERANCE_SECONDS = 300


class WebhookReceiver(BackgroundServer):
    """Answers with `status`, or not at all with "reset" or "hang"; takes only what `secret` has signed."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self.key = base64.b64decode(secret.removeprefix("whsec_"))
        self.status: int | str = 204
        self.calls: list[dict[str, Any]] = []
        """Each call that was signed, with its headers in lower case as "headers"."""
        self.forged = 0
        self.redirected = 0

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/hook", self._hook)
        app.router.add_route("*", "/elsewhere", self._elsewhere)

    async def _hook(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        if not self._is_signed(headers, body):
            self.forged += 1
            return web.Response(status=401)
        self.calls.append({**json.loads(body), "headers": headers, "query": request.query_string})
        if self.status == "reset":
            reset_connection(request)
        if self.status == "hang":
            await self.stopped()
        if not isinstance(self.status, int):
            raise asyncio.CancelledError
        return web.Response(status=self.status, headers={"Location": f"{self.url}/elsewhere"})

    async def _elsewhere(self, request: web.Request) -> web.Response:
        self.redirected += 1
        return web.Response(status=204)

    def _is_signed(self, headers: dict[str, str], body: bytes) -> bool:
        if abs(int(headers["webhook-timestamp"]) - time.time()) > TOLERANCE_SECONDS:
            return False
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.new(self.key, signed, hashlib.sha256).digest()).decode()
        versions = [one.partition(",") for one in headers["webhook-signature"].split()]
        return any(
            version == "v1" and hmac.compare_digest(signature, wanted) for version, _, signature in versions
        )
