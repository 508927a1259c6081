"""A person instead of the bot: while it is paused, messages are held and no turn runs.

What is said meanwhile is not in the thread (`untold`). The caller's transaction holds the lock on the
phone's conversation (`leases.lock`, `revoke`) wherever a function does not say otherwise.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, QuerySet
from django.utils import timezone

from sessions_app.conversations import attention, leases, untold
from sessions_app.messages import outbox
from sessions_app.models import Conversation, ConversationSession, InboundMessage, TurnAttempt
from sessions_app.sessions import backend, live, store
from sessions_app.telemetry import turn_attempts
from sessions_app.telemetry.turn_attempts import Trace

State = InboundMessage.State


def pause(phone: str, *, by: str) -> None:
    """Let `by` talk instead of the bot; a running turn loses its right to write, what waits is held.

    The caller sees to it that there is a live session, or ends the pause in the same transaction.
    """
    if leases.revoke(phone):
        store.keep_thread_for_turn(phone)
    Conversation.objects.filter(phone=phone).update(
        paused_at=timezone.now(), paused_by=by, limited_until=None
    )
    attention.dismiss(phone)
    _waiting(phone).update(state=State.HELD)


def is_paused(phone: str) -> bool:
    return Conversation.objects.filter(phone=phone, paused_at__isnull=False).exists()


def end_pause(phone: str) -> None:
    """Let the bot talk again, and answer what is still held."""
    if InboundMessage.objects.filter(phone=phone, state=State.HELD).update(state=State.RECEIVED):
        note_hold(phone, since=F("paused_at"))
    Conversation.objects.filter(phone=phone).update(paused_at=None, paused_by="", limited_until=None)


def note_hold(phone: str, *, since: datetime | F) -> None:
    """Record that what waits now waited for an operator since then, or the later time of its receipt."""
    Conversation.objects.filter(phone=phone).update(held_from=since, held_until=timezone.now())


def reply(phone: str, *, text: str, operator: str, reply_id: uuid.UUID) -> None:
    """Queue a reply by hand; it answers what was received before it, and the thread knows of neither."""
    now = timezone.now()
    waiting = unanswered(phone).select_for_update()
    answered = dict(waiting.values_list("pk", "received_at"))
    InboundMessage.objects.filter(pk__in=answered).update(state=State.ANSWERED, operator=operator)
    untold.note(phone, since=min([now, *answered.values()]))
    first = min(answered.values(), default=now)
    turn, trace = uuid.uuid4(), Trace()
    if paused_at := Conversation.objects.values_list("paused_at", flat=True).get(phone=phone):
        trace.was_held(since=max(first, paused_at), until=now)
    turn_attempts.record(
        phone=phone,
        turn=turn,
        outcome=TurnAttempt.Outcome.OPERATOR,
        messages=len(answered),
        received_at=first,
        trace=trace,
    )
    outbox.queue(phone=phone, text=text, turn=turn, operator=operator, reply_id=reply_id, untold=True)


def forget(phone: str) -> None:
    """End the pause, and with the session its recap and its request for a person."""
    end_pause(phone)
    untold.delivered(phone)
    attention.dismiss(phone)


def ignore_unanswered(phone: str) -> int:
    """Leave unanswered for good what waits or is held; return how many messages."""
    return unanswered(phone).update(state=State.IGNORED)


def unanswered(phone: str) -> QuerySet[InboundMessage]:
    """Return what `phone` said that waits or is held. Opt-outs and opt-ins are settled by `consent` alone."""
    messages = InboundMessage.objects.filter(phone=phone, state__in=[State.RECEIVED, State.HELD])
    return messages.exclude(kind__in=InboundMessage.CONSENT)


def hold_all(phones: Iterable[str]) -> None:
    """Hold what arrived for `phones` whose bot is paused. Transactions of its own."""
    for phone in phones:
        with transaction.atomic():
            if backend.may_use() and leases.lock_known(phone) and is_paused(phone):
                _hold(phone)


def _hold(phone: str) -> None:
    """Hold what waits, which counts as access. A message that found its session expired ends the pause."""
    waiting = _waiting(phone)
    first = waiting.aggregate(at=Min("received_at"))["at"]
    if first is None:
        return
    if live.touch(phone, waiting_since=first) is None:
        end_pause(phone)
    else:
        waiting.update(state=State.HELD)


def _waiting(phone: str) -> QuerySet[InboundMessage]:
    return unanswered(phone).filter(state=State.RECEIVED)


def end_expired(*, ttl: float) -> int:
    """End the pauses whose session was not accessed for `ttl` seconds; return how many.

    What is still held keeps the session: the bot answers it. Transactions of its own.
    """
    if not backend.in_database():
        return 0
    accessed = _accessed(OuterRef("phone"), ttl=ttl)
    expired = Conversation.objects.filter(~Exists(accessed), paused_at__isnull=False)
    return sum(end_if_expired(phone, ttl=ttl) for phone in list(expired.values_list("phone", flat=True)))


def end_if_expired(phone: str, *, ttl: float) -> bool:
    """End the pause of `phone` if its session was not accessed for `ttl` seconds; return whether it did."""
    with transaction.atomic():
        # Locked: an operator may have done something meanwhile, which is an access.
        if not (leases.lock_known(phone) and is_paused(phone)):
            return False
        _hold(phone)  # and so is a message that came in time
        if _accessed(phone, ttl=ttl).exists():
            return False
        end_pause(phone)
        return True


def _accessed(phone: str | OuterRef, *, ttl: float) -> QuerySet[ConversationSession]:
    return ConversationSession.objects.filter(phone=phone, last_accessed__gt=live.live_since(ttl=ttl))


def end_all() -> None:
    """End every pause: legacy mode has no way to end one. No claim runs meanwhile."""
    paused = Conversation.objects.filter(paused_at__isnull=False)
    paused.update(held_from=F("paused_at"), held_until=timezone.now(), paused_at=None, paused_by="")
    InboundMessage.objects.filter(state=State.HELD).update(state=State.RECEIVED)
