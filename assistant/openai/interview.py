"""The interview led by OpenAI: a turn is rounds of `respond`, with our tools between them."""

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog
from django.conf import settings
from django.utils import timezone

from assistant import model_calls
from assistant.errors import AssistantError
from assistant.interviewer import InterviewContext, Medium, PastMessage, Reply
from assistant.invisible import is_blank, storable
from assistant.models import ModelCall
from assistant.openai import media
from assistant.openai.api import OpenAIApi
from assistant.openai.errors import OPEN_CALL
from assistant.openai.markdown import to_whatsapp
from assistant.openai.pickup import RECAP_NOTE, PickedUp, count_known, pick_up
from assistant.openai.prompt import INSTRUCTIONS
from assistant.openai.toolbox import Toolbox, interrupted, too_many, with_one_list
from assistant.openai.tools import MAX_CALLS, TOOLS
from assistant.openai.wire import (
    Item,
    WireItem,
    assistant_message,
    developer_message,
    tool_output,
    user_message,
)
from assistant.openai.writer import Writer

logger = structlog.get_logger(__name__)

MAX_ROUNDS = 8
"""Rounds of one turn; in the last one the model may not call tools."""

NOT_ANSWERED = "The user is still waiting for an answer to their last message. Answer it now."
NOT_DELIVERED = (
    "Your last answer did not reach the user, who has written again meanwhile. "
    "Answer everything since their last message that you did answer."
)
TAKEOVER_NOTE = (
    "What follows was said without you. The assistant messages are fixed texts of this service, such as the "
    "menu, or those of a person of our team who has talked with the user in your place. The user has seen "
    "them, but not what you wrote since your last answer that was delivered. Keep to what was said, and "
    "answer only what the user has written after it."
)


class OpenAIInterviewer:
    """Lets the model answer; a thread is an OpenAI conversation (`conv_…`)."""

    name = "openai"
    reads_remarks = True
    hears = True

    def __init__(self, *, api: OpenAIApi) -> None:
        self._api = api

    async def open_thread(self, *, past_messages: Sequence[PastMessage] = (), snapshot: str = "") -> str:
        """Open a conversation that begins with `past_messages` and the `snapshot`.

        One call does both, so a conversation with an id has all of them, even if the process dies next.
        See `items` in conversation_create_params.py (openai 3.54).
        """
        items = [_as_item(said) for said in past_messages] + _told(snapshot)
        return await self._api.open_conversation(
            items=[*items, developer_message(RECAP_NOTE)] if items else []
        )

    async def reply(
        self,
        *,
        thread_id: str,
        messages: Sequence[str],
        context: InterviewContext,
        known_item_id: str = "",
        resuming: bool = False,
        messages_during_takeover: Sequence[PastMessage] = (),
        snapshot: str = "",
    ) -> Reply:
        """Answer `messages`; see Interviewer. A thread that is not a conversation counts as lost."""
        if not _is_conversation(thread_id):
            raise AssistantError(code="no_conversation", thread_lost=True)
        turn = _Turn(
            api=self._api,
            thread_id=thread_id,
            context=context,
            snapshot=_told(snapshot),
            last_item_id=known_item_id,
        )
        texts = [storable(message) for message in messages]
        try:
            if resuming or messages_during_takeover:
                return await turn.resume(texts, messages_during_takeover)
            return await turn.converse([*turn.snapshot, *map(user_message, texts)])
        except AssistantError as error:
            # Earlier rounds are in the thread: the next attempt has to look.
            error.uncertain = error.uncertain or turn.heard
            raise

    async def transcribe(self, medium: Medium, *, languages: Sequence[str], context: InterviewContext) -> str:
        return await media.transcribe(self._api, medium, languages=languages, context=context)

    async def read_file(self, medium: Medium, *, context: InterviewContext) -> str:
        return await media.read_file(self._api, medium, context=context)

    async def delete_thread(self, *, thread_id: str) -> None:
        if _is_conversation(thread_id):
            await self._api.delete_conversation(thread_id=thread_id)

    async def close(self) -> None:
        await self._api.close()


