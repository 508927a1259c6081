"""Press releases in `hourly_counts`: approved ones, how long that took, what it cost, where others stopped.

Each release counts once. It is approved in the hour of its first approval. Otherwise, once its user has had
no answer for as long as a session lives, it has stopped in the hour of the last answer, at what was asked
last; a user who goes on takes that back. A `CountedRelease` says how a release is counted. Who has told
nothing yet has no release: they count as stopped each time they leave (`NewUser`).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from assistant import facts, versions
from assistant.announcement_types import split
from assistant.models import PressRelease
from sessions_app.db.batches import repeat_until_empty
from sessions_app.models import CountedRelease, NewUser, TurnAttempt
from sessions_app.telemetry import hourly_counts, model_usage
from sessions_app.telemetry.hourly_counts import Amounts, Times, hour_of

APPROVED = "approved"
COST, PRICED = "approved cost", "approved priced"
"""What the calls for approved releases cost, in millionths of a US dollar, and of how many it is known."""
TO_APPROVAL = Times(
    name="approved",
    bounds=(
        *(60, 120, 300, 600, 900, 1200, 1800, 2700, 3600, 2 * 3600, 4 * 3600, 8 * 3600),
        *(day * 86400 for day in (1, 2, 4, 7, 14, 30, 90)),
        math.inf,
    ),
)
"""From when a release was begun to its first approval."""
_STOPPED = "stopped at "
NOTHING_TOLD = "start"
"""Where those stopped who have told nothing."""
STOPS_BATCH = 50
_OPEN = (PressRelease.Status.DRAFT, PressRelease.Status.PARKED)
Counted = dict[int, CountedRelease]
"""By the id of the release."""
Row = TypeVar("Row", CountedRelease, NewUser)


def lock(phones: Iterable[str]) -> Counted:
    """Lock how the users of `phones` and their releases are counted until the caller's transaction ends."""
    phones = set(phones)
    list(NewUser.objects.filter(phone__in=phones).order_by("phone").select_for_update())
    counted = CountedRelease.objects.filter(release__phone__in=phones).order_by("release_id")
    return {row.release_id: row for row in counted.select_for_update(of=("self",))}


def of_turns(attempts: Sequence[TurnAttempt], counted: Counted) -> Amounts:
    """Record that the users of `attempts` are not where they stopped; return what counts of their releases.

    In the caller's transaction, which has the `lock` of the phones, `counted`.
    """
    since: dict[str, datetime] = {}
    until: dict[str, datetime] = {}
    for attempt in attempts:
        since[attempt.phone] = min(since.get(attempt.phone, attempt.received_at), attempt.received_at)
        until[attempt.phone] = max(until.get(attempt.phone, attempt.ended_at), attempt.ended_at)
    theirs = list(
        PressRelease.objects.filter(phone__in=since)
        .order_by("pk")
        .defer("fields", "text")
        .annotate(first_approved_at=Min("versions__approved_at"))
    )
    _note_new_users(until, known={release.phone for release in theirs})
    # What these turns may have changed: the release that a user is at, and one set aside.
    touched = [
        release
        for release in theirs
        if release.status == PressRelease.Status.DRAFT or release.updated_at >= since[release.phone]
    ]
    counted = _with_all(counted, touched)
    amounts: Amounts = Counter()
    going_on: dict[datetime, list[int]] = defaultdict(list)
    for release in touched:
        row, approved_at = counted[release.pk], release.first_approved_at
        if release.status in _OPEN and approved_at is None:
            amounts.update(_taken_back(row))
            # By the minute, so that one statement serves many.
            going_on[until[release.phone].replace(second=0, microsecond=0)].append(row.pk)
        elif approved_at and approved_at >= since[release.phone]:
            amounts.update(_of_approval(release, approved_at, row))
    for minute, pks in going_on.items():
        rows = CountedRelease.objects.filter(pk__in=pks)
        rows.update(active_at=minute, stopped_at="", stopped_in=None)
    return amounts


def _note_new_users(until: Mapping[str, datetime], *, known: Set[str]) -> None:
    """Record who of these phones has no release, and when they last had an answer; `known` have one."""
    NewUser.objects.filter(phone__in=known).delete()
    new = (NewUser(phone=phone, active_at=until[phone]) for phone in sorted(until.keys() - known))
    NewUser.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["phone"], update_fields=["active_at"]
    )


