"""The outbox: what we owe a user, as rows, before Twilio hears of it."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sessions_app.db.sql import Value, execute
from sessions_app.messages.parts import split
from sessions_app.models import InboundMessage, OutboundMessage

LOOK_BACK = timedelta(minutes=1)
"""How long before its time a look-up begins: clocks differ, and Twilio's times have whole seconds."""

# Plain SQL: each reply pays for it. It goes to where the newest message came from.
_INSERT = f"""
    INSERT INTO {OutboundMessage._meta.db_table}
    (uuid, phone, address, body, part, parts, author, operator, turn, untold,
    state, sid, attempts, error_code, created_at)
    VALUES {{rows}}
"""
_ROW = f"""(%s, %s, COALESCE(
    (SELECT address FROM {InboundMessage._meta.db_table} WHERE phone = %s ORDER BY id DESC LIMIT 1), ''
    ), %s, %s, %s, %s, %s, %s, %s, 'queued', '', 0, '', %s)"""


def simulated() -> bool:
    """Return True if messages go to the simulator page: only in development without Twilio's credentials."""
    return bool(settings.DEBUG and not settings.TWILIO_ACCOUNT_SID and not settings.TWILIO_WHATSAPP_FROM)


def queue(
    *,
    phone: str,
    text: str,
    turn: uuid.UUID | None = None,
    operator: str = "",
    reply_id: uuid.UUID | None = None,
    untold: bool = False,
) -> None:
    """Queue `text` for `phone` in as many parts as it needs: the reply of a `turn`, or of an `operator`.

    `untold` is True for what the model did not write; see `conversations.untold`.

    `reply_id` becomes the UUID of the first part, so that one id is queued once (`IntegrityError`).

    Rows of one phone are sent in the order of their ids, so the caller's transaction must hold
    the lock on the phone's conversation (`leases.verify`, `release` or `revoke`).
    """
    parts = split(text)
    rows = ", ".join([_ROW] * len(parts))
    # The clock that also says until when an ended session was heard (`EndedSession.replies_until`).
    now = timezone.now()
    author = OutboundMessage.Author.OPERATOR if operator else OutboundMessage.Author.BOT
    values: list[Value] = []
    for number, body in enumerate(parts, start=1):
        name = reply_id if reply_id and number == 1 else uuid.uuid4()
        values += [name, phone, phone, body, number, len(parts), author.value, operator, turn, untold, now]
    execute(_INSERT.format(rows=rows), values)


def has(*, phone: str, text: str, since: datetime) -> bool:
    """Return True if `text`, of one part, was queued for `phone` since then and not cancelled."""
    kept = OutboundMessage.objects.exclude(state=OutboundMessage.State.CANCELLED)
    return kept.filter(phone=phone, body=text, created_at__gte=since - LOOK_BACK).exists()


def is_queued(reply_id: uuid.UUID) -> bool:
    """Return True if a reply with this id was queued before, whatever became of it."""
    return OutboundMessage.objects.filter(uuid=reply_id).exists()


def cancel_unsent(*, phone: str) -> int:
    """Cancel what is queued for `phone` and not yet at Twilio; return how many parts that were."""
    return OutboundMessage.objects.filter(phone=phone, state=OutboundMessage.State.QUEUED).update(
        state=OutboundMessage.State.CANCELLED
    )
