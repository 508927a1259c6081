"""Who opts out gets nothing more from us until they opt in again. Their draft and session are kept.

An opt-out acts at once, like a reset: a running turn loses its lease, what is unsent is cancelled and a
takeover ends. What an opted-out phone sends is stored and ignored. So is what a blocked one sends, but for
its opt-outs and opt-ins, which get no answer. Twilio's Advanced Opt-Out answers its words itself, so we send
nothing then.
"""

from collections.abc import Sequence

import structlog
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from sessions_app.conversations import attention, chat_language, leases, takeover, untold
from sessions_app.db.batches import chunks
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import blocks, delivery_status, opt_outs, outbox, user_addresses
from sessions_app.messages.delivery_status import StatusUpdate
from sessions_app.messages.keywords import is_start
from sessions_app.models import InboundMessage, OptOut, OutboundMessage
from sessions_app.privacy import pseudonym
from sessions_app.sessions import backend, live, store

log = structlog.get_logger(__name__)
Kind = InboundMessage.Kind
State = InboundMessage.State
_WAITING = [State.RECEIVED, State.HELD]

GOODBYE = gettext_noop("You will get no more messages from us. Send START to begin again.")
WELCOME_BACK = gettext_noop(
    "Welcome back! Your answers so far are safe. Send */status* to see them, or just go on."
)


def settle(phone: str) -> None:
    """Carry out the opt-outs and opt-ins of `phone` that wait, in their order; ignore what gets no answer.

    A word that is neither now becomes ordinary text: CANCEL in a live session, UNSTOP without an opt-out.
    """
    with transaction.atomic():
        if not backend.may_use():
            return
        leases.lock(phone)
        out, blocked = opt_outs.is_opted_out(phone), blocks.is_blocked(phone)
        unanswered = list(InboundMessage.objects.filter(phone=phone, state__in=_WAITING).order_by("id"))
        if not unanswered:  # settled or erased meanwhile: no row of the conversation is made
            transaction.set_rollback(True)
        ignored: list[InboundMessage] = []
        waiting: list[InboundMessage] = []
        texts: list[InboundMessage] = []
        for message in unanswered:
            if not out and _opts_out(message, first=unanswered[0]):
                out = True
                ignored += waiting
                waiting = []
                _carry_out_stop(message)
            elif out and _opts_in(message):
                out = False
                _carry_out_start(message)
            elif out or blocked or message.kind in (Kind.OPT_OUT, Kind.OPT_IN):
                ignored.append(message)
            else:
                waiting.append(message)
                if message.kind in InboundMessage.CONSENT:
                    texts.append(message)
        _update(ignored, state=State.IGNORED)
        _update(texts, kind=Kind.TEXT)


def _opts_out(message: InboundMessage, *, first: InboundMessage) -> bool:
    """Return True if `message` opts out: CANCEL and the like only where no question of ours is open."""
    if message.kind == Kind.CANCEL:
        return not (live.of_phones({message.phone: first.received_at}) or _is_asked(first))
    return message.kind in (Kind.STOP, Kind.OPT_OUT)


def _is_asked(message: InboundMessage) -> bool:
    """Return True if the last thing that its user got, within a session's time, was a question: the menu."""
    sent = OutboundMessage.objects.filter(phone=message.phone).exclude(state=OutboundMessage.State.CANCELLED)
    last = sent.order_by("-pk").first()
    return bool(
        last and "?" in last.body and last.created_at >= live.live_since(waiting_since=message.received_at)
    )


def _opts_in(message: InboundMessage) -> bool:
    is_start_word = message.kind == Kind.RESET and is_start(message.body)
    return is_start_word or message.kind in (Kind.UNSTOP, Kind.OPT_IN)


def _carry_out_stop(message: InboundMessage) -> None:
    if message.kind == Kind.OPT_OUT:
        _opt_out(message.phone, how=OptOut.How.TWILIO)
        _update([message], state=State.IGNORED)
    else:
        _opt_out(message.phone, how=OptOut.How.WORD)
        _update([message], state=State.ANSWERED, kind=Kind.STOP)
        _say(message, GOODBYE)


def _carry_out_start(message: InboundMessage) -> None:
    opt_outs.remove(user_addresses.all_of(message.phone))
    log.info("opted_in", user=pseudonym(message.phone))
    if message.kind == Kind.OPT_IN:
        _update([message], state=State.IGNORED)
    else:
        _update([message], state=State.ANSWERED, kind=Kind.OPT_IN)
        _say(message, WELCOME_BACK, untold=True)
        untold.note(message.phone)


def _say(answered: InboundMessage, text: str, *, untold: bool = False) -> None:
    phone = answered.phone
    if blocks.is_blocked(phone):
        return
    with chat_language.speaking_to(phone):
        outbox.queue(phone=phone, text=gettext(text), request_id=answered.request_id, untold=untold)


def _opt_out(phone: str, *, how: OptOut.How) -> None:
    """Record the opt-out of `phone` and stop what is under way. The caller's transaction holds the lock."""
    if leases.revoke(phone):
        store.keep_thread_for_turn(phone)
    takeover.end_pause(phone)
    attention.dismiss(phone)
    opt_outs.add(user_addresses.all_of(phone), how=how)
    outbox.cancel_unsent(phone=phone)
    log.info("opted_out", user=pseudonym(phone), how=how.value)


def _update(messages: Sequence[InboundMessage], **values: str) -> None:
    for some in chunks([message.pk for message in messages]):
        InboundMessage.objects.filter(pk__in=some).update(**values)


def record_blocked(updates: Sequence[StatusUpdate]) -> None:
    """Record status callbacks with Twilio's error 21610: each opts its user out. They can be repeated."""
    delivery_status.record(updates)
    for update in updates:
        if message := OutboundMessage.objects.filter(uuid=update.uuid).first():
            opt_out_blocked(message)


def opt_out_blocked(message: OutboundMessage) -> None:
    """Opt out the user of `message`, which Twilio refused with error 21610.

    Not if the user has opted in since the message was written: then the error is out of date. Nor if the
    message was erased meanwhile: nobody is known who has opted out.
    """
    phone = message.phone
    opted_in = InboundMessage.objects.filter(phone=phone, kind=Kind.OPT_IN)
    with transaction.atomic():
        backend.may_use()  # keeps the sessions where they are; locked before the conversation, as everywhere
        leases.lock(phone)
        is_erased = not OutboundMessage.objects.filter(pk=message.pk).exists()
        was_before = opted_in.filter(received_at__gt=message.created_at).exists()
        if is_erased or was_before or opt_outs.is_opted_out(phone):
            transaction.set_rollback(True)
            return
        _opt_out(phone, how=OptOut.How.ERROR)
        takeover.ignore_unanswered(phone)


aopt_out_blocked = async_twin(opt_out_blocked)
