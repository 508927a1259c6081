"""Which of our processes are alive: a row each, refreshed every few seconds."""

import os
import socket
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from sessions_app.db.thread_pool import async_twin
from sessions_app.models import Heartbeat, HousekeepingJob

BEAT_SECONDS = 10.0


def beat(kind: Heartbeat.Kind) -> None:
    """Record that this process is alive."""
    Heartbeat.objects.update_or_create(
        kind=kind, host=socket.gethostname(), pid=os.getpid(), defaults={"at": timezone.now()}
    )


def stop(kind: Heartbeat.Kind) -> None:
    """Record that this process ends in good order."""
    Heartbeat.objects.filter(kind=kind, host=socket.gethostname(), pid=os.getpid()).delete()


def is_alive(kind: Heartbeat.Kind, *, within: float, here: bool = False) -> bool:
    """Return True if a process of `kind`, on any host or `here`, was alive in the last `within` seconds."""
    beats = _beats(kind, within=within)
    return (beats.filter(host=socket.gethostname()) if here else beats).exists()


def hosts(kind: Heartbeat.Kind, *, within: float) -> list[str]:
    """Return the host of each process of `kind` that was alive in the last `within` seconds."""
    return sorted(_beats(kind, within=within).values_list("host", flat=True))


def _beats(kind: Heartbeat.Kind, *, within: float) -> QuerySet[Heartbeat]:
    """Heartbeats dated further in the future are ignored: a clock was wrong, or has been set back since."""
    now, within_this = timezone.now(), timedelta(seconds=within)
    return Heartbeat.objects.filter(kind=kind, at__gte=now - within_this, at__lte=now + within_this)


def hosts_alive(*, within: float) -> set[str]:
    """Return the hosts of which a process was alive in the last `within` seconds."""
    since = timezone.now() - timedelta(seconds=within)
    return set(Heartbeat.objects.filter(at__gte=since).values_list("host", flat=True))


def newest() -> datetime | None:
    """Return when a worker or a scheduler last gave a sign of life; None if none ever did."""
    beat = Heartbeat.objects.aggregate(at=Max("at"))["at"]
    job = HousekeepingJob.objects.aggregate(at=Max("last_started_at"))["at"]
    return max(filter(None, (beat, job)), default=None)


abeat = async_twin(beat)
astop = async_twin(stop)
