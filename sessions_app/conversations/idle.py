"""Conversations in which nothing happens any more: their rows go, and what they left is to be erased.

Each user who is answered has a `Conversation` row, also without a session: after a first turn that
failed, after a reset, or after an event. So each is noted here as ended, unless the end of a session has
noted all of it, and nothing is searched for.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions_app.data_registry import IDLE_CONVERSATIONS, REQUESTS_FOR_A_PERSON
from sessions_app.db.batches import EPOCH, repeat_until_empty
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    InboundMessage,
    OutboundMessage,
    TurnAttempt,
)
from sessions_app.sessions import backend
from sessions_app.sessions.ended import last_ends

BATCH_SIZE = 500
_UNANSWERED = [InboundMessage.State.RECEIVED, InboundMessage.State.HELD]


def prune() -> int:
    """Forget the conversations that have been idle for the TTL and an hour; return how many.

    Spared are those with a session, a running turn, an unanswered message or an unsent reply, and those
    that have called for a person, or of which operators were told, lately.
    """
    since = EPOCH

    def take() -> int:
        nonlocal since
        size, since = _prune_batch(since)
        return size

    return repeat_until_empty(take, batch_size=BATCH_SIZE)


def _prune_batch(since: datetime) -> tuple[int, datetime]:
    """Forget one batch; return its size and the newest `active_at` in it: the next batch begins there.

    So no batch walks over the spared rows of all earlier ones.

    A claim at this very moment is not lost. The rows are locked first, and those locked
    elsewhere are skipped, so no deadlock is possible. A claim that came before moved
    `active_at` or the lease: PostgreSQL judges the row as it is when it is locked, although the
    subqueries still see the moment the statement began. A claim that comes after waits for our
    commit, finds no row and inserts one. A message that arrives now needs no row to be found.
    """
    with transaction.atomic():
        if not backend.in_database():  # in legacy mode the sessions are elsewhere
            return 0, since
        skip = connection.features.has_select_for_update_skip_locked
        idle = _idle(since).select_for_update(of=("self",) if skip else (), skip_locked=skip)
        batch = list(idle[:BATCH_SIZE])
        if not batch:
            return 0, since
        Conversation.objects.filter(pk__in=[pk for pk, *_ in batch]).delete()
        _note_ended([phone for _, phone, _, left in batch if left is not None])
    return len(batch), batch[-1][2]


def _idle(since: datetime) -> QuerySet[Conversation, tuple[int, str, datetime, int | None]]:
    """Return pk, phone, `active_at` of the idle ones, the oldest first, and the pk of a row that each left.

    Scalar subqueries make PostgreSQL ask the indexes row by row; NOT EXISTS would have it read all
    sessions for a batch.
    """
    idle_since = IDLE_CONVERSATIONS.cutoff()
    mine = OuterRef("phone")
    unanswered = InboundMessage.objects.filter(phone=mine, state__in=_UNANSWERED)
    unsent = OutboundMessage.objects.filter(phone=mine, state__in=OutboundMessage.UNSETTLED).exclude(
        state=OutboundMessage.State.ACCEPTED
    )
    idle = Conversation.objects.filter(
        Q(lease_expires_at=None) | Q(lease_expires_at__lt=idle_since),
        Q(attention_at=None) | Q(attention_at__lt=REQUESTS_FOR_A_PERSON.cutoff()),
        Q(attention_mailed_at=None) | Q(attention_mailed_at__lt=idle_since),
        Q(attention_posted_at=None) | Q(attention_posted_at__lt=idle_since),
        active_at__gte=since,
        active_at__lt=idle_since,
    )
    idle = idle.alias(
        session=_first(ConversationSession.objects.filter(phone=mine)),
        unanswered=_first(unanswered),
        unsent=_first(unsent),
    ).filter(session=None, unanswered=None, unsent=None)
    left = [
        _first(model.objects.filter(phone=mine)) for model in (InboundMessage, OutboundMessage, TurnAttempt)
    ]
    return idle.order_by("active_at").values_list("pk", "phone", "active_at", Coalesce(*left))


def drop_unused(phone: str) -> None:
    """Delete the row of `phone` if it was made for what was erased by then: nothing else is stored of it.

    The caller's transaction holds its lock.
    """
    nothing = [
        ~Exists(model.objects.filter(phone=OuterRef("phone")))
        for model in (ConversationSession, InboundMessage, OutboundMessage, TurnAttempt)
    ]
    unused = Conversation.objects.filter(*nothing, phone=phone, paused_at=None, attention_at=None)
    unused.delete()


def _first(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.values("pk")[:1])


def _note_ended(phones: list[str]) -> None:
    """Have the messages of `phones` erased: all are older than the grace, and what arrives is newer.

    Those that ended with a session are noted already; twice would be two ends for operators.
    """
    ends = last_ends(phones)
    for model, at, until in (
        (InboundMessage, "received_at", "ended_at"),
        (OutboundMessage, "created_at", "replies_until"),
        (TurnAttempt, "ended_at", "replies_until"),
    ):
        rows = model._default_manager.filter(phone__in=phones).order_by()
        for phone, newest in rows.values_list("phone").annotate(Max(at)):
            if phone in ends and newest >= getattr(ends[phone], until):
                del ends[phone]
    ended = timezone.now() - IDLE_CONVERSATIONS.period / 2
    EndedSession.objects.bulk_create(
        EndedSession(phone=phone, ended_at=ended, replies_until=ended)
        for phone in phones
        if phone not in ends
    )
