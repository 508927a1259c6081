"""The ledger of remote threads: a row before the remote create, kept until the remote delete."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sessions_app.models import RemoteThread
from sessions_app.statements import db_time, execute_for_each_of

_TABLE = RemoteThread._meta.db_table

# `NOT (thread_id = '')` is the condition of the index on `thread_id`: without these very words SQLite,
# and PostgreSQL for more than 100 ids, would read the whole ledger.
_DOOM = f"""
    UPDATE {_TABLE} SET state = 'doomed', next_try_at = %s
    WHERE thread_id IN ({{ids}}) AND NOT (thread_id = '') AND state = 'live'
"""


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


def pin(thread_ids: Collection[str]) -> None:
    """Keep threads that the legacy file uses: no schedule of ours knows its sessions."""
    rows = RemoteThread.objects.exclude(thread_id="").filter(thread_id__in=thread_ids)
    rows.update(state=RemoteThread.State.PINNED)


def doom(thread_ids: Collection[str], *, in_use: bool = False) -> None:
    """Hand threads to the deletion schedule.

    `in_use`: a turn that has just lost its lease may still be talking there; what OpenAI adds to a
    thread after its deletion would stay for ever, so the turn's deadline is waited for.
    """
    wait = timedelta(seconds=settings.TURN_DEADLINE_SECONDS)
    next_try_at = db_time(timezone.now() + wait) if in_use else None
    execute_for_each_of(_DOOM, [next_try_at], list(thread_ids))
