"""Threads that the legacy file uses are pinned in the ledger: nobody deletes them."""

from collections.abc import Mapping

from django.utils import timezone

from sessions_app.models import ConversationSession, RemoteThread
from sessions_app.statements import db_time, execute

BATCH = 500
_THREADS = RemoteThread._meta.db_table

_IN_USE = f"thread_id IN (SELECT thread_id FROM {ConversationSession._meta.db_table})"
_PIN = f"UPDATE {_THREADS} SET state = 'pinned', next_try_at = NULL WHERE {_IN_USE}"
_UNPIN = f"UPDATE {_THREADS} SET state = 'live', adopted = TRUE, next_try_at = NULL WHERE {_IN_USE}"
_DOOM_LEFT_OVER = f"UPDATE {_THREADS} SET state = 'doomed', next_try_at = %s WHERE state = 'pinned'"


def exist() -> bool:
    """Say whether there are sessions in a legacy file somewhere, as far as the ledger knows."""
    return RemoteThread.objects.filter(state=RemoteThread.State.PINNED).exists()


def pin_all() -> dict[str, str]:
    """Pin the threads of all sessions; return the newest known item of each, "" where there is none."""
    _write_down({})
    execute(_PIN, [])
    pinned = RemoteThread.objects.filter(state=RemoteThread.State.PINNED)
    return dict(pinned.values_list("thread_id", "last_item_id"))


def unpin_all(last_items: Mapping[str, str]) -> int:
    """Give the threads of all sessions, and their items, back to the schedules.

    Those that no session uses any more are doomed; return how many.
    """
    _write_down(last_items)
    execute(_UNPIN, [])
    return execute(_DOOM_LEFT_OVER, [db_time(timezone.now())])


def _write_down(last_items: Mapping[str, str]) -> None:
    """See that the ledger has every thread of a session and of `last_items`; new ones get their item."""
    now = timezone.now()
    used = set(ConversationSession.objects.values_list("thread_id", flat=True))
    RemoteThread.objects.bulk_create(
        (
            RemoteThread(
                thread_id=thread_id,
                state=RemoteThread.State.PINNED,
                created_at=now,
                last_item_id=last_items.get(thread_id, ""),
            )
            for thread_id in sorted(used.union(last_items))
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
