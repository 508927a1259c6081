"""Log-ins: too many wrong passwords lock them for a while, before any further password is hashed.

django-axes asks the handler here. Wrong passwords are counted by account and address together, and by
address. An account that has signed in from an address before is not locked there by guesses at other
accounts, and nowhere by guesses from other addresses. Guesses at the same account from the same address, as
behind one router, lock it there. Attempts during a lock are not counted, so that each lock ends by itself.
"""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

import structlog
from axes.attempts import get_cool_off_threshold
from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_credentials
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sessions_app.models import AuditEntry
from sessions_app.operators import audit

log = structlog.get_logger(__name__)

MOST_FROM_ADDRESS = 20
"""Wrong passwords from an address, for all accounts together. For each account it is AXES_FAILURE_LIMIT."""
NO_ACCOUNT = "(no such account)"
FAILED, LOCKED = "log-in failed", "log-in locked"
SIGNED_IN, UNLOCKED = "signed in", "log-ins unlocked"
MOST_AUDITED = 500
"""Entries in the audit log a day: they stay for years, and strangers cause them. The log has all."""
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens there
"""Stands for a client without an address, as on a Unix socket."""


class Backend(AxesStandaloneBackend):  # type: ignore[misc]
    """Refuses locked log-ins. It is asked before the backend that hashes passwords."""

    def authenticate(self, request: HttpRequest | None, username: Any = None, **credentials: Any) -> None:
        if request is not None:  # otherwise it is not a client's attempt
            super().authenticate(request, username, **credentials)


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    """Keeps what a lock needs: account, address, time and count; no browser and no form."""

    def is_allowed(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        """Count an attempt before its password is hashed, so that of many at once only so many are hashed.

        A sign-in takes its count back.
        """
        return super().is_allowed(request, credentials) and self._count(request, credentials)

    def _count(self, request: Any, credentials: dict[str, Any] | None) -> bool:
        attempt, is_new = AccessAttempt.objects.get_or_create(
            username=account_name(request, credentials),
            ip_address=request.axes_ip_address,
            user_agent="",
            defaults={"failures_since_start": 1},
        )
        if is_new:
            return True
        row, now = AccessAttempt.objects.filter(pk=attempt.pk), request.axes_attempt_time
        old = row.filter(attempt_time__lt=get_cool_off_threshold(request))
        allowed = row.filter(failures_since_start__lt=settings.AXES_FAILURE_LIMIT)
        return bool(
            old.update(failures_since_start=1, attempt_time=now)
            or allowed.update(failures_since_start=F("failures_since_start") + 1, attempt_time=now)
        )

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        here = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        wrong = here.aggregate(wrong=Sum("failures_since_start"))["wrong"] or 0
        return wrong >= MOST_FROM_ADDRESS and not self._signed_in_before(request, credentials)

    def _signed_in_before(self, request: Any, credentials: dict[str, Any] | None) -> bool:
        name = account_name(request, credentials)
        found: bool = AccessLog.objects.filter(username=name, ip_address=request.axes_ip_address).exists()
        return found

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        if request is None:
            return
        name, address = account_name(request, credentials), request.axes_ip_address
        # A name that is not an account's may be a password in the wrong field.
        account = name if User.objects.filter(username=name).exists() else NO_ACCOUNT
        if request.axes_locked_out:
            log.warning("log_in_refused", account=account, address=address)
            return
        request.axes_locked_out = self.is_locked(request, credentials)
        wrong = "code" if "token" in credentials else "password"
        event, action = ("log_in_locked", LOCKED) if request.axes_locked_out else ("log_in_failed", FAILED)
        log.warning(event, account=account, address=address, wrong=wrong)
        today = AuditEntry.objects.filter(
            action__in=(FAILED, LOCKED), at__gt=timezone.now() - timedelta(days=1)
        )
        if today.count() < MOST_AUDITED:
            audit.record(operator=account, action=action, address=address, wrong=wrong)

    def user_logged_in(self, sender: Any, request: Any, user: User, **kwargs: Any) -> None:
        name, address = user.get_username(), request.axes_ip_address
        AccessLog.objects.create(username=name, ip_address=address)
        self.reset_user_attempts(request, get_credentials(name))
        if request.method:  # otherwise it is not a client's
            device = getattr(user, "otp_device", None)
            audit.record(
                operator=name, action=SIGNED_IN, address=address, second_factor=device.name if device else ""
            )

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """Unlock, as a command of manage.py asks for."""
        count: int = super().reset_attempts(
            ip_address=ip_address, username=username, ip_or_username=ip_or_username
        )
        audit.record(
            operator=audit.COMMAND_LINE,
            action=UNLOCKED,
            address=ip_address or "all",
            account=username or "all",
        )
        return count

    def user_logged_out(self, *args: Any, **kwargs: Any) -> None:
        """Keep nothing."""


def account_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the name that was given, cut to the longest that an account can have."""
    return str((credentials or {}).get("username") or "")[:150]


def client_address(request: HttpRequest) -> str:
    """Return the client's address as it is counted: an IPv6 address by its network of 64 bits.

    Each of TRUSTED_PROXIES has added the address that it was called from to X-Forwarded-For. What stands
    before these may be invented by the client.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    told = forwarded[-proxies] if 0 < proxies <= len(forwarded) else ""
    return _counted(told) or _counted(request.META.get("REMOTE_ADDR", "")) or NO_ADDRESS


def _counted(text: str) -> str | None:
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)


def locked_response(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Return the log-in page, whose form says that it is locked."""
    response.status_code = 429
    return response
