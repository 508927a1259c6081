"""What a turn lends the interviewer: the press release of its phone, behind the turn's lease."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.db import transaction

from sessions_app.conversations import attention, leases
from sessions_app.conversations.leases import Lease
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import emptied
from sessions_app.privacy import pseudonym
from sessions_app.turns.turn import Turn

T = TypeVar("T")


class FencedInterviewContext:
    """Reads and writes the release of one phone; raises `LeaseLost` once the turn lost its lease."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self.user = pseudonym(turn.lease.phone)

    async def run(self, change: Callable[..., T], **values: object) -> T:
        """Return `change(turn, **values)` with the `UserTurn`, in one transaction."""
        with self._turn.trace.step(change.__name__.strip("_").replace("_", " ")):
            return await _arun(self._turn, change, **values)

    async def note(self, change: Callable[..., object], **values: object) -> None:
        """Have `change(turn, **values)` done with the turn's next transaction, or when the turn is over."""
        self._turn.notes.append(partial(change, **values))

    async def ask_for_person(self, *, reason: str) -> None:
        """Ask operators to look at this conversation."""
        with self._turn.trace.step("ask for person"):
            await _arequest_person(self._turn.lease, reason=reason)


def _run(turn: Turn, change: Callable[..., T], **values: object) -> T:
    with turn.transaction():
        leases.verify(turn.lease)
        turn.write_notes(phone=turn.lease.phone)
        return change(turn.for_interviewer, **values)


def write_notes(turn: Turn) -> None:
    """Write what the calls of a turn came to that is over and could not write it, in one transaction.

    If its user was forgotten meanwhile, the calls count, but are nobody's.
    """
    with turn.transaction():
        is_forgotten = emptied.is_emptied(turn.messages[0])
        turn.write_notes(phone="" if is_forgotten else turn.lease.phone)


def _request_person(lease: Lease, *, reason: str) -> None:
    with transaction.atomic():
        leases.verify(lease)
        attention.request_person(lease.phone, reason=reason)


_arun = async_twin(_run)
awrite_notes = async_twin(write_notes)
_arequest_person = async_twin(_request_person)
