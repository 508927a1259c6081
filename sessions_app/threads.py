"""The ledger of remote threads: a row before the remote create, kept until the remote delete."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sessions_app.models import RemoteThread


def plan() -> RemoteThread:
    """Write down that a thread is about to be created."""
    return RemoteThread.objects.create(created_at=timezone.now())


def opened(planned: RemoteThread, *, thread_id: str) -> None:
    """Write down the id that OpenAI gave; from here on it can be deleted."""
    RemoteThread.objects.filter(pk=planned.pk).update(thread_id=thread_id, state=RemoteThread.State.LIVE)


def not_opened(planned: RemoteThread, *, error: str, uncertain: bool) -> None:
    """Write down that the create failed; where it may have happened all the same, it is kept as unknown."""
    if uncertain:
        RemoteThread.objects.filter(pk=planned.pk).update(state=RemoteThread.State.UNKNOWN, error=error[:200])
    else:
        RemoteThread.objects.filter(pk=planned.pk).delete()


def keep(thread_id: str) -> None:
    """See that a thread in use is in the ledger as live, wherever it came from."""
    _, is_new = RemoteThread.objects.get_or_create(
        thread_id=thread_id,
        defaults={"state": RemoteThread.State.LIVE, "created_at": timezone.now()},
    )
    if not is_new:
        RemoteThread.objects.filter(thread_id=thread_id).update(state=RemoteThread.State.LIVE)


def keep_all(thread_ids: Collection[str]) -> None:
    """Do for many threads what `keep` does for one."""
    now = timezone.now()
    RemoteThread.objects.bulk_create(
        [RemoteThread(thread_id=i, state=RemoteThread.State.LIVE, created_at=now) for i in thread_ids],
        ignore_conflicts=True,
    )
    kept = RemoteThread.objects.filter(thread_id__in=thread_ids)
    kept.exclude(state=RemoteThread.State.LIVE).update(state=RemoteThread.State.LIVE)


def doom(thread_ids: Collection[str], *, in_use: bool = False) -> None:
    """Hand threads to the deletion schedule.

    `in_use`: a turn that has just lost its lease may still be talking there; what OpenAI adds to a
    thread after its deletion would stay for ever, so the turn's deadline is waited for.
    """
    wait = timedelta(seconds=settings.TURN_DEADLINE_SECONDS)
    RemoteThread.objects.filter(thread_id__in=thread_ids, state=RemoteThread.State.LIVE).update(
        state=RemoteThread.State.DOOMED, next_try_at=timezone.now() + wait if in_use else None
    )
