"""OpenAI: a whole turn in a thread of its own, which is deleted.

Only a call to the model tells that the quota is used up.
"""

import asyncio
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from assistant import model_calls
from assistant.interview import AssistantError
from assistant.models import ModelCall
from assistant.openai.api import OpenAIApi
from assistant.openai.wire import user_message
from sessions_app.doctor.findings import Finding, note, ok, warn
from sessions_app.doctor.openai_account import opened_api, refusal
from sessions_app.models import RemoteThread
from sessions_app.threads import ledger

CALL_SECONDS = 20.0
USER = "doctor"
"""In the place of a user's pseudonym."""


def check() -> Iterator[Finding]:
    """Open a thread, let the model answer in it, and delete it with its items.

    The thread is in the ledger before it is at OpenAI: if this dies at any step, the schedules delete it.
    """
    if not settings.OPENAI_API_KEY:
        return
    with opened_api(seconds=CALL_SECONDS) as (client, runner):
        yield from _turn(client, runner)


def _turn(client: OpenAIApi, runner: asyncio.Runner) -> Iterator[Finding]:
    planned = ledger.plan()
    try:
        thread_id = runner.run(client.open_conversation())
    except AssistantError as error:
        ledger.not_opened(planned, error=error.code, uncertain=error.uncertain)
        yield refusal("a new thread", error)
        return
    ledger.opened(planned, thread_id=thread_id)
    failure = _ask(client, runner, thread_id)
    if failure:
        yield refusal("an answer of the model", failure)
    may_answer_later = failure is not None and failure.uncertain
    ledger.doom([thread_id], in_use=may_answer_later)
    if may_answer_later:
        yield note("the thread is deleted by the schedules, because the model may still answer in it")
        return
    yield _delete(client, runner, planned, thread_id)


def _ask(client: OpenAIApi, runner: asyncio.Runner, thread_id: str) -> AssistantError | None:
    asked_at = timezone.now()
    failure: AssistantError | None = None
    try:
        response = runner.run(
            client.respond(
                thread_id=thread_id,
                model=settings.OPENAI_MODEL,
                instructions="This is a test of the connection. Answer with the word: well",
                items=[user_message("How are you?")],
                tools=[],
                user=USER,
            )
        )
        usage = response.usage
    except AssistantError as error:
        usage, failure = error.usage, error
    ModelCall.objects.create(
        purpose=ModelCall.Purpose.INTERVIEW,
        model=settings.OPENAI_MODEL,
        turn=uuid.uuid4(),
        error=failure.code if failure else "",
        asked_at=asked_at,
        answered_at=timezone.now(),
        **model_calls.told(
            model=settings.OPENAI_MODEL,
            usage=usage,
            is_unpaid=failure is not None and not failure.uncertain,
        ),
    )
    return failure


def _delete(client: OpenAIApi, runner: asyncio.Runner, thread: RemoteThread, thread_id: str) -> Finding:
    try:
        runner.run(client.delete_conversation(thread_id=thread_id))
    except AssistantError as error:
        what = f"the doctor's thread could not be deleted ({error.code})"
        return warn(what, "Nothing: it is in the ledger, and the schedules try again.")
    ledger.deleted(thread)
    return ok("a thread was opened, answered in, and deleted with its items")
