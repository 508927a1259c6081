"""One turn from claim to commit, on the event loop: what to ask whom, and what a failure means."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

import structlog
from django import db
from django.conf import settings

from assistant.interview import AssistantError, Interviewer, Reply, Said, get_interviewer
from sessions_app import retelling, threads, turns
from sessions_app.backoff import backoff_seconds
from sessions_app.database_threads import in_database_thread
from sessions_app.leases import LeaseLost
from sessions_app.models import RemoteThread
from sessions_app.notebook import FencedNotebook
from sessions_app.privacy import pseudonym
from sessions_app.turns import Turn

log = structlog.get_logger(__name__)

REGISTER_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between the tries to write down a thread that OpenAI has opened."""


async def answer(turn: Turn, *, place: AbstractAsyncContextManager[None]) -> None:
    """Answer a claimed `turn`: its reply is queued when this returns, or it waits to be tried again.

    The interviewer is asked while `place` is held.

    A turn that lost its lease ends without a trace. What is no failure of a vendor is a fault of
    ours: it is logged, and the turn is tried again like any other.
    """
    user = pseudonym(turn.lease.phone)
    try:
        if turns.is_canned(turn):
            await in_database_thread(partial(turns.answer_canned, turn))
            return
        async with place:
            turn.trace.waited()
            reply = await _interview(turn)
        await in_database_thread(
            partial(turns.commit, turn, text=reply.text, last_item_id=reply.last_item_id)
        )
    except LeaseLost:
        log.info("turn_lost", user=user)
    except AssistantError as error:
        await _fail(turn, error)
    except Exception as error:
        log.exception("turn_fault", user=user)
        await _fail(turn, AssistantError(code=type(error).__name__, uncertain=True))


async def _interview(turn: Turn) -> Reply:
    """Have the interviewer reply within the turn's deadline. Raises `AssistantError`, `LeaseLost`."""
    interviewer = get_interviewer()
    try:
        async with asyncio.timeout(settings.TURN_DEADLINE_SECONDS):
            return await _reply_in_thread(turn, interviewer)
    except TimeoutError as error:
        raise AssistantError(code="turn_deadline", uncertain=True) from error


async def _reply_in_thread(turn: Turn, interviewer: Interviewer) -> Reply:
    session = turn.session
    thread_id = session.thread_id if session else await _open_thread(turn, interviewer)
    ask = partial(
        interviewer.reply,
        messages=turns.texts(turn),
        notebook=FencedNotebook(turn.lease, gathered=turn.gathered, trace=turn.trace),
    )
    try:
        with turn.trace.step("model"):
            if not (session and (turn.resuming or turn.said_meanwhile)):
                return await ask(thread_id=thread_id)
            return await ask(
                thread_id=thread_id,
                known_item_id=await in_database_thread(partial(threads.last_item, thread_id)),
                resuming=turn.resuming,
                said_meanwhile=turn.said_meanwhile,
            )
    except AssistantError as error:
        if not error.thread_lost:
            raise
        log.warning("thread_lost", user=pseudonym(turn.lease.phone), code=error.code)
        with turn.trace.step("retell"):
            said_before = await in_database_thread(partial(retelling.said_in_session, turn.lease.phone))
        thread_id = await _open_thread(turn, interviewer, said_before)
        with turn.trace.step("model"):
            return await ask(thread_id=thread_id)


async def _open_thread(turn: Turn, interviewer: Interviewer, said_before: Sequence[Said] = ()) -> str:
    """Open a thread for the turn's phone and give its session that: ledger row first, then the call.

    `said_before` is for a session that goes on after its thread was lost.
    """
    planned = await in_database_thread(threads.plan)
    try:
        with turn.trace.step("open thread"):
            thread_id = await interviewer.open_thread(said_before=said_before)
    except AssistantError as error:
        failed = partial(threads.not_opened, planned, error=error.code, uncertain=error.uncertain)
        await in_database_thread(failed)
        raise
    except asyncio.CancelledError:  # the deadline, a lost lease, or the worker stops
        await in_database_thread(partial(threads.not_opened, planned, error="cancelled", uncertain=True))
        raise
    # Shielded: a turn that is cancelled just now must not leave a thread that nobody knows of.
    if not await asyncio.shield(_register(turn, planned, thread_id)):
        raise LeaseLost
    return thread_id


async def _register(turn: Turn, planned: RemoteThread, thread_id: str) -> bool:
    """Do `_write_down`, again and again where the database fails: an outage of seconds loses no id.

    OpenAI has no list: what is not written down could never be deleted. So it is in the log, at least.
    Raises what the last try raised.
    """
    pauses = iter(REGISTER_PAUSES)
    while True:
        try:
            return await in_database_thread(partial(_write_down, turn, planned, thread_id))
        except db.Error as error:
            log.error("thread_not_written_down", thread=thread_id, error=str(error).strip()[:300])
            if (pause := next(pauses, None)) is None:
                raise
        await asyncio.sleep(pause)


def _write_down(turn: Turn, planned: RemoteThread, thread_id: str) -> bool:
    """Write the new thread down and give it to the session; doom it where the turn lost its lease."""
    threads.opened(planned, thread_id=thread_id)
    try:
        turns.adopt_thread(turn, thread_id=thread_id)
    except LeaseLost:
        threads.doom([thread_id])
        return False
    return True


async def _fail(turn: Turn, error: AssistantError) -> None:
    """Try the turn again after a while, or give up where that is no use any more."""
    user, attempt = pseudonym(turn.lease.phone), turn.lease.attempt
    try:
        if error.permanent or attempt >= settings.TURN_MAX_ATTEMPTS:
            await in_database_thread(partial(turns.give_up, turn, error=error.code))
            log.error("turn_failed", user=user, code=error.code, attempt=attempt)
        else:
            delay = max(backoff_seconds(attempt), error.retry_after or 0)
            retry = partial(turns.retry_later, turn, delay=delay, error=error.code)
            await in_database_thread(retry)
            log.warning("turn_retry", user=user, code=error.code, attempt=attempt, seconds=round(delay, 1))
    except LeaseLost:
        log.info("turn_lost", user=user)
