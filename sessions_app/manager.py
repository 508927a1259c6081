"""Conversation sessions: which thread a phone talks in, and for how long."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from sessions_app import threads
from sessions_app.models import Conversation, ConversationSession, InboundMessage


def is_live(session: ConversationSession, *, at: datetime) -> bool:
    """Say whether `session` had not expired at the moment `at`."""
    return session.last_accessed + timedelta(seconds=settings.SESSION_TTL_SECONDS) > at


def start_session(*, phone: str, thread_id: str) -> None:
    """Give `phone` a new session in `thread_id`; the thread of a session it replaces is doomed.

    Runs inside the caller's transaction, which holds the phone's lease.
    """
    end_session(phone=phone)
    now = timezone.now()
    ConversationSession.objects.create(phone=phone, thread_id=thread_id, created_at=now, last_accessed=now)


def end_session(*, phone: str) -> bool:
    """Drop the session of `phone`, doom its thread, and return whether there was one."""
    return bool(_end(ConversationSession.objects.filter(phone=phone)))


def expired_sessions() -> QuerySet[ConversationSession]:
    """Return the sessions past their TTL, but for those with a running turn or an unanswered message."""
    cutoff = timezone.now() - timedelta(seconds=settings.SESSION_TTL_SECONDS)
    of_phone = {"phone": OuterRef("phone")}
    return ConversationSession.objects.filter(
        ~Exists(InboundMessage.objects.filter(**of_phone, state=InboundMessage.State.RECEIVED)),
        ~Exists(Conversation.objects.filter(**of_phone, lease_token__isnull=False)),
        last_accessed__lte=cutoff,
    )


def cleanup_expired_sessions(*, batch_size: int = 500) -> int:
    """End all `expired_sessions`, `batch_size` in a transaction, and return how many they were."""
    removed = 0
    while batch := list(expired_sessions().values_list("pk", flat=True)[:batch_size]):
        with transaction.atomic():
            # The condition again: a message may have come since the batch was read.
            ended = _end(expired_sessions().filter(pk__in=batch))
        removed += ended
        if not ended:
            break
    return removed


def _end(sessions: QuerySet[ConversationSession]) -> int:
    locked = dict(sessions.select_for_update().values_list("pk", "thread_id"))
    ended, _ = ConversationSession.objects.filter(pk__in=list(locked)).delete()
    for thread_id in locked.values():
        threads.doom(thread_id)
    return ended
