"""Threads that the legacy file uses are pinned in the ledger: no schedule deletes them."""

from django.db.models import QuerySet
from django.utils import timezone

from sessions_app.models import ConversationSession, RemoteThread
from sessions_app.threads import ledger

State = RemoteThread.State
BATCH = 500


def pin_all() -> dict[str, str]:
    """Pin the threads of all sessions; return the newest known item of each, "" where there is none."""
    _record({})
    _in_use().update(state=State.PINNED, next_try_at=None)
    pinned = RemoteThread.objects.filter(state=State.PINNED)
    return dict(pinned.values_list("thread_id", "last_item_id"))


def unpin_all(last_items: dict[str, str]) -> int:
    """Give the threads of all sessions, and their items, back to the schedules.

    Those that no session uses any more are doomed; return how many.
    """
    _record(last_items)
    _in_use().update(state=State.LIVE, adopted=True, next_try_at=None)
    left_over = RemoteThread.objects.filter(state=State.PINNED)
    return left_over.update(state=State.DOOMED, next_try_at=ledger.turn_is_over())


def _in_use() -> QuerySet[RemoteThread]:
    return RemoteThread.objects.filter(thread_id__in=ConversationSession.objects.values("thread_id"))


def _record(last_items: dict[str, str]) -> None:
    """See that the ledger has every thread of a session and of `last_items`; new ones get their item."""
    now = timezone.now()
    used = set(ConversationSession.objects.values_list("thread_id", flat=True))
    RemoteThread.objects.bulk_create(
        (
            RemoteThread(
                thread_id=thread_id,
                state=State.PINNED,
                created_at=now,
                last_item_id=last_items.get(thread_id, ""),
            )
            for thread_id in sorted(used.union(last_items))
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
