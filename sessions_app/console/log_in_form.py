"""The forms of the log-in, which say when log-ins are locked."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

LOCKED = "Too many wrong passwords or codes. Log-in is locked; try again in 15 minutes."
WRONG_CODE = "This code is not right, or was used before. Wait a few seconds and enter the next one."


class LogInForm(AuthenticationForm):
    def get_invalid_login_error(self) -> ValidationError:
        if self.request.axes_locked_out:
            return ValidationError(LOCKED, code="locked")
        error: ValidationError = super().get_invalid_login_error()
        return error


class CodeForm(forms.Form):
    """The code of `account`, in a request whose session has passed the first step."""

    token = forms.CharField(
        label="Code",
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.account = request, account

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        self.user = authenticate(self.request, username=self.account.get_username(), token=token)
        if self.user is None:
            is_locked = self.request.axes_locked_out  # type: ignore[attr-defined]
            raise ValidationError(LOCKED if is_locked else WRONG_CODE)
        return token

    def get_user(self) -> Any:
        return self.user
