"""Messages without an answer: those that wait for the bot or an operator, and those that failed last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from sessions_app.models import InboundMessage

MOST = 1000
"""Messages of each state that are looked at, those that have waited longest."""
State = InboundMessage.State


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    amount: int
    since: datetime
    """When the first of them was received."""


def of_phones(phones: Collection[str]) -> dict[str, Unanswered]:
    """Return what is unanswered of each phone that has something, with one query."""
    found = _unanswered().filter(phone__in=phones).order_by().values("phone")
    rows = found.annotate(amount=Count("pk"), since=Min("received_at"))
    return {row["phone"]: Unanswered(amount=row["amount"], since=row["since"]) for row in rows}


def phones() -> set[str]:
    """Return the phones with an unanswered message, from the partial indexes on states."""
    of_state = (InboundMessage.objects.filter(state=state) for state in (State.RECEIVED, State.HELD))
    oldest = [rows.order_by("pk").values_list("phone", flat=True)[:MOST] for rows in of_state]
    # The oldest of these may have been answered by a later turn long ago.
    failed = InboundMessage.objects.filter(state=State.FAILED).order_by("-pk").values("pk")[:MOST]
    last = _unanswered().filter(pk__in=failed).values_list("phone", flat=True)
    return {phone for found in (*oldest, last) for phone in found}


def since() -> Subquery:
    """Return when the first unanswered message of an outer query's `phone` was received."""
    found: Any = _unanswered().filter(phone=OuterRef("phone")).order_by("received_at").values("received_at")
    return Subquery(found[:1])


def _unanswered() -> QuerySet[InboundMessage]:
    meant = InboundMessage.objects.exclude(kind__in=InboundMessage.EVENTS)
    later = meant.filter(
        phone=OuterRef("phone"), pk__gt=OuterRef("pk"), state__in=[State.ANSWERED, State.IGNORED]
    )
    waits = Q(state__in=[State.RECEIVED, State.HELD])
    return InboundMessage.objects.filter(waits | Q(~Exists(later), state=State.FAILED))
