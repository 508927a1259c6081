"""A context in memory for the interviewers' tests, held to what the real press release does."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from django.db import transaction

from assistant import press_release
from assistant.press_release import FIELDS, IncompleteRelease, missing, render

PHONE = "+15550000001"
THREAD = "offline_1"


class MemoryInterviewContext:
    """The release of one phone, as a turn lends it, without a database."""

    def __init__(self, fields: dict[str, str] | None = None) -> None:
        self.fields = dict(fields or {})
        self.pending, self.pending_thread = "", THREAD
        self.document = ""
        self.begun = bool(fields)
        self.person_wanted = ""

    async def gathered(self) -> dict[str, str]:
        return dict(self.fields)

    async def save(self, *, field: str, value: str) -> None:
        if field not in FIELDS or not value.strip():
            raise ValueError("refused")
        self.fields[field] = value.strip()
        self.begun = True

    async def finish(self) -> str:
        if not self.begun and self.document:
            return self.document
        if absent := missing(self.fields):
            raise IncompleteRelease(absent)
        self.document = render(self.fields)
        self.fields, self.pending, self.begun = {}, "", False
        return self.document

    async def pending_question(self, *, thread_id: str) -> str:
        return self.pending if thread_id == self.pending_thread else ""

    async def ask(self, *, field: str, thread_id: str) -> None:
        self.pending, self.pending_thread = field, thread_id
        self.begun = True

    async def ask_for_person(self, *, reason: str) -> None:
        self.person_wanted = reason


def complete_fields(**changes: str) -> dict[str, str]:
    """Every field with a text of its own."""
    return {name: f"The {name} of Acme" for name in FIELDS} | changes


async def _outcome(call: Callable[[], Awaitable[object]]) -> object:
    try:
        return await call()
    except (ValueError, IncompleteRelease) as error:
        return type(error)


async def _story_in_memory() -> list[object]:
    context = MemoryInterviewContext()
    story = [await context.pending_question(thread_id=THREAD), await _outcome(context.finish)]
    story.append(await _outcome(lambda: context.save(field="headline", value=" ")))
    await context.ask(field="company_name", thread_id=THREAD)
    for name, value in complete_fields().items():
        await context.save(field=name, value=value)
    story += [await context.pending_question(thread_id=THREAD), await context.gathered()]
    story += [await context.finish(), await context.finish(), await context.gathered()]
    await context.ask(field="company_name", thread_id=THREAD)
    return [*story, await context.pending_question(thread_id=THREAD), await _outcome(context.finish)]


def _story_in_database() -> list[object]:
    def outcome(call: Callable[[], object]) -> object:
        try:
            return call()
        except (ValueError, IncompleteRelease) as error:
            return type(error)

    def finish() -> str:
        return press_release.finish(phone=PHONE)

    story: list[object] = [press_release.pending_question(phone=PHONE, thread_id=THREAD), outcome(finish)]
    story.append(outcome(lambda: press_release.save_field(phone=PHONE, field="headline", value=" ")))
    press_release.ask(phone=PHONE, field="company_name", thread_id=THREAD)
    for name, value in complete_fields().items():
        press_release.save_field(phone=PHONE, field=name, value=value)
    story += [
        press_release.pending_question(phone=PHONE, thread_id=THREAD),
        press_release.gathered(phone=PHONE),
    ]
    story += [finish(), finish(), press_release.gathered(phone=PHONE)]
    press_release.ask(phone=PHONE, field="company_name", thread_id=THREAD)
    return [*story, press_release.pending_question(phone=PHONE, thread_id=THREAD), outcome(finish)]


@pytest.mark.django_db
def test_the_context_in_memory_tells_the_same_story_as_the_database() -> None:
    with transaction.atomic():
        stored = _story_in_database()

    assert asyncio.run(_story_in_memory()) == stored
