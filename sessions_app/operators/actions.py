"""What operators do to a conversation. Each action is one transaction with its line in the audit log.

A page may be out of date. An action applies to the very session that the page showed; otherwise it is
refused with a reason for the operator, and nothing changes. `operator` is always a user name.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, Self

from django.db import transaction
from django.utils import timezone

from assistant.invisible import is_blank
from sessions_app.conversations import attention, leases, takeover
from sessions_app.db.batches import EPOCH
from sessions_app.manager import SessionManager
from sessions_app.messages import blocks, opt_outs, outbox
from sessions_app.messages.parts import split
from sessions_app.models import Conversation, ConversationSession, InboundMessage
from sessions_app.operators import audit
from sessions_app.sessions import backend, live
from sessions_app.sessions.ended import last_end
from sessions_app.turns import outcomes

REPLY_WINDOW = timedelta(hours=24)
"""WhatsApp allows free-form messages only this long after the user's last one (Twilio error 63016)."""
MAX_REPLY = 4096
"""Characters in a reply by hand; the outbox splits it into parts."""

P = ParamSpec("P")


class Refused(Exception):
    """The action was refused, and nothing changed. The message is for the operator."""


class AlreadySent(Refused):
    """This very reply was sent before, under the same id."""


class EarlierSent(Refused):
    """Another text was sent before, under the same id: this one needs a new id."""


@dataclass(frozen=True, kw_only=True)
class SeenSession:
    """A session as a page showed it, or that it showed none. Its row may now hold a newer session."""

    pk: int
    created_at: datetime
    phone: str = ""
    """Of whom the page showed no session; then the rest says nothing."""

    @classmethod
    def now(cls, session: ConversationSession) -> Self:
        """Return `session` as a page would show it now."""
        return cls(pk=session.pk, created_at=session.created_at)

    @classmethod
    def none(cls, phone: str) -> Self:
        """Return what a page shows of the user of `phone` who has no session."""
        return cls(pk=0, created_at=EPOCH, phone=phone)


def _on_session(
    steer: Callable[Concatenate[ConversationSession, P], None],
) -> Callable[Concatenate[SeenSession, P], None]:
    """Pass `steer` the live session that was shown, with its conversation locked. Raises `Refused`."""

    @wraps(steer)
    def steered(shown: SeenSession, /, *args: P.args, **kwargs: P.kwargs) -> None:
        with transaction.atomic():
            steer(_locked(shown), *args, **kwargs)

    return steered


def _on_person(
    steer: Callable[Concatenate[ConversationSession, P], None],
) -> Callable[Concatenate[SeenSession, P], None]:
    """Do the same, and of a user without a session pass one that is not stored: it has no `pk`."""

    @wraps(steer)
    def steered(shown: SeenSession, /, *args: P.args, **kwargs: P.kwargs) -> None:
        with transaction.atomic():
            session = _without_session(shown.phone) if shown.phone else _locked(shown)
            steer(session, *args, **kwargs)

    return steered


def require_sessions() -> None:
    if not backend.in_database():
        raise Refused("The sessions are being moved or are in legacy mode. Actions are not possible now.")


def is_reply_allowed(phone: str) -> bool:
    """Return True if WhatsApp takes a free-form message for `phone` now."""
    last = InboundMessage.objects.filter(phone=phone).order_by("-id").first()
    return last is not None and last.received_at > timezone.now() - REPLY_WINDOW


def is_taken_over(phone: str, *, by: str) -> bool:
    """Return True if `by` has taken over the conversation. Raises `Refused` if a colleague has."""
    paused_by = _paused_by(phone)
    if paused_by not in ("", by):
        raise Refused(f"{paused_by} has taken over this conversation. Take it over first.")
    return bool(paused_by)


def _require_consent(phone: str) -> None:
    if opt_outs.is_opted_out(phone):
        raise Refused(
            "The user has opted out and gets no messages from us. "
            "A reply is possible again after the user sends START."
        )
    if blocks.is_blocked(phone):
        raise Refused("The user is blocked and gets no messages from us. Unblock the user first.")


def _without_session(phone: str) -> ConversationSession:
    require_sessions()
    leases.lock(phone)
    if ConversationSession.objects.filter(phone=phone).exists():
        raise Refused("A session has begun meanwhile. Nothing was changed.")
    return ConversationSession(phone=phone)


def _locked(shown: SeenSession) -> ConversationSession:
    require_sessions()
    found = ConversationSession.objects.filter(pk=shown.pk)
    phone = found.values_list("phone", flat=True).first()
    if phone is not None:
        leases.lock(phone)
    session = found.select_for_update().first()  # locked, so that a cleanup cannot remove it
    if session is None:
        raise Refused("This session has already ended. Nothing was changed.")
    if session.created_at != shown.created_at:
        raise Refused("This session has ended, and a new one has begun. Nothing was changed.")
    if not live.is_live(session):  # otherwise a message received before its expiry keeps it live
        raise Refused("This session has just expired. Nothing was changed.")
    return session


