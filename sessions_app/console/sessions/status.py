"""The status badges of the sessions list, from a few queries for all rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sessions_app.console.times import in_zone
from sessions_app.health.report import NEAR_EXPIRY
from sessions_app.models import Conversation, ConversationSession, InboundMessage, TurnAttempt


class Status(StrEnum):
    """The texts of the badges, in the order of the badges."""

    ATTENTION = "needs a person"
    FAILING = "failing"
    PAUSED = "bot paused"
    LIMITED = "over its limit"
    TURN = "turn running"
    LIVE = "live"
    NEAR_EXPIRY = "near expiry"
    EXPIRED = "expired"


VARIANTS = {
    Status.ATTENTION: "danger",
    Status.FAILING: "danger",
    Status.PAUSED: "warning",
    Status.LIMITED: "warning",
    Status.TURN: "info",
    Status.LIVE: "success",
    Status.NEAR_EXPIRY: "warning",
    Status.EXPIRED: "",
}
"""Status -> the badge's colour, see every_page.css."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    status: Status
    text: str
    title: str = ""

    @property
    def variant(self) -> str:
        return VARIANTS[self.status]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about a session besides its own row."""

    conversation: Conversation | None
    newest: InboundMessage | None


def age_bounds(now: datetime) -> tuple[datetime, datetime]:
    """Return the values of `last_accessed` after which a session is live, and not near its expiry."""
    ttl = timedelta(seconds=settings.SESSION_TTL_SECONDS)
    return now - ttl, now - ttl * NEAR_EXPIRY


def life(session: ConversationSession, *, now: datetime) -> Status:
    """Return `LIVE`, `NEAR_EXPIRY` or `EXPIRED`."""
    live_after, fresh_after = age_bounds(now)
    if session.last_accessed <= live_after:
        return Status.EXPIRED
    return Status.NEAR_EXPIRY if session.last_accessed <= fresh_after else Status.LIVE


def badges(session: ConversationSession, facts: Facts) -> list[Badge]:
    """Return the badges of `session`: always one about its life, the others if they apply."""
    found = list(_of_conversation(facts.conversation)) if facts.conversation else []
    is_retried = any(badge.status is Status.FAILING for badge in found)
    if facts.newest and facts.newest.state == InboundMessage.State.FAILED and not is_retried:
        found.append(Badge(status=Status.FAILING, text=Status.FAILING, title=facts.newest.error))
    found.sort(key=lambda badge: list(Status).index(badge.status))
    return [*found, _life(session)]


def _of_conversation(conversation: Conversation) -> Sequence[Badge]:
    found = []
    if conversation.attention_at:
        found.append(Badge(status=Status.ATTENTION, text=Status.ATTENTION, title=conversation.attention))
    if conversation.retry_at:
        title = f"Tried {conversation.attempts} times; next at {in_zone(conversation.retry_at)}"
        if conversation.waits_for:
            title = "Waits until OpenAI takes our account again: see the warning on the dashboard."
        found.append(Badge(status=Status.FAILING, text=Status.FAILING, title=title))
    if conversation.paused_at:
        title = f"Since {in_zone(conversation.paused_at)}"
        text = f"bot paused by {conversation.paused_by}"
        found.append(Badge(status=Status.PAUSED, text=text, title=title))
    if conversation.limited_until:
        title = f"The phone has had its turns; the next is at {in_zone(conversation.limited_until)}."
        found.append(Badge(status=Status.LIMITED, text=Status.LIMITED, title=title))
    if conversation.lease_token:
        found.append(Badge(status=Status.TURN, text=Status.TURN))
    return found


def _life(session: ConversationSession) -> Badge:
    status = life(session, now=timezone.now())
    title = "The next cleanup removes this session." if status is Status.EXPIRED else ""
    return Badge(status=status, text=status, title=title)


def render(found: Sequence[Badge]) -> SafeString:
    """Return the badges as HTML."""
    return format_html_join(" ", "{}", ((render_badge(one.text, one.variant, one.title),) for one in found))


def render_badge(text: str, variant: str, title: str = "") -> SafeString:
    """Return one badge as HTML; `variant` is a colour of every_page.css."""
    tooltip = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="console-badge {}"{}>{}</span>', variant, tooltip, text)


def facts_of(sessions: Sequence[ConversationSession]) -> dict[int, Facts]:
    """Return the facts of each session by its id, with one query for each kind of fact."""
    phones = [session.phone for session in sessions]
    conversations = {one.phone: one for one in Conversation.objects.filter(phone__in=phones)}
    meant = InboundMessage.objects.exclude(kind__in=InboundMessage.EVENTS)
    newest = {one.phone: one for one in newest_of(sessions, meant)}
    return {
        session.pk: Facts(conversation=conversations.get(session.phone), newest=newest.get(session.phone))
        for session in sessions
    }


def newest_of(
    users: Sequence[ConversationSession] | Sequence[Conversation], messages: QuerySet[Any]
) -> QuerySet[Any]:
    """Return the newest of `messages` for each one's phone, each by the index (phone, id)."""
    if not users:
        return messages.none()
    last: Any = messages.filter(phone=OuterRef("phone")).order_by("-pk").values("pk")[:1]
    mine = type(users[0])._default_manager.filter(pk__in=[user.pk for user in users])
    return messages.filter(pk__in=mine.annotate(last=Subquery(last)).values("last"))


def turns_of(sessions: Sequence[ConversationSession]) -> dict[int, int]:
    """Return the answered turns of each session since it began, by its id."""
    answered = TurnAttempt.objects.filter(
        phone=OuterRef("phone"), outcome=TurnAttempt.Outcome.ANSWERED, ended_at__gte=OuterRef("created_at")
    )
    counted: Any = answered.order_by().values("phone").annotate(amount=Count("pk")).values("amount")
    mine = ConversationSession.objects.filter(pk__in=[session.pk for session in sessions])
    found = mine.annotate(turns=Coalesce(Subquery(counted), 0))
    return dict(found.values_list("pk", "turns"))
