"""What becomes of a transcript when its session has ended.

It is out of reach at once (`EndedSession` says up to when) and erased by a schedule, after
TRANSCRIPT_RETENTION_DAYS; what was said without a session is noted by `conversations.idle`.
Hashes of MessageSids stay 30 days, without content or phone, so that replays are still absorbed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from sessions_app.data_registry import MESSAGE_SIDS, TRANSCRIPTS, UNSENT
from sessions_app.db.batches import repeat_until_empty
from sessions_app.messages import emptied, outbox
from sessions_app.models import EndedSession, InboundMessage, OutboundMessage, TurnAttempt
from sessions_app.sessions import ended

CALLBACK_PATIENCE = timedelta(hours=1)
"""So long after it was sent, what Twilio accepted counts as settled: its status callback must be lost."""
BATCH_SIZE = 200
PRUNE_BATCH = 2000
_SETTLED_INBOUND = [
    InboundMessage.State.ANSWERED,
    InboundMessage.State.FAILED,
    InboundMessage.State.IGNORED,
]
_NOT_AT_TWILIO_YET = [OutboundMessage.State.QUEUED, OutboundMessage.State.SENDING]


def erase() -> int:
    """Erase the transcripts whose retention is over; return how many sessions' they were.

    What is still on its way to Twilio stays until that is settled, for 7 days at most, what Twilio has
    until a status callback or an hour has passed, and what was sent just before either a little longer;
    a turn's attempts stay until they are counted.
    """
    due = TRANSCRIPTS.cutoff()
    erased, after = 0, Q()

    def take() -> int:
        nonlocal erased, after
        with transaction.atomic():
            batch = _lock(EndedSession.objects.filter(after, ended_at__lte=due))
            gone = [session.pk for session in batch if _erase_one(session)]
            EndedSession.objects.filter(pk__in=gone).delete()
        erased += len(gone)
        if batch:
            last = batch[-1]
            after = Q(ended_at__gt=last.ended_at) | Q(ended_at=last.ended_at, pk__gt=last.pk)
        return len(batch)

    repeat_until_empty(take, batch_size=BATCH_SIZE)
    ended.index()
    return erased


def _lock(sessions: QuerySet[EndedSession]) -> list[EndedSession]:
    skip = connection.features.has_select_for_update_skip_locked
    return list(sessions.order_by("ended_at", "pk").select_for_update(skip_locked=skip)[:BATCH_SIZE])


def _erase_one(session: EndedSession) -> bool:
    """Erase what was said and heard before the end of `session`; return whether nothing is left."""
    said = InboundMessage.objects.filter(phone=session.phone, received_at__lt=session.ended_at)
    emptied.empty(said.filter(state__in=_SETTLED_INBOUND))
    heard = OutboundMessage.objects.filter(phone=session.phone, created_at__lt=session.replies_until)
    attempts = TurnAttempt.objects.filter(phone=session.phone, ended_at__lt=session.replies_until)
    if session.replies_until > UNSENT.cutoff():
        _settled(heard).exclude(attempted_at__gt=_looked_up_since(session.phone)).delete()
        attempts.filter(counted=True).delete()
        return not (heard.exists() or attempts.exists())
    heard.delete()
    attempts.delete()
    return True


def _settled(heard: QuerySet[OutboundMessage]) -> QuerySet[OutboundMessage]:
    """Return what of `heard` Twilio has, without that of which it may tell more any moment."""
    lately = timezone.now() - CALLBACK_PATIENCE
    at_twilio = heard.exclude(state__in=_NOT_AT_TWILIO_YET)
    return at_twilio.exclude(state=OutboundMessage.State.ACCEPTED, attempted_at__gt=lately)


def _looked_up_since(phone: str) -> datetime:
    """Return since when what Twilio sent to `phone` may be looked through for a message on its way.

    That is told from an equal one by the SID that the other's row owns, so such a row has to stay. What
    Twilio has accepted is never looked up again (`delivery`).
    """
    on_its_way = OutboundMessage.objects.filter(phone=phone, state__in=_NOT_AT_TWILIO_YET)
    oldest: datetime = on_its_way.aggregate(oldest=Min("created_at"))["oldest"] or timezone.now()
    return oldest - outbox.LOOK_BACK - timedelta(seconds=settings.DELIVERY_STALE_SECONDS)


def prune_sids() -> int:
    """Forget the erased messages after 30 days; return how many."""
    return repeat_until_empty(_prune_batch, batch_size=PRUNE_BATCH)


def _prune_batch() -> int:
    old = MESSAGE_SIDS.cutoff()
    # In the order of an index, up to the first one that stays: ids are in order of receipt.
    erased = InboundMessage.objects.filter(phone="").order_by("pk")
    first = erased.values_list("pk", "received_at")[:PRUNE_BATCH]
    pks = [pk for pk, received_at in first if received_at <= old]
    deleted, _ = InboundMessage.objects.filter(pk__in=pks).delete()
    return deleted