@_on_session
def kill(session: ConversationSession, *, operator: str) -> None:
    """End the session. Its thread is deleted; running turns and waiting messages stay without an answer."""
    ignored = takeover.ignore_unanswered(session.phone)
    audit.record(operator=operator, action="kill", session=session, ignored_messages=ignored)
    outbox.cancel_unsent(phone=session.phone)
    SessionManager().remove_session(session.phone)


@_on_session
def extend(session: ConversationSession, *, operator: str) -> None:
    """Reset the session's TTL."""
    audit.record(operator=operator, action="extend", session=session)
    _refresh(session)


@_on_session
def take_over(session: ConversationSession, *, operator: str) -> None:
    """Pause the bot and hold messages for `operator`, who may also take over from a colleague."""
    _require_consent(session.phone)
    paused_by = _paused_by(session.phone)
    if paused_by == operator:
        raise Refused("You have already taken over this conversation.")
    audit.record(operator=operator, action="take over", session=session, taken_from=paused_by)
    takeover.pause(session.phone, by=operator)
    _refresh(session)


@_on_person
def reply(session: ConversationSession, *, operator: str, text: str, reply_id: uuid.UUID) -> None:
    """Send `text` by hand, once for each `reply_id`. Takes over if the bot is not paused.

    It answers the held messages. The bot's next turn gives the thread a recap of both. Without a session
    the bot goes on with the user's next message: nothing can be held.
    """
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode().strip()
    if queued := outbox.parts_of(reply_id):
        if queued == split(text):
            raise AlreadySent("This reply has already been sent. It is not sent again.")
        raise EarlierSent(
            "An earlier version of this reply has already been sent. Send again to send this one too."
        )
    if is_blank(text):
        raise Refused("The reply is empty.")
    if len(text) > MAX_REPLY:
        raise Refused(f"The reply has {len(text)} characters; {MAX_REPLY} are allowed.")
    _require_consent(session.phone)
    took_over = not is_taken_over(session.phone, by=operator)
    if not is_reply_allowed(session.phone):
        raise Refused(
            "WhatsApp allows a reply only within 24 hours of the user's last message. "
            "A reply is possible again after the user's next message."
        )
    has_session = session.pk is not None
    audit.record(
        operator=operator,
        action="reply",
        session=session,
        characters=len(text),
        took_over=took_over and has_session,
    )
    takeover.reply(session.phone, text=text, operator=operator, reply_id=reply_id)
    if took_over:  # after the reply, so that what it answers does not count as held
        takeover.pause(session.phone, by=operator)
    if not has_session:
        takeover.end_pause(session.phone)
    _refresh(session)


@_on_session
def hand_back(session: ConversationSession, *, operator: str) -> None:
    """Let the bot answer again: it answers what came after the last reply by hand."""
    paused_by = _paused_by(session.phone)
    if not paused_by:
        raise Refused("The bot is not paused.")
    audit.record(operator=operator, action="hand back", session=session, taken_from=paused_by)
    takeover.end_pause(session.phone)
    _refresh(session)


@_on_person
def retry(session: ConversationSession, *, operator: str) -> None:
    """Retry the newest turn that failed for good, of this session or since the last one ended."""
    if _paused_by(session.phone):
        raise Refused("The bot is paused. Hand the conversation back first.")
    _require_consent(session.phone)
    if not outcomes.retry_failed(session.phone, received_since=last_end(session.phone).ended_at):
        raise Refused("There is no failed turn to retry in this session, or it is already being retried.")
    audit.record(operator=operator, action="retry", session=session)
    attention.dismiss(session.phone)
    _refresh(session)


def retry_newest(phone: str, *, operator: str) -> None:
    """Like `retry`, of the user of `phone` as it is now."""
    session = ConversationSession.objects.filter(phone=phone).first()
    retry(SeenSession.now(session) if session else SeenSession.none(phone), operator=operator)


@_on_person
def dismiss(session: ConversationSession, *, operator: str) -> None:
    """Dismiss the request for a person."""
    if not attention.dismiss(session.phone):
        raise Refused("This conversation no longer needs attention.")
    audit.record(operator=operator, action="dismiss", session=session)
    _refresh(session)


def dismiss_asked(conversation: int, *, asked_at: datetime, operator: str) -> None:
    """Like `dismiss`, for the request made at `asked_at`, whose session may have ended or never begun."""
    with transaction.atomic():
        require_sessions()
        phone = Conversation.objects.filter(pk=conversation).values_list("phone", flat=True).first()
        if phone is None or not attention.dismiss(phone, asked_at=asked_at):
            raise Refused("This conversation no longer needs attention.")
        session = ConversationSession.objects.filter(phone=phone).first()
        audit.record(operator=operator, action="dismiss", phone=phone, session=session)


def _paused_by(phone: str) -> str:
    paused = Conversation.objects.filter(phone=phone, paused_at__isnull=False)
    return paused.values_list("paused_by", flat=True).first() or ""


def _refresh(session: ConversationSession) -> None:
    """Count an operator's action as access."""
    ConversationSession.objects.filter(pk=session.pk).update(last_accessed=timezone.now())
