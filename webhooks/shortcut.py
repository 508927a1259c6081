"""Lets Twilio's webhooks skip the middleware that only pages for people need."""

from collections.abc import Callable
from functools import lru_cache

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

log = structlog.get_logger(__name__)

PREFIX = "/webhooks/"
_resolve = lru_cache(maxsize=64)(resolve)
"""Cached, because Django tries all patterns each time and the inbound address is always the same."""


def webhook_shortcut(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that calls the views below `PREFIX` at once and hands on everything else.

    Sessions, cookies, CSRF and static files cost more than the webhook itself, which only needs its
    signature checked.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        try:
            match = _resolve(request.path_info)
        except Resolver404:
            log.warning("webhook_refused", status=404, reason="no such webhook")
            return HttpResponse("no such webhook", status=404, content_type="text/plain")
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response

    return middleware
