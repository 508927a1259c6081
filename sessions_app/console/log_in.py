"""The two steps of the log-in: name and password, then a code, with the set-up of an app the first time."""

from base64 import b32encode
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import login as sign_in
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from sessions_app.console.log_in_form import CodeForm, LogInForm
from sessions_app.operators import second_factor

FEW = 3
"""Recovery codes: an operator with fewer is told so."""


class LogIn(LoginView):
    """The first step, and the only one where OPERATOR_TWO_FACTOR is off."""

    authentication_form: Any = LogInForm
    template_name = "admin/login.html"
    title = "Log in"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if admin.site.has_permission(request):
            return redirect("admin:index")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = admin.site.each_context(self.request)
        own = {"title": self.title, "app_path": self.request.get_full_path()}
        return {**super().get_context_data(**kwargs), **shared, **own}

    def form_valid(self, form: Any) -> HttpResponse:
        if not settings.OPERATOR_TWO_FACTOR:
            return super().form_valid(form)
        second_factor.begin(self.request, form.get_user())
        return self.to("second_step")

    def to(self, step: str) -> HttpResponseRedirect:
        """Return the way to a step, which keeps in mind where the operator wants to go."""
        return redirect(f"{reverse(step)}?{urlencode({self.redirect_field_name: self.get_success_url()})}")


class SecondStep(LogIn):
    """Asks for a code; an account without an app sets one up, and gets recovery codes."""

    authentication_form = CodeForm
    template_name = "sessions_app/console/second_step.html"
    title = "Second step"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.account = second_factor.expected(request)
        return super().dispatch(request, *args, **kwargs) if self.account else self.to("admin:login")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        assert self.account  # noqa: S101 - tells mypy
        if second_factor.app_of(self.account):
            return context
        app = second_factor.being_set_up(self.request, self.account)
        return {**context, "qr_code": _qr_code(app), "key": _key(app)}

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        second_factor.end(self.request)
        sign_in(self.request, user, backend="django.contrib.auth.backends.ModelBackend")
        left = second_factor.recovery_codes_left(user)
        if not left:
            context = {
                **self.get_context_data(form=form),
                "codes": second_factor.make_recovery_codes(user),
                "next": self.get_success_url(),
            }
            return render(self.request, "sessions_app/console/recovery_codes.html", context)
        if left < FEW:
            messages.warning(self.request, f"You have {left} recovery codes left.")
        return redirect(self.get_success_url())


def _qr_code(app: TOTPDevice) -> SafeString:
    """Return the key as an SVG element: nothing is asked for elsewhere, and nothing is stored."""
    code = segno.make(app.config_url, micro=False)
    return mark_safe(code.svg_inline(scale=5, border=3, light="#fff"))  # noqa: S308 - drawn by segno


def _key(app: TOTPDevice) -> str:
    """Return the key as apps take it by hand, in groups of four."""
    key = b32encode(app.bin_key).decode()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))
