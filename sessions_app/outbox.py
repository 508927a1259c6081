"""The outbox: what we owe a user, as rows, before Twilio hears of it."""

import uuid

from django.utils import timezone

from sessions_app.message_parts import split
from sessions_app.models import OutboundMessage
from sessions_app.statements import Value, db_time, db_uuid, execute

_INSERT = f"""
    INSERT INTO {OutboundMessage._meta.db_table}
    (uuid, phone, body, part, parts, author, state, sid, attempts, error_code, created_at) VALUES
"""
_ROW = "(%s, %s, %s, %s, %s, 'bot', 'queued', '', 0, '', %s)"


def queue(*, phone: str, text: str) -> None:
    """Queue `text` for `phone` in as many parts as it needs.

    Rows of one phone are sent in the order of their ids, so the caller's transaction must hold
    the lock on the phone's conversation (`leases.hold`, `release` or `take_away`).
    """
    parts = split(text)
    rows = ", ".join([_ROW] * len(parts))
    # The clock that also says until when an ended session was heard (`EndedSession.heard_until`).
    now = db_time(timezone.now())
    values: list[Value] = []
    for number, body in enumerate(parts, start=1):
        values += [db_uuid(uuid.uuid4()), phone, body, number, len(parts), now]
    execute(_INSERT + rows, values)


def cancel_unsent(*, phone: str) -> int:
    """Cancel what is queued for `phone` and not yet at Twilio; return how many parts that were."""
    return OutboundMessage.objects.filter(phone=phone, state=OutboundMessage.State.QUEUED).update(
        state=OutboundMessage.State.CANCELLED
    )
