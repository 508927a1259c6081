"""The ledger of remote threads: a row before the remote create, kept until the remote delete."""

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


def doom(thread_id: str) -> None:
    """Hand a thread that nobody uses any more to the deletion schedule."""
    RemoteThread.objects.filter(thread_id=thread_id, state=RemoteThread.State.LIVE).update(
        state=RemoteThread.State.DOOMED
    )
