"""The scripted interview in the place of a model: it takes seconds, costs money, hears, and can fail."""

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import time_machine
from django.conf import settings
from django.utils import timezone

from assistant import model_calls
from assistant.errors import AssistantError
from assistant.interviewer import InterviewContext, Medium, Reply
from assistant.offline.interview import OfflineInterviewer
from sessions_app.privacy import pseudonym


class DemoInterviewer(OfflineInterviewer):
    """Asks as the script does. `fails` makes it fail as OpenAI would."""

    name = "demo"
    hears = True

    def __init__(self, clock: time_machine.Traveller) -> None:
        self._clock = clock
        self._chance = random.Random(19)
        self._errors: defaultdict[str, list[AssistantError]] = defaultdict(list)
        self.says: dict[str, str] = {}
        """What the next medium of a user says, by pseudonym."""
        self.thought: dict[str, float] = {}
        """Seconds that the newest answer took, by pseudonym."""
        self.opens_threads = True

    def fails(self, phone: str, *errors: AssistantError) -> None:
        """Have the next attempts at a turn of `phone` fail with `errors`, one after another."""
        self._errors[pseudonym(phone)] += errors

    async def open_thread(self, **what: Any) -> str:
        """Raise AssistantError while `opens_threads` is false."""
        if not self.opens_threads:
            raise AssistantError(code="http_500", permanent=True)
        return await super().open_thread(**what)

    async def reply(self, *, messages: Sequence[str], context: InterviewContext, **how: Any) -> Reply:
        asked_at = timezone.now()
        seconds = round(self._chance.uniform(1.1, 3.6), 3)
        self._clock.shift(seconds)
        self.thought[context.user] = seconds
        usage = self._usage(sum(map(len, messages)))
        call = {"purpose": "interview", "model": settings.OPENAI_MODEL, "asked_at": asked_at}
        if errors := self._errors[context.user]:
            error = errors.pop(0)
            await context.note(model_calls.record, **call, usage={}, error=error.code, is_unpaid=True)
            raise error
        reply = await super().reply(messages=messages, context=context, **how)
        await context.note(model_calls.record, **call, usage=usage)
        return reply

    async def transcribe(self, medium: Medium, *, languages: Sequence[str], context: InterviewContext) -> str:
        return await self._hear(context, purpose="transcribe", audio_seconds=7.0)

    async def read_file(self, medium: Medium, *, context: InterviewContext) -> str:
        return await self._hear(context, purpose="read")

    async def _hear(self, context: InterviewContext, *, purpose: str, **used: float) -> str:
        asked_at = timezone.now()
        self._clock.shift(self._chance.uniform(0.8, 1.6))
        model = settings.OPENAI_TRANSCRIPTION_MODEL if used else settings.OPENAI_MODEL
        usage = {} if used else self._usage(3000)
        await context.note(
            model_calls.record, purpose=purpose, model=model, usage=usage, asked_at=asked_at, **used
        )
        return self.says.pop(context.user)

    def _usage(self, characters: int) -> dict[str, Any]:
        known = self._chance.randrange(2000, 6000)
        return {
            "input_tokens": known + characters // 3 + 600,
            "input_tokens_details": {"cached_tokens": known},
            "output_tokens": self._chance.randrange(90, 320),
            "output_tokens_details": {"reasoning_tokens": self._chance.randrange(0, 64)},
        }
