"""The audit log: each action of an operator, with user, time and reason. Lines are only ever added."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from sessions_app.models import AuditEntry, ConversationSession
from sessions_app.privacy import pseudonym

READ_AGAIN = timedelta(hours=1)
"""After that, what somebody reads again is a line again."""
COMMAND_LINE = "(command line)"
"""In place of an operator's name, for what a command of manage.py does."""


def record(
    *,
    operator: str,
    action: str,
    phone: str = "",
    session: ConversationSession | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """Record an action of `operator`, in the action's transaction, without phone numbers or messages."""
    phone = session.phone if session else phone
    AuditEntry.objects.create(
        operator=operator,
        action=action,
        user=pseudonym(phone) if phone else "",
        session_id=session.pk if session else None,
        reason=reason,
        details=details,
    )


def record_reading(
    what: str,
    *,
    operator: str,
    phone: str = "",
    session: ConversationSession | None = None,
    **details: Any,
) -> None:
    """Record that `operator` reads `what`, once an hour for the same user, session and `details`."""
    action = f"read {what}"
    phone = session.phone if session else phone
    since = timezone.now() - READ_AGAIN
    same = AuditEntry.objects.filter(
        operator=operator,
        action=action,
        user=pseudonym(phone) if phone else "",
        session_id=session.pk if session else None,
        at__gt=since,
        **{f"details__{name}": value for name, value in details.items()},
    )
    if not same.exists():
        record(operator=operator, action=action, phone=phone, session=session, **details)
