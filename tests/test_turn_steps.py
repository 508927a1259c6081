"""One turn, step by step; at each step the session is cleaned up, reset, killed, or the turn taken over."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django import Settings

from assistant.interview import get_interviewer
from assistant.press_release import gathered
from sessions_app import (
    answering,
    delivery,
    delivery_status,
    leases,
    thread_deletion,
    threads,
    turns,
    twilio_api,
)
from sessions_app.database_threads import close_database_threads
from sessions_app.leases import LeaseLost
from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, OutboundMessage, RemoteThread
from sessions_app.notebook import FencedNotebook
from tests.chat import ADA, receive, sends, states, thread_of
from tests.conftest import answer_messages
from tests.factories import counts, thread_state
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TTL = 3600
THINKING = ["claim", "plan", "open", "adopt", "save"]
"""Steps after which the turn still has to write."""
DELIVERING = ["commit", "take", "send", "record", "call_back"]
"""Steps after which the reply is owed to the user, or has arrived."""
STEPS = THINKING + DELIVERING
REPLY = "the reply"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Settings
) -> Iterator[time_machine.Traveller]:
    settings.SESSION_TTL_SECONDS = TTL
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller
    close_database_threads()


class Walk:
    """What a worker does for one message, to be stopped after any step."""

    def __init__(self) -> None:
        receive("hello")
        self.done: list[str] = []
        self.thread_id = ""

    def to(self, last: str) -> "Walk":
        for step in STEPS[len(self.done) : STEPS.index(last) + 1]:
            getattr(self, step)()
            self.done.append(step)
        return self

    def claim(self) -> None:
        [self.turn] = turns.claim_turns(1)

    def plan(self) -> None:
        self.planned = threads.plan()

    def open(self) -> None:
        async def opened() -> str:
            interviewer = get_interviewer()
            try:
                return await interviewer.open_thread()
            finally:
                await interviewer.close()

        self.thread_id = asyncio.run(opened())

    def adopt(self) -> None:
        if not answering._register(self.turn, self.planned, self.thread_id):
            raise LeaseLost

    def save(self) -> None:
        self._write("headline")

    def _write(self, field: str) -> None:
        notebook = FencedNotebook(self.turn.lease, gathered={})
        asyncio.run(notebook.save(field=field, value="Acme flies"))

    def commit(self) -> None:
        turns.commit(self.turn, text=REPLY, last_item_id="")

    def take(self) -> None:
        [self.message] = delivery.claim_due(1)

    def send(self) -> None:
        async def sent() -> Callable[[], None]:
            try:
                return await delivery.send(self.message)
            finally:
                await twilio_api.close()

        self.recorded = asyncio.run(sent())

    def record(self) -> None:
        self.recorded()

    def call_back(self) -> None:
        sid = OutboundMessage.objects.get(pk=self.message.pk).sid
        delivery_status.record(uuid=self.message.uuid, word="delivered", sid=sid, error_code="")

    def writes_nothing_more(self) -> None:
        """Assert that every write that is left to the turn is refused, whichever comes first."""
        if "adopt" not in self.done:
            with pytest.raises(LeaseLost):
                self.to("adopt")
        with pytest.raises(LeaseLost):
            self._write("quotes")
        for last in (
            self.commit,
            lambda: turns.give_up(self.turn, error="late"),
            lambda: turns.retry_later(self.turn, delay=1, error="late"),
        ):
            with pytest.raises(LeaseLost):
                last()
        assert leases.renew([self.turn.lease.token]) == set()


def reset() -> None:
    receive("reset")
    turns.claim_commands(10)


def kill() -> None:
    SessionManager().remove_session(ADA)


ENDINGS = {"reset": reset, "killed": kill}


@pytest.mark.parametrize("ending", list(ENDINGS))
@pytest.mark.parametrize("step", THINKING)
def test_a_turn_that_is_reset_or_killed_writes_and_sends_nothing_and_the_user_begins_anew(
    fake_twilio: FakeTwilio, step: str, ending: str
) -> None:
    walk = Walk().to(step)
    had_session = ConversationSession.objects.exists()
    ENDINGS[ending]()
    walk.writes_nothing_more()

    assert "quotes" not in gathered(phone=ADA)
    assert (thread_state(walk.thread_id), ConversationSession.objects.exists()) == ("doomed", False)
    assert counts() == ({"created": 1, ending: 1} if had_session else {})
    receive("later")
    answer_messages()
    assert states()[0] == ("ignored" if ending == "reset" else "answered")
    assert (states()[-1], fake_twilio.bodies_to(ADA)[-1][:15]) == ("answered", "You said: later")
    assert thread_of() != walk.thread_id
    assert REPLY not in fake_twilio.bodies_to(ADA)
    assert counts().get("created") == (2 if had_session else 1)


@pytest.mark.parametrize("ending", list(ENDINGS))
def test_a_thread_is_not_deleted_while_its_lost_turn_may_still_talk_there(
    clock: time_machine.Traveller, settings: Settings, ending: str
) -> None:
    walk = Walk().to("save")
    ENDINGS[ending]()
    assert thread_deletion.delete_doomed() == 0
    clock.shift(settings.TURN_DEADLINE_SECONDS + 1)
    assert thread_deletion.delete_doomed() == 1
    assert thread_state(walk.thread_id) == "deleted"


@pytest.mark.parametrize("step", THINKING)
def test_a_turn_that_is_taken_over_writes_and_sends_nothing_and_the_other_one_answers(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings, step: str
) -> None:
    walk = Walk().to(step)
    adopted = "adopt" in walk.done
    clock.shift(settings.TURN_LEASE_SECONDS + 1)
    [other] = turns.claim_turns(1)
    assert other.resuming
    walk.writes_nothing_more()

    assert "quotes" not in gathered(phone=ADA)
    assert thread_state(walk.thread_id) == ("live" if adopted else "doomed")
    leases.hand_back([other.lease.token])
    answer_messages()
    assert (states(), fake_twilio.bodies_to(ADA)) == (["answered"], ["You said: hello (turn 1)"])
    assert (thread_of() == walk.thread_id, counts()) == (adopted, {"created": 1})


@pytest.mark.parametrize("step", THINKING)
def test_a_cleanup_spares_the_session_of_a_turn_however_long_it_thinks(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, step: str
) -> None:
    walk = Walk().to(step)
    clock.shift(TTL * 2)
    assert SessionManager().cleanup_expired_sessions() == 0
    walk.to("call_back")
    assert (states(), fake_twilio.bodies_to(ADA)) == (["answered"], [REPLY])
    assert SessionManager().get_session(ADA) == walk.thread_id
    assert (thread_state(walk.thread_id), counts()) == ("live", {"created": 1})
    assert gathered(phone=ADA) == {"headline": "Acme flies"}


@pytest.mark.parametrize("ending", ["expired", "killed"])
@pytest.mark.parametrize("step", DELIVERING)
def test_a_reply_that_is_committed_arrives_once_though_its_session_ends(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, step: str, ending: str
) -> None:
    walk = Walk().to(step)
    if ending == "killed":
        kill()
    else:
        clock.shift(TTL * 2)
        assert SessionManager().cleanup_expired_sessions() == 1
    walk.to("call_back")
    assert (fake_twilio.bodies_to(ADA), sends()) == ([REPLY], [("delivered", "")])
    assert (thread_state(walk.thread_id), counts()) == ("doomed", {"created": 1, ending: 1})
    receive("later")
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[1:] == ["You said: later (turn 1)"]
    assert (thread_of() == walk.thread_id, counts()["created"]) == (False, 2)


@pytest.mark.parametrize("step", DELIVERING)
def test_a_reset_stops_a_reply_that_nobody_sends_yet_and_comes_behind_any_other(
    fake_twilio: FakeTwilio, step: str
) -> None:
    walk = Walk().to(step)
    reset()
    if step != "commit":
        walk.to("call_back")
    receive("later")
    answer_messages()
    welcome, answered = fake_twilio.bodies_to(ADA)[-2:]
    assert (welcome[:7], answered) == ("Welcome", "You said: later (turn 1)")
    assert fake_twilio.bodies_to(ADA)[:-2] == ([] if step == "commit" else [REPLY])
    assert sends()[0][0] == ("cancelled" if step == "commit" else "delivered")
    assert counts() == {"created": 2, "reset": 1}


@pytest.mark.parametrize("step", DELIVERING)
def test_a_turn_that_has_ended_cannot_be_taken_over(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings, step: str
) -> None:
    walk = Walk().to(step)
    clock.shift(settings.TURN_LEASE_SECONDS + 1)
    assert turns.claim_turns(1) == []
    with pytest.raises(LeaseLost):
        walk.commit()
    walk.to("call_back")
    assert (fake_twilio.bodies_to(ADA), counts()) == ([REPLY], {"created": 1})


def test_a_thread_whose_opening_nobody_lived_to_see_is_in_the_ledger() -> None:
    Walk().to("open")
    assert RemoteThread.objects.get().state == RemoteThread.State.PLANNED
