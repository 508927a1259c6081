"""Status callbacks: Twilio's words become our states, and a row only moves forward.

Which state comes after which: `OutboundMessage.State.supersedes`.
"""

import uuid as uuid_module
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from django.utils import timezone

from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.db.sql import Value, execute_for_each_of
from sessions_app.metrics import count_deliveries
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

# Plain SQL: each reply pays for it three times. COALESCE: a callback may overtake the answer that tells of
# the acceptance.
_MOVE = f"""
    UPDATE {OutboundMessage._meta.db_table}
    SET state = %s, sid = %s, error_code = %s, status_at = %s, accepted_at = COALESCE(accepted_at, %s)
    WHERE uuid = %s AND state IN ({{ids}})
"""


@dataclass(frozen=True, kw_only=True)
class StatusUpdate:
    """A status callback for the message `uuid`; `word` is Twilio's, `error_code` is "" if there is none."""

    uuid: uuid_module.UUID
    word: str
    sid: str
    error_code: str = ""

    @property
    def is_failure(self) -> bool:
        return STATE_OF_WORD.get(self.word) in (State.FAILED, State.UNDELIVERED)


def record(updates: Sequence[StatusUpdate]) -> list[bool]:
    """Move each message to the state that its update means; return whether it moved.

    Callbacks repeat, reorder and overtake the response that carries the SID: an update that would move a
    row back changes nothing, and all of them can be recorded again. Each is a transaction of its own, so
    that no two processes wait for each other's rows. Unknown words and messages are logged and ignored.
    """
    return [retry_on_new_connection(partial(move, update)) for update in updates]


def move(update: StatusUpdate) -> bool:
    """Do what `record` does for one update, also within a transaction."""
    state = STATE_OF_WORD.get(update.word)
    if state is None:
        log.warning("status_word_unknown", word=update.word[:40], uuid=str(update.uuid))
        return False
    now = timezone.now()
    changed: list[Value] = [state.value, update.sid, update.error_code, now, now, update.uuid]
    moved = execute_for_each_of(_MOVE, changed, [earlier.value for earlier in state.supersedes])
    count_deliveries(state, update.error_code, moved)
    if not moved:
        log.info("status_absorbed", word=update.word, uuid=str(update.uuid))
    elif update.is_failure:
        log.warning("reply_failed", uuid=str(update.uuid), sid=update.sid, code=update.error_code)
    elif state == State.DELIVERED:
        log.info("reply_delivered", uuid=str(update.uuid), sid=update.sid)
    return bool(moved)
