"""Who may read the details, run the cleanup and scrape: the token, an operator, or a developer here."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
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
from sessions_app.operators.roles import DELETE_SESSIONS

FORWARDING_HEADERS = (
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
    *("Forwarded", "X-Real-IP", "Via"),
)

SESSION_KEY = re.compile("[a-z0-9]{32}")
"""As Django makes them. With others, PostgreSQL need not be asked, which raises for a NUL."""


@dataclass(frozen=True)
class Monitor:
    """Whoever holds HEALTH_API_TOKEN; no account of ours."""

    is_authenticated: bool = True
    is_staff: bool = True


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer HEALTH_API_TOKEN`. An empty setting makes no token valid."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the monitor, or None where no bearer token is given.

        Raises `AuthenticationFailed` (401) for a token that is not ours.
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
    """The admin's login, with Django's CSRF check for what changes something."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the active user who is signed in, or None.

        Raises `DatabaseSilent` where the database does not say who that is, `PermissionDenied` (403)
        for a missing CSRF token.
        """
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            return None
        user = request._request.user
        within_deadline(lambda: user.is_authenticated, deadline=deadline_of(request._request))
        return super().authenticate(request)


class MayOperate(BasePermission):
    """The token or an active staff user; in development, anybody on this machine."""

    message = "Only operators may see this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if getattr(request.user, "is_staff", False):
            return True
        return not request.successful_authenticator and is_developer_here(request)


class MayCleanUp(MayOperate):
    """Like `MayOperate`, but of the staff only superusers and those who may delete sessions."""

    message = "Only who may delete sessions may clean them up."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        user: Any = request.user
        if user is None or isinstance(user, Monitor):
            return True
        # An account's groups are in the database, which may be silent.
        deadline = deadline_of(request._request)
        return within_deadline(lambda: bool(user.has_perm(DELETE_SESSIONS)), deadline=deadline)


class MayReadSchema(MayOperate):
    """Everybody in development, else the same as for the health API."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return settings.DEBUG or super().has_permission(request, view)


def is_developer_here(request: Request) -> bool:
    """Say whether this is DEBUG without a token, and a client on this machine: no proxy, no foreign page."""
    return (
        settings.DEBUG
        and not settings.HEALTH_API_TOKEN
        and _is_loopback(request.META.get("REMOTE_ADDR", ""))
        and not any(name in request.headers for name in FORWARDING_HEADERS)
        # A browser says so where another site's page sends the request; curl says nothing.
        and request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    )


def _is_loopback(address: str) -> bool:
    try:
        client = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (getattr(client, "ipv4_mapped", None) or client).is_loopback
