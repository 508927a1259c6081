"""Django's own entry point: all pages, in threads that the web process provides (`whatspr.asgi`)."""

import os
from typing import Any

import django
import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse, HttpResponseBase, JsonResponse

from sessions_app import error_pages
from sessions_app.privacy import masked_path
from webhooks.content_type import is_form, is_safe_to_parse, reads_as_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")

log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """Django cannot make a request of what a client has sent."""


class Request(WSGIRequest):
    """A request that is read before any middleware sees it, so that a bad one fails here."""

    def __init__(self, environ: dict[str, Any]) -> None:
        content_type = environ.get("CONTENT_TYPE", "")
        try:
            if not is_safe_to_parse(content_type):
                raise ValueError("an odd Content-Type")
            super().__init__(environ)
            if is_form(content_type) and not reads_as_utf_8(self.body, content_type):
                raise UnicodeError("forms are UTF-8")
            self.encoding = "utf-8"  # of queries and everything else, under any name
            self.GET  # noqa: B018
        except Exception as error:
            raise Unreadable from error


class Handler(WSGIHandler):
    request_class = Request

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        try:
            return super().__call__(environ, start_response)
        except Unreadable as error:
            path, reason = masked_path(environ.get("PATH_INFO", "")), type(error.__cause__).__name__
            log.warning("request_refused", status=400, reason=reason, path=path)
            response: HttpResponse = JsonResponse({"detail": "The request cannot be read."}, status=400)
            if page := error_pages.page_for(environ.get("HTTP_ACCEPT", ""), 400):
                headers = {"Content-Security-Policy": error_pages.POLICY}
                response = HttpResponse(page, status=400, headers=headers)
            start_response("400 Bad Request", list(response.items()))
            return response


# A page looks first whether its connection still works (`SELECT 1`), unless the URL of the database says no.
settings.DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
django.setup(set_prefix=False)
application = Handler()
