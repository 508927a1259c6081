"""What a turn lends the interviewer: the press release of its phone, behind the turn's lease."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.db import transaction

from assistant.interview import UserTurn
from sessions_app.conversations import attention, leases
from sessions_app.conversations.leases import Lease
from sessions_app.db.thread_pool import async_twin
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
        self._turn.notes.append(partial(change, _user_turn(self._turn), **values))

    async def ask_for_person(self, *, reason: str) -> None:
        """Ask operators to look at this conversation."""
        with self._turn.trace.step("ask for person"):
            await _arequest_person(self._turn.lease, reason=reason)


def _run(turn: Turn, change: Callable[..., T], **values: object) -> T:
    with turn.transaction():
        leases.verify(turn.lease)
        turn.write_notes()
        return change(_user_turn(turn), **values)


def write_notes(turn: Turn) -> None:
    """Write what the calls of a turn came to that is over and could not write it, in one transaction."""
    with turn.transaction():
        turn.write_notes()


def _user_turn(turn: Turn) -> UserTurn:
    return UserTurn(
        phone=turn.lease.phone,
        token=turn.token,
        messages=turn.user_messages,
        earlier=turn.earlier_messages,
        language=turn.language,
    )


def _request_person(lease: Lease, *, reason: str) -> None:
    with transaction.atomic():
        leases.verify(lease)
        attention.request_person(lease.phone, reason=reason)


_arun = async_twin(_run)
awrite_notes = async_twin(write_notes)
_arequest_person = async_twin(_request_person)
