"""OpenAI's API: the only file that imports the `openai` package (3.54, on httpx2).

A thread is an OpenAI Conversation. The SDK sends everything, but JSON goes through its `post` (README of
the package, "Undocumented endpoints"), and answers are read as plain JSON: the SDK's typed conversion of
both costs more CPU than everything else of a call (docs/speed.md).
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import httpx2
import openai

from assistant.errors import AssistantError
from assistant.interviewer import Medium
from assistant.metrics import OPENAI_REQUESTS, OPENAI_SECONDS, timed
from assistant.openai import request_ids
from assistant.openai.errors import refused
from assistant.openai.wire import Item, Response, Transcript, WireItem

PAGE_SIZE = 100
"""Items in a page, the API's maximum."""

CONNECT_SECONDS = 5.0

# aiohttp raises these before a byte of the request has left. The transport between aiohttp and the SDK
# would report a refused and a lost connection alike, as a time-out.
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class OpenAIApi:
    """Conversations and responses. Every method raises AssistantError instead of the SDK's exceptions."""

    def __init__(self, *, api_key: str, base_url: str | None, timeout: float) -> None:
        """`timeout` is in seconds, for each read of a call; connecting gets at most 5 of them."""
        self._api_key = api_key
        self._base_url = base_url
        self._timeout = openai.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS))
        # Connections belong to the event loop that opened them.
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, openai.AsyncOpenAI] = WeakKeyDictionary()

    async def open_conversation(self, *, items: Sequence[WireItem] = ()) -> str:
        """Return the id of a new conversation that begins with `items`, at most 20."""
        async with _request("open_conversation"):
            opened = await self._post("/conversations", {"items": items} if items else {})
            return str(opened["id"])

    async def respond(
        self,
        *,
        thread_id: str,
        model: str,
        instructions: str,
        items: Sequence[WireItem],
        tools: Sequence[Mapping[str, Any]],
        user: str,
        may_call_tools: bool = True,
    ) -> Response:
        """Add `items` to the thread and let the model answer.

        `user` is a pseudonym, by which OpenAI tells our users apart if one breaks its rules
        (`safety_identifier` in response_create_params.py, openai 3.54).

        `truncation="auto"` lets OpenAI forget the oldest items of an endless thread instead of
        refusing it.
        """
        wanted = {
            "model": model,
            "conversation": thread_id,
            "instructions": instructions,
            "input": items,
            "tools": tools,
            "truncation": "auto",
            "prompt_cache_key": thread_id,
            "safety_identifier": user,
        }
        if not may_call_tools:
            wanted["tool_choice"] = "none"
        async with _request("respond", thread_id):
            return Response.from_wire(await self._post("/responses", wanted))

    async def write(
        self,
        *,
        model: str,
        instructions: str,
        data: str | list[WireItem],
        schema: Mapping[str, Any],
        user: str,
        cache_key: str = "writer",
    ) -> Response:
        """Return the model's answer to `data`, JSON in the form of `schema`.

        An error is `uncertain` only where the call may have been paid for. Nothing is stored (`store` and
        `text.format` in response_create_params.py, openai 3.54).
        """
        answer_format = {"type": "json_schema", "name": cache_key, "strict": True, "schema": schema}
        async with _not_paid_if_refused(), _request("write"):
            wanted = {
                "model": model,
                "instructions": instructions,
                "input": data,
                "text": {"format": answer_format},
                "store": False,
                "prompt_cache_key": cache_key,
                "safety_identifier": user,
            }
            return Response.from_wire(await self._post("/responses", wanted))

    async def transcribe(
        self, *, model: str, medium: Medium, keywords: Sequence[str], languages: Sequence[str]
    ) -> Transcript:
        """Return what a recording says; see transcription_create_params.py (openai 3.54)."""
        name = f"voice.{medium.extension}"
        async with _not_paid_if_refused(), _request("transcribe"):
            answer = await self._client().audio.transcriptions.with_raw_response.create(
                file=(name, medium.content, medium.content_type),
                model=model,
                response_format="json",
                keywords=list(keywords) or openai.omit,
                languages=list(languages),
            )
            found = _json(answer.content)
        return Transcript(text=str(found.get("text") or ""), usage=found.get("usage") or {})

    async def shutdown_of(self, model: str) -> str:
        """Return the date on which OpenAI will shut `model` down, "" if none is announced.

        Raises AssistantError for a model that our key cannot use. See types/model.py (openai 3.54).
        """
        async with _request("model"):
            answer = await self._client().models.with_raw_response.retrieve(model)
            return str(_json(answer.content).get("shutdown_date") or "")

    async def items_since(self, *, thread_id: str, item_id: str) -> list[Item]:
        """Return all items after `item_id` ("": from the start), oldest first.

        If that item is gone from the thread, return the newest 100 items instead.
        """
        try:
            return await self._all_pages(thread_id=thread_id, item_id=item_id)
        except AssistantError as error:
            if not (error.thread_lost and item_id):
                raise
        return await self.newest_items(thread_id=thread_id)

    async def newest_items(self, *, thread_id: str) -> list[Item]:
        """Return the newest 100 items, oldest first."""
        page = await self._page(thread_id=thread_id, order="desc")
        return [Item.from_wire(wire) for wire in reversed(page["data"])]

    async def delete_conversation(self, *, thread_id: str) -> None:
        """Delete the items, then the conversation, whose deletion would leave them. A 404 is fine."""
        conversations = self._client().conversations.with_raw_response
        async with _gone_is_fine():
            for item in await self._all_pages(thread_id=thread_id, item_id=""):
                async with _gone_is_fine(), _request("delete_item", thread_id):
                    await conversations.items.delete(item.id, conversation_id=thread_id)
            async with _request("delete_conversation", thread_id):
                await conversations.delete(thread_id)

    async def close(self) -> None:
        """Close the connections of the running event loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.close()

    def _client(self) -> openai.AsyncOpenAI:
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            # No retries: the API has no idempotency key, and a repeated call would double a turn.
            # aiohttp: half the CPU of the default transport with 128 connections open.
            client = self._clients[loop] = openai.AsyncOpenAI(
                api_key=self._api_key,
                base_url=self._base_url,
                timeout=self._timeout,
                max_retries=0,
                http_client=openai.DefaultAioHttpClient(timeout=self._timeout, event_hooks=request_ids.HOOKS),
            )
        return client

    async def _post(self, path: str, wanted: Mapping[str, object]) -> dict[str, Any]:
        answer = await self._client().post(path, cast_to=httpx2.Response, body=wanted)
        return _json(answer.content)

    async def _all_pages(self, *, thread_id: str, item_id: str) -> list[Item]:
        found: list[Item] = []
        more = True
        while more:
            page = await self._page(thread_id=thread_id, order="asc", after=item_id)
            found += [Item.from_wire(wire) for wire in page["data"]]
            item_id = page.get("last_id") or ""
            more = bool(page.get("has_more") and item_id)
        return found

    async def _page(self, *, thread_id: str, order: str, after: str = "") -> dict[str, Any]:
        query: dict[str, object] = {"order": order, "limit": PAGE_SIZE}
        if after:
            query["after"] = after
        async with _request("list_items", thread_id):
            items = self._client().conversations.items.with_raw_response
            answer = await items.list(thread_id, extra_query=query)
            return _json(answer.content)


def _json(content: bytes) -> dict[str, Any]:
    """Return the answer's JSON object. Raises AssistantError for anything else, such as a proxy's page."""
    try:
        body = json.loads(content)
    except ValueError as error:
        raise AssistantError(code="unreadable_answer", uncertain=True) from error
    if not isinstance(body, dict):
        raise AssistantError(code="unreadable_answer", uncertain=True)
    return body


@asynccontextmanager
async def _request(operation: str, thread_id: str = "") -> AsyncIterator[None]:
    """Count and time a request; translate the SDK's exceptions to AssistantError, with the request's ids."""
    with timed(OPENAI_REQUESTS, OPENAI_SECONDS, operation):
        request_ids.forget()
        try:
            yield
        except AssistantError as error:
            error.request_ids = request_ids.of_last_request()
            raise
        except openai.APIError as error:
            translated = _in_our_words(error, thread_id)
            translated.request_ids = request_ids.of_last_request()
            raise translated from error


def _in_our_words(error: openai.APIError, thread_id: str) -> AssistantError:
    if isinstance(error, openai.APIStatusError):
        return refused(
            status=error.status_code,
            code=error.code or "",
            kind=error.type or "",
            message=error.message,
            param=error.param or "",
            headers=error.response.headers,
            thread_id=thread_id,
        )
    if isinstance(error, openai.APIConnectionError):
        unsent = any(isinstance(cause, _NEVER_SENT) for cause in _causes(error))
        late = any(isinstance(cause, TimeoutError) for cause in _causes(error))
        return AssistantError(code="timeout" if late else "connection", uncertain=not unsent)
    return AssistantError(code="unreadable_answer", uncertain=True)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


@asynccontextmanager
async def _not_paid_if_refused() -> AsyncIterator[None]:
    """An HTTP error is the outcome of a call without a thread: nothing of it is kept anywhere."""
    try:
        yield
    except AssistantError as error:
        error.uncertain = error.uncertain and not isinstance(error.__cause__, openai.APIStatusError)
        raise


@asynccontextmanager
async def _gone_is_fine() -> AsyncIterator[None]:
    """Ignore a 404: the thing to delete is already gone."""
    try:
        yield
    except AssistantError as error:
        if error.refused or not error.thread_lost:
            raise
