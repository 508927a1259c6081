"""What users have sent, at Twilio's API and at its storage: another host, which refuses our credentials."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.background_server import LOOPBACK

HUGE = 17 * 2**20
ELSEWHERE = "https://files.example.org/recording.ogg"


@dataclass(frozen=True)
class Medium:
    """`fault`: "hang" in the middle, "huge" (17 MB, no length), "elsewhere" (to a foreign host) or ""."""

    content: bytes
    content_type: str
    fault: str = ""


class Storage:
    """The media by their SIDs, and the server that the API redirects to."""

    def __init__(self) -> None:
        self.media: dict[str, Medium] = {}
        self.deleted: list[str] = []
        self.fetched: list[str] = []
        """SIDs that were fetched as a whole, or tried to be, in order."""
        self._runner: web.AppRunner | None = None
        self._stopping = asyncio.Event()

    def add(self, medium: Medium) -> str:
        """Store `medium` and return its SID."""
        sid = "ME" + secrets.token_hex(16)
        self.media[sid] = medium
        return sid

    def delete(self, sid: str) -> bool:
        """Return False if it was not there."""
        self.deleted.append(sid)
        return self.media.pop(sid, None) is not None

    def location(self, sid: str) -> str:
        """Return where the API redirects to."""
        assert self._runner is not None
        port = self._runner.addresses[0][1]
        return ELSEWHERE if self.media[sid].fault == "elsewhere" else f"http://{LOOPBACK}:{port}/{sid}"

    async def open(self) -> None:
        self._stopping = asyncio.Event()
        app = web.Application()
        app.router.add_get("/{sid}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()

    async def close(self) -> None:
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        sid = request.match_info["sid"]
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one auth mechanism allowed")
        medium = self.media.get(sid)
        if medium is None:
            return web.Response(status=404)
        self.fetched.append(sid)
        if not medium.fault:
            return web.Response(body=medium.content, headers={"Content-Type": medium.content_type})
        answer = web.StreamResponse(headers={"Content-Type": medium.content_type})
        answer.enable_chunked_encoding()
        await answer.prepare(request)
        if medium.fault == "hang":
            await answer.write(medium.content[: len(medium.content) // 2])
            await self._stopping.wait()
        try:
            for _ in range(HUGE // 2**16):
                await answer.write(bytes(2**16))
        except ConnectionError:
            pass  # who reads has had enough
        return answer