class _Turn:
    """One turn in one thread. `heard` is True once the model has answered a round of the turn."""

    def __init__(
        self,
        *,
        api: OpenAIApi,
        thread_id: str,
        context: InterviewContext,
        snapshot: list[WireItem],
        last_item_id: str,
    ) -> None:
        self._api = api
        self._thread_id = thread_id
        self._context = context
        self._toolbox = Toolbox(context=context, writer=Writer(api=api, context=context))
        self._last_item_id = last_item_id
        self._has_run = False  # a tool, in this attempt or perhaps in an earlier one
        self.snapshot = snapshot
        self.heard = False

    async def converse(self, news: list[WireItem]) -> Reply:
        """Send `news` and run the tools that the model calls, until it answers in words."""
        for round_number in range(1, MAX_ROUNDS + 1):
            output = await self._respond(news, may_call_tools=round_number < MAX_ROUNDS)
            calls = [item for item in output if item.kind == "function_call"]
            if not calls:
                return await self._reply(output)
            news = await self._run(calls)
        raise AssistantError(code="too_many_rounds")

    async def resume(self, texts: list[str], messages_during_takeover: Sequence[PastMessage]) -> Reply:
        """Continue an earlier attempt of this turn from what is in the thread."""
        items = await self._api.items_since(thread_id=self._thread_id, item_id=self._last_item_id)
        said = [PastMessage(by_user=one.by_user, text=storable(one.text)) for one in messages_during_takeover]
        known, end = count_known(items, said)
        if missing := [_as_item(one) for one in said[known:]]:
            open_calls = pick_up(items, []).open_calls
            news = [*_give_up(open_calls), developer_message(TAKEOVER_NOTE), *missing, *self.snapshot]
            return await self.converse([*news, *map(user_message, texts)])
        items = items[end:]
        found = pick_up(items, texts)
        logger.info("turn_resumed", there=found.count, asked=len(texts), open_calls=len(found.open_calls))
        if found.count == 0:
            news = [*_give_up(found.open_calls), *self.snapshot]
            return await self.converse([*news, *map(user_message, texts)])
        self.heard = True
        self._last_item_id = items[-1].id
        self._has_run = True
        if found.shown:
            await self._toolbox.show()
        if found.approved:
            self._toolbox.note_approval()
        unsent = [user_message(text) for text in texts[found.count :]]
        if found.answer and not unsent:
            return await self._reply(found.answer)
        return await self.converse([*await self._run(found.open_calls), *_reminder(found, unsent), *unsent])

    async def _respond(self, news: list[WireItem], *, may_call_tools: bool) -> list[Item]:
        """Run one round. Calls that another attempt left open get an error output."""
        try:
            output = await self._ask(news, may_call_tools=may_call_tools)
        except AssistantError as error:
            if error.code != OPEN_CALL:
                raise
            left = pick_up(await self._api.newest_items(thread_id=self._thread_id), []).open_calls
            supplied = {item.get("call_id") for item in news}
            left = [call for call in left if call.call_id not in supplied]
            logger.warning("open_calls_given_up", count=len(left))
            output = await self._ask([*_give_up(left), *news], may_call_tools=may_call_tools)
        self.heard = True
        if output:
            self._last_item_id = output[-1].id
        return output

    async def _ask(self, news: list[WireItem], *, may_call_tools: bool) -> list[Item]:
        model = settings.OPENAI_MODEL
        came_to = partial(
            self._context.note,
            model_calls.record,
            purpose=ModelCall.Purpose.INTERVIEW,
            model=model,
            asked_at=timezone.now(),
        )
        try:
            answer = await self._api.respond(
                thread_id=self._thread_id,
                model=model,
                instructions=INSTRUCTIONS,
                items=news,
                tools=TOOLS,
                user=self._context.user,
                may_call_tools=may_call_tools,
            )
        except AssistantError as error:
            await came_to(usage=error.usage, error=error.code, is_unpaid=not error.uncertain)
            raise
        except asyncio.CancelledError:
            await came_to(usage={}, error="cancelled")
            raise
        await came_to(usage=answer.usage)
        return answer.items

    async def _run(self, calls: list[Item]) -> list[WireItem]:
        """Run the calls in order, at most `MAX_CALLS`; each output exists only once its data is saved."""
        self._has_run = True
        outputs = [
            await self._toolbox.run(name=call.name, arguments=call.arguments) for call in calls[:MAX_CALLS]
        ]
        outputs += [too_many()] * (len(calls) - len(outputs))
        pairs = zip(calls, with_one_list(outputs), strict=True)
        return [tool_output(call_id=call.call_id, output=storable(output)) for call, output in pairs]

    async def _reply(self, output: list[Item]) -> Reply:
        """Return `output` in WhatsApp's formatting, and what is shown below it; the thread keeps Markdown."""
        approved = 0
        if self._has_run:
            await self._toolbox.write_if_changed()
            approved = await self._toolbox.approved()
        answers = [storable(item.text) for item in output if item.role == "assistant" and item.for_user]
        said = [to_whatsapp(answer).strip() for answer in answers]
        text = "\n\n".join(part for part in [*said, self._toolbox.document] if not is_blank(part))
        if not text:
            raise AssistantError(code="empty_reply", uncertain=True)
        return Reply(
            text=text, last_item_id=self._last_item_id, choices=self._toolbox.choices, approved=approved
        )


def _told(snapshot: str) -> list[WireItem]:
    return [developer_message(storable(snapshot))] if snapshot else []


def _as_item(said: PastMessage) -> WireItem:
    return (user_message if said.by_user else assistant_message)(storable(said.text))


def _is_conversation(thread_id: str) -> bool:
    return thread_id.startswith("conv_")


def _give_up(calls: list[Item]) -> list[WireItem]:
    return [tool_output(call_id=call.call_id, output=interrupted()) for call in calls]


def _reminder(found: PickedUp, unsent: list[WireItem]) -> list[WireItem]:
    """Return notes that make the model answer the right messages."""
    if found.answer:
        return [developer_message(NOT_DELIVERED)]
    return [] if unsent or found.open_calls else [developer_message(NOT_ANSWERED)]
