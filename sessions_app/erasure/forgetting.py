"""Everything of one person is erased, as the registry says of each table, and a receipt is kept.

What others hold is erased by schedules until they confirm it: threads at OpenAI (`thread_deletion`), messages
and media at Twilio (`twilio_erasure`).
"""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from sessions_app.conversations import leases
from sessions_app.data_registry import Erasure
from sessions_app.erasure import person, remains
from sessions_app.messages import emptied, user_addresses
from sessions_app.models import (
    ConversationSession,
    ErasureReceipt,
    InboundMessage,
    MediaDeletion,
    RemoteThread,
    SessionChange,
    TwilioErasure,
)
from sessions_app.sessions import backend
from sessions_app.telemetry import hourly_counts, model_usage

_ERASED = (Erasure.DELETE, Erasure.EMPTY)


def found(phone: str) -> dict[str, int]:
    """Return how many rows `forget` would erase now, by the label of each table that has any."""
    return _count(user_addresses.all_of(phone))


def left(phone: str) -> list[remains.Rest]:
    """Return what `forget` would leave now, at whom, until when."""
    addresses = user_addresses.all_of(phone)
    return remains.of(addresses, threads=_threads(addresses).count())


def forget(phone: str, *, by: ErasureReceipt.By, operator: str = "", reason: str = "") -> ErasureReceipt:
    """Erase everything of the person who has the address `phone`, under all of their addresses.

    Once more is harmless. A running turn loses its right to write. Raises `SessionsElsewhere`.
    """
    # What is not yet in the sums would be missing from them for good.
    hourly_counts.count_turns()
    model_usage.roll_up()
    with transaction.atomic():
        backend.require_use()
        addresses = user_addresses.all_of(phone)
        erased = _count(addresses)
        doomed = _end_sessions(addresses)
        receipt = ErasureReceipt(by=by, operator=operator, reason=reason, erased=erased, threads=doomed)
        receipt.remains = remains.of(addresses, threads=len(doomed))
        receipt.save()
        _erase(addresses)
        _ask_twilio(addresses, receipt)
    return receipt


def _count(addresses: Collection[str]) -> dict[str, int]:
    counts = {label: rows.count() for label, rows in person.rows(addresses, erasure=_ERASED).items()}
    return {label: count for label, count in counts.items() if count}


def _end_sessions(addresses: Collection[str]) -> list[int]:
    """End the sessions and turns of `addresses`; return the rows of their threads, which are doomed now."""
    turn_runs = {address: leases.revoke(address) for address in sorted(addresses)}
    doomed = list(_threads(addresses).values_list("pk", flat=True))
    for address, runs in turn_runs.items():
        backend.store().end(address, reason=SessionChange.Reason.KILLED, thread_in_use=runs)
    return doomed


def _threads(addresses: Collection[str]) -> QuerySet[RemoteThread]:
    sessions = ConversationSession.objects.filter(phone__in=addresses)
    return RemoteThread.objects.filter(thread_id__in=list(sessions.values_list("thread_id", flat=True)))


def _erase(addresses: Collection[str]) -> None:
    messages = InboundMessage.objects.filter(phone__in=addresses)
    sent = [one["url"] for media in messages.values_list("media", flat=True) for one in media if "url" in one]
    MediaDeletion.objects.filter(url__in=sent).delete()  # they go with their messages at Twilio
    emptied.empty(messages)
    for rows in person.rows(addresses, erasure=[Erasure.DELETE]).values():
        rows.delete()


def _ask_twilio(addresses: Collection[str], receipt: ErasureReceipt) -> None:
    if settings.TWILIO_ACCOUNT_SID:
        TwilioErasure.objects.bulk_create(TwilioErasure(receipt=receipt, address=one) for one in addresses)
