"""Doomed threads are deleted at OpenAI until it confirms, however long that takes."""

import asyncio
import time
from datetime import timedelta

import structlog
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from assistant.interview import AssistantError, get_interviewer
from sessions_app import session_backend
from sessions_app.delivery import backoff_seconds
from sessions_app.models import ConversationSession, RemoteThread

log = structlog.get_logger(__name__)

BATCH_SIZE = 50
AT_ONCE = 4
RUN_SECONDS = 25.0
"""No batch begins after that, and none lasts longer: twice that is below SCHEDULES_TIMEOUT_SECONDS."""
TRY_AGAIN_SECONDS = 300.0
"""A thread that is being deleted is nobody else's for so long; then a dead deleter's is free again."""
MAX_BACKOFF_SECONDS = 6 * 3600.0
REMOTE_PREFIX = "conv_"
"""Only these exist at OpenAI: legacy `thread_…` ids went with the Assistants API, others are offline."""


def delete_doomed() -> int:
    """Delete the doomed threads that are due; return how many are gone, none in legacy mode."""
    if session_backend.is_legacy() or not session_backend.may_use():
        return 0
    gone = _drop_without_call()
    if not settings.OPENAI_API_KEY:
        return gone
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline and session_backend.may_use() and (batch := _claim()):
        deleted = _record(batch, asyncio.run(_delete_all(batch)))
        gone += deleted
        if not deleted:  # OpenAI is down: the rest need not learn that one by one
            break
    return gone


def _due() -> Q:
    doomed = Q(state=RemoteThread.State.DOOMED)
    return doomed & (Q(next_try_at=None) | Q(next_try_at__lte=timezone.now()))


def _drop_without_call() -> int:
    local = RemoteThread.objects.filter(_due()).exclude(thread_id__startswith=REMOTE_PREFIX)
    return local.update(state=RemoteThread.State.DELETED)


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
    RemoteThread.objects.filter(thread_id__in=used, state=RemoteThread.State.DOOMED).update(
        state=RemoteThread.State.LIVE, next_try_at=None
    )
    return [thread for thread in claimed if thread.thread_id not in used]


async def _delete_all(batch: list[RemoteThread]) -> list[AssistantError | None]:
    places = asyncio.Semaphore(AT_ONCE)
    interviewer = get_interviewer()
    deadline = asyncio.get_running_loop().time() + RUN_SECONDS

    async def delete(thread: RemoteThread) -> AssistantError | None:
        async with places:
            try:
                async with asyncio.timeout_at(deadline):
                    await interviewer.delete_thread(thread_id=thread.thread_id)
            except AssistantError as error:
                return error
            except TimeoutError:
                return AssistantError(code="deletion_deadline", uncertain=True)
            return None

    try:
        return await asyncio.gather(*(delete(thread) for thread in batch))
    finally:
        await interviewer.close()


def _record(batch: list[RemoteThread], outcomes: list[AssistantError | None]) -> int:
    for thread, error in zip(batch, outcomes, strict=True):
        row = RemoteThread.objects.filter(pk=thread.pk, state=RemoteThread.State.DOOMED)
        if error is None:
            row.update(state=RemoteThread.State.DELETED, error="")
            continue
        wait = min(MAX_BACKOFF_SECONDS, 60 * backoff_seconds(min(thread.attempts + 1, 10)))
        next_try_at = timezone.now() + timedelta(seconds=max(wait, error.retry_after or 0))
        row.update(error=error.code[:200], next_try_at=next_try_at)
        log.warning("thread_not_deleted", thread=thread.thread_id, code=error.code, seconds=round(wait))
    return outcomes.count(None)