def count_approval(release: PressRelease) -> None:
    """Count that an operator has approved `release`: no turn tells of it. Once more is harmless."""
    with transaction.atomic():
        approved_at = release.versions.aggregate(first=Min("approved_at"))["first"]
        if approved_at:
            row = _with_all(lock([release.phone]), [release])[release.pk]
            hourly_counts.add(_of_approval(release, approved_at, row))


def _of_approval(release: PressRelease, approved_at: datetime, row: CountedRelease) -> Amounts:
    if row.approved:
        return Counter()
    amounts, hour = _taken_back(row), hour_of(approved_at)
    row.approved, row.active_at, row.stopped_at, row.stopped_in = True, None, "", None
    row.save()
    seconds = max(0.0, (approved_at - release.created_at).total_seconds())
    amounts.update({(hour, APPROVED): 1, (hour, TO_APPROVAL.row_of(seconds)): 1})
    usage = model_usage.of_release(release, until=approved_at)
    if not usage.unpriced:
        amounts.update({(hour, COST): round(usage.cost * 10**6), (hour, PRICED): 1})
    return amounts


def _with_all(counted: Counted, releases: Iterable[PressRelease]) -> Counted:
    """Return `counted` with a row for each of `releases`, those that are new locked too."""
    new = [release.pk for release in releases if release.pk not in counted]
    CountedRelease.objects.bulk_create((CountedRelease(release_id=pk) for pk in new), ignore_conflicts=True)
    made = CountedRelease.objects.filter(release_id__in=new).order_by("release_id").select_for_update()
    return counted | {row.release_id: row for row in made}


def _taken_back(row: CountedRelease) -> Amounts:
    """Return what has to be added where the user of a release has gone on after a stop."""
    return Counter({(row.stopped_in, stop(row.stopped_at)): -1} if row.stopped_in else {})


def count_stops() -> int:
    """Count where those users stopped who have had no answer for SESSION_TTL_SECONDS; return how many.

    Several at once share the work.
    """
    return sum(
        repeat_until_empty(batch, batch_size=STOPS_BATCH) for batch in (_count_releases, _count_new_users)
    )


def _count_releases() -> int:
    batch = _silent(CountedRelease.objects.all())
    # Outside the transaction: it takes longer than all that is written.
    asked = {
        release.pk: asked_last(release)
        for release in PressRelease.objects.filter(pk__in=[row.release_id for row in batch])
    }
    with transaction.atomic():
        amounts: Amounts = Counter()
        for row in batch:
            silent = CountedRelease.objects.filter(pk=row.pk, active_at=row.active_at)
            if row.release_id not in asked:  # deleted by the release before this one, which knows no such row
                silent.delete()
            elif row.active_at:
                key, hour = asked[row.release_id], hour_of(row.active_at)
                amounts[hour, stop(key)] += silent.update(active_at=None, stopped_at=key, stopped_in=hour)
        hourly_counts.add(amounts)
    return len(batch)


def _count_new_users() -> int:
    batch = _silent(NewUser.objects.all())
    with transaction.atomic():
        amounts: Amounts = Counter()
        for user in batch:
            gone, _ = NewUser.objects.filter(pk=user.pk, active_at=user.active_at).delete()
            amounts[hour_of(user.active_at), stop(NOTHING_TOLD)] += gone
        hourly_counts.add(amounts)
    return len(batch)


def _silent(rows: QuerySet[Row]) -> list[Row]:
    """Return the first of `rows` whose users have had no answer for as long as a session lives."""
    over = timezone.now() - timedelta(seconds=settings.SESSION_TTL_SECONDS)
    return list(rows.filter(active_at__lte=over).order_by("active_at")[:STOPS_BATCH])


def asked_last(release: PressRelease) -> str:
    """Return the key of what the user of `release`, which is not approved, was asked last.

    `versions.PENDING` from when a version was shown. Further quotations and the like count as the first one.
    """
    if not (key := release.pending_question):
        known = facts.gathered_of(release)
        is_written = not known.missing and versions.latest(release)
        key = versions.PENDING if is_written or not known.open else known.open[0]
    return split(key)[0]


def stop(key: str) -> str:
    """Return under which name releases are counted that stopped at the question for `key`."""
    return f"{_STOPPED}{key}"


def stops(amounts: Mapping[str, int]) -> Counter[str]:
    """Return of `amounts`, by name, how many releases stopped, by the key of what was asked last."""
    return hourly_counts.by_ending(amounts, _STOPPED)
