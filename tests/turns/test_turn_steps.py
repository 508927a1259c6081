"""One turn, step by step; at each step the session is cleaned up, reset, killed, or the turn taken over.

By another worker, or by an operator.
"""

import asyncio
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from pytest_django import Settings

from assistant import saving
from assistant.interview import Reply, get_interviewer
from sessions_app.conversations import leases, takeover
from sessions_app.conversations.leases import LeaseLost
from sessions_app.db.thread_pool import close_connections
from sessions_app.housekeeping import thread_deletion
from sessions_app.manager import SessionManager
from sessions_app.messages import delivery, twilio_api
from sessions_app.models import ConversationSession, OutboundMessage, RemoteThread
from sessions_app.operators import actions
from sessions_app.threads import ledger
from sessions_app.turns import answering, claims, outcomes
from sessions_app.turns.interview_context import FencedInterviewContext
from tests.conftest import answer_messages
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.arrivals import status_arrives
from tests.support.chat import ADA, receive, say, sends, states, thread_of, user_texts
from tests.support.clocks import TTL
from tests.support.factories import counts, thread_state
from tests.support.operators import hand_back, shown, take_over
from tests.support.releases import values_of

THINKING = ["claim", "plan", "open", "adopt", "save"]
"""Steps after which the turn still has to write."""
DELIVERING = ["commit", "take", "send", "record", "call_back"]
"""Steps after which the reply is owed to the user, or has arrived."""
STEPS = THINKING + DELIVERING
REPLY = "the reply"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fake_openai", "fake_twilio"),
]


clock = pytest.fixture(autouse=True)(clocks.going_on)


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    yield
    close_connections()


class Walk:
    """What a worker does for one message, to be stopped after any step."""

    steps = STEPS

    def __init__(self) -> None:
        receive("hello")
        self.done: list[str] = []
        self.thread_id = ""

    def to(self, last: str) -> "Walk":
        for step in self.steps[len(self.done) : self.steps.index(last) + 1]:
            getattr(self, step)()
            self.done.append(step)
        return self

    def claim(self) -> None:
        [self.turn] = claims.claim_turns(1)

    def plan(self) -> None:
        self.planned = ledger.plan()

    def open(self) -> None:
        async def opened() -> str:
            interviewer = get_interviewer()
            try:
                return await interviewer.open_thread()
            finally:
                await interviewer.close()

        self.thread_id = asyncio.run(opened())

    def adopt(self) -> None:
        if not answering._record_thread(self.turn, self.planned, self.thread_id):
            raise LeaseLost

    def save(self) -> None:
        self._write("headline")

    def _write(self, key: str) -> None:
        context = FencedInterviewContext(self.turn)
        asyncio.run(context.run(saving.save, key=key, value="hello", said="hello"))

    def commit(self) -> None:
        outcomes.commit(self.turn, Reply(text=REPLY, last_item_id=""))

    def take(self) -> None:
        [self.message] = delivery.claim_due(1)

    def send(self) -> None:
        async def sent() -> str:
            try:
                return await twilio_api.send(
                    phone=self.message.phone,
                    body=self.message.body,
                    status_callback=delivery._callback(self.message.uuid),
                )
            finally:
                await twilio_api.close()

        self.sid = asyncio.run(sent())

    def record(self) -> None:
        delivery.record_accepted(self.message, sid=self.sid)

    def call_back(self) -> None:
        sid = OutboundMessage.objects.get(pk=self.message.pk).sid
        status_arrives(uuid=self.message.uuid, word="delivered", sid=sid, error_code="")

    def writes_nothing_more(self) -> None:
        """Assert that every write that is left to the turn is refused, whichever comes first."""
        if "adopt" in self.steps and "adopt" not in self.done:
            with pytest.raises(LeaseLost):
                self.to("adopt")
        with pytest.raises(LeaseLost):
            self._write("quote")
        for last in (
            self.commit,
            lambda: outcomes.give_up(self.turn, error="late"),
            lambda: outcomes.retry_later(self.turn, delay=1, error="late"),
        ):
            with pytest.raises(LeaseLost):
                last()
        assert leases.renew([self.turn.lease.token]) == set()


def reset() -> None:
    receive("reset")
    claims.claim_commands(10)


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

    assert "quote" not in values_of()
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
    [other] = claims.claim_turns(1)
    assert other.resuming
    walk.writes_nothing_more()

    assert "quote" not in values_of()
    assert thread_state(walk.thread_id) == ("live" if adopted else "doomed")
    leases.release_early([other.lease.token])
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
    assert values_of() == {"headline": "hello"}


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
    assert claims.claim_turns(1) == []
    with pytest.raises(LeaseLost):
        walk.commit()
    walk.to("call_back")
    assert (fake_twilio.bodies_to(ADA), counts()) == ([REPLY], {"created": 1})


