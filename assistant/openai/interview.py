"""The interview led by OpenAI: a turn is rounds of `respond`, with our tools between them."""

import re
from collections.abc import Sequence

import structlog
from django.conf import settings

from assistant.errors import AssistantError
from assistant.interviewer import InterviewContext, PastMessage, Reply
from assistant.invisible import is_blank
from assistant.openai.api import (
    Item,
    OpenAIApi,
    WireItem,
    assistant_message,
    developer_message,
    tool_output,
    user_message,
)
from assistant.openai.errors import OPEN_CALL
from assistant.openai.markdown import to_whatsapp
from assistant.openai.pickup import RECAP_NOTE, PickedUp, count_known, pick_up
from assistant.prompt import instructions
from assistant.tools import TOOLS, Toolbox, interrupted

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

# The JSON encoder rejects lone surrogates, and a NUL means nothing in a chat.
_UNSENDABLE = re.compile(r"[\x00\ud800-\udfff]")


class OpenAIInterviewer:
    """Lets the model answer; a thread is an OpenAI conversation (`conv_…`)."""

    name = "openai"
    reads_remarks = True

    def __init__(self, *, api: OpenAIApi) -> None:
        self._api = api

    async def open_thread(self, *, past_messages: Sequence[PastMessage] = ()) -> str:
        """Open a conversation that begins with `past_messages`.

        One call does both, so a conversation with an id has all of them, even if the process dies next.
        See `items` in conversation_create_params.py (openai 3.54).
        """
        items = [_as_item(said) for said in past_messages]
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
    ) -> Reply:
        """Answer `messages`; see Interviewer. A thread that is not a conversation counts as lost."""
        if not _is_conversation(thread_id):
            raise AssistantError(code="no_conversation", thread_lost=True)
        turn = _Turn(
            api=self._api,
            thread_id=thread_id,
            context=context,
            fields=await context.gathered(),
            last_item_id=known_item_id,
        )
        texts = [_sendable(message) for message in messages]
        try:
            if resuming or messages_during_takeover:
                return await turn.resume(texts, messages_during_takeover)
            return await turn.converse([user_message(text) for text in texts])
        except AssistantError as error:
            # Earlier rounds are in the thread: the next attempt has to look.
            error.uncertain = error.uncertain or turn.heard
            raise

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
        fields: dict[str, str],
        last_item_id: str,
    ) -> None:
        self._api = api
        self._thread_id = thread_id
        self._instructions = instructions(fields)
        self._toolbox = Toolbox(context=context, fields=fields)
        self._last_item_id = last_item_id
        self.heard = False

    async def converse(self, news: list[WireItem]) -> Reply:
        """Send `news` and run the tools that the model calls, until it answers in words."""
        for round_number in range(1, MAX_ROUNDS + 1):
            output = await self._respond(news, may_call_tools=round_number < MAX_ROUNDS)
            calls = [item for item in output if item.kind == "function_call"]
            if not calls:
                return self._reply(output)
            news = await self._run(calls)
        raise AssistantError(code="too_many_rounds")

    async def resume(self, texts: list[str], messages_during_takeover: Sequence[PastMessage]) -> Reply:
        """Continue an earlier attempt of this turn from what is in the thread."""
        items = await self._api.items_since(thread_id=self._thread_id, item_id=self._last_item_id)
        said = [
            PastMessage(by_user=one.by_user, text=_sendable(one.text)) for one in messages_during_takeover
        ]
        known, end = count_known(items, said)
        if missing := [_as_item(one) for one in said[known:]]:
            open_calls = pick_up(items, []).open_calls
            news = [*_give_up(open_calls), developer_message(TAKEOVER_NOTE), *missing]
            return await self.converse([*news, *map(user_message, texts)])
        items = items[end:]
        found = pick_up(items, texts)
        logger.info("turn_resumed", there=found.count, asked=len(texts), open_calls=len(found.open_calls))
        if found.count == 0:
            return await self.converse([*_give_up(found.open_calls), *map(user_message, texts)])
        self.heard = True
        self._last_item_id = items[-1].id
        if found.finished:
            await self._toolbox.recover_document()
        unsent = [user_message(text) for text in texts[found.count :]]
        if found.answer and not unsent:
            return self._reply(found.answer)
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
        return await self._api.respond(
            thread_id=self._thread_id,
            model=settings.OPENAI_MODEL,
            instructions=self._instructions,
            items=news,
            tools=TOOLS,
            may_call_tools=may_call_tools,
        )

    async def _run(self, calls: list[Item]) -> list[WireItem]:
        """Run the calls in order; each output exists only once its data is saved."""
        return [
            tool_output(
                call_id=call.call_id,
                output=await self._toolbox.run(name=call.name, arguments=call.arguments),
            )
            for call in calls
        ]

    def _reply(self, output: list[Item]) -> Reply:
        """Return `output` in WhatsApp's formatting, and the document. The thread keeps the Markdown."""
        answers = [item.text for item in output if item.role == "assistant" and item.for_user]
        said = [to_whatsapp(answer).strip() for answer in answers]
        text = "\n\n".join(part for part in [*said, self._toolbox.document] if not is_blank(part))
        if not text:
            raise AssistantError(code="empty_reply", uncertain=True)
        return Reply(text=text, last_item_id=self._last_item_id)


def _sendable(text: str) -> str:
    return _UNSENDABLE.sub("\ufffd", text)


def _as_item(said: PastMessage) -> WireItem:
    return (user_message if said.by_user else assistant_message)(_sendable(said.text))


def _is_conversation(thread_id: str) -> bool:
    return thread_id.startswith("conv_")


def _give_up(calls: list[Item]) -> list[WireItem]:
    return [tool_output(call_id=call.call_id, output=interrupted()) for call in calls]


def _reminder(found: PickedUp, unsent: list[WireItem]) -> list[WireItem]:
    """Return notes that make the model answer the right messages."""
    if found.answer:
        return [developer_message(NOT_DELIVERED)]
    return [] if unsent or found.open_calls else [developer_message(NOT_ANSWERED)]
