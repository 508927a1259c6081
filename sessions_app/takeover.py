"""A person instead of the bot: while it is paused, messages are held and no turn runs.

What is said meanwhile is not in the thread: `Conversation.untold_since` says so until a turn has
told it (`retelling`). The caller's transaction holds the lock on the phone's conversation
(`leases.lock`, `take_away`) wherever a function does not say otherwise.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from sessions_app import attention, leases, outbox, session_backend, sessions, turn_attempts
from sessions_app.models import Conversation, ConversationSession, InboundMessage, TurnAttempt
from sessions_app.statements import db_time, execute_returning, fetch, read_time

State = InboundMessage.State

# A conversation without a session has nothing left to be taken over.
_EXPIRED = f"""
    SELECT c.phone FROM {Conversation._meta.db_table} c
    LEFT JOIN {ConversationSession._meta.db_table} s ON s.phone = c.phone
    WHERE c.paused_at IS NOT NULL AND (s.id IS NULL OR s.last_accessed <= %s)
"""
# One statement: a message that arrives just now is answered and counted as untold, or neither.
_ANSWER = f"""
    UPDATE {InboundMessage._meta.db_table} SET state = 'answered', operator = %s
    WHERE phone = %s AND state IN ('received', 'held') RETURNING received_at
"""


def pause(phone: str, *, by: str) -> None:
    """Let `by` talk instead of the bot; a running turn loses its right to write, what waits is held.

    The caller sees to it that there is a live session.
    """
    if leases.take_away(phone):
        sessions.keep_thread_for_turn(phone)
    Conversation.objects.filter(phone=phone).update(paused_at=timezone.now(), paused_by=by)
    attention.clear(phone)
    InboundMessage.objects.filter(phone=phone, state=State.RECEIVED).update(state=State.HELD)


def is_paused(phone: str) -> bool:
    return Conversation.objects.filter(phone=phone, paused_at__isnull=False).exists()


def end_pause(phone: str) -> None:
    """Let the bot talk again, and answer what is still held."""
    Conversation.objects.filter(phone=phone).update(paused_at=None, paused_by="")
    InboundMessage.objects.filter(phone=phone, state=State.HELD).update(state=State.RECEIVED)


def reply(phone: str, *, text: str, operator: str, reply_id: uuid.UUID) -> None:
    """Queue a reply by hand; it answers what was received before it, and the thread knows of neither."""
    now = timezone.now()
    answered = [read_time(at) for (at,) in execute_returning(_ANSWER, [operator, phone])]
    conversation = Conversation.objects.get(phone=phone)
    untold_since = min([conversation.untold_since or now, *answered])
    Conversation.objects.filter(phone=phone).update(untold_since=untold_since)
    turn = uuid.uuid4()
    turn_attempts.record(
        phone=phone,
        turn=turn,
        outcome=TurnAttempt.Outcome.OPERATOR,
        messages=len(answered),
        received_at=min(answered, default=now),
    )
    outbox.queue(phone=phone, text=text, turn=turn, operator=operator, reply_id=reply_id)


def told(phone: str) -> None:
    """Write down that the thread knows now what operators said."""
    Conversation.objects.filter(phone=phone).update(untold_since=None)


def forget(phone: str) -> None:
    """End the pause, and with the session what operators said and whom it asked for."""
    end_pause(phone)
    told(phone)
    attention.clear(phone)


def ignore_unanswered(phone: str) -> int:
    """Leave unanswered for good what waits or is held; return how many messages."""
    return unanswered(phone).update(state=State.IGNORED)


def unanswered(phone: str) -> QuerySet[InboundMessage]:
    """Return what `phone` said that waits or is held."""
    return InboundMessage.objects.filter(phone=phone, state__in=[State.RECEIVED, State.HELD])


def hold_all(phones: Iterable[str]) -> None:
    """Hold what arrived for `phones` whose bot is paused. Transactions of its own."""
    for phone in phones:
        with transaction.atomic():
            if session_backend.may_use():
                leases.lock(phone)
                if is_paused(phone):
                    _hold(phone)


def _hold(phone: str) -> None:
    """Hold what waits, which counts as access. A message that found its session expired ends the pause."""
    waiting = InboundMessage.objects.filter(phone=phone, state=State.RECEIVED)
    first = waiting.aggregate(at=Min("received_at"))["at"]
    if first is None:
        return
    store, ttl = session_backend.store(), settings.SESSION_TTL_SECONDS
    session = store.of_phones([phone]).get(phone)
    if session is None or not sessions.is_live(session, at=first, ttl=ttl):
        end_pause(phone)
        return
    waiting.update(state=State.HELD)
    store.touch(phone, ttl=ttl, judged_at=first)


def end_expired(*, ttl: float) -> int:
    """End the pauses whose session nobody accessed for `ttl` seconds; return how many.

    What is still held keeps the session: the bot answers it. Transactions of its own.
    """
    if not session_backend.in_database():
        return 0
    cutoff = timezone.now() - timedelta(seconds=ttl)
    phones = [str(phone) for (phone,) in fetch(_EXPIRED, [db_time(cutoff)])]
    return sum(end_if_expired(phone, cutoff=cutoff) for phone in phones)


def end_if_expired(phone: str, *, cutoff: datetime) -> bool:
    """End the pause of `phone` if nobody accessed its session since `cutoff`; return whether it did."""
    with transaction.atomic():
        leases.lock(phone)  # an operator may have done something meanwhile, which is an access
        if not is_paused(phone):
            return False
        _hold(phone)  # and so is a message that came in time
        if ConversationSession.objects.filter(phone=phone, last_accessed__gt=cutoff).exists():
            return False
        end_pause(phone)
        return True


def end_all() -> None:
    """End every pause, because nobody can end one in legacy mode. No claim runs meanwhile."""
    Conversation.objects.filter(paused_at__isnull=False).update(paused_at=None, paused_by="")
    InboundMessage.objects.filter(state=State.HELD).update(state=State.RECEIVED)