def test_a_thread_whose_opening_nobody_lived_to_see_is_in_the_ledger() -> None:
    Walk().to("open")
    assert RemoteThread.objects.get().state == RemoteThread.State.PLANNED


# --- An operator --------------------------------------------------------------------------------

ASKING = ["claim", "ask", "save"]
"""Steps of a turn that has a session, after which it still has to write."""
BY_HAND = "Olga here"


class LaterWalk(Walk):
    """A turn in a session that lives already: its thread is open, and `ask` is heard there."""

    steps = ASKING + DELIVERING

    def __init__(self) -> None:
        say("hi")
        super().__init__()
        self.thread_id = thread_of()

    def ask(self) -> None:
        """Have OpenAI answer, which nobody here lives to hear."""

        async def asked() -> None:
            interviewer = get_interviewer()
            try:
                await interviewer.reply(
                    thread_id=self.thread_id,
                    messages=self.turn.texts,
                    context=FencedInterviewContext(self.turn),
                )
            finally:
                await interviewer.close()

        asyncio.run(asked())


def reply_by_hand() -> None:
    actions.reply(shown(), operator="olga", text=BY_HAND, reply_id=uuid.uuid4())


def heard_by_hand(openai: FakeOpenAI) -> list[str]:
    """Return what OpenAI was told that an operator said."""
    return [text for role, text in openai.texts(thread_of()) if (role, text) == ("assistant", BY_HAND)]


@pytest.mark.parametrize("step", ASKING)
def test_a_turn_that_an_operator_takes_over_writes_nothing_and_its_message_is_answered_after_all(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, step: str
) -> None:
    walk = LaterWalk().to(step)
    take_over()
    walk.writes_nothing_more()
    answer_messages()
    assert (states(), len(fake_twilio.bodies_to(ADA))) == (["answered", "held"], 1)
    hand_back()
    assert (states(), fake_twilio.bodies_to(ADA)[1:]) == (["answered"] * 2, ["You said: hello (turn 2)"])
    assert (user_texts(fake_openai), thread_of()) == (["hi", "hello"], walk.thread_id)
    assert (counts(), "quote" in values_of()) == ({"created": 1}, False)


@pytest.mark.parametrize("step", ASKING)
def test_a_message_that_an_operator_answers_during_its_turn_is_told_once_and_asked_no_more(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, step: str
) -> None:
    walk = LaterWalk().to(step)
    reply_by_hand()
    walk.writes_nothing_more()
    answer_messages()
    hand_back()
    assert (states(), fake_twilio.bodies_to(ADA)[1:]) == (["answered"] * 2, [BY_HAND])
    say("later")
    assert user_texts(fake_openai) == ["hi", "hello", "later"]
    assert (heard_by_hand(fake_openai), counts()) == ([BY_HAND], {"created": 1})
    assert "later" in fake_twilio.bodies_to(ADA)[-1]


@pytest.mark.parametrize("step", ASKING)
def test_a_turn_that_an_operator_ended_does_not_pause_the_next_one(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, step: str
) -> None:
    walk = LaterWalk().to(step)
    take_over()
    actions.hand_back(shown(), operator="olga")
    [after] = claims.claim_turns(1)
    assert after.resuming
    walk.writes_nothing_more()
    outcomes.commit(after, Reply(text=REPLY, last_item_id=""))
    answer_messages()
    assert (states(), fake_twilio.bodies_to(ADA)[1:]) == (["answered"] * 2, [REPLY])


@pytest.mark.parametrize("deed", [take_over, reply_by_hand])
@pytest.mark.parametrize("step", DELIVERING)
def test_a_reply_that_is_committed_arrives_once_and_before_what_an_operator_says(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, step: str, deed: Callable[[], None]
) -> None:
    walk = LaterWalk().to(step)
    deed()
    if step == "commit":
        walk.take()
        walk.done.append("take")
    walk.to("call_back")
    answer_messages()
    by_hand = [BY_HAND] if deed is reply_by_hand else []
    assert fake_twilio.bodies_to(ADA)[1:] == [REPLY, *by_hand]
    assert (states(), takeover.is_paused(ADA)) == (["answered"] * 2, True)
    say("later")
    assert states()[-1] == "held"
    hand_back()
    assert user_texts(fake_openai) == ["hi", "hello", "later"]
    assert heard_by_hand(fake_openai) == by_hand
    assert len(fake_twilio.bodies_to(ADA)) == 3 + len(by_hand)
