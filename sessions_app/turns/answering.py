"""One turn from claim to commit, on the event loop: the interviewer is asked, failures are judged."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

import structlog
from django import db
from django.conf import settings
from django.utils import translation
from structlog.contextvars import bind_contextvars

from assistant.interview import AssistantError, Interviewer, PastMessage, Reply, get_interviewer
from assistant.snapshot import snapshot
from sessions_app.backoff import backoff_seconds
from sessions_app.conversations.leases import LeaseLost
from sessions_app.db import faults
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import InboundMessage, RemoteThread, VendorAccount
from sessions_app.privacy import pseudonym
from sessions_app.telemetry import vendor_accounts
from sessions_app.threads import ledger
from sessions_app.turns import (
    approval,
    canned_replies,
    erasing,
    heard_texts,
    hearing,
    outcomes,
    recap,
    typing_indicator,
)
from sessions_app.turns.interview_context import FencedInterviewContext, awrite_notes
from sessions_app.turns.turn import Turn

OPENAI = VendorAccount.Vendor.OPENAI
log = structlog.get_logger(__name__)

REGISTER_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between the tries to record a thread that OpenAI has opened."""


async def answer(turn: Turn, *, slot: AbstractAsyncContextManager[None]) -> None:
    """Answer a claimed `turn`: its reply is queued when this returns, or it waits to be tried again.

    The interviewer is asked while `slot` is held. `gettext` speaks the language of the turn's user meanwhile,
    on the threads of the database too.

    A turn that lost its lease ends without a trace. A failure that is not a vendor's is a fault of
    ours: it is logged, and the turn is tried again like any other.
    """
    bind_contextvars(user=pseudonym(turn.lease.phone), request_id=str(turn.request_id or ""))
    with translation.override(turn.language):
        try:
            await _answer(turn, slot)
        finally:
            if turn.notes:
                await awrite_notes(turn)


async def _answer(turn: Turn, slot: AbstractAsyncContextManager[None]) -> None:
    try:
        if erasing.is_wanted(turn):
            await erasing.aerase(turn)
            _log_answered(turn)
            return
        if turn.is_canned:
            await _commit(turn, await canned_replies.areply_to(turn))
            return
        if turn.must_wait:
            await _wait(turn, turn.account_code, called=False)
            return
        async with slot, typing_indicator.shown(turn.messages[-1].message_sid):
            turn.trace.waited()
            turn, reply = await _interview(turn)
        if turn.is_trial and turn.kind == InboundMessage.Kind.TEXT:
            await vendor_accounts.aworks(OPENAI)
        with translation.override(turn.language):
            await _commit(turn, reply)
    except LeaseLost:
        log.info("turn_lost")
    except AssistantError as error:
        await _fail(turn, error)
    except DeliveryError as error:  # what the user sent could not be fetched from Twilio
        await _fail_to_fetch(turn, error)
    except Exception as error:
        log.exception("turn_fault")
        await _fail(turn, AssistantError(code=type(error).__name__, uncertain=True))


async def _commit(turn: Turn, reply: Reply) -> None:
    """Queue the reply, and the documents of what it has approved, which are made first."""
    approved = await approval.aprepare(reply.approved) if reply.approved else None
    await outcomes.acommit(turn, reply, approved)
    _log_answered(turn)


def _log_answered(turn: Turn) -> None:
    log.info(
        "turn_answered",
        turn=str(turn.token),
        kind=turn.kind,
        messages=len(turn.messages),
        sids=[message.message_sid for message in turn.messages],
        attempt=turn.lease.attempt,
        **turn.trace.summary(received_at=turn.messages[0].received_at),
    )


async def _interview(turn: Turn) -> tuple[Turn, Reply]:
    """Hear what the user sent and have the interviewer reply, within the turn's deadline.

    Returns the turn as it is once all was heard. Raises `AssistantError`, `DeliveryError`, `LeaseLost`.
    """
    interviewer = get_interviewer()
    try:
        async with asyncio.timeout(settings.TURN_DEADLINE_SECONDS):
            turn = await hearing.hear(turn, interviewer)
            with translation.override(turn.language):
                if turn.kind != InboundMessage.Kind.TEXT:
                    return turn, heard_texts.alone(turn)
                return turn, heard_texts.above(turn, await _reply_in_thread(turn, interviewer))
    except TimeoutError as error:
        raise AssistantError(code="turn_deadline", uncertain=True) from error


async def _reply_in_thread(turn: Turn, interviewer: Interviewer) -> Reply:
    session, untold = turn.session, turn.messages_during_takeover
    thread_id = session.thread_id if session else await _open_thread(turn, interviewer, untold)
    bind_contextvars(thread=thread_id)
    ask = partial(
        interviewer.reply,
        messages=turn.texts if interviewer.reads_remarks else turn.plain_texts,
        context=FencedInterviewContext(turn),
    )
    try:
        with turn.trace.step("model"):
            if session and turn.release_changed:
                ask = partial(ask, snapshot=await FencedInterviewContext(turn).run(snapshot))
            if not (session and (turn.resuming or untold)):
                return await ask(thread_id=thread_id)
            return await ask(
                thread_id=thread_id,
                known_item_id=await ledger.alast_item(thread_id),
                resuming=turn.resuming,
                messages_during_takeover=untold,
            )
    except AssistantError as error:
        if not (error.thread_lost or await _note_refusal(thread_id, error)):
            raise
        log.warning("thread_lost", code=error.code, **error.request_ids)
        return await _reply_in_new_thread(turn, interviewer, ask)


