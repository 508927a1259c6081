"""Who is blocked gets no answer and costs no turn, until an operator unblocks."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assistant.interview import Reply
from sessions_app.conversations import leases
from sessions_app.messages import blocks, inbox, opt_outs
from sessions_app.messages.inbox import Incoming
from sessions_app.models import (
    AuditEntry,
    BlockedPhone,
    Conversation,
    InboundMessage,
    OptOut,
    OutboundMessage,
    PhoneTurn,
)
from sessions_app.operators import blocking
from sessions_app.operators.actions import Refused
from sessions_app.privacy import pseudonym
from sessions_app.turns import claims, outcomes
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks, operators
from tests.support.chat import (  # noqa: F401  (fakes is a fixture)
    ADA,
    BOB,
    fakes,
    receive,
    say,
    sends,
    states,
    try_again,
)
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on)
ID = "US.13491208655302741918"


def block(phone: str = ADA) -> None:
    blocking.block(phone, operator="olga", reason="spam")


def opt_out(phone: str = ADA) -> None:
    opt_outs.add([phone], how=OptOut.How.WORD)


def unblock(phone: str = ADA) -> None:
    blocking.unblock(phone, operator="olga", reason="a mistake")


@pytest.mark.parametrize("body", ["hello", "", "/help", "/status", "menu", "1", "start", "UNSTOP"])
def test_a_blocked_phone_gets_no_answer(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, body: str) -> None:
    block()
    say(body)
    assert states() == ["ignored"]
    assert (fake_openai.requests, fake_twilio.messages) == ([], [])
    assert not PhoneTurn.objects.exists()


def test_others_are_answered(fake_twilio: FakeTwilio) -> None:
    block()
    receive("red")
    say("red", BOB)
    assert (states(), states(BOB)) == (["ignored"], ["answered"])


@pytest.mark.parametrize("order", [(opt_out, block), (block, opt_out)])
def test_who_has_opted_out_and_is_blocked_is_unwanted_since_the_later(
    clock: time_machine.Traveller, order: Sequence[Callable[[], None]]
) -> None:
    for deed in order:
        clock.shift(60)
        deed()
    [(phone, since)] = blocks.unwanted_since([BOB, ADA]).items()
    assert phone == ADA
    assert timezone.now() - since < timedelta(seconds=30)


def test_a_running_turn_loses_its_lease_and_writes_nothing(fake_twilio: FakeTwilio) -> None:
    receive("red")
    [turn] = claims.claim_turns(8)
    block()
    with pytest.raises(leases.LeaseLost):
        outcomes.commit(turn, Reply(text="Too late"))
    answer_messages()
    assert (states(), fake_twilio.messages) == (["ignored"], [])


@pytest.mark.parametrize("_", range(5))
def test_a_block_and_a_claim_at_once_end_without_an_answer(fake_twilio: FakeTwilio, _: int) -> None:
    receive("red")
    at_once(block, lambda: claims.claim_turns(8))
    answer_messages()
    assert (states(), fake_twilio.messages) == (["ignored"], [])
    assert not Conversation.objects.exclude(lease_token=None).exists()


def test_queued_replies_are_cancelled_also_one_that_is_to_be_sent_again(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_twilio.fail_next(Fault.http(429))
    say("red")
    block()
    assert sends() == [("cancelled", "20429")]
    OutboundMessage.objects.update(state="queued")  # as a send would that was under way just then
    try_again(clock)
    assert (sends()[0][0], fake_twilio.messages) == ("cancelled", [])


def test_stop_is_recorded_without_an_answer(fake_twilio: FakeTwilio) -> None:
    block()
    say("STOP")
    unblock()
    say("red")
    assert opt_outs.is_opted_out(ADA)
    assert (states(), fake_twilio.messages) == (["answered", "ignored"], [])


def test_start_opts_in_without_an_answer_and_begins_nothing(fake_twilio: FakeTwilio) -> None:
    say("STOP")
    block()
    say("START")
    say("red")
    assert not opt_outs.is_opted_out(ADA)
    assert (states()[-1], len(fake_twilio.messages)) == ("ignored", 1)


def test_unblocking_answers_new_messages_and_leaves_old_ones(fake_twilio: FakeTwilio) -> None:
    block()
    say("red")
    receive("blue")  # no worker has seen it yet
    unblock()
    say("green")
    assert states() == ["ignored", "ignored", "answered"]
    assert "green" in fake_twilio.bodies_to(ADA)[0]


def test_a_block_ends_a_takeover_and_is_not_taken_over(fake_twilio: FakeTwilio) -> None:
    say("red")
    operators.take_over()
    receive("blue")
    block()
    assert states()[-1] == "ignored"
    assert not Conversation.objects.exclude(paused_at=None).exists()
    with pytest.raises(Refused, match="blocked"):
        operators.take_over()


def test_both_are_in_the_audit_log_with_their_reasons() -> None:
    receive("red")
    block()
    unblock()
    entries = AuditEntry.objects.order_by("pk").values_list("action", "operator", "user", "reason")
    shown = pseudonym(ADA)
    assert list(entries) == [("block", "olga", shown, "spam"), ("unblock", "olga", shown, "a mistake")]


def test_twice_is_refused_and_changes_nothing() -> None:
    with pytest.raises(Refused, match="not blocked"):
        unblock()
    block()
    with pytest.raises(Refused, match="already blocked"):
        block()
    assert (BlockedPhone.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_a_number_and_its_id_are_one_user() -> None:
    both("red", "SM1")
    block(ADA)
    arrives(ID, "SM2")
    arrives(ADA, "SM3")
    answer_messages()
    assert set(InboundMessage.objects.values_list("state", flat=True)) == {"ignored"}
    unblock(ID)
    assert not BlockedPhone.objects.exists()


def test_an_id_that_comes_later_with_a_blocked_number_is_blocked_too() -> None:
    arrives(ID, "SM1")
    arrives(ID, "SM2")
    block(ADA)
    both("red", "SM3")
    answer_messages()
    assert blocks.is_blocked(InboundMessage.objects.get(message_sid="SM3").phone)
    assert InboundMessage.objects.get(message_sid="SM3").state == "ignored"


def both(body: str, sid: str) -> None:
    inbox.receive([Incoming(message_sid=sid, phone=ADA, ids=[ID], body=body)])


def arrives(phone: str, sid: str) -> None:
    ids = [ID] if phone == ID else []
    inbox.receive([Incoming(message_sid=sid, phone=phone, ids=ids, body="hello")])
