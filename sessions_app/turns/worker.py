"""The worker: many turns at once on one event loop, found by one cheap poll of the tables.

Any number of workers on any number of hosts; leases keep them apart. A lost or late wake-up
costs one poll interval and nothing else.
"""

import asyncio
import contextlib
import random
import uuid
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from django.conf import settings

from assistant.interview import get_interviewer
from sessions_app.conversations import consent, leases, waiting
from sessions_app.db import faults, thread_pool
from sessions_app.messages import delivery, opt_outs, outbox, twilio_api
from sessions_app.models import Heartbeat, OutboundMessage, ProcessMetrics
from sessions_app.sessions import backend
from sessions_app.telemetry import heartbeats, process_metrics
from sessions_app.telemetry.repeated_faults import RepeatedFaults
from sessions_app.turns import claims, limits
from sessions_app.turns.answering import answer
from sessions_app.turns.slots import Slots
from sessions_app.turns.turn import Turn

log = structlog.get_logger(__name__)
_faults = RepeatedFaults(log)

POLL_SECONDS = 0.04
"""How often messages are looked for: half of it is what a message waits on average."""
SEND_POLL_SECONDS = 0.25
"""The same for the outbox, in which others queue too; replies of this process wake it."""
GATHER_SECONDS = 0.01
"""How long a wake-up waits for others while replies keep coming, so that one statement serves them all."""
SLOT_SECONDS = 0.1
"""How long a backlog waits for a free slot before commands, which need none, are looked for."""
CLAIM_BATCH = 64
SENDS_AT_ONCE = 64
STALE_CHECK_SECONDS = 5.0
FAILURE_PAUSE_SECONDS = 1.0

Step = Callable[[], Coroutine[Any, Any, int]]


