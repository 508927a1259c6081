"""Filters of the sessions list: by status, by the last access, by who looks after the user."""

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sessions_app.console.list_filters import DateFilter, LinkFilter
from sessions_app.console.sessions import unanswered
from sessions_app.console.sessions.status import Status, age_bounds
from sessions_app.models import Conversation, ConversationSession, InboundMessage, Person

MOST = 1000
"""At most this many conversations are looked up, newest first: in an outage all of them fail."""
_MARKS = {
    Status.PAUSED: "paused_at",
    Status.LIMITED: "limited_until",
    Status.ATTENTION: "attention_at",
    Status.TURN: "lease_token",
}
"""Status -> the column that is set; each column has a partial index."""


class StatusFilter(SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status.name.lower(), status.value) for status in Status]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value()
        if value is None:
            return None
        if value.upper() not in Status.__members__:
            return queryset.none()
        status = Status[value.upper()]
        live_after, fresh_after = age_bounds(timezone.now())
        if status is Status.LIVE:
            return queryset.filter(last_accessed__gt=fresh_after)
        if status is Status.NEAR_EXPIRY:
            return queryset.filter(last_accessed__gt=live_after, last_accessed__lte=fresh_after)
        if status is Status.EXPIRED:
            return queryset.filter(last_accessed__lte=live_after)
        return queryset.filter(phone__in=_failing() if status is Status.FAILING else _marked(_MARKS[status]))


class AgeFilter(SimpleListFilter):
    title = "last accessed"
    parameter_name = "accessed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("5min", "Within 5 minutes"),
            ("hour", "Within an hour"),
            ("today", "Today"),
            ("longer", "Before today"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        now = timezone.now()
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        since = {"5min": now - timedelta(minutes=5), "hour": now - timedelta(hours=1), "today": midnight}
        value = self.value()
        if value == "longer":
            return queryset.filter(last_accessed__lt=midnight)
        if value in since:
            return queryset.filter(last_accessed__gte=since[value])
        return None if value is None else queryset.none()


class AccessedBetween(DateFilter):
    title = "day of the last access"
    field = "last_accessed"


class AssignedFilter(LinkFilter):
    title = "Show"
    parameter_name = "assigned"
    default = "all"
    values = {
        "mine": "mine",
        "none": "waiting and unassigned",
        "somebody": "assigned to somebody",
    }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value()
        if value is None:
            return None
        assigned = Person.objects.exclude(assigned_to="")
        if value == "mine":
            assigned = assigned.filter(assigned_to=request.user.get_username())
        if value in {"mine", "somebody"}:
            live = Exists(ConversationSession.objects.filter(phone=OuterRef("phone")))
            found = assigned.filter(live).order_by("assigned_to").values_list("phone", flat=True)[:MOST]
            return queryset.filter(phone__in=list(found))
        if value == "none":
            phones = unanswered.phones() | set(_marked("attention_at"))
            taken = assigned.filter(phone__in=phones).values_list("phone", flat=True)
            return queryset.filter(phone__in=phones.difference(taken))
        return queryset.none()


def _marked(column: str) -> list[str]:
    found = Conversation.objects.filter(**{f"{column}__isnull": False}).order_by(f"-{column}")
    return list(found.values_list("phone", flat=True)[:MOST])


def _failing() -> list[str]:
    """Return the phones that wait for a retry and those whose newest message failed for good."""
    failed = InboundMessage.objects.filter(state=InboundMessage.State.FAILED).order_by("-pk")
    meant = InboundMessage.objects.exclude(kind__in=InboundMessage.EVENTS)
    later = meant.filter(phone=OuterRef("phone"), pk__gt=OuterRef("pk"))
    newest = InboundMessage.objects.filter(~Exists(later), pk__in=failed.values("pk")[:MOST])
    return [*_marked("retry_at"), *newest.values_list("phone", flat=True)]
