"""What a turn lends the interviewer, where there is neither a session nor a lease."""

import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import translation

from assistant.interviewer import UserMessage, UserTurn
from evaluations.personas import Persona

T = TypeVar("T")


class Context:
    """What a turn lends the interviewer: see `assistant.interviewer.InterviewContext`."""

    user = "evaluation"

    def __init__(self, persona: Persona, heard: Sequence[UserMessage]) -> None:
        self.turn = UserTurn(
            phone=persona.phone,
            token=uuid.uuid4(),
            language=persona.language,
            messages=heard[-1:],
            earlier=lambda: heard[:-1],
        )

    async def run(self, change: Callable[..., T], **values: object) -> T:
        return await sync_to_async(self._run)(change, **values)

    async def note(self, change: Callable[..., object], **values: object) -> None:
        await self.run(change, **values)

    def _run(self, change: Callable[..., T], **values: object) -> T:
        with translation.override(self.turn.language), transaction.atomic():
            return change(self.turn, **values)

    async def ask_for_person(self, *, reason: str) -> None:
        """Do nothing: an evaluation has no team that could join."""
