"""The demo's world: users who write, the worker that answers, and phones that tell what arrived."""

import asyncio
import heapq
import itertools
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Self
from unittest.mock import patch

import time_machine
from django.utils import timezone

from assistant import interview
from scripts.demo.interviewer import DemoInterviewer
from scripts.demo.people import User
from sessions_app.conversations import consent, waiting
from sessions_app.messages import delivery, delivery_status, inbox, opt_outs
from sessions_app.messages.delivery_status import StatusUpdate
from sessions_app.messages.inbox import Incoming
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import ConversationSession, OutboundMessage, TurnAttempt
from sessions_app.operators.actions import SeenSession
from sessions_app.privacy import pseudonym
from sessions_app.turns import claims, limits
from sessions_app.turns.answering import answer
from sessions_app.turns.slots import Slots

QUIET = timedelta(seconds=1.6)
"""Longer than TURN_QUIET_SECONDS: a message is answered after that."""
HOURS = 27
"""What is lived through: somewhat more than a day."""
AT_ONCE = 16
Fate = Callable[["World", OutboundMessage], None]
"""What becomes of a message that is being sent."""


class World:
    """Everything happens in the order of the clock, which moves only as users and vendors take their time.

    `at` and `talk` plan; `run` lives through all that is planned.
    """

    def __init__(
        self,
        end: datetime,
        clock: time_machine.Traveller,
        interviewer: DemoInterviewer,
        runner: asyncio.Runner,
    ) -> None:
        self._clock = clock
        self._runner = runner
        self._planned: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self.interviewer = interviewer
        self.chance = random.Random(20)
        self.end = end
        """When the demo ends: the moment at which it is made."""
        self.fates: dict[str, Fate] = {}
        """What becomes of messages to a phone, if not that they are read."""

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        """A world whose clock is this process's until the end."""
        with ExitStack() as stack:
            end = timezone.now()
            clock = stack.enter_context(time_machine.travel(end - timedelta(hours=HOURS), tick=False))
            interviewer = DemoInterviewer(clock)
            # It stands in for the scripted interview, which is what an installation without a key has.
            stack.enter_context(patch.object(interview, "_offline_interviewer", return_value=interviewer))
            yield cls(end, clock, interviewer, stack.enter_context(asyncio.Runner()))

    def at(self, minutes: float, happens: Callable[..., object], *values: Any, **named: Any) -> None:
        """Plan that something happens with these values, so many minutes before the end."""
        moment = self.end - timedelta(minutes=minutes)
        then: Callable[[], object] = partial(happens, *values, **named)
        heapq.heappush(self._planned, (moment, next(self._order), then))

    def talk(self, user: User, minutes: float, texts: Sequence[str], *, pace: float = 40) -> float:
        """Plan that `user` writes `texts`, from `minutes` before the end, about `pace` seconds apart.

        Returns how many minutes before the end the conversation is over.
        """
        for text in texts:
            self.at(minutes, self.say, user, text)
            minutes -= self.chance.uniform(0.6, 1.4) * pace / 60
        return minutes

    def run(self) -> None:
        """Live through what is planned."""
        while self._planned:
            moment, _, happens = heapq.heappop(self._planned)
            self._clock.move_to(max(moment, timezone.now()))
            happens()

    def pass_time(self, seconds: float) -> None:
        self._clock.shift(seconds)

    def receive(self, user: User, text: str, *, media: Sequence[dict[str, str]] = (), **details: str) -> str:
        """Store a message as the webhook does, and return its SID."""
        sid = f"SM{uuid.uuid4().hex}"
        named = {"profile_name": user.name, **details}
        inbox.receive([Incoming(message_sid=sid, phone=user.phone, body=text, media=media, details=named)])
        return sid

    def say(self, user: User, text: str, *, media: Sequence[dict[str, str]] = (), **details: str) -> None:
        """Have `user` write, and the worker answer."""
        self.receive(user, text, media=media, **details)
        self.work()

    def tap(self, user: User, digit: str) -> None:
        """Have `user` tap the button with that digit below the newest reply that has some."""
        offers = OutboundMessage.objects.filter(phone=user.phone).exclude(choices=[])
        reply = offers.latest("pk")
        label = reply.choices[int(digit) - 1][0]
        self.say(user, label, button=label, button_payload=digit, quoted_sid=reply.sid)

    def work(self) -> None:
        """Let the worker answer what waits, and send the replies."""
        self._clock.shift(QUIET)
        for phone in self._runner.run(_answer()):
            self._note_thinking(phone)
        self.deliver()

    def _note_thinking(self, phone: str) -> None:
        """Write into the turn's steps how long the interviewer took: they are measured by a real clock."""
        seconds = self.interviewer.thought.pop(pseudonym(phone), None)
        attempt = TurnAttempt.objects.filter(phone=phone).order_by("-pk").first()
        if seconds is None or attempt is None:
            return
        for step in attempt.steps:
            if step["name"] == "model":
                step["seconds"] = seconds
        attempt.save(update_fields=["steps"])

    def deliver(self) -> None:
        """Send what is due, and have Twilio report what became of it."""
        while due := delivery.claim_due(AT_ONCE):
            for message in due:
                self._clock.shift(self.chance.uniform(0.05, 0.15))
                self.fates.get(message.phone, read)(self, message)

    def report(self, message: OutboundMessage, *words: str, error_code: str = "") -> None:
        """Have Twilio take `message`, and its callbacks tell `words`."""
        sid = f"SM{uuid.uuid4().hex}"
        delivery.record_accepted(message, sid=sid)
        for word in words:
            self._clock.shift(self.chance.uniform(0.1, 0.4))
            delivery_status.record(
                [StatusUpdate(uuid=message.uuid, word=word, sid=sid, error_code=error_code)]
            )

    def seen(self, user: User) -> SeenSession:
        """Return the session of `user` as a page would show it now."""
        return SeenSession.now(ConversationSession.objects.get(phone=user.phone))


async def _answer() -> list[str]:
    """Take one round of the worker's steps; return the phones whose turns it took."""
    await waiting.afree()
    await limits.afree()
    turns = await claims.aclaim_turns(AT_ONCE)
    for turn in turns:
        await answer(turn, slot=Slots())
    return [turn.lease.phone for turn in turns]


def read(world: World, message: OutboundMessage) -> None:
    world.report(message, "sent", "delivered", "read")


def reaches(*words: str, error_code: str = "") -> Fate:
    """Return the fate of a message of which Twilio tells `words`, the last one with `error_code`."""

    def reach(world: World, message: OutboundMessage) -> None:
        world.report(message, *words, error_code=error_code)

    return reach


def fails(code: str, **how: Any) -> Fate:
    """Return the fate of a message that Twilio does not take; `how` is as in `DeliveryError`."""

    def fail(world: World, message: OutboundMessage) -> None:
        delivery.record_failure(message, DeliveryError(code, **how))
        if code == opt_outs.BLOCKED:
            consent.opt_out_blocked(message)

    return fail


def gets_lost(world: World, message: OutboundMessage) -> None:
    """Send with an outcome that stays unknown, however often Twilio is asked."""
    delivery.record_failure(message, DeliveryError("timeout", uncertain=True))
    while OutboundMessage.objects.filter(pk=message.pk, state=OutboundMessage.State.SENDING).exists():
        world.pass_time(31)
        for stale in delivery.claim_stale():
            delivery.record_lookup_failed(stale, DeliveryError("timeout"))


def is_being_sent(world: World, message: OutboundMessage) -> None:
    """Leave the message between the call and its answer."""
