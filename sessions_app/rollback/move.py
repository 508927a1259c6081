"""What a rollback and a restore have in common: one at a time, while nothing else happens to the sessions.

While sessions move nothing is claimed, expired or deleted (`session_backend`); messages wait. A mover
that dies leaves `moving` behind: `whereabouts` tells where the sessions are all the same.
"""

import fcntl
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from sessions_app import private_file
from sessions_app.conversations import leases
from sessions_app.db.sql import is_sqlite
from sessions_app.models import Conversation, ConversationSession
from sessions_app.privacy import pseudonym
from sessions_app.rollback import pinned_threads
from sessions_app.sessions import backend as session_backend
from sessions_app.sessions import legacy_store
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import heartbeats, job_runs

LOOK_AGAIN_SECONDS = 0.2
ALIVE_SECONDS = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class MoveRefused(Exception):
    """The sessions cannot be moved now; nothing was changed. Says what to do."""


class MoveUncertain(Exception):
    """The database broke off, and does not say whether the sessions were moved. Says what to do."""


@dataclass(kw_only=True)
class Move:
    """A move under way."""

    to: str
    finished: bool = False
    """Only its COMMIT is left to do."""
    made: list[Path] = field(default_factory=list)
    """The files that it wrote: gone again where the sessions are not moved."""
    stopped_by: list[int] = field(default_factory=list)
    """The signals that asked to stop."""

    def begin(self) -> None:
        """Begin the transaction's part: from here on no turn can write. Raises `MoveRefused`."""
        require_one_host()  # once more: it may have been waited for minutes
        if session_backend.current() != Backend.MOVING:
            raise MoveRefused("Another rollback or restore was faster.")
        leases.revoke_all()

    def finish(self) -> None:
        """Say where the sessions are now, as the last thing in the transaction. Raises `MoveRefused`."""
        self.require_wanted()
        if not session_backend.change(old=Backend.MOVING, new=self.to):
            raise MoveRefused("Another rollback or restore was faster.")
        self.finished = True

    def require_wanted(self) -> None:
        if self.stopped_by:
            name = signal.Signals(self.stopped_by[0]).name
            raise MoveRefused(f"Stopped by {name}: the sessions stay where they were.")


@contextmanager
def moving(*, to: str, wait_seconds: float | None) -> Iterator[Move]:
    """Stop claims, expiry and deletions, and wait for those under way; on failure let them go on.

    The caller holds `only_one`, and moves the sessions in one transaction between `Move.begin` and
    `Move.finish`. A COMMIT whose answer was lost, but which was done, is no failure. Raises `MoveRefused`,
    `MoveUncertain`, and what the caller raises.
    """
    if wait_seconds is None:
        wait_seconds = settings.TURN_DEADLINE_SECONDS + settings.TURN_LEASE_SECONDS
    session_backend.ensure_row()
    came_from = whereabouts()
    with _noting_signals() as stopped_by:
        move = Move(to=to, stopped_by=stopped_by)
        try:
            session_backend.switch(Backend.MOVING)
            _wait_until_quiet(wait_seconds, move)
            yield move
        except BaseException as error:
            if not _was_done(move, error=error, back_to=came_from):
                raise


def _was_done(move: Move, *, error: BaseException, back_to: str) -> bool:
    """Let things go on as they were before; return whether the move was done all the same."""
    try:
        connection.close_if_unusable_or_obsolete()
        with transaction.atomic():  # a COMMIT that is still under way is waited for
            went_back = session_backend.change(old=Backend.MOVING, new=back_to)
            if went_back or not move.finished:
                _remove(move.made)
        return move.finished and not went_back and session_backend.current() == move.to
    except (DatabaseError, InterfaceError) as unknown:
        raise MoveUncertain(
            f"{error}\nThe database does not say whether the sessions were moved ({unknown})."
            " Once it answers, run the same command again: it goes on from where this one ended."
        ) from error


def _remove(files: list[Path]) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)


@contextmanager
def only_one() -> Iterator[None]:
    """Keep other moves away; the kernel lets go of it with the process. Raises `MoveRefused`, OSError."""
    file = legacy_store.path()
    private_file.make_folder(file.parent)
    with private_file.open_lock(file.with_name(f"{file.name}.moving")) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise MoveRefused(
                "Another rollback or restore is under way on this host: wait for its end."
            ) from error
        yield


def whereabouts() -> str:
    """Return where the sessions are: "database" or "legacy", where a dead mover left them too.

    A move is one transaction, so all of them are in the table or none. A legacy file may be another one
    than ours: then the ledger knows that there is one.
    """
    backend = session_backend.current()
    if backend != Backend.MOVING:
        return backend
    if ConversationSession.objects.exists():
        return Backend.DATABASE
    return Backend.LEGACY if legacy_store.path().exists() or pinned_threads.exist() else Backend.DATABASE


def give_up() -> str:
    """Leave `moving` as a dead mover left it, for where the sessions are; return where that is.

    Its half-done legacy file is put aside. Raises `MoveRefused` while the mover lives, OSError.
    """
    with only_one():
        where = whereabouts()
        was_moving = session_backend.current() == Backend.MOVING
        if was_moving and where == Backend.DATABASE:
            put_aside(legacy_store.path(), why="cut-off")
        session_backend.change(old=Backend.MOVING, new=where)
        return where


def put_aside(file: Path, *, why: str) -> None:
    """Rename `file`, if it exists. Raises OSError."""
    at = timezone.now().strftime("%Y%m%dT%H%M%S%f")
    if file.exists():
        file.replace(file.with_name(f"{file.name}.{why}-{at}"))


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


@contextmanager
def _noting_signals() -> Iterator[list[int]]:
    """Note in a list what asks this process to stop; who asks twice gets what the signal did before."""
    noted: list[int] = []
    before: dict[int, Any] = {}

    def note(number: int, frame: Any) -> None:
        noted.append(number)
        signal.signal(number, before[number])

    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    heeded = [number for number, was in before.items() if was not in (signal.SIG_IGN, None)]
    for number in heeded:
        signal.signal(number, note)
    try:
        yield noted
    finally:
        for number in heeded:
            signal.signal(number, before[number])


def _wait_until_quiet(seconds: float, move: Move) -> None:
    deadline = time.monotonic() + seconds
    while busy := _under_way():
        move.require_wanted()
        if time.monotonic() > deadline:
            raise MoveRefused(f"After {seconds:.0f} s {busy}. Nothing was changed; try again.")
        time.sleep(LOOK_AGAIN_SECONDS)


def _under_way() -> str:
    now = timezone.now()
    turns = Conversation.objects.filter(lease_token__isnull=False, lease_expires_at__gt=now)
    if phones := list(turns.values_list("phone", flat=True)[:3]):
        return f"turns still ran (of {', '.join(map(pseudonym, phones))})"
    return "threads were still being deleted" if job_runs.is_under_way(job_runs.DELETE_THREADS) else ""
