"""The log-in form, which says when log-ins are locked."""

from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm

LOCKED = "Too many wrong passwords. Log-in is locked; try again in 15 minutes."


class LogInForm(AuthenticationForm):
    def get_invalid_login_error(self) -> ValidationError:
        if self.request.axes_locked_out:
            return ValidationError(LOCKED, code="locked")
        error: ValidationError = super().get_invalid_login_error()
        return error
