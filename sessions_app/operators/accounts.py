"""What happens to accounts, for the audit log."""

from typing import Any

from django.contrib.auth.models import User

from sessions_app.operators import audit


def record_password(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    """Record a new password, under the account, wherever it was set: a receiver of `post_save`.

    If somebody else has set it in the console, their own line stands beside it.
    """
    is_new = getattr(instance, "_password", None) is not None  # Django forgets it after this signal
    if is_new and not created:
        audit.record(operator=instance.get_username(), action="password changed")
