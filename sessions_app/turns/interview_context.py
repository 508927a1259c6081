"""What a turn lends the interviewer: the press release of its phone, behind the turn's lease."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db import transaction

from assistant import press_release
from sessions_app.conversations import attention, leases
from sessions_app.conversations.leases import Lease
from sessions_app.db.thread_pool import async_twin
from sessions_app.telemetry.turn_attempts import Trace

T = TypeVar("T")


class FencedInterviewContext:
    """Reads and writes the release of one phone. Every write raises `LeaseLost` once the turn lost it."""

    def __init__(self, lease: Lease, *, gathered: Mapping[str, str], trace: Trace) -> None:
        """`gathered` are the fields as they were when the turn was claimed; only this turn writes since."""
        self._lease = lease
        self._gathered = dict(gathered)
        self._trace = trace

    async def gathered(self) -> dict[str, str]:
        """Return the fields gathered so far."""
        return dict(self._gathered)

    async def save(self, *, field: str, value: str) -> None:
        """Keep `value`; it is saved when this returns. Raises ValueError for what cannot be kept."""
        with self._trace.step(f"save {field}"):
            self._gathered[field] = await self._write(press_release.save_field, field=field, value=value)

    async def finish(self) -> str:
        """Finish the release and return its text. Raises `IncompleteRelease` while fields are missing."""
        with self._trace.step("finish"):
            text = await self._write(press_release.finish)
        self._gathered = {}
        return text

    async def pending_question(self, *, thread_id: str) -> str:
        """Return the field that the scripted interview asked for last in the thread, "" if for none."""
        return await _apending_question(phone=self._lease.phone, thread_id=thread_id)

    async def ask(self, *, field: str, thread_id: str) -> None:
        """Remember that the scripted interview asks for `field` next in the thread."""
        await self._write(press_release.ask, field=field, thread_id=thread_id)

    async def ask_for_person(self, *, reason: str) -> None:
        """Ask operators to look at this conversation."""
        with self._trace.step("ask for person"):
            await self._write(attention.request_person, reason=reason)

    async def _write(self, change: Callable[..., T], **values: str) -> T:
        return await _afenced(change, self._lease, **values)


def _fenced(change: Callable[..., T], lease: Lease, **values: str) -> T:
    with transaction.atomic():
        leases.verify(lease)
        return change(phone=lease.phone, **values)


_afenced = async_twin(_fenced)
_apending_question = async_twin(press_release.pending_question)
