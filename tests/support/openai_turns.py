"""Turns of the interview that OpenAI leads: over real sockets, with OpenAI's SDK in the loop."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from assistant.announcement_types import split
from assistant.errors import AssistantError
from assistant.interviewer import Reply
from assistant.openai.api import OpenAIApi
from assistant.openai.interview import OpenAIInterviewer
from tests.fakes.openai_model import Model, ModelRequest, echo_model
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import PHONE, DatabaseContext

SAVE_HEADLINE = '#tool save_headline {"value": "Acme flies", "said": "Acme flies"}'
_ALONE = ("company_name", "announcement_type", "headline", "boilerplate", "media_contact")
_PARTS = {"quote": "words", "quote_speaker": "speaker", "quote_role": "role"}


def tool(name: str, **arguments: object) -> str:
    """Return the line by which a user makes the fake's model call a tool."""
    return f"#tool {name} {json.dumps(arguments, ensure_ascii=False)}"


def save_line(key: str, value: str, said: str | None = None) -> str:
    """Return the line that saves `value`, whose words the line itself has."""
    base, number = split(key)
    told: dict[str, object] = {"value": value, "said": value if said is None else said}
    if base in _ALONE:
        return tool(f"save_{base}", **told)
    if base in _PARTS:
        return tool("save_quotes", part=_PARTS[base], number=number, **told)
    return tool("save_key_facts", fact=base, number=number, **told)


def call(name: str, arguments: object) -> dict[str, Any]:
    """Return a call as a model makes it; `arguments` may be any text."""
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {"type": "function_call", "name": name, "arguments": text}


def model_that_calls(*calls: dict[str, Any]) -> Model:
    """Return a model that makes these calls at once when the user says something."""

    def model(request: ModelRequest) -> Any:
        return list(calls) if request.user_texts else echo_model(request)

    return model


def interviewer_for(url: str, *, api_key: str = "sk-test", timeout: float = 5) -> OpenAIInterviewer:
    return OpenAIInterviewer(api=OpenAIApi(api_key=api_key, base_url=url, timeout=timeout))


@async_to_sync
async def open_thread(fake: FakeOpenAI, **more: Any) -> str:
    interviewer = interviewer_for(fake.base_url)
    try:
        return await interviewer.open_thread(**more)
    finally:
        await interviewer.close()


def ask(
    fake: FakeOpenAI,
    thread_id: str,
    *messages: str,
    phone: str = PHONE,
    token: uuid.UUID | None = None,
    earlier: Sequence[str] = (),
    **more: Any,
) -> Reply:
    """Have `messages` answered, in an attempt at the turn `token`."""
    context = DatabaseContext(messages=messages, phone=phone, token=token or uuid.uuid4(), earlier=earlier)
    return ask_in(context, fake, thread_id, **more)


@async_to_sync
async def ask_in(
    context: DatabaseContext, fake: FakeOpenAI, thread_id: str, *, timeout: float = 5, **more: Any
) -> Reply:
    """Have the messages of `context` answered. ORM work is done on the test's own thread."""
    interviewer = interviewer_for(fake.base_url, timeout=timeout)
    try:
        return await interviewer.reply(
            thread_id=thread_id, messages=context.messages, context=context, **more
        )
    finally:
        await interviewer.close()


def trouble(fake: FakeOpenAI, thread_id: str, *messages: str, **more: Any) -> AssistantError:
    with pytest.raises(AssistantError) as caught:
        ask(fake, thread_id, *messages, **more)
    return caught.value


def asked_of(fake: FakeOpenAI) -> list[dict[str, Any]]:
    """Return the bodies of all calls for a response in a conversation."""
    return [one for one in _bodies(fake) if one.get("conversation")]


def written_by(fake: FakeOpenAI) -> list[dict[str, Any]]:
    """Return what the writer was asked, outside conversations."""
    return [json.loads(one["input"]) for one in _bodies(fake) if not one.get("conversation")]


def _bodies(fake: FakeOpenAI) -> list[dict[str, Any]]:
    return [record.json for record in fake.requests if record.path == "/v1/responses"]


def outputs_in(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the outputs of tools that a call for a response brings."""
    return [json.loads(item["output"]) for item in body["input"] if item["type"] == "function_call_output"]


def outputs_of(fake: FakeOpenAI, *messages: str, **more: Any) -> list[dict[str, Any]]:
    """Return what the model was told of the calls it made in a turn of its own."""
    ask(fake, open_thread(fake), *messages, **more)
    return outputs_in(asked_of(fake)[-1])


def outputs_of_calls(*calls: dict[str, Any], said: str = "go", **more: Any) -> list[dict[str, Any]]:
    """Return what the model is told that makes these calls when the user says `said`."""
    with FakeOpenAI(model=model_that_calls(*calls)) as fake:
        return outputs_of(fake, said, **more)
