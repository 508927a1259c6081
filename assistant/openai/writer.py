"""The model as a writer: calls outside the conversation. What they give is checked before it is shown."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from assistant.errors import AssistantError
from assistant.interviewer import InterviewContext
from assistant.invisible import storable
from assistant.openai.api import OpenAIApi
from assistant.openai.writer_prompt import INSTRUCTIONS, SCHEMA
from assistant.writing import Answer, Step, Wish, forget, next_step, record


class Writer:
    """Writes the versions of one turn."""

    def __init__(self, *, api: OpenAIApi, context: InterviewContext) -> None:
        self._api = api
        self._context = context

    async def write(self, wish: Wish) -> Step:
        """Return the version, or why there is none, after at most two calls.

        Raises IncompleteRelease, TooManyVersions, and AssistantError where the turn has to be tried again.
        """
        step = await self._context.run(next_step, wish=wish)
        while step.request:
            answer = await self._ask(step.call, step.request)
            await self._context.note(record, call=step.call, answer=answer)
            step = await self._context.run(next_step, wish=wish)
        return step

    async def _ask(self, call: int, request: Mapping[str, Any]) -> Answer:
        """Make the call. Where it was refused for good, or may have been paid for, the error is the outcome.

        Any other error is raised: the call is made again with the next attempt at the turn.
        """
        try:
            answer = await self._api.write(
                model=settings.OPENAI_WRITER_MODEL,
                instructions=INSTRUCTIONS,
                data=json.dumps(request, ensure_ascii=False).replace("<", "\\u003c"),
                schema=SCHEMA,
                user=self._context.user,
            )
        except AssistantError as error:
            if not (error.refused or error.uncertain):
                await self._context.run(forget, call=call)
                raise
            return Answer(error=error.code, usage=error.usage, is_unpaid=not error.uncertain)
        return Answer(text=storable(answer.text), usage=answer.usage)
