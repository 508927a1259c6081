"""How long a sign-in lasts: SESSION_COOKIE_AGE after the last page of the console, SIGN_IN_SECONDS in all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

_BEGAN, _SEEN = "signed_in_at", "seen_at"
_PRECISION_SECONDS = 60
"""Not each page writes into the database."""


def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Begin to count: a receiver of `user_logged_in`."""
    request.session[_BEGAN] = timezone.now().timestamp()
    request.session.pop(_SEEN, None)
    _move_end(request.session)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Move the end of a sign-in ahead with each page that an operator opens.

    What an open page asks for by itself (htmx) does not count. Probes never get here: their database may be
    silent.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = request.path_info.startswith(reverse("admin:index")) and "HX-Request" not in request.headers
        if is_page and SESSION_KEY in request.session:
            _move_end(request.session)
        return response

    return answer


def _move_end(session: SessionBase) -> None:
    now = timezone.now()
    began = session.setdefault(_BEGAN, now.timestamp())  # earlier releases have not counted
    if now.timestamp() - session.get(_SEEN, 0) < _PRECISION_SECONDS:
        return
    session[_SEEN] = now.timestamp()
    latest = datetime.fromtimestamp(began, UTC) + timedelta(seconds=settings.SIGN_IN_SECONDS)
    session.set_expiry(min(now + timedelta(seconds=settings.SESSION_COOKIE_AGE), latest))
