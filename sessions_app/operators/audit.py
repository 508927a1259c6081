"""The audit log: each action of an operator, with user, time and reason. Lines are only ever added."""

from typing import Any

from sessions_app.models import AuditEntry, ConversationSession
from sessions_app.privacy import pseudonym

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
