"""The audit log: who did what to whose conversation, when and why. It is only ever added to."""

from typing import Any

from sessions_app.models import AuditEntry, ConversationSession
from sessions_app.privacy import pseudonym


def record(
    *,
    operator: str,
    action: str,
    phone: str = "",
    session: ConversationSession | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """Write down what `operator` does, in the transaction that does it. No phone number, no message."""
    phone = session.phone if session else phone
    AuditEntry.objects.create(
        operator=operator,
        action=action,
        user=pseudonym(phone) if phone else "",
        session_id=session.pk if session else None,
        reason=reason,
        details=details,
    )
