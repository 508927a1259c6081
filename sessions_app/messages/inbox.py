"""The inbox: one statement stores a message, once, however often it is sent."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db.models import Min, Q
from django.utils import timezone

from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.db.sql import Value, execute
from sessions_app.messages.keywords import classify
from sessions_app.models import InboundMessage

# Plain SQL, for the doorstep's sake: one round trip, no transaction around it. `state` has a
# database default. tests/messages/test_inbox.py holds it to the model.
_INSERT = f"""
    INSERT INTO {InboundMessage._meta.db_table} (message_sid, phone, body, media, kind, received_at)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (message_sid) DO NOTHING
"""


def receive(
    *,
    message_sid: str,
    phone: str,
    body: str,
    media: Sequence[dict[str, str]] = (),
    received_at: datetime | None = None,
) -> bool:
    """Store an inbound message and return whether it is new; a repeat of `message_sid` is absorbed.

    When this returns, the message is stored and will be answered: `turns` finds it by itself.
    NUL, which PostgreSQL's text cannot hold, becomes U+FFFD. Raises `django.db.DatabaseError`.
    """
    row: list[Value] = [
        message_sid,
        phone,
        body.replace("\0", "\N{REPLACEMENT CHARACTER}"),
        json.dumps(media).replace("\\u0000", "\\ufffd"),
        classify(body=body).value,
        received_at or timezone.now(),
    ]
    return retry_on_new_connection(partial(_insert, row))


def _insert(row: list[Value]) -> bool:
    return bool(execute(_INSERT, row))


def waiting_since(phone: str) -> datetime | None:
    """Return when the first message of `phone` that waits or is held was received; None where none is."""
    return _waiting_since(Q(phone=phone)).get(phone)


def all_waiting_since() -> dict[str, datetime]:
    """Return the same for every phone of which a message waits or is held."""
    return _waiting_since(Q())


def _waiting_since(which: Q) -> dict[str, datetime]:
    since: dict[str, datetime] = {}
    for state in (InboundMessage.State.RECEIVED, InboundMessage.State.HELD):  # an index each
        waiting = InboundMessage.objects.filter(which, state=state).values_list("phone")
        for phone, at in waiting.annotate(Min("received_at")).order_by():
            since[phone] = min(at, since.get(phone, at))
    return since
