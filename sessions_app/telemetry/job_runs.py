"""When each housekeeping job last ran and what it did: the rows of `HousekeepingJob`."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from sessions_app.models import HousekeepingJob

ENDED = Q(last_finished_at__gte=F("last_started_at"))
NOT_ENDED = Q(last_finished_at=None) | Q(last_finished_at__lt=F("last_started_at"))


DELETE_THREADS = "delete_threads"


def run_at_most() -> timedelta:
    """After so long a scheduled run has ended: by django-q's alarm, or by its guard some seconds later."""
    return timedelta(seconds=settings.SCHEDULES_TIMEOUT_SECONDS + 20)


def record(name: str, *, started: datetime, done: int) -> None:
    """Record a run of the job `name` that ended just now, its start and its end together.

    While a scheduled run is under way the row is its claim, which it ends itself: then nothing is written.
    """
    now = timezone.now()
    run = {"last_started_at": started, "last_finished_at": now, "last_done": done}
    unclaimed = Q(last_started_at=None) | ENDED | Q(last_started_at__lte=now - run_at_most())
    _, is_new = HousekeepingJob.objects.get_or_create(name=name, defaults=run)
    if not is_new:
        HousekeepingJob.objects.filter(unclaimed, name=name).update(**run)
