"""The status of one user in full: session, TTL, thread, waiting messages, who talks, errors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from sessions_app.console.sessions.status import Status, life
from sessions_app.db.batches import EPOCH
from sessions_app.messages import blocks, opt_outs, user_addresses
from sessions_app.models import Conversation, ConversationSession, Heartbeat, InboundMessage, RemoteThread
from sessions_app.operators.actions import REPLY_WINDOW
from sessions_app.privacy import masked, pseudonym
from sessions_app.sessions import ended
from sessions_app.sessions.ended import LastEnd
from sessions_app.sessions.live import live_since
from sessions_app.telemetry import heartbeats, model_usage
from sessions_app.telemetry.model_usage import Usage

State = InboundMessage.State


@dataclass(frozen=True, kw_only=True)
class PersonHeader:
    """Times are None if the state that they belong to does not apply."""

    phone: str = field(repr=False)
    session: ConversationSession | None
    """None if the user has none now: what is about a session is blank then."""
    ends: Sequence[LastEnd]
    """Where the user's sessions ended, the oldest first."""
    user: str
    other_addresses: tuple[str, ...]
    """Of the user, as pseudonyms."""
    profile_name: str
    """What the user is called on WhatsApp, "" if unknown. Not for viewers: see `masked_name`."""
    thread_id: str
    thread_state: str
    created_at: datetime | None
    last_accessed: datetime | None
    life: Status | None
    is_live: bool
    """The session takes actions. After its TTL it does so while a message from before waits."""
    minutes_left: int
    paused_by: str
    paused_at: datetime | None
    opted_out_at: datetime | None
    blocked_at: datetime | None
    limited_until: datetime | None
    """What is held waits for no operator, but until the phone may have another turn."""
    attention: str
    attention_at: datetime | None
    turn_since: datetime | None
    turn_is_lost: bool
    """The lease has expired: its worker died, and another worker will take over."""
    waits_for_account: bool
    """OpenAI refuses our account, and its turn waits for that."""
    retry_at: datetime | None
    attempts: int
    last_error: str
    waiting: int
    waiting_since: datetime | None
    held: int
    failed: int
    """Messages that can be tried again: none of a session that has ended."""
    reply_until: datetime | None
    """When WhatsApp's window for replies closes or closed; None if the user never wrote."""
    can_reply: bool
    worker_alive: bool
    usage: Usage
    """Of the session; without one, of all that is stored."""

    @property
    def masked_name(self) -> str:
        return masked(self.profile_name)

    @property
    def takes_actions(self) -> bool:
        """Return False for an expired session until a cleanup has closed it."""
        return self.session is None or self.is_live

    @property
    def time_left(self) -> str:
        """Return the rest of the session's TTL: a page changes once a minute for it, not each second."""
        return f"{self.minutes_left} min left" if self.minutes_left else "less than a minute left"

    @property
    def is_silent_without_worker(self) -> bool:
        return bool(self.waiting) and not self.worker_alive


def of_phone(phone: str) -> PersonHeader:
    """Look up the status of the user of `phone` with ten queries."""
    now = timezone.now()
    session = ConversationSession.objects.filter(phone=phone).first()
    conversation = Conversation.objects.filter(phone=phone).first() or Conversation()
    ends = ended.ends(phone)
    ended_at = ends[-1].ended_at if ends else EPOCH
    inbox = _inbox(phone, since=ended_at)
    reply_until = inbox["last"] + REPLY_WINDOW if inbox["last"] else None
    opted_out_at = opt_outs.since([phone]).get(phone)
    blocked_at = blocks.since([phone]).get(phone)
    leased = conversation.lease_token is not None
    return PersonHeader(
        phone=phone,
        session=session,
        ends=ends,
        user=pseudonym(phone),
        other_addresses=tuple(pseudonym(address) for address in user_addresses.all_of(phone)[1:]),
        profile_name=_profile_name(phone),
        thread_id=session.thread_id if session else "",
        thread_state=_thread_state(session.thread_id) if session else "",
        created_at=session.created_at if session else None,
        last_accessed=session.last_accessed if session else None,
        life=life(session, now=now) if session else None,
        is_live=session is not None
        and session.last_accessed > live_since(waiting_since=inbox["unanswered_since"]),
        minutes_left=_minutes_left(session, now) if session else 0,
        paused_by=conversation.paused_by if conversation.paused_at else "",
        paused_at=conversation.paused_at,
        opted_out_at=opted_out_at,
        blocked_at=blocked_at,
        limited_until=conversation.limited_until,
        attention=conversation.attention,
        attention_at=conversation.attention_at,
        turn_since=conversation.active_at if leased else None,
        turn_is_lost=bool(leased and conversation.lease_expires_at and conversation.lease_expires_at < now),
        waits_for_account=bool(conversation.waits_for and conversation.retry_at),
        retry_at=conversation.retry_at if conversation.retry_at and conversation.retry_at > now else None,
        attempts=conversation.attempts,
        last_error=inbox["error"] or "",
        waiting=inbox["waiting"],
        waiting_since=inbox["since"],
        held=inbox["held"],
        failed=inbox["failed"],
        reply_until=reply_until,
        can_reply=bool(reply_until and reply_until > now and not (opted_out_at or blocked_at)),
        worker_alive=heartbeats.is_alive(Heartbeat.Kind.WORKER, within=settings.HEALTH_WORKER_SILENT_SECONDS),
        usage=model_usage.of_phone(phone, since=ended_at if session else EPOCH),
    )


def _minutes_left(session: ConversationSession, now: datetime) -> int:
    expires = session.last_accessed + timedelta(seconds=settings.SESSION_TTL_SECONDS)
    return max(0, int((expires - now).total_seconds() // 60))


def _inbox(phone: str, *, since: datetime) -> dict[str, Any]:
    received = Q(state=State.RECEIVED)
    return InboundMessage.objects.filter(phone=phone).aggregate(
        waiting=Count("pk", filter=received),
        since=Min("received_at", filter=received),
        error=Max("error", filter=received),
        held=Count("pk", filter=Q(state=State.HELD)),
        unanswered_since=Min("received_at", filter=received | Q(state=State.HELD)),
        failed=Count("pk", filter=Q(state=State.FAILED, received_at__gte=since)),
        last=Max("received_at"),
    )


def _profile_name(phone: str) -> str:
    newest = InboundMessage.objects.filter(phone=phone).order_by("-pk")
    details = newest.values_list("details", flat=True).first() or {}
    return str(details.get("profile_name", ""))


def _thread_state(thread_id: str) -> str:
    # Both conditions belong to the index; see `threads.ledger`.
    known = RemoteThread.objects.exclude(thread_id="").filter(thread_id=thread_id)
    state = known.values_list("state", flat=True).first()
    return RemoteThread.State(state).label if state else "not in the ledger"
