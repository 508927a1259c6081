"""Which session is live: one rule for users' messages, operators and `SessionManager` alike.

A session is live until its TTL after the last access. It stays live while a message that was received
before its expiry is unanswered, so it is judged at the moment when the first of them was received
(`waiting_since`). An expired session is never handed out, whether or not it has been removed yet.
`ttl` is a number of seconds, SESSION_TTL_SECONDS where it is not given.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sessions_app.messages import inbox
from sessions_app.models import ConversationSession
from sessions_app.sessions import backend


def live_since(*, ttl: float | None = None, waiting_since: datetime | None = None) -> datetime:
    """Return the moment after which a live session was last accessed; without `waiting_since` as of now."""
    seconds = settings.SESSION_TTL_SECONDS if ttl is None else ttl
    return (waiting_since or timezone.now()) - timedelta(seconds=seconds)


def is_live(session: ConversationSession) -> bool:
    """Return True if `session` is live."""
    waiting_since = inbox.waiting_since(session.phone)
    return session.last_accessed > live_since(waiting_since=waiting_since)


def of_phones(
    waiting_since: Mapping[str, datetime], *, ttl: float | None = None
) -> dict[str, ConversationSession]:
    """Return the live sessions of phones that have been waiting since the moments given."""
    return {
        phone: session
        for phone, session in backend.store().of_phones(waiting_since).items()
        if session.last_accessed > live_since(ttl=ttl, waiting_since=waiting_since[phone])
    }


def touch(phone: str, *, ttl: float | None = None, waiting_since: datetime | None = None) -> str | None:
    """Refresh the TTL of the live session of `phone` and return its thread, None where none is live.

    `waiting_since` is looked up where it is not given and the session would have expired without it.
    """
    since = live_since(ttl=ttl, waiting_since=waiting_since)
    store = backend.store()
    thread_id = store.touch(phone, live_since=since)
    if thread_id is None and waiting_since is None and (first := inbox.waiting_since(phone)):
        thread_id = store.touch(phone, live_since=live_since(ttl=ttl, waiting_since=first))
    return thread_id


def put(
    phone: str,
    thread_id: str,
    *,
    ttl: float | None = None,
    waiting_since: datetime | None = None,
    refresh: bool = True,
) -> None:
    """Give `phone` the thread `thread_id`: in its live session, else in a new one that begins now.

    `waiting_since` is looked up where it is not given. A thread that is replaced is doomed. With
    `refresh` the TTL of the live session begins anew.
    """
    ttl = settings.SESSION_TTL_SECONDS if ttl is None else ttl
    waiting_since = waiting_since or inbox.waiting_since(phone)
    since = live_since(ttl=ttl, waiting_since=waiting_since)
    backend.store().put(phone, thread_id, ttl=ttl, live_since=since, refresh=refresh)


def put_all(wanted: Mapping[str, str], *, ttl: float | None = None) -> None:
    """Give every phone its thread as `put` does, all or none."""
    ttl = settings.SESSION_TTL_SECONDS if ttl is None else ttl
    waiting = inbox.all_waiting_since()
    since = {phone: live_since(ttl=ttl, waiting_since=waiting.get(phone)) for phone in wanted}
    backend.store().put_all(wanted, ttl=ttl, live_since=since)
