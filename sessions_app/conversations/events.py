"""Events that arrive like messages and want no answer, as reactions: kept for the transcript alone.

They start no session and keep none alive.
"""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from sessions_app.conversations import leases
from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.messages import emptied, user_addresses
from sessions_app.messages.inbox import Incoming, storable
from sessions_app.models import InboundMessage


def receive(events: Sequence[Incoming]) -> None:
    """Store `events`, all or none, as ignored; a repeated SID is absorbed, also of what was erased.

    Raises `django.db.DatabaseError`.
    """
    retry_on_new_connection(partial(_store, events))


def _store(events: Sequence[Incoming]) -> None:
    known = emptied.known(event.message_sid for event in events)
    new = [event for event in events if event.message_sid not in known]
    users = [event.addresses for event in new]
    user_addresses.link(users)
    while new and not _is_stored(new, user_addresses.phones_of(users)):
        pass  # one of the users was forgotten meanwhile
    for event in events:
        event.log("message_received" if event in new else "repeat_absorbed")


def _is_stored(events: Sequence[Incoming], phones: Sequence[str]) -> bool:
    """Store `events` of `phones`, if these are their users' still; return whether they are."""
    with transaction.atomic():
        for phone in sorted(set(phones)):  # in the order of `leases.claim`
            leases.lock(phone)  # a row of the conversation, so that `idle` has the events erased
        if user_addresses.phones_of([event.addresses for event in events]) != phones:
            transaction.set_rollback(True)
            return False
        rows = [_row(event, phone) for event, phone in zip(events, phones, strict=True)]
        InboundMessage.objects.bulk_create(rows, ignore_conflicts=True)
    return True


def _row(event: Incoming, phone: str) -> InboundMessage:
    return InboundMessage(
        message_sid=event.message_sid,
        phone=phone,
        address=event.phone if event.phone != phone else "",
        body=storable(event.body),
        details={name: storable(value) for name, value in event.details.items()},
        kind=event.event,
        received_at=event.received_at,
        request_id=event.request_id,
        state=InboundMessage.State.IGNORED,
    )
