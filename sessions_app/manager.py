"""`SessionManager`: which thread a phone talks in, and for how long. The older service's API, on tables."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Avg
from django.db.models.functions import Length
from django.utils import timezone

from sessions_app.config import SessionConfig
from sessions_app.conversations import leases, takeover
from sessions_app.messages import inbox
from sessions_app.models import ConversationSession, HousekeepingJob, SessionChange
from sessions_app.sessions import backend, expiry, legacy_format, legacy_store, live, store
from sessions_app.telemetry import job_runs, session_counts

CLEANUP_JOB = "expire_sessions"
EXPIRED_WAITING = "expired_waiting"
"""Where the cache of a process has the number of expired sessions; a cleanup drops it."""
ROW_BYTES = 160
"""What a row takes beside its texts: header, id, two times, and its entries in three indexes."""
MAX_ROW_BYTES = 2048
SAMPLE_ROWS = 100
SAMPLE_SECONDS = 60
"""How long the mean row size is taken for true."""


class SessionManager:
    """Safe across threads, processes and hosts: all state is in the database, each change is atomic.

    A phone may be given with white space around it and `whatsapp:` before it.
    """

    def __init__(self, config: SessionConfig | None = None) -> None:
        """`config` defaults to the settings. Raises `ImproperlyConfigured` for seconds that make no sense."""
        self.config = config or SessionConfig()

    def get_session(self, phone: str) -> str | None:
        """Return the thread of `phone` and refresh its TTL; None where no session is live (see `live`)."""
        phone = legacy_format.bare_phone(phone)
        return live.touch(phone, ttl=self.config.ttl_seconds)

    def set_session(self, phone: str, thread_id: str) -> None:
        """Let `phone` talk in `thread_id`: in its live session (see `get_session`), or in a new one.

        A running turn loses its right to write: it talks in another thread. Its messages are
        answered in this one. Raises ValueError for a blank phone or thread and for what else cannot be
        a session (see `legacy_format`), `SessionsElsewhere`.
        """
        listed = legacy_format.threads_by_phone({phone: thread_id})
        if not listed:
            raise ValueError("a session needs a phone and a thread")
        [(phone, thread_id)] = listed.items()
        with transaction.atomic():
            backend.require_use()
            if not backend.is_legacy():  # a new session that begins here does not begin paused
                takeover.end_if_expired(phone, ttl=self.config.ttl_seconds)
            if leases.revoke(phone):
                store.keep_thread_for_turn(phone)
            live.put(phone, thread_id, ttl=self.config.ttl_seconds)

    def remove_session(self, phone: str) -> bool:
        """Kill the session of `phone`, and the turn that runs in it; return whether there was one.

        A pause ends with it: the bot answers what is unanswered, in a new session. Raises
        `SessionsElsewhere`.
        """
        phone = legacy_format.bare_phone(phone)
        with transaction.atomic():
            backend.require_use()
            turn_was_running = leases.revoke(phone)
            takeover.forget(phone)
            return backend.store().end(
                phone,
                reason=SessionChange.Reason.KILLED,
                ended_at=inbox.waiting_since(phone),
                thread_in_use=turn_was_running,
            )

    def cleanup_expired_sessions(
        self, *, batch_size: int = expiry.BATCH_SIZE, grace_seconds: float = 0
    ) -> int:
        """Remove the expired sessions without a waiting message, and return how many; any number at once.

        Those stay that expired less than `grace_seconds` ago: a message that was received just before
        may be on its way into the inbox.
        """
        started = timezone.now()
        ttl = self.config.ttl_seconds
        takeover.end_expired(ttl=ttl + grace_seconds)
        removed = expiry.expire(ttl=ttl, grace=grace_seconds, batch_size=batch_size)
        cache.delete(EXPIRED_WAITING)
        job_runs.record(CLEANUP_JOB, started=started, done=removed)
        return removed

    def get_session_count(self, counted: session_counts.Totals | None = None) -> int:
        """Return how many sessions are stored, by counters (in legacy mode: in the file).

        `counted` are the `session_counts.totals`, where the caller has asked already.
        """
        if backend.is_legacy():
            return len(legacy_store.read())
        return session_counts.active(counted)

    def estimate_memory_usage(self, count: int | None = None) -> int:
        """Return the bytes that the stored sessions take.

        Their number times the mean size of at most 100 rows (the length of their texts, the phone
        twice for its index, and 160 bytes for the rest), 2048 a session at most. The mean is
        measured once a minute in a process. `count` is their number, where the caller has asked already.
        """
        return (self.get_session_count() if count is None else count) * _mean_row_bytes()

    def get_metrics(self) -> dict[str, Any]:
        """Return the six metrics of the older service; bytes, seconds, and an ISO time in UTC or None."""
        counted = session_counts.totals()
        active = self.get_session_count(counted)
        return {
            "active_sessions": active,
            "total_sessions_created": counted[SessionChange.Reason.CREATED],
            "total_sessions_expired": counted[SessionChange.Reason.EXPIRED],
            "estimated_memory_bytes": self.estimate_memory_usage(active),
            "last_cleanup_time": _last_cleanup_time(),
            "cleanup_interval_seconds": self.config.cleanup_interval_seconds,
        }

    def migrate_from_dict(self, mapping: Mapping[str, str | None]) -> int:
        """Take over sessions of the older service, phone -> thread, all or none; return how many.

        A phone that has a session gets the given thread; others keep theirs. Entries without a thread
        (None, blank) or with a blank phone are skipped. Running turns of these phones lose their right
        to write, as in `set_session`. Raises ValueError, which names the entry, for what cannot be a
        session (see `legacy_format`), and `SessionsElsewhere`: then nothing is changed.
        """
        threads = legacy_format.threads_by_phone(mapping)
        takeover.end_expired(ttl=self.config.ttl_seconds)  # as in `set_session`
        with transaction.atomic():
            backend.require_use()
            leases.revoke_each(threads)
            live.put_all(threads, ttl=self.config.ttl_seconds)
        return len(threads)

    def export_to_dict(self) -> dict[str, str]:
        """Return phone -> thread of the live sessions, as the older service kept them."""
        if backend.is_legacy():
            return legacy_store.read()
        ttl = self.config.ttl_seconds
        accessed = ConversationSession.objects.filter(last_accessed__gt=live.live_since(ttl=ttl))
        exported = dict(accessed.values_list("phone", "thread_id").iterator())
        waiting = live.of_phones(inbox.all_waiting_since(), ttl=ttl)
        return exported | {phone: session.thread_id for phone, session in waiting.items()}


def _mean_row_bytes() -> int:
    mean: int | None = cache.get("mean_session_row_bytes")
    if mean is None:
        sample = ConversationSession.objects.order_by("-last_accessed")[:SAMPLE_ROWS]
        text = sample.aggregate(mean=Avg(Length("phone") * 2 + Length("thread_id")))["mean"]
        if text is None:  # no session yet: the first one must not be taken for a row without texts
            return ROW_BYTES
        mean = min(MAX_ROW_BYTES, ROW_BYTES + int(text))
        cache.set("mean_session_row_bytes", mean, SAMPLE_SECONDS)
    return mean


def _last_cleanup_time() -> str | None:
    finished: datetime | None = (
        HousekeepingJob.objects.filter(name=CLEANUP_JOB).values_list("last_finished_at", flat=True).first()
    )
    return finished.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if finished else None
