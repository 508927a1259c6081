"""The ledger of remote threads: a row before the remote create, kept until the remote delete."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions_app.db.batches import chunks
from sessions_app.db.sql import execute, execute_for_each_of
from sessions_app.db.thread_pool import async_twin
from sessions_app.models import RemoteThread

NEW_ONE_TOO = "the new thread refused too"
"""The error of a thread that replaced another, and refused its first call as that one did."""
SPARED = timedelta(minutes=10)

# Plain SQL: each expiry and each reply pays for these. One condition is that of the index on `thread_id`.
DOOM = f"""
    UPDATE {RemoteThread._meta.db_table} SET state = 'doomed', next_try_at = COALESCE(%s, next_try_at)
    WHERE thread_id IN ({{ids}}) AND NOT (thread_id = '') AND state = 'live'
"""
_NOTE_ITEM = f"""
    UPDATE {RemoteThread._meta.db_table} SET last_item_id = %s, error = ''
    WHERE thread_id = %s AND NOT (thread_id = '')
"""


def plan() -> RemoteThread:
    """Record that a thread is about to be created."""
    return RemoteThread.objects.create(created_at=timezone.now())


def opened(planned: RemoteThread, *, thread_id: str) -> None:
    """Record the id that OpenAI gave; from here on it can be deleted."""
    RemoteThread.objects.filter(pk=planned.pk).update(thread_id=thread_id, state=RemoteThread.State.LIVE)


def not_opened(planned: RemoteThread, *, error: str, uncertain: bool) -> None:
    """Record that the create failed; if it may have happened all the same, the row is kept as unknown."""
    if uncertain:
        RemoteThread.objects.filter(pk=planned.pk).update(state=RemoteThread.State.UNKNOWN, error=error[:200])
    else:
        RemoteThread.objects.filter(pk=planned.pk).delete()


def deleted(thread: RemoteThread) -> None:
    """Record that OpenAI has confirmed the deletion of a thread that was pending it."""
    RemoteThread.objects.filter(pk=thread.pk, state=RemoteThread.State.DOOMED).update(
        state=RemoteThread.State.DELETED, deleted_at=timezone.now(), error=""
    )


def note_item(thread_id: str, *, item_id: str) -> None:
    """Record the newest item of a thread, known to a turn that is being committed; forget `refused`."""
    execute(_NOTE_ITEM, [item_id, thread_id])


def refused(thread_id: str, *, error: str) -> bool:
    """Record that OpenAI refused a turn in a thread; return True if the thread should be replaced.

    It should if OpenAI refused the turn before too: the row keeps that until a turn is committed. This
    ends because a replacement that refuses its first call (`NEW_ONE_TOO`) is kept for `SPARED`: what is
    refused in every thread costs a conversation one thread in that time at most.
    """
    thread = of_ids([thread_id])
    spared = Q(error=NEW_ONE_TOO, created_at__gt=timezone.now() - SPARED)
    again = thread.exclude(error="").exclude(spared).exists()
    thread.exclude(error=NEW_ONE_TOO).update(error=error[:200])
    return again


def last_item(thread_id: str) -> str:
    """Return the newest item of a thread that a committed turn knows of, "" where there is none."""
    return next(iter(of_ids([thread_id]).values_list("last_item_id", flat=True)), "")


def of_ids(thread_ids: Collection[str]) -> QuerySet[RemoteThread]:
    """Return the rows of threads that have an id, by the index, whose condition is the first one."""
    return RemoteThread.objects.exclude(thread_id="").filter(thread_id__in=list(thread_ids))


def pin(thread_ids: Collection[str]) -> None:
    """Keep threads that the legacy file uses: no schedule of ours knows its sessions."""
    for some in chunks(thread_ids):
        of_ids(some).update(state=RemoteThread.State.PINNED)


def doom(thread_ids: Collection[str], *, in_use: bool = False) -> None:
    """Hand threads to the deletion schedule.

    `in_use`: a turn that has just lost its lease may still be talking there; what OpenAI adds to a
    thread after its deletion would stay for ever, so the turn's deadline is waited for.
    """
    execute_for_each_of(DOOM, [turn_is_over() if in_use else None], list(thread_ids))


def doom_unknown(thread_ids: Collection[str]) -> int:
    """Hand threads to the deletion schedule that the ledger does not know; return how many."""
    doomed = 0
    for some in chunks(sorted(thread_ids)):
        new = set(some) - set(of_ids(some).values_list("thread_id", flat=True))
        now = timezone.now()
        RemoteThread.objects.bulk_create(
            RemoteThread(thread_id=thread_id, state=RemoteThread.State.DOOMED, created_at=now)
            for thread_id in sorted(new)
        )
        doomed += len(new)
    return doomed


def keep_for_turn(thread_ids: Collection[str]) -> None:
    """Have threads that live on deleted no sooner than if they were doomed `in_use` now."""
    for some in chunks(thread_ids):
        of_ids(some).update(next_try_at=turn_is_over())


def turn_is_over() -> datetime:
    """Return when no turn that is under way now can talk to OpenAI any more."""
    return timezone.now() + timedelta(seconds=settings.TURN_DEADLINE_SECONDS)


aplan = async_twin(plan)
anot_opened = async_twin(not_opened)
arefused = async_twin(refused)
alast_item = async_twin(last_item)
