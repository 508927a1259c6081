"""Where the newest ended session of a phone lies: what was said before is out of reach.

Ends are written many at a time, without an index on their phone. Those that stay for longer than the
next run of the schedule (`transcript_erasure`) are indexed, which puts them into one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from sessions_app.db.batches import EPOCH, repeat_until_empty
from sessions_app.models import EndedSession, InboundMessage

INDEX_BATCH = 2000
MESSAGES_READ = 2000


@dataclass(frozen=True, kw_only=True)
class LastEnd:
    ended_at: datetime = EPOCH
    """What was received before belongs to an ended session."""
    replies_until: datetime = EPOCH
    """What we wrote before does."""


def last_end(phone: str) -> LastEnd:
    """Return where the newest ended session of `phone` lies, the beginning of time where there is none."""
    return last_ends([phone]).get(phone, LastEnd())


def last_ends(phones: Collection[str]) -> dict[str, LastEnd]:
    """Return the same for each of `phones` that has one."""
    ends: dict[str, LastEnd] = {}
    for indexed in (True, False):
        # The condition on `ended_at` is always true: with it, SQLite takes the index of the other ones.
        known = EndedSession.objects.filter(indexed=indexed, phone__in=phones, ended_at__gt=EPOCH)
        for row in known.values("phone").annotate(
            ended_at=Max("ended_at"), replies_until=Max("replies_until")
        ):
            before = ends.get(row["phone"], LastEnd())
            ends[row["phone"]] = LastEnd(
                ended_at=max(before.ended_at, row["ended_at"]),
                replies_until=max(before.replies_until, row["replies_until"]),
            )
    return ends


def ends(phone: str) -> list[LastEnd]:
    """Return where each ended session of `phone` lies of which a message is stored, the oldest first.

    An end that follows another one without a message between them ends no session: `conversations.idle`
    writes it for the erasure.
    """
    found: list[tuple[datetime, datetime]] = []
    for indexed in (True, False):
        known = EndedSession.objects.filter(indexed=indexed, phone=phone, ended_at__gt=EPOCH)
        found += known.values_list("ended_at", "replies_until")
    if not found:
        return []
    newest = InboundMessage.objects.filter(phone=phone).order_by("-pk")
    said = list(newest.values_list("received_at", flat=True)[:MESSAGES_READ])
    since, real = EPOCH, []
    for ended_at, until in sorted(found):
        if any(since <= at < ended_at for at in said):
            real.append(LastEnd(ended_at=ended_at, replies_until=until))
            since = ended_at
    return real


def index(*, batch_size: int = INDEX_BATCH) -> int:
    """Put the ends that are not there yet into the index on their phone; return how many."""

    def take() -> int:
        oldest = EndedSession.objects.filter(indexed=False, ended_at__gt=EPOCH).order_by("ended_at")
        pks = list(oldest.values_list("pk", flat=True)[:batch_size])
        return EndedSession.objects.filter(pk__in=pks).update(indexed=True)

    return repeat_until_empty(take, batch_size=batch_size)