class Worker:
    """Answers messages until told to stop. All methods run on the event loop of `run`."""

    def __init__(self) -> None:
        self._turns: dict[uuid.UUID, asyncio.Task[None]] = {}
        self._slots = Slots()
        self._sends: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._drained = asyncio.Event()
        self._reply_queued = asyncio.Event()
        self._backlog = False  # the last claim took all that there were slots for
        # The same of the outbox. What is left when another worker claims at once is found by the next poll.
        self._more_to_send = False

    def stop(self) -> None:
        """Claim nothing more; finish what is under way."""
        self._stopping.set()
        self._reply_queued.set()

    async def run(self) -> None:
        """Answer messages until `stop`; then finish or hand back within TURN_STOP_SECONDS."""
        get_interviewer()  # loads now, rather than while the first user waits
        steps = [
            asyncio.create_task(self._repeat(self.claim_turns, pause=self._pause_polling)),
            asyncio.create_task(self._repeat(self.claim_sends, pause=self._pause_sending)),
            asyncio.create_task(self._repeat(self.claim_stale, pause=self._pause_stale)),
            asyncio.create_task(self._repeat(self.free_waiting, pause=self._pause_stale)),
        ]
        steps.append(asyncio.create_task(self._repeat(self._beat, pause=self._pause_beating)))
        steps.append(asyncio.create_task(self._repeat(self._write_metrics, pause=self._pause_writing)))
        renewing = asyncio.create_task(self._repeat_renewing())
        await asyncio.gather(*steps)
        await self._drain()
        await renewing
        await process_metrics.aend(ProcessMetrics.Kind.WORKER)
        await heartbeats.astop(Heartbeat.Kind.WORKER)
        await self._close()

    async def run_once(self) -> None:
        """Handle what is pending now, retries and look-ups that are due included, and return.

        Messages that wait for their phone to be quiet are waited for.
        """
        renewing = asyncio.create_task(self._repeat_renewing())
        while True:
            claimed = await self.free_waiting() + await self.claim_turns()
            claimed += await self.claim_sends() + await self.claim_stale()
            if under_way := [*self._turns.values(), *self._sends]:
                await asyncio.wait(under_way, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            elif await delivery.aparts_waiting() or await claims.aany_waits_for_quiet():
                await asyncio.sleep(POLL_SECONDS)
            elif not claimed:
                break
        self._drained.set()
        await renewing
        await self._close()

    async def claim_turns(self) -> int:
        """Claim and start as many turns as there are free slots; return how many.

        If none is free, commands do not wait for one.
        """
        free = min(CLAIM_BATCH, self._slots.free())
        self._slots.freed.clear()
        if free > 0:
            claimed = await claims.aclaim_turns(free)
            self._backlog = len(claimed) == free
        else:
            claimed = await claims.aclaim_commands(CLAIM_BATCH)
        for turn in claimed:
            self._start(turn)
        return len(claimed)

    def _start(self, turn: Turn) -> None:
        task = asyncio.create_task(answer(turn, slot=self._slots))
        self._turns[turn.lease.token] = task
        task.add_done_callback(lambda _: self._ended(turn))

    def _ended(self, turn: Turn) -> None:
        task = self._turns.pop(turn.lease.token)
        self._reply_queued.set()
        _log_fault(task)

    async def claim_sends(self) -> int:
        """Claim and start sending what is due in the outbox; return how many parts."""
        free = SENDS_AT_ONCE - len(self._sends)
        if free <= 0:
            self._more_to_send = True
            return 0
        claimed = await delivery.aclaim_due(free)
        self._more_to_send = len(claimed) == free
        for message in claimed:
            self._track_send(self._send(message))
        return len(claimed)

    async def _send(self, message: OutboundMessage) -> None:
        code = await delivery.send(message)
        if code == opt_outs.BLOCKED:
            await consent.aopt_out_blocked(message)
        # Most replies have one part. After that, Twilio calls back before the next reply of the phone is due.
        if code or message.part < message.parts or outbox.simulated():
            self._reply_queued.set()

    async def claim_stale(self) -> int:
        claimed = await delivery.aclaim_stale()
        for message in claimed:
            self._track_send(delivery.look_up(message))
        return len(claimed)

    async def free_waiting(self) -> int:
        """Let turns go on that waited for our account at OpenAI, or for a limit; return how many."""
        return await waiting.afree() + await limits.afree()

    def _track_send(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._sends.add(task)
        task.add_done_callback(self._send_ended)

    def _send_ended(self, task: asyncio.Task[None]) -> None:
        self._sends.discard(task)
        if self._more_to_send:
            self._reply_queued.set()
        _log_fault(task)

    async def _renew(self) -> int:
        """Renew the leases of all running turns; cancel the turns that lost theirs."""
        running = list(self._turns)
        held = await leases.arenew(running)
        for token in set(running) - held:
            if task := self._turns.get(token):
                task.cancel()
        return len(held)

    async def _repeat(self, step: Step, *, pause: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        while not self._stopping.is_set():
            await pause(await _attempt(step))

    async def _repeat_renewing(self) -> None:
        """Renew leases until the last turn has ended, which is after `stop`."""
        while not self._drained.is_set():
            if self._turns:
                await _attempt(self._renew)
            await _sleep_until(self._drained, settings.TURN_LEASE_RENEWAL_SECONDS)

    async def _pause_polling(self, claimed: int) -> None:
        """Sleep for a poll interval; if more waits than there were slots for, first until one is free."""
        if self._backlog:
            await _sleep_until(self._slots.freed, SLOT_SECONDS)
        # Jitter: otherwise one of two workers may always look just before the other, and get most work.
        await _sleep_until(self._stopping, POLL_SECONDS * random.uniform(0.75, 1.25))  # noqa: S311 - no secret

    async def _pause_sending(self, claimed: int) -> None:
        """Sleep until this process queued a reply, or for a poll interval: others queue too."""
        await _sleep_until(self._reply_queued, SEND_POLL_SECONDS)
        if claimed:
            await _sleep_until(self._stopping, GATHER_SECONDS)
        self._reply_queued.clear()

    async def _beat(self) -> int:
        await heartbeats.abeat(Heartbeat.Kind.WORKER)
        report = _faults.works if await backend.amay_use() else _faults.failed
        report("sessions_elsewhere", set_up_for=settings.SESSION_BACKEND)
        return 1

    async def _pause_beating(self, _: int) -> None:
        await _sleep_until(self._stopping, heartbeats.BEAT_SECONDS)

    async def _write_metrics(self) -> int:
        await process_metrics.awrite(ProcessMetrics.Kind.WORKER)
        return 1

    async def _pause_writing(self, _: int) -> None:
        await _sleep_until(self._stopping, process_metrics.WRITE_SECONDS)

    async def _pause_stale(self, claimed: int) -> None:
        await _sleep_until(self._stopping, STALE_CHECK_SECONDS)

    async def _drain(self) -> None:
        """Finish what is under way and send its replies, for TURN_STOP_SECONDS; hand back the rest."""
        log.info("worker_stopping", turns=len(self._turns), sends=len(self._sends))
        loop = asyncio.get_running_loop()
        deadline = loop.time() + settings.TURN_STOP_SECONDS
        while (under_way := [*self._turns.values(), *self._sends]) and loop.time() < deadline:
            left = deadline - loop.time()
            await asyncio.wait(under_way, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            await _attempt(self.claim_sends)  # the replies of turns that have just ended
        unfinished = dict(self._turns)
        for task in unfinished.values():
            task.cancel()
        await asyncio.gather(*unfinished.values(), return_exceptions=True)
        handed_back = await leases.arelease_early(list(unfinished))
        self._drained.set()
        log.info("worker_stopped", handed_back=handed_back)

    async def _close(self) -> None:
        await get_interviewer().close()
        await twilio_api.close()
        thread_pool.close_connections()


async def _attempt(step: Step) -> int:
    """Take one step; a failure (the database is away, say) is logged, and the next one comes later."""
    try:
        done = await step()
    except Exception as error:
        _faults.failed("worker_step_failed", error, step=step.__name__)
        await asyncio.sleep(FAILURE_PAUSE_SECONDS)
        return 0
    _faults.works("worker_step_failed", step=step.__name__)
    return done


async def _sleep_until(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def _log_fault(task: asyncio.Task[None]) -> None:
    """Log what a task died of; its lease or its `sending` row brings the work back."""
    if not task.cancelled() and (error := task.exception()):
        if isinstance(error, Exception) and faults.is_unusable(error):
            _faults.failed("worker_fault", error)
        else:
            log.error("worker_fault", error=type(error).__name__, exc_info=error)
