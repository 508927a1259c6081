"""Sessions as the older service kept them: phone -> thread in one JSON file, without a TTL.

Every change replaces the file under a lock, so that the processes of one host can share it.
"""

import fcntl
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from sessions_app import private_file
from sessions_app.models import ConversationSession, EndedSession, SessionChange
from sessions_app.sessions import legacy_format
from sessions_app.threads import adoption, ledger


class LegacyFileDamaged(Exception):
    """The legacy file is not a JSON object of phone -> thread."""


def path() -> Path:
    return Path(settings.LEGACY_SESSIONS_FILE)


def read_from(file: Path) -> dict[str, str]:
    """Return phone -> thread of a legacy file. Raises `LegacyFileDamaged`, OSError."""
    try:
        return legacy_format.threads_by_phone(legacy_format.parse(file.read_text("utf-8-sig")))
    except (ValueError, RecursionError) as error:  # bytes that are not a text are a ValueError too
        raise LegacyFileDamaged(f"{file}: {error}") from error


def read() -> dict[str, str]:
    """Return all sessions, none where there is no file yet. Raises `LegacyFileDamaged`, OSError."""
    try:
        return read_from(path())
    except FileNotFoundError:
        return {}


def write(mapping: Mapping[str, str]) -> None:
    """Replace the file by one with `mapping`: readers see the old or the new one, whole."""
    private_file.make_folder(path().parent)
    private_file.replace(path(), json.dumps(mapping, indent=1, sort_keys=True))


@contextmanager
def locked() -> Iterator[None]:
    """Keep other processes of this host from changing the file."""
    private_file.make_folder(path().parent)
    with private_file.open_lock(path().with_name(f"{path().name}.lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def touch(phone: str, *, live_since: datetime) -> str | None:
    """Return the thread of `phone`; there is no TTL to refresh."""
    return read().get(phone)


def put(phone: str, thread_id: str, *, ttl: float, live_since: datetime, refresh: bool = True) -> None:
    """Give `phone` the thread `thread_id`; one that is replaced is doomed."""
    put_all({phone: thread_id}, ttl=ttl, live_since={})


def put_all(wanted: Mapping[str, str], *, ttl: float, live_since: Mapping[str, datetime]) -> None:
    """Give every phone its thread as `put` does, all or none."""
    with locked():
        before = read()
        after = {**before, **wanted}
        adoption.adopt(wanted.values())
        ledger.pin(list(wanted.values()))
        for replaced in {before[phone] for phone in wanted if phone in before} - set(after.values()):
            _let_go(replaced)
        write(after)  # last: a database that fails leaves the file as it was


def end(
    phone: str,
    *,
    reason: SessionChange.Reason,
    ended_at: datetime | None = None,
    thread_in_use: bool = False,
) -> bool:
    """Forget the session of `phone` and doom its thread; return whether there was one."""
    with locked():
        mapping = read()
        thread_id = mapping.pop(phone, None)
        if thread_id is None:
            return False
        if thread_id not in mapping.values():
            _let_go(thread_id, in_use=thread_in_use)
        now = timezone.now()
        EndedSession.objects.create(phone=phone, ended_at=ended_at or now, replies_until=now)
        write(mapping)
    return True


def _let_go(thread_id: str, *, in_use: bool = False) -> None:
    adoption.adopt([thread_id])  # pinned no more
    ledger.doom([thread_id], in_use=in_use)


def of_phones(phones: Collection[str]) -> dict[str, ConversationSession]:
    """Return the sessions of `phones`, as rows that are stored nowhere and accessed just now."""
    mapping = read()
    now = timezone.now()
    return {
        phone: ConversationSession(phone=phone, thread_id=mapping[phone], created_at=now, last_accessed=now)
        for phone in phones
        if phone in mapping
    }
