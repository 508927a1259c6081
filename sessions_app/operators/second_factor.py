"""The second step of a log-in: a code of an app (TOTP), or a recovery code.

Between the two steps nobody is signed in: the session only says whose password was right. A wrong code counts
as a failed log-in (`log_in`), and django-otp lets each device wait longer after each wrong one. The key of an
app is stored as it is, because codes are computed from it; of a recovery code only a keyed hash is stored.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import SimpleLazyObject
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from sessions_app.operators import audit

BETWEEN_SECONDS = 600
"""How long the second step may follow the first one."""
APP, CODES = "app", "recovery code"
"""The names of the devices: the audit log has them."""
RECOVERY_CODES = 10
_PASSED, _SET_UP = "password_passed", "app_being_set_up"
"""In the session: [account, time of the right password, its hash]; the app that is not confirmed yet."""


def begin(request: HttpRequest, user: User) -> None:
    """Record that the password of `user` was right."""
    request.session.cycle_key()
    request.session[_PASSED] = [user.pk, time.time(), user.get_session_auth_hash()]
    request.session.pop(_SET_UP, None)


def expected(request: HttpRequest) -> User | None:
    """Return the account whose second step this session may take, if any: none after a new password."""
    pk, passed_at, password = request.session.get(_PASSED, (None, 0, ""))
    if not 0 <= time.time() - passed_at < BETWEEN_SECONDS:
        return None
    user = User.objects.filter(pk=pk, is_active=True, is_staff=True).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), password) else None


def end(request: HttpRequest) -> None:
    """Forget both steps."""
    for key in (_PASSED, _SET_UP):
        request.session.pop(key, None)


class Backend(BaseBackend):
    """Accepts a code from a session in which the password of the same account was right."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str, token: str
    ) -> User | None:
        user = expected(request) if request else None
        if request is None or user is None or user.get_username() != username:
            return None
        device = _accepts(request, user, "".join(token.split()).replace("-", "").lower())
        if device is None:
            return None
        user.otp_device = device  # type: ignore[attr-defined]  # django-otp takes it into the session
        return user


def _accepts(request: HttpRequest, user: User, code: str) -> Device | None:
    app = app_of(user)
    if app is None:
        return _confirm(being_set_up(request, user), code)
    if len(code) == app.digits and code.isdecimal():
        return verify_token(user, app.persistent_id, code)
    codes = StaticDevice.objects.filter(user=user).first()
    return verify_token(user, codes.persistent_id, _hash(code)) if codes else None


def app_of(user: User) -> TOTPDevice | None:
    """Return the app that `user` has set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def being_set_up(request: HttpRequest, user: User) -> TOTPDevice:
    """Return the app that is set up in this session. Each session has a key of its own.

    Otherwise a stranger who knows the password could read the key before its owner has confirmed it.
    """
    apps = TOTPDevice.objects.filter(user=user, confirmed=False)
    app = apps.filter(pk=request.session.get(_SET_UP)).first()
    if app is None:
        app = TOTPDevice.objects.create(user=user, confirmed=False, name=APP)
        request.session[_SET_UP] = app.pk
    return app


@transaction.atomic
def _confirm(app: TOTPDevice, code: str) -> Device | None:
    """Confirm the first app of an account; None if the code is wrong.

    The apps of other sessions are deleted: of several the first to be confirmed wins.
    """
    user = User.objects.select_for_update().get(pk=app.user_id)
    if not verify_token(user, app.persistent_id, code):
        return None
    TOTPDevice.objects.filter(pk=app.pk).update(confirmed=True)
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    audit.record(operator=user.get_username(), action="second factor set up")
    return app_of(user)


def recovery_codes_left(user: User) -> int:
    count: int = StaticToken.objects.filter(device__user=user).count()
    return count


@transaction.atomic
def make_recovery_codes(user: User) -> list[str]:
    """Return new recovery codes in place of all earlier ones. They can be shown only now.

    The device stays: a sign-in by one of its codes lasts no longer than it does.
    """
    device, _ = StaticDevice.objects.get_or_create(user=user, name=CODES)
    StaticToken.objects.filter(device=device).delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hash(code)) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _hash(code: str) -> str:
    return salted_hmac("recovery code", code, algorithm="sha256").hexdigest()[:16]


@transaction.atomic
def reset(user: User, *, operator: str) -> None:
    """Delete the app and the recovery codes of `user`, and by that sign them out.

    The next log-in sets up new ones.
    """
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    audit.record(operator=operator, action="second factor reset", account=user.get_username())


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count a sign-in without the second factor as none, wherever it is asked for. Follows OTPMiddleware."""

    def verified(user: User) -> User | AnonymousUser:
        is_complete = not settings.OPERATOR_TWO_FACTOR or user.is_verified()  # type: ignore[attr-defined]
        return user if is_complete else AnonymousUser()

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.user = SimpleLazyObject(lambda: verified(user))  # type: ignore[assignment, arg-type]
        return get_response(request)

    return answer
