"""Before the interview: what the turn's user sent is fetched and becomes text, each of it once.

The text is stored on its message before the turn goes on, so a repeated turn hears the same and pays nothing.
"""

import asyncio
from dataclasses import replace
from weakref import WeakKeyDictionary

import structlog

from assistant.interview import AssistantError, Interviewer, UserTurn
from sessions_app.conversations import chat_language
from sessions_app.messages import attachments, examining, heard, media, media_deletions
from sessions_app.messages.examining import Examined
from sessions_app.messages.heard import Entry
from sessions_app.models import InboundMessage
from sessions_app.turns.interview_context import FencedInterviewContext
from sessions_app.turns.turn import Turn

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Media that a worker process holds in its memory: of 16 MB at most, each several times while it is sent."""

# Those of one event loop cannot be used on another.
_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def hear(turn: Turn, interviewer: Interviewer) -> Turn:
    """Hear what was not heard before; return the turn, of the kind and language that it has by then.

    Raises `AssistantError`, `DeliveryError`, `LeaseLost`, after all else that can be heard was heard.
    """
    if not any(message.media for message in turn.messages):
        return turn
    waiting = [
        (message, number)
        for message in turn.messages
        for number in range(len(message.media))
        if not heard.of(message, number)
    ]
    context = FencedInterviewContext(turn)
    if waiting:
        with turn.trace.step("hear"):
            outcomes = await asyncio.gather(
                *(_hear(turn, interviewer, context, *one) for one in waiting), return_exceptions=True
            )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
    if spoken := _spoken(turn):  # also what an earlier attempt heard, which may have died before this
        turn = replace(turn, language=await context.run(_note_language, spoken=spoken))
    is_silent = not any(message.text for message in turn.user_messages)
    return replace(turn, kind=InboundMessage.Kind.NO_TEXT) if is_silent else turn


def _spoken(turn: Turn) -> list[str]:
    entries = (entry for message in turn.messages for entry in heard.texts(message))
    return [entry["text"] for entry in entries if entry["kind"] == "voice"]


def _note_language(turn: UserTurn, *, spoken: list[str]) -> str:
    return chat_language.note({turn.phone: spoken})[turn.phone]


async def _hear(
    turn: Turn,
    interviewer: Interviewer,
    context: FencedInterviewContext,
    message: InboundMessage,
    number: int,
) -> None:
    async with _slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        entry = await _entry(turn, interviewer, context, message.media[number])
    heard.note(message, number, entry)
    log.info("medium_heard", kind=entry["kind"], problem=entry.get("problem", ""))
    await context.run(_store_heard, message=message, number=number)


async def _entry(
    turn: Turn, interviewer: Interviewer, context: FencedInterviewContext, item: dict[str, str]
) -> Entry:
    """Return what is to be heard of a medium. Raises `AssistantError`, `DeliveryError`."""
    if attachments.is_place(item):
        return Entry(kind="place")
    kind = attachments.kind_of(item)
    if kind in ("sticker", "video"):
        return Entry(kind=kind, problem=kind)
    if not interviewer.hears:
        return Entry(kind=kind, problem="text_only")
    try:
        content = await media.fetch(item.get("url", ""))
    except media.MediaError as error:
        return Entry(kind=kind, problem=error.code)
    declared = attachments.type_of(item)
    examined = await asyncio.to_thread(examining.examine, content, declared=declared)
    if examined.problem:
        return Entry(kind=examined.kind, problem=examined.problem)
    return await _text_of(turn, interviewer, context, examined)


async def _text_of(
    turn: Turn, interviewer: Interviewer, context: FencedInterviewContext, examined: Examined
) -> Entry:
    """Return the text of a medium, which a model hears or reads unless it is known already."""
    kind, text = examined.kind, examined.text
    try:
        if examined.medium and kind == "voice":
            languages = [turn.language, *(one for one in chat_language.LANGUAGES if one != turn.language)]
            text = await interviewer.transcribe(examined.medium, languages=languages, context=context)
            text = "" if heard.is_repeated(text) else text
        elif examined.medium:
            text = await interviewer.read_file(examined.medium, context=context)
    except AssistantError as error:
        if error.account or not error.permanent:
            raise
        log.warning("medium_refused", kind=kind, code=error.code, **error.request_ids)
        return Entry(kind=kind, problem="unreadable")
    text = heard.clean(text)
    if not text:
        return Entry(kind=kind, problem="not_heard" if kind == "voice" else "no_text")
    return Entry(kind=kind, text=text)


def _store_heard(turn: UserTurn, *, message: InboundMessage, number: int) -> None:
    """Store all that was heard of `message` so far; what was written down is to be deleted at Twilio."""
    InboundMessage.objects.filter(pk=message.pk).update(heard=message.heard)
    entry = heard.of(message, number)
    if entry["kind"] == "voice" and entry.get("text"):
        media_deletions.plan(message.media[number].get("url", ""))
