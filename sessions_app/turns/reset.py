"""The reset command, carried out at once: it waits for no turn and calls no vendor."""

import uuid
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from assistant import press_release
from sessions_app.conversations import chat_language, consent, leases, takeover, untold
from sessions_app.messages import blocks, outbox
from sessions_app.models import InboundMessage, SessionChange, TurnAttempt
from sessions_app.privacy import pseudonym
from sessions_app.sessions import backend
from sessions_app.telemetry import turn_attempts
from sessions_app.turns.canned_replies import PARKED, WELCOME, welcome_choices

log = structlog.get_logger(__name__)
State = InboundMessage.State


def reset(phone: str) -> bool:
    """Carry out the newest unanswered reset of `phone`; return whether there was one.

    The running turn loses its right to write, the session ends, the release in the making is
    parked, earlier unanswered messages are ignored, unsent parts are cancelled, then the welcome goes out.
    Of who has opted out, only START means something, and it resets nothing (`consent`).
    """
    with transaction.atomic():
        if not backend.may_use():
            return False
        turn_was_running = leases.revoke(phone)
        if not blocks.gets_replies(phone):
            consent.settle(phone)
            return False
        unanswered = takeover.unanswered(phone)
        resets = unanswered.filter(state=State.RECEIVED, kind=InboundMessage.Kind.RESET)
        newest = resets.order_by("-id").first()
        # Another worker was faster, and a new turn may run already: leave it its lease. Or an operator was.
        if newest is None or takeover.is_paused(phone):
            transaction.set_rollback(True)
            return False
        unanswered.filter(pk=newest.pk).update(state=State.ANSWERED)
        ignored = unanswered.filter(pk__lt=newest.pk).update(state=State.IGNORED)
        backend.store().end(
            phone,
            reason=SessionChange.Reason.RESET,
            ended_at=newest.received_at + timedelta(microseconds=1),
            thread_in_use=turn_was_running,
        )
        takeover.forget(phone)
        parked = press_release.park(phone=phone)
        outbox.cancel_unsent(phone=phone)
        token = uuid.uuid4()
        turn_attempts.record(
            phone=phone,
            turn=token,
            outcome=TurnAttempt.Outcome.RESET,
            messages=ignored + 1,
            received_at=newest.received_at,
        )
        with translation.override(chat_language.note({phone: [newest.body]})[phone]):
            text = "\n\n".join(gettext(part) for part in ([WELCOME, PARKED] if parked else [WELCOME]))
            offered = [(choice.label, choice.action) for choice in welcome_choices()]
        outbox.queue(
            phone=phone,
            text=text,
            turn=token,
            request_id=newest.request_id,
            untold=True,
            choices=offered,
        )
        untold.note(phone)
    log.info("session_reset", user=pseudonym(phone), request_id=str(newest.request_id or ""))
    return True
