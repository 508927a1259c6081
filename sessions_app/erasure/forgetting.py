"""Everything of one person is erased, as the registry says of each table, and a receipt is kept.

What others hold is erased by schedules until they confirm it: threads at OpenAI (`thread_deletion`), messages
and media at Twilio (`twilio_erasure`).
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from assistant.models import ReleaseVersion
from sessions_app.conversations import leases
from sessions_app.data_registry import Erasure
from sessions_app.db.sql import lock_table, truncate_log
from sessions_app.erasure import person, remains
from sessions_app.messages import emptied, user_addresses
from sessions_app.metrics import ERASURES
from sessions_app.models import (
    ConversationSession,
    EndedSession,
    ErasureReceipt,
    InboundMessage,
    MediaDeletion,
    Person,
    RemoteThread,
    SessionChange,
    TwilioErasure,
    UserAddress,
)
from sessions_app.privacy import pseudonym
from sessions_app.sessions import backend
from sessions_app.telemetry import model_usage, turn_counts, vendor_errors

log = structlog.get_logger(__name__)

LAST_MESSAGE = timedelta(minutes=10)
"""So long after an erasure Twilio's messages still belong to it: those on their way, and the last one."""
_ERASED = (Erasure.DELETE, Erasure.EMPTY)
State = InboundMessage.State


def found(phone: str) -> dict[str, int]:
    """Return how many rows `forget` would erase now, by the label of each table that has any."""
    return _count(user_addresses.all_of(phone))


def left(phone: str) -> list[remains.Rest]:
    """Return what `forget` would leave now, at whom, until when."""
    addresses = user_addresses.all_of(phone)
    return remains.of(addresses, threads=_threads(addresses).count())


def forget(phone: str, *, by: ErasureReceipt.By, operator: str = "", reason: str = "") -> ErasureReceipt:
    """Erase everything of the person who has the address `phone`, under all of their addresses.

    Once more is harmless. A running turn loses its right to write. A message that arrives meanwhile waits in
    the webhook, and is one of somebody new. Raises `SessionsElsewhere`.
    """
    add_up()
    with transaction.atomic():
        return forget_at_once(phone, by=by, operator=operator, reason=reason)


def add_up() -> None:
    """Add to the sums what is not in them yet: it would be missing from them for good."""
    turn_counts.count()
    vendor_errors.count()
    model_usage.roll_up()


def forget_at_once(
    phone: str, *, by: ErasureReceipt.By, operator: str = "", reason: str = ""
) -> ErasureReceipt:
    """Do what `forget` does, after `add_up`, in the caller's transaction."""
    lock_first()
    addresses = user_addresses.all_of(phone)
    turn_runs = {address: leases.revoke(address) for address in sorted(addresses)}
    _lock(addresses)
    erased = _count(addresses)
    doomed = _end_sessions(turn_runs)
    receipt = ErasureReceipt(by=by, operator=operator, reason=reason, erased=erased, threads=doomed)
    receipt.remains = remains.of(addresses, threads=len(doomed))
    receipt.save()
    _erase(addresses)
    _ask_twilio(addresses, receipt)
    transaction.on_commit(ERASURES.labels("begun").inc)
    transaction.on_commit(truncate_log, robust=True)
    for address in addresses:  # after a restore, `recovery` erases them again
        transaction.on_commit(partial(log.info, "user_forgotten", user=pseudonym(address)))
    return receipt


def lock_first() -> None:
    """Lock what comes before any conversation: else two who forget one person lock each other out.

    Raises `SessionsElsewhere`.
    """
    backend.require_use()
    lock_table(UserAddress)


def _lock(addresses: Collection[str]) -> None:
    """Let nobody add anything to what is about to be erased; behind the conversations' locks, as everywhere.

    The jobs that end sessions and erase transcripts, and who makes documents or writes a note, do so outside
    of any turn.
    """
    for rows in (
        ConversationSession.objects.filter(phone__in=addresses),
        EndedSession.objects.filter(phone__in=addresses),
        ReleaseVersion.objects.filter(release__phone__in=addresses),
        Person.objects.filter(phone__in=addresses),
    ):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    lock_table(InboundMessage)


def _count(addresses: Collection[str]) -> dict[str, int]:
    counts = {label: rows.count() for label, rows in person.rows(addresses, erasure=_ERASED).items()}
    return {label: count for label, count in counts.items() if count}


def _end_sessions(turn_runs: Mapping[str, bool]) -> list[int]:
    """End the sessions of the addresses; return the rows of their threads, which are doomed now."""
    doomed = list(_threads(turn_runs).values_list("pk", flat=True))
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
    messages.filter(state__in=[State.RECEIVED, State.HELD]).update(state=State.IGNORED)
    emptied.empty(messages)
    for rows in person.rows(addresses, erasure=[Erasure.DELETE]).values():
        rows.delete()


def _ask_twilio(addresses: Collection[str], receipt: ErasureReceipt) -> None:
    if settings.TWILIO_ACCOUNT_SID:
        first = receipt.at + (LAST_MESSAGE if receipt.by == ErasureReceipt.By.USER else timedelta())
        TwilioErasure.objects.bulk_create(
            TwilioErasure(receipt=receipt, address=one, retry_at=first) for one in addresses
        )
