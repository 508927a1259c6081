"""Turns, run by the worker in this process; OpenAI and Twilio are the strict fakes behind the real SDKs."""

from typing import Any

import pytest
from django.utils import timezone

from assistant.interview import Reply
from sessions_app.conversations.leases import LeaseLost
from sessions_app.manager import SessionManager
from sessions_app.models import (
    Conversation,
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
)
from sessions_app.threads import ledger
from sessions_app.turns import canned_replies, claims, outcomes, reset
from sessions_app.turns.canned_replies import EMPTY
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives
from tests.support.releases import values_of
from tests.support.sudden_end import Watcher, watching

pytestmark = pytest.mark.django_db(transaction=True)

ADA = "+14155550001"
BOB = "+14155550002"
State = InboundMessage.State

_count = iter(range(10**6))


def receive(body: str, phone: str = ADA) -> None:
    message_arrives(message_sid=f"SM{next(_count):032d}", phone=phone, body=body)


def states(phone: str = ADA) -> list[str]:
    messages = InboundMessage.objects.filter(phone=phone).order_by("id")
    return list(messages.values_list("state", flat=True))


def test_a_message_is_answered_through_openai_and_twilio(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    receive("hello")
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: hello (turn 1)"]
    assert states() == [State.ANSWERED]


def test_the_second_message_goes_to_the_same_thread(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    for text in ("red", "blue"):
        receive(text)
        answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)", "You said: blue (turn 2)"]
    assert ConversationSession.objects.get().thread_id in fake_openai.conversations


def test_two_phones_talk_in_two_threads(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    receive("from ada")
    receive("from bob", BOB)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: from ada (turn 1)"]
    assert fake_twilio.bodies_to(BOB) == ["You said: from bob (turn 1)"]
    assert len(fake_openai.conversations) == 2


def test_a_burst_becomes_one_turn_in_order(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    for text in ("red", "blue", "green"):
        receive(text)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: red | blue | green (turn 1)"]


def test_commands_keep_their_place_between_texts(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    for text in ("red", "/help", "blue"):
        receive(text)
    answer_messages()
    first, second, third = fake_twilio.bodies_to(ADA)
    assert first == "You said: red (turn 1)"
    assert second == canned_replies.HELP
    assert third == "You said: /help | blue (turn 2)"


def test_a_menu_digit_is_read_as_its_sentence(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    receive("2️⃣")
    answer_messages()
    assert "product launch" in fake_twilio.bodies_to(ADA)[0]


def test_a_message_without_text_is_answered_without_openai(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    receive("")
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [EMPTY]
    assert not fake_openai.requests


def test_a_reset_drops_the_session_and_sends_the_welcome_without_openai(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Any
) -> None:
    receive("hello")
    answer_messages()
    receive("Start  Over")
    answer_messages()
    assert "1. A funding round" in fake_twilio.bodies_to(ADA)[1]
    assert not ConversationSession.objects.exists()
    assert RemoteThread.objects.get().state == RemoteThread.State.DOOMED


def test_a_reset_ignores_earlier_unanswered_messages_and_keeps_later_ones(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    for text in ("forget this", "reset", "keep this"):
        receive(text)
    answer_messages()
    assert states() == [State.IGNORED, State.ANSWERED, State.ANSWERED]
    assert fake_twilio.bodies_to(ADA)[1:] == ["You said: keep this (turn 1)"]


def test_a_reset_takes_the_right_to_write_from_the_running_turn(fake_openai: FakeOpenAI) -> None:
    receive("hello")
    [turn] = claims.claim_turns(1)
    receive("reset")
    claims.claim_turns(1)
    with pytest.raises(LeaseLost):
        outcomes.commit(turn, Reply(text="too late", last_item_id=""))
    assert not OutboundMessage.objects.filter(body="too late").exists()


def test_a_reset_that_another_worker_has_carried_out_leaves_the_new_turn_its_lease() -> None:
    receive("reset")
    receive("hello")
    [turn] = claims.claim_turns(1)
    assert reset.reset(ADA) is False
    outcomes.commit(turn, Reply(text="Hi", last_item_id=""))
    assert states() == [State.ANSWERED, State.ANSWERED]


def test_a_thread_that_is_set_during_a_turn_is_kept_and_the_turn_writes_nothing() -> None:
    receive("hello")
    [turn] = claims.claim_turns(1)
    SessionManager().set_session(ADA, "conv_imported")
    with pytest.raises(LeaseLost):
        outcomes.adopt_thread(turn, thread_id="conv_new")
    with pytest.raises(LeaseLost):
        outcomes.commit(turn, Reply(text="too late", last_item_id="item of conv_new"))
    [again] = claims.claim_turns(1)
    assert again.session is not None
    assert (again.session.thread_id, ledger.last_item("conv_imported")) == ("conv_imported", "")


def test_a_reset_cancels_parts_that_are_not_sent(fake_openai: FakeOpenAI) -> None:
    OutboundMessage.objects.create(phone=ADA, body="old part")
    receive("reset")
    claims.claim_turns(1)
    old, welcome = OutboundMessage.objects.order_by("id")
    assert (old.state, welcome.state) == (OutboundMessage.State.CANCELLED, OutboundMessage.State.QUEUED)


def test_status_says_the_values_what_is_missing_and_the_version(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Any
) -> None:
    receive('#tool save_company_name {"value": "Acme", "said": "Acme"}')
    answer_messages()
    receive("/STATUS")
    answer_messages()
    text = fake_twilio.bodies_to(ADA)[1]
    assert text.startswith("Your press release: a draft.\n\nCompany name: Acme\n\n")
    assert "\n\nStill to come: Announcement, Headline, Quotation, " in text
    assert text.endswith("Your conversation stays open for 60 more minutes without a message.")


def test_a_phone_whose_turn_runs_is_not_claimed_again() -> None:
    receive("red")
    assert len(claims.claim_turns(10)) == 1
    receive("blue")
    assert claims.claim_turns(10) == []


def test_a_failed_turn_is_tried_again_with_the_same_messages(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(Fault.http(429, "rate_limit_exceeded"))
    receive("red")
    answer_messages()
    assert states() == [State.RECEIVED]
    receive("blue")
    Conversation.objects.update(retry_at=None)
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[0] == "You said: red (turn 1)"


def test_a_turn_that_cannot_succeed_fails_and_the_user_is_told_once(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    receive("red")
    answer_messages()
    assert states() == [State.FAILED]
    assert fake_twilio.bodies_to(ADA) == [canned_replies.APOLOGY]
    assert InboundMessage.objects.get().error == "unprocessable"


def test_a_failure_keeps_the_session_and_its_thread(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    receive("red")
    answer_messages()
    thread_id = ConversationSession.objects.get().thread_id
    fake_openai.fail_next(Fault.http(500, "server_error"))
    receive("blue")
    answer_messages()
    assert ConversationSession.objects.get().thread_id == thread_id


def test_an_uncertain_turn_is_looked_up_and_not_asked_twice(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(Fault("reset_after"))
    receive("red")
    answer_messages()
    Conversation.objects.update(retry_at=None)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"]
    assert fake_openai.response_count == 1


def test_a_thread_that_is_gone_is_replaced(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    ConversationSession.objects.create(
        phone=ADA, thread_id="thread_legacy", created_at=timezone.now(), last_accessed=timezone.now()
    )
    receive("hello")
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: hello (turn 1)"]
    assert ConversationSession.objects.get().thread_id.startswith("conv_")


def test_a_turn_past_its_deadline_is_tried_again(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Any
) -> None:
    settings.TURN_DEADLINE_SECONDS = 0.2
    fake_openai.think = 5.0
    receive("hello")
    answer_messages()
    assert InboundMessage.objects.get().error == "turn_deadline"
    assert states() == [State.RECEIVED]


def test_what_a_tool_saved_belongs_to_the_phone_that_told_it(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    receive('#tool save_company_name {"value": "Ada Ltd", "said": "Ada Ltd"}')
    receive('#tool save_company_name {"value": "Bob GmbH", "said": "Bob GmbH"}', BOB)
    answer_messages()
    assert values_of(ADA) == {"company_name": "Ada Ltd"}
    assert values_of(BOB) == {"company_name": "Bob GmbH"}


def test_a_reset_that_comes_while_a_turn_is_claimed_is_no_turn_and_carried_out_next() -> None:
    receive("hello")

    class AnsweredByAnother(Watcher):
        def before(self, statement: str) -> None:
            if statement.lstrip().startswith("SELECT id, message_sid"):  # the turn's messages are read
                self.is_over = True
                InboundMessage.objects.update(state=State.ANSWERED)
                receive("reset")

    with watching(AnsweredByAnother()):
        claimed = claims.claim_turns(10)
    assert (claimed, states()) == ([], ["answered", "received"])
    assert (claims.claim_turns(10), states()) == ([], ["answered", "answered"])
    assert OutboundMessage.objects.get().body == canned_replies.WELCOME
