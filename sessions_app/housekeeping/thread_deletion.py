"""Doomed threads are deleted at OpenAI until it confirms, however long that takes."""

import asyncio
import time
from collections import deque
from collections.abc import Collection
from datetime import timedelta
from typing import TypeAlias

import structlog
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from assistant.interview import AssistantError, Interviewer, get_interviewer
from sessions_app.backoff import seconds_to_next_deletion
from sessions_app.models import ConversationSession, RemoteThread
from sessions_app.sessions import backend
from sessions_app.threads import ledger

log = structlog.get_logger(__name__)

BATCH_SIZE = 50
AT_ONCE = 16
RUN_SECONDS = 25.0
"""No deletion begins after that, and none lasts longer: twice that is below SCHEDULES_TIMEOUT_SECONDS."""
TRY_AGAIN_SECONDS = 300.0
"""How long a thread that is being deleted is reserved; then it is free again if its process died."""
Deletion: TypeAlias = "asyncio.Task[AssistantError | None]"
REMOTE_PREFIX = "conv_"
"""Only these exist at OpenAI: legacy `thread_…` ids went with the Assistants API, others are offline."""


def delete_doomed(*, seconds: float = RUN_SECONDS) -> int:
    """Delete the doomed threads that are due; none is begun after `seconds`. Return how many are gone."""
    if not backend.in_database():
        return 0
    gone = _drop_without_call()
    if not settings.OPENAI_API_KEY:
        return gone
    return gone + _delete_due(deadline=time.monotonic() + seconds)


def _delete_due(*, deadline: float) -> int:
    """Keep `AT_ONCE` deletions under way and write each outcome as it comes; return how many are gone.

    The event loop stands still while a row is written, so that this needs no other thread.
    """
    interviewer = get_interviewer()
    waiting: deque[RemoteThread] = deque(_claim())
    under_way: dict[Deletion, RemoteThread] = {}
    gone, gone_of_batch = 0, 0
    with asyncio.Runner() as runner:
        try:
            while waiting or under_way:
                while waiting and len(under_way) < AT_ONCE and time.monotonic() < deadline:
                    thread = waiting.popleft()
                    under_way[runner.get_loop().create_task(_delete(interviewer, thread))] = thread
                if not under_way:
                    break
                done, _ = runner.run(_first_of(under_way))
                deleted = sum(_record(under_way.pop(task), task.result()) for task in done)
                gone, gone_of_batch = gone + deleted, gone_of_batch + deleted
                # Where nothing of a batch is deleted OpenAI is down: the rest need not learn that one by one.
                if not waiting and gone_of_batch and time.monotonic() < deadline and backend.in_database():
                    waiting, gone_of_batch = deque(_claim()), 0
        finally:
            runner.run(interviewer.close())
    _give_back(waiting)
    return gone


def _due() -> Q:
    doomed = Q(state=RemoteThread.State.DOOMED)
    return doomed & (Q(next_try_at=None) | Q(next_try_at__lte=timezone.now()))


def _drop_without_call() -> int:
    local = RemoteThread.objects.filter(_due()).exclude(thread_id__startswith=REMOTE_PREFIX)
    return local.update(state=RemoteThread.State.DELETED, deleted_at=timezone.now())


def _claim() -> list[RemoteThread]:
    """Take a batch by compare-and-set on `next_try_at`."""
    again = timezone.now() + timedelta(seconds=TRY_AGAIN_SECONDS)
    due = RemoteThread.objects.filter(_due()).order_by("pk")[:BATCH_SIZE]
    claimed = [
        thread
        for thread in due
        if RemoteThread.objects.filter(_due(), pk=thread.pk).update(
            next_try_at=again, attempts=F("attempts") + 1
        )
    ]
    return _without_used(claimed)


def _without_used(claimed: list[RemoteThread]) -> list[RemoteThread]:
    """Give those back that a session talks in all the same: two phones may share an imported thread."""
    ids = [thread.thread_id for thread in claimed]
    used = set(ConversationSession.objects.filter(thread_id__in=ids).values_list("thread_id", flat=True))
    doomed = ledger.of_ids(used).filter(state=RemoteThread.State.DOOMED)
    doomed.update(state=RemoteThread.State.LIVE, next_try_at=None)
    return [thread for thread in claimed if thread.thread_id not in used]


def _give_back(claimed: Collection[RemoteThread]) -> None:
    """Let the next run take what this one had no time for."""
    untried = RemoteThread.objects.filter(pk__in=[thread.pk for thread in claimed])
    untried.update(next_try_at=None, attempts=F("attempts") - 1)


async def _first_of(tasks: Collection[Deletion]) -> tuple[set[Deletion], set[Deletion]]:
    return await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def _delete(interviewer: Interviewer, thread: RemoteThread) -> AssistantError | None:
    try:
        async with asyncio.timeout(RUN_SECONDS):
            await interviewer.delete_thread(thread_id=thread.thread_id)
    except AssistantError as error:
        return error
    except TimeoutError:
        return AssistantError(code="deletion_deadline", uncertain=True)
    return None


def _record(thread: RemoteThread, error: AssistantError | None) -> bool:
    """Record what became of `thread`; return whether it is gone."""
    if error is None:
        ledger.deleted(thread)
        return True
    wait = seconds_to_next_deletion(thread.attempts + 1, at_least=error.retry_after)
    row = RemoteThread.objects.filter(pk=thread.pk, state=RemoteThread.State.DOOMED)
    row.update(error=error.code[:200], next_try_at=timezone.now() + timedelta(seconds=wait))
    log.warning(
        "thread_not_deleted",
        thread=thread.thread_id,
        code=error.code,
        seconds=round(wait),
        **error.request_ids,
    )
    return False
