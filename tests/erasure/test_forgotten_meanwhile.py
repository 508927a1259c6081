"""A person is forgotten while something runs for them: nothing of before is written after it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count

import pytest
import time_machine

from assistant.models import ModelCall
from sessions_app.conversations import events
from sessions_app.erasure import forgetting
from sessions_app.messages import inbox
from sessions_app.messages.inbox import Incoming
from sessions_app.models import ErasureReceipt, InboundMessage, TwilioErasure
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_writer import Line, ScriptedWriter
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, fakes, receive
from tests.support.erasure import everything_stored
from tests.support.factories import phone_number
from tests.support.in_between import between
from tests.support.openai_turns import save_line, tool
from tests.support.releases import COMPLETE
from tests.support.sent import send_voice
from tests.turns.test_killed_between_steps import (
    has_heard,
    one_fact_missing_to_the_model,
    version_shown_by_the_model,
)

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)
clock = pytest.fixture(autouse=True)(clocks.going_on)
ID, PARENT = "US.13491208655302741918", "US.ENT.11815799212886844830"
MARK = "Marked words"


def forget(phone: str = ADA) -> ErasureReceipt:
    return forgetting.forget(phone, by=ErasureReceipt.By.COMMAND)


def left_of(phone: str) -> list[str]:
    """Return the rows that name the phone or hold its words, but for what Twilio has still to delete."""
    marks = (phone, MARK, *COMPLETE.values())
    of_twilio = TwilioErasure._meta.label
    rows = [row for row in everything_stored() if not row.startswith(of_twilio)]
    return [row for row in rows if any(mark in row for mark in marks)]


def at_each_step(prepare: Callable[[str], object], work: Callable[[], object]) -> int:
    """Forget the phone before the first transaction of `work`, the second one and so on; return how many."""
    for number in count():
        phone = phone_number(number)
        prepare(phone)
        is_forgotten = between(number, partial(forget, phone), work=work)
        if not is_forgotten:
            forget(phone)
        answer_messages()
        assert left_of(phone) == [], f"forgotten before transaction {number}"
        if not is_forgotten:
            return number
    raise AssertionError


def one_fact_missing(phone: str) -> str:
    one_fact_missing_to_the_model(phone)
    return f"{save_line('media_contact', COMPLETE['media_contact'])}\n{tool('finish')}"


def version_shown(phone: str) -> str:
    version_shown_by_the_model(phone)
    return "1"


def draft(phone: str) -> str:
    version_shown_by_the_model(phone)
    return "menu"


def question_asked(phone: str) -> str:
    has_heard(phone, "Shall I?", [("Delete everything", "erase"), ("Keep everything", "keep")])
    return "1"


def nothing(phone: str) -> str:
    return MARK


@pytest.mark.parametrize("before", [one_fact_missing, version_shown, draft, nothing])
def test_a_turn_of_who_is_forgotten_meanwhile_leaves_nothing(
    before: Callable[[str], str], clock: time_machine.Traveller, fake_openai: FakeOpenAI
) -> None:
    fake_openai.writer = ScriptedWriter([Line(1, "{news}, {when} {where}.", "news when where company_name")])

    def prepare(phone: str) -> None:
        words = before(phone)
        clock.shift(1)
        receive(words, phone)

    assert at_each_step(prepare, answer_messages) > 8, "too few steps to be all of them"


def test_who_is_forgotten_while_they_ask_for_it_leaves_nothing(clock: time_machine.Traveller) -> None:
    def prepare(phone: str) -> None:
        words = question_asked(phone)
        clock.shift(1)
        receive(words, phone)

    assert at_each_step(prepare, answer_messages) > 4, "too few steps to be all of them"


def test_a_voice_message_of_who_is_forgotten_meanwhile_leaves_nothing(fake_twilio: FakeTwilio) -> None:
    def prepare(phone: str) -> None:
        send_voice(fake_twilio, f"{MARK} of a voice", phone=phone)

    assert at_each_step(prepare, answer_messages) > 12, "too few steps to be all of them"
    # What was paid for counts, for nobody.
    assert ModelCall.objects.filter(purpose="transcribe", phone="").exists()


def test_a_turn_that_fails_for_who_is_forgotten_meanwhile_leaves_nothing(fake_openai: FakeOpenAI) -> None:
    def prepare(phone: str) -> None:
        fake_openai.fail_next(Fault.http(400), path="/v1/conversations")
        receive(MARK, phone)

    assert at_each_step(prepare, answer_messages) > 8, "too few steps to be all of them"


# --- At the doorstep ------------------------------------------------------------------------------------


def from_an_id_with_another_beside_it(number: int) -> Incoming:
    """Return a message that does not name the number of its user, and an id that is linked to nobody yet."""
    return Incoming(
        message_sid=f"SM{number:032x}",
        phone=f"{ID}{number}",
        ids=[f"{ID}{number}", f"{PARENT}{number}"],
        body=MARK,
    )


def known_by_number_and_id(number: int) -> str:
    phone = phone_number(number)
    inbox.receive([Incoming(message_sid=f"MM{number:032x}", phone=phone, ids=[f"{ID}{number}"], body=MARK)])
    answer_messages()
    return phone


def receive_message(message: Incoming) -> None:
    inbox.receive([message])


def receive_event(message: Incoming) -> None:
    events.receive([replace(message, event=InboundMessage.Kind.REACTION)])


@pytest.mark.parametrize("receive_one", [receive_message, receive_event])
def test_what_arrives_meanwhile_is_erased_or_of_somebody_new(
    receive_one: Callable[[Incoming], None],
) -> None:
    seen = set()
    for number in count():
        phone = known_by_number_and_id(number)
        message = from_an_id_with_another_beside_it(number)
        if not between(number, partial(forget, phone), work=partial(receive_one, message)):
            assert seen == {False, True}
            return
        stored = InboundMessage.objects.order_by("-pk")[0]
        is_new = stored.phone != ""
        new = (message.phone, "", MARK)
        assert (stored.phone, stored.address, stored.body) == (new if is_new else ("", "", ""))
        seen.add(is_new)
        answer_messages()
        assert [row for row in left_of(phone) if phone in row] == []
