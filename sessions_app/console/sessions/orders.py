"""Orders of the sessions list. Those that no index serves sort a bounded number of sessions."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from assistant.models import Fact, PressRelease
from sessions_app.console.list_filters import LinkFilter
from sessions_app.console.sessions import unanswered
from sessions_app.models import InboundMessage

MOST = 1000
"""Messages or sessions, the newest ones."""
NOTES = {
    "waiting": f"Sessions with unanswered messages, from the {unanswered.MOST:,} that have waited longest.",
    "message": f"Sessions of the newest {MOST:,} messages.",
    "facts": f"Among the {MOST:,} sessions last accessed.",
}
"""Order -> what is left out of it."""


class OrderFilter(LinkFilter):
    title = "Sort by"
    parameter_name = "order"
    default = "last accessed"
    values = {
        "idle": "longest idle",
        "waiting": "longest waiting",
        "message": "last message",
        "facts": "most facts",
    }

    @property
    def note(self) -> str:
        return NOTES.get(self.value() or "", "")

    def ordered(self, sessions: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of `sessions` that this order has, in its order."""
        match self.value():
            case "idle":
                return sessions.order_by("last_accessed", "pk")
            case "waiting":
                waiting = sessions.filter(phone__in=unanswered.phones())
                return waiting.order_by(unanswered.since().asc(nulls_last=True), "pk")
            case "message":
                meant = InboundMessage.objects.exclude(kind__in=InboundMessage.EVENTS).order_by("-pk")
                phones = set(meant.values_list("phone", flat=True)[:MOST])
                last: Any = meant.filter(phone=OuterRef("phone")).values("pk")[:1]
                return sessions.filter(phone__in=phones).order_by(Subquery(last).desc(nulls_last=True), "pk")
            case "facts":
                newest = list(sessions.order_by("-last_accessed", "-pk").values_list("pk", flat=True)[:MOST])
                most = _facts().desc(nulls_last=True)
                return sessions.filter(pk__in=newest).order_by(most, "-last_accessed", "-pk")
        return sessions


def _facts() -> Subquery:
    """Return how many facts the current press release of an outer query's `phone` has."""
    current = [PressRelease.Status.DRAFT, PressRelease.Status.APPROVED]
    told = Fact.objects.filter(
        release__phone=OuterRef("phone"),
        release__status__in=current,
        superseded_at=None,
        confirmed_at__isnull=False,
    )
    counted: Any = told.values("release").annotate(amount=Count("pk")).order_by("-release__status")
    return Subquery(counted.values("amount")[:1])