async def _reply_in_new_thread(
    turn: Turn, interviewer: Interviewer, ask: Callable[..., Awaitable[Reply]]
) -> Reply:
    """Replace the thread of the turn's session by one that knows what was said, and `ask` there."""
    with turn.trace.step("retell"):
        past_messages = await recap.amessages_of_session(turn.lease.phone)
    thread_id = await _open_thread(turn, interviewer, past_messages)
    bind_contextvars(thread=thread_id)
    try:
        with turn.trace.step("model"):
            return await ask(thread_id=thread_id)
    except AssistantError as error:
        # Uncertain: the model has answered a round, so the thread is to blame for what came then.
        await _note_refusal(thread_id, error, code=error.code if error.uncertain else ledger.NEW_ONE_TOO)
        raise


async def _note_refusal(thread_id: str, error: AssistantError, *, code: str = "") -> bool:
    """Record `error` if it may be the thread's fault; return whether another thread should be tried."""
    if not error.refused or error.thread_lost:
        return False
    return await ledger.arefused(thread_id, error=code or error.code)


async def _open_thread(
    turn: Turn, interviewer: Interviewer, past_messages: Sequence[PastMessage] = ()
) -> str:
    """Open a thread for the turn's phone and give its session that: ledger row first, then the call.

    The thread begins with `past_messages`: a session's that goes on after its thread was lost, or what was
    said just before it.
    """
    planned = await ledger.aplan()
    try:
        with turn.trace.step("open thread"):
            known = await FencedInterviewContext(turn).run(snapshot)
            thread_id = await interviewer.open_thread(past_messages=past_messages, snapshot=known)
        log.info("thread_opened", thread=thread_id)  # `recovery` finds those that a restored ledger lacks
    except AssistantError as error:
        await ledger.anot_opened(planned, error=error.code, uncertain=error.uncertain)
        raise
    except BaseException as error:  # the deadline, a lost lease, the worker stops, or a fault of ours
        await ledger.anot_opened(planned, error=type(error).__name__, uncertain=True)
        raise
    # Shielded: a turn that is cancelled just now must not leave an unrecorded thread.
    if not await asyncio.shield(_register(turn, planned, thread_id)):
        raise LeaseLost
    return thread_id


async def _register(turn: Turn, planned: RemoteThread, thread_id: str) -> bool:
    """Do `_record_thread`, again and again while the database fails: an outage of seconds loses no id.

    OpenAI has no list: a thread that is not recorded could never be deleted. So it is in the log, at least.
    Raises what the last try raised.
    """
    pauses = iter(REGISTER_PAUSES)
    while True:
        try:
            return await _arecord_thread(turn, planned, thread_id)
        except db.Error as error:
            log.error("thread_not_recorded", thread=thread_id, **faults.describe(error))
            if (pause := next(pauses, None)) is None:
                raise
        await asyncio.sleep(pause)


def _record_thread(turn: Turn, planned: RemoteThread, thread_id: str) -> bool:
    """Record the new thread and give it to the session; doom it if the turn has lost its lease."""
    ledger.opened(planned, thread_id=thread_id)
    try:
        outcomes.adopt_thread(turn, thread_id=thread_id)
    except LeaseLost:
        ledger.doom([thread_id])
        return False
    return True


_arecord_thread = async_twin(_record_thread)


async def _fail(turn: Turn, error: AssistantError) -> None:
    """Try the turn again after a while, or give up if that cannot help.

    A fault of our account is no fault of the turn: it waits.
    """
    attempt = turn.lease.attempt
    try:
        if error.account:
            await vendor_accounts.arefused(OPENAI, error.code)
            await _wait(turn, error.code, called=True)
        elif error.permanent or attempt >= settings.TURN_MAX_ATTEMPTS:
            await outcomes.agive_up(turn, error=error.code)
            log.error("turn_failed", code=error.code, attempt=attempt, **error.request_ids)
        else:
            delay = max(backoff_seconds(attempt), error.retry_after or 0)
            await outcomes.aretry_later(turn, delay=delay, error=error.code)
            log.warning(
                "turn_retry", code=error.code, attempt=attempt, seconds=round(delay, 1), **error.request_ids
            )
    except LeaseLost:
        log.info("turn_lost")


async def _fail_to_fetch(turn: Turn, error: DeliveryError) -> None:
    """Try again, as `_fail` does; while Twilio refuses our account, once a minute."""
    if not error.account:
        await _fail(turn, AssistantError(code=error.code, retry_after=error.retry_after))
        return
    try:
        await outcomes.await_for_twilio(turn, error=error.code)
        log.error("turn_waits", code=error.code, **error.request_ids)
    except LeaseLost:
        log.info("turn_lost")


async def _wait(turn: Turn, code: str, *, called: bool) -> None:
    """Let the turn wait until OpenAI takes our account again. Raises `LeaseLost`."""
    if await outcomes.await_for_account(turn, error=code, called=called):
        log.info("turn_waits", code=code)
    else:
        log.error("turn_failed", code=code, attempt=turn.lease.attempt)
