"""Errors for browsers: those that Django has no template for, in the look of its own (`templates/404.html`).

Programs get the plain answer: neither probes nor Twilio ask for HTML, nor do the scripts of our pages.
"""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

STATUSES = (400, 401, 403, 405, 413, 503)
CONTENT_TYPE = "text/html; charset=utf-8"
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'"
"""The Content-Security-Policy of a page that Django's middleware does not see."""


def page_for(accept: str, status: int) -> str:
    """Return the page for a client that takes what `accept` says, "" if it did not ask for HTML."""
    return _page(status) if status in STATUSES and "text/html" in accept else ""


@cache
def _page(status: int) -> str:
    return render_to_string(f"{status}.html")


def shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return `response`, with a page if a browser asks."""
    if page := page_for(request.headers.get("Accept", ""), response.status_code):
        response.content, response["Content-Type"] = page, CONTENT_TYPE
    return response


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Show a page instead of nothing, as where a form's address is opened by hand (405)."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return response if response.streaming or response.content else shown(request, response)

    return answer
