"""What a rollback and a restore have in common.

All sessions move in one transaction. Files are written before and after it, in a fixed order: whatever
stops a move, the same command run again completes it.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import Error, connection, transaction
from django.utils import timezone

from sessions_app.conversations import leases
from sessions_app.db import faults
from sessions_app.db.sql import is_sqlite
from sessions_app.models import ConversationSession, SessionBackend
from sessions_app.sessions import backend
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import heartbeats

ALIVE_SECONDS = 60.0
_STAMP = "%Y%m%dT%H%M%S%f"
"""In UTC."""


class MoveRefused(Exception):
    """The sessions cannot be moved now; nothing was changed. Says what to do."""


class OutcomeUnknown(Exception):
    """The database broke off, and does not say whether the sessions were moved. Says what to do."""


@contextmanager
def moving(*, to: Backend) -> Iterator[str]:
    """The transaction of a move: gives where the sessions are; once it commits they are in `to`.

    No other process changes a session meanwhile. Turns under way lose their leases: their messages are
    answered once the processes are restarted. Raises `MoveRefused`, `OutcomeUnknown`, django.db.Error.
    """
    require_one_host()
    backend.ensure_row()
    at_commit = False
    try:
        with transaction.atomic():
            SessionBackend.objects.select_for_update().get(pk=SessionBackend.CURRENT)  # before all else
            leases.revoke_all()
            yield current_store()
            backend.switch(to)
            at_commit = True
    except Error as error:
        if not at_commit:
            raise
        raise OutcomeUnknown(
            f"{faults.in_words(error)}\nThe database does not say whether the sessions were moved."
            " Once it answers, run the same command again: it goes on from where this one ended."
        ) from error


def current_store() -> str:
    """Return where the sessions are: "database" or "legacy".

    An earlier release that was killed left "moving"; then all of them are in the table, or none.
    """
    found = backend.current()
    if found != Backend.MOVING:
        return found
    return Backend.DATABASE if ConversationSession.objects.exists() else Backend.LEGACY


def put_aside(file: Path, *, why: str) -> None:
    """Rename `file` if it exists. Raises OSError."""
    if file.exists():
        file.replace(file.with_name(f"{file.name}.{why}-{stamp()}"))


def stamp() -> str:
    """Return the time as a part of a file's name."""
    return timezone.now().strftime(_STAMP)


def stamped_at(text: str) -> datetime | None:
    """Return the time that `stamp` has made `text` of; None if it is no stamp."""
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def require_one_host() -> None:
    """Raise `MoveRefused` while processes of other hosts are alive."""
    if others := heartbeats.hosts_alive(within=ALIVE_SECONDS) - {socket.gethostname()}:
        raise MoveRefused(
            f"Processes are alive on other hosts ({', '.join(sorted(others))}), but legacy mode is for one."
            " Stop the workers and schedules there, wait a minute, and run this again on the host that stays."
        )


def require_database() -> None:
    """Raise `MoveRefused` where there is no SQLite file: opening it would make an empty one."""
    file = Path(connection.settings_dict["NAME"])
    if is_sqlite() and not file.exists():
        raise MoveRefused(f"There is no database: {file.absolute()} does not exist.")
