"""Access to the details, the cleanup and the metrics: by token, as an operator, or as a local developer."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils.crypto import constant_time_compare
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from sessions_app.health.deadline import deadline_of, within_deadline
from sessions_app.operators.roles import DELETE_SESSIONS, VIEW_SESSIONS

FORWARDING_HEADERS = (
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
    *("Forwarded", "X-Real-IP", "Via"),
)

SESSION_KEY = re.compile("[a-z0-9]{32}")
"""Django's format. Other keys are not looked up, because PostgreSQL raises for a NUL."""


@dataclass(frozen=True)
class Monitor:
    """The bearer of HEALTH_API_TOKEN, which is not an account."""

    is_authenticated: bool = True


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer HEALTH_API_TOKEN`. With an empty setting, no token is valid."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the monitor, or None if the request has no bearer token.

        Raises `AuthenticationFailed` (401) for an invalid token.
        """
        scheme, _, given = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        expected = settings.HEALTH_API_TOKEN.encode()
        if not expected or not constant_time_compare(given.strip(), expected):
            raise AuthenticationFailed("The token is not valid.")
        return Monitor(), None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="WhatsPR"'


class SignedInUser(SessionAuthentication):
    """The admin's log-in, with Django's CSRF check for requests that change something."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the active user who is signed in, or None.

        Raises `DatabaseSilent` if the database does not answer in time, `PermissionDenied` (403) for a
        missing CSRF token.
        """
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            return None
        user = request._request.user
        within_deadline(lambda: user.is_authenticated, deadline=deadline_of(request._request))
        return super().authenticate(request)


class MayOperate(BasePermission):
    """Admits the token and staff with `permission`; in development, all requests from this machine."""

    message = "Only operators may see this."
    permission = VIEW_SESSIONS

    def has_permission(self, request: Request, view: APIView) -> bool:
        user: Any = request.user
        if isinstance(user, Monitor):
            return True
        if getattr(user, "is_staff", False):
            # Reads the user's groups from the database, which may be silent.
            deadline = deadline_of(request._request)
            return within_deadline(lambda: bool(user.has_perm(self.permission)), deadline=deadline)
        return not request.successful_authenticator and is_developer_here(request)


class MayCleanUp(MayOperate):
    """Like `MayOperate`, but staff users need the permission to delete sessions."""

    message = "The cleanup needs the permission to delete sessions."
    permission = DELETE_SESSIONS


class MayReadSchema(MayOperate):
    """Open in development, else like `MayOperate`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return settings.DEBUG or super().has_permission(request, view)


def is_developer_here(request: Request) -> bool:
    """Return True for a local client without proxy or foreign page, with DEBUG on and no token set."""
    return (
        settings.DEBUG
        and not settings.HEALTH_API_TOKEN
        and _is_loopback(request.META.get("REMOTE_ADDR", ""))
        and not any(name in request.headers for name in FORWARDING_HEADERS)
        # Browsers send this header if another site's page makes the request; curl does not send it.
        and request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
        and _asks_for_us(request)
    )


def _asks_for_us(request: Request) -> bool:
    """Return False for a foreign name of this machine: its pages are same-origin (DNS rebinding)."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def _is_loopback(address: str) -> bool:
    try:
        client = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (getattr(client, "ipv4_mapped", None) or client).is_loopback
