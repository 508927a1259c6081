"""A proxy that answers everything itself, with a page and a status of success."""

from __future__ import annotations

from aiohttp import web

from tests.fakes.background_server import BackgroundServer


class ProxyPage(BackgroundServer):
    """Stands where a vendor should be."""

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/{anything:.*}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        return web.Response(text="<html>Please log in to the network.</html>", content_type="text/html")
