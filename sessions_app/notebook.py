"""What a turn lends the interviewer: the press release of its phone, behind the turn's lease."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from django.db import transaction

from assistant import press_release
from sessions_app import attention, leases
from sessions_app.database_threads import in_database_thread
from sessions_app.leases import Lease
from sessions_app.turn_attempts import Trace

T = TypeVar("T")


class FencedNotebook:
    """Reads and writes the release of one phone. Every write raises `LeaseLost` once the turn lost it."""

    def __init__(self, lease: Lease, *, gathered: Mapping[str, str], trace: Trace) -> None:
        """`gathered` are the fields as they were when the turn was claimed: nobody else writes since."""
        self._lease = lease
        self._gathered = dict(gathered)
        self._trace = trace

    async def gathered(self) -> dict[str, str]:
        """Return the fields gathered so far."""
        return dict(self._gathered)

    async def save(self, *, field: str, value: str) -> None:
        """Keep `value`; it is saved when this returns. Raises ValueError for what cannot be kept."""
        save = partial(press_release.save_field, phone=self._lease.phone, field=field, value=value)
        with self._trace.step(f"save {field}"):
            self._gathered[field] = await self._write(save)

    async def finish(self) -> str:
        """Finish the release and return its text. Raises `IncompleteRelease` while fields are missing."""
        with self._trace.step("finish"):
            text = await self._write(partial(press_release.finish, phone=self._lease.phone))
        self._gathered = {}
        return text

    async def pending_question(self) -> str:
        """Return the field that the scripted interview asked last, "" before its first question."""
        return await in_database_thread(lambda: press_release.pending_question(phone=self._lease.phone))

    async def ask(self, *, field: str) -> None:
        """Remember that the scripted interview asks for `field` next."""
        await self._write(lambda: press_release.ask(phone=self._lease.phone, field=field))

    async def ask_for_person(self, *, reason: str) -> None:
        """Ask operators to look at this conversation."""
        with self._trace.step("ask for person"):
            await self._write(lambda: attention.ask(self._lease.phone, reason=reason))

    async def _write(self, change: Callable[[], T]) -> T:
        def fenced() -> T:
            with transaction.atomic():
                leases.hold(self._lease)
                return change()

        return await in_database_thread(fenced)
