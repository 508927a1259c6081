"""Status callbacks: Twilio's words become our states, and a row only moves forward.

Which state comes after which: `OutboundMessage.State.supersedes`.
"""

import uuid as uuid_module
from functools import partial

import structlog
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.models import OutboundMessage

log = structlog.get_logger(__name__)
State = OutboundMessage.State

STATE_OF_WORD: dict[str, OutboundMessage.State] = {
    "accepted": State.ACCEPTED,
    "scheduled": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "sending": State.ACCEPTED,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.READ,
    "failed": State.FAILED,
    "undelivered": State.UNDELIVERED,
    "canceled": State.CANCELLED,
}
"""Twilio's MessageStatus words (source: twilio.rest.api.v2010.account.message, twilio 9.13)."""


def record(*, uuid: uuid_module.UUID, word: str, sid: str, error_code: str) -> bool:
    """Move the message `uuid` to the state that `word` means; return whether it moved.

    Callbacks repeat, reorder and overtake the response that carries the SID: what would move a
    row back changes nothing. Unknown words and unknown messages are logged and left.
    """
    state = STATE_OF_WORD.get(word)
    if state is None:
        log.warning("status_word_unknown", word=word[:40], uuid=str(uuid))
        return False
    row = OutboundMessage.objects.filter(uuid=uuid, state__in=state.supersedes)
    now = timezone.now()
    forward = partial(
        row.update,
        state=state,
        sid=sid,
        error_code=error_code,
        status_at=now,
        accepted_at=Coalesce("accepted_at", now),  # it may overtake the answer that tells of the acceptance
    )
    moved = retry_on_new_connection(forward)
    if not moved:
        log.info("status_absorbed", word=word, uuid=str(uuid))
    return bool(moved)
