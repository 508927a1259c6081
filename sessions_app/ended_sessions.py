"""Where the newest ended session of a phone lies: what was said before is out of reach.

Ends are written many at a time, without an index on their phone. Those that stay for longer than the
next run of the schedule (`transcripts`) are filed, which puts them into one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from sessions_app.batches import EPOCH
from sessions_app.models import EndedSession

FILE_BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class LastEnd:
    ended_at: datetime = EPOCH
    """What was received before belongs to an ended session."""
    heard_until: datetime = EPOCH
    """What we wrote before does."""


def last_end(phone: str) -> LastEnd:
    """Return where the newest ended session of `phone` lies, the beginning of time where there is none."""
    return last_ends([phone]).get(phone, LastEnd())


def last_ends(phones: Collection[str]) -> dict[str, LastEnd]:
    """Return the same for each of `phones` that has one."""
    ends: dict[str, LastEnd] = {}
    for filed in (True, False):
        # The condition on `ended_at` is always true: with it, SQLite takes the index of those not filed yet.
        known = EndedSession.objects.filter(filed=filed, phone__in=phones, ended_at__gt=EPOCH)
        for row in known.values("phone").annotate(ended_at=Max("ended_at"), heard_until=Max("heard_until")):
            before = ends.get(row["phone"], LastEnd())
            ends[row["phone"]] = LastEnd(
                ended_at=max(before.ended_at, row["ended_at"]),
                heard_until=max(before.heard_until, row["heard_until"]),
            )
    return ends


def file(*, batch_size: int = FILE_BATCH) -> int:
    """Put the ends that are not filed yet into the index on their phone; return how many."""
    filed = 0
    while True:
        oldest = EndedSession.objects.filter(filed=False, ended_at__gt=EPOCH).order_by("ended_at")
        pks = list(oldest.values_list("pk", flat=True)[:batch_size])
        filed += EndedSession.objects.filter(pk__in=pks).update(filed=True)
        if len(pks) < batch_size:
            return filed
