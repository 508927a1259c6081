"""One person with a number and a business-scoped id has one session, draft, takeover and opt-out."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import count, permutations
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from sessions_app.conversations.consent import GOODBYE
from sessions_app.housekeeping import transcript_erasure
from sessions_app.manager import SessionManager
from sessions_app.messages import delivery, inbox, user_addresses
from sessions_app.messages.inbox import Incoming
from sessions_app.models import ConversationSession, InboundMessage, OutboundMessage, UserAddress
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params, user_id_of
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, BOB, SAVE_HEADLINE, fakes, states, thread_of
from tests.support.factories import post_signed
from tests.support.inbound_webhook import PATH
from tests.support.operators import reply
from tests.support.releases import values_of

__all__ = ["fakes"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

clock = pytest.fixture(autouse=True)(clocks.going_on)
ID, PARENT = user_id_of(ADA), "US.ENT.11815799212886844830"
OTHER_ID = "US.13491208655302741918"
_number = count(1)


def arrives(body: str, *, phone: str = ADA, **more: str) -> None:
    """Let a message arrive as Twilio sends it: with a number comes the id, which can be the sender too."""
    params = inbound_params(phone, body, f"SM{next(_number):032x}") | more
    assert post_signed(Client(), PATH, params).status_code == 200


def says(body: str, **more: str) -> None:
    arrives(body, **more)
    answer_messages()


def phones() -> set[str]:
    """Return under whom everything is kept."""
    tables: Any = (ConversationSession, InboundMessage, OutboundMessage)
    return {phone for table in tables for phone in table.objects.values_list("phone", flat=True)}


# --- One user -------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(ADA, ID), (ID, ADA)])
def test_who_comes_back_by_the_other_address_goes_on(fake_openai: FakeOpenAI, order: tuple[str, str]) -> None:
    first, second = order
    says(SAVE_HEADLINE, phone=first)
    thread = thread_of(first)
    says("and on", phone=second)
    assert values_of(first) == {"headline": "Acme flies"}
    assert phones() == {first}
    assert thread_of(first) == thread
    assert fake_openai.texts(thread)[-2] == ("user", "and on")


def test_each_answer_goes_to_the_address_of_the_newest_message(fake_twilio: FakeTwilio) -> None:
    for number, sender in enumerate([ADA, ID, ADA, ID], start=1):
        says(f"message {number}", phone=sender)
    assert [len(fake_twilio.bodies_to(address)) for address in (ADA, ID)] == [2, 2]


def test_messages_of_one_burst_by_both_addresses_are_one_turn(fake_openai: FakeOpenAI) -> None:
    arrives("alpha")
    arrives("beta", phone=ID)
    answer_messages()
    assert [text for role, text in fake_openai.texts(thread_of()) if role == "user"] == ["alpha", "beta"]
    assert OutboundMessage.objects.count() == 1


def test_the_draft_is_found_by_the_id_after_the_session_and_its_transcript_are_gone(
    clock: time_machine.Traveller,
) -> None:
    says(SAVE_HEADLINE)
    clock.shift(clocks.TTL + 10)
    assert SessionManager().cleanup_expired_sessions() == 1
    clock.shift(3600)
    transcript_erasure.erase()
    assert not InboundMessage.objects.exclude(phone="").exists()
    says("hello again", phone=ID)
    assert ConversationSession.objects.get().phone == ADA


def test_the_draft_of_an_id_is_found_by_the_number_after_its_transcript_is_gone(
    clock: time_machine.Traveller,
) -> None:
    says(SAVE_HEADLINE, phone=ID)
    clock.shift(clocks.TTL + 10)
    SessionManager().cleanup_expired_sessions()
    clock.shift(3600)
    transcript_erasure.erase()
    says("hello again")
    assert ConversationSession.objects.get().phone == ID


def test_erasure_empties_the_addresses_of_messages(clock: time_machine.Traveller) -> None:
    says("hello")
    says("hello", phone=ID)
    clock.shift(clocks.TTL + 10)
    SessionManager().cleanup_expired_sessions()
    clock.shift(3600)
    transcript_erasure.erase()
    assert set(InboundMessage.objects.values_list("phone", "address")) == {("", "")}


def test_a_takeover_holds_what_comes_by_the_other_address(fake_twilio: FakeTwilio) -> None:
    says("hello")
    reply("By hand")
    says("and now?", phone=ID)
    assert states()[-1] == "held"
    reply("By hand too")
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[1:] == ["By hand"]
    assert fake_twilio.bodies_to(ID) == ["By hand too"]


@pytest.mark.parametrize("order", [(ADA, ID), (ID, ADA)])
def test_an_opt_out_by_one_address_holds_for_the_other(
    fake_twilio: FakeTwilio, order: tuple[str, str]
) -> None:
    first, second = order
    says("hello", phone=first)
    says("STOP", phone=first)
    says("hello?", phone=second)
    assert fake_twilio.bodies_to(first)[1:] == [GOODBYE]
    assert (states(first)[-1], fake_twilio.bodies_to(second)) == ("ignored", [])
    says("START", phone=second)
    says("hello?", phone=first)
    assert states(first)[-1] == "answered"


def test_an_opt_out_of_an_id_whose_messages_are_gone_holds_for_the_number(
    clock: time_machine.Traveller, fake_twilio: FakeTwilio
) -> None:
    says("STOP", phone=ID)
    clock.shift(clocks.TTL + 3600)
    SessionManager().cleanup_expired_sessions()
    clock.shift(3600)
    transcript_erasure.erase()
    says("hello")
    says("hello", phone=ID)
    assert (fake_twilio.bodies_to(ADA), fake_twilio.bodies_to(ID)) == ([], [GOODBYE])


def test_an_opt_out_outlives_the_links_of_both_addresses(fake_twilio: FakeTwilio) -> None:
    says("hello")
    says("STOP")
    for table in (UserAddress, InboundMessage, OutboundMessage, ConversationSession):
        table.objects.all().delete()
    says("hello", phone=ID)
    assert states(ID) == ["ignored"]


def test_a_send_whose_outcome_is_uncertain_is_looked_up_at_its_own_address(
    clock: time_machine.Traveller, fake_twilio: FakeTwilio
) -> None:
    arrives("hello")
    arrives("hello", phone=ID)
    fake_twilio.fail_next(Fault("reset_after"))
    answer_messages()
    clock.shift(3600)
    answer_messages()
    assert len(fake_twilio.bodies_to(ID)) == 1
    assert not delivery.claim_stale()


# --- Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations([ADA, ID, PARENT])))
def test_a_parent_id_is_an_address_too(order: tuple[str, ...]) -> None:
    both = {"ExternalUserId": f"whatsapp:{ID}", "ParentExternalUserId": PARENT}
    arrives("hello", **both)
    for sender in order:
        arrives("hello", phone=sender)
    arrives("hello", phone=ID, **both)
    assert phones() == {ADA}
    assert user_addresses.all_of(ADA) == [ADA, ID, PARENT]


def test_a_parent_id_that_comes_later_is_linked() -> None:
    arrives("hello")
    arrives("hello", ParentExternalUserId=PARENT)
    arrives("hello", phone=PARENT)
    assert phones() == {ADA}


def test_of_two_addresses_that_were_users_of_their_own_the_one_with_more_is_kept() -> None:
    says("hello", ExternalUserId="")
    says(SAVE_HEADLINE, phone=ID)
    says("go on")
    assert InboundMessage.objects.latest("id").phone == ID


def test_a_stop_that_waits_holds_for_an_address_that_is_linked_meanwhile(fake_twilio: FakeTwilio) -> None:
    says("hello", ExternalUserId="")
    arrives("STOP", phone=ID)
    UserAddress.objects.update(phone=ADA)  # as if the number had come first by a moment
    answer_messages()
    says("hello?", ExternalUserId="")
    assert states()[-1] == "ignored"


def test_an_id_and_a_parent_id_need_not_come_together() -> None:
    for more in ({}, {"ExternalUserId": "", "ParentExternalUserId": PARENT}, {}):
        arrives("hello", **more)
    assert phones() == {ADA}


def test_a_new_number_with_the_same_id_is_the_same_user(fake_twilio: FakeTwilio) -> None:
    says("hello")
    says("hello", phone=BOB, ExternalUserId=f"whatsapp:{ID}")
    assert phones() == {ADA}
    assert len(fake_twilio.bodies_to(BOB)) == 1


def test_the_next_owner_of_a_number_sees_nothing_of_the_one_before(fake_openai: FakeOpenAI) -> None:
    says(SAVE_HEADLINE)
    says("hello", ExternalUserId=f"whatsapp:{OTHER_ID}")
    says("it is me", phone=ID)
    says("me too", phone=OTHER_ID)
    assert list(InboundMessage.objects.order_by("id").values_list("phone", flat=True)) == [
        ADA, OTHER_ID, ADA, OTHER_ID,
    ]  # fmt: skip
    assert values_of(OTHER_ID) == {}


def test_an_opt_out_is_none_of_the_next_owner_of_the_number() -> None:
    arrives("hello")
    says("STOP", phone=ID)
    says("hello", ExternalUserId=f"whatsapp:{OTHER_ID}")
    assert states(OTHER_ID) == ["answered"]
    says("START", ExternalUserId=f"whatsapp:{OTHER_ID}")
    says("hello?", phone=ID)
    assert states()[-1] == "ignored"


def test_a_number_in_dispute_keeps_nobody_waiting() -> None:
    senders = [(ADA, ID), (ADA, OTHER_ID), (ADA, ID)]
    batch = [
        Incoming(message_sid=f"SM{place}", phone=phone, ids=[id_], body="hello")
        for place, (phone, id_) in enumerate(senders)
    ]
    assert inbox.receive(batch) == [True] * 3
    assert inbox.receive(batch[::-1]) == [False] * 3
    assert list(InboundMessage.objects.order_by("id").values_list("phone", flat=True)) == [ADA, OTHER_ID, ADA]


def test_a_batch_with_new_users_is_stored_in_its_order() -> None:
    arrives("hello")
    batch = [
        Incoming(message_sid=f"SM{place}", phone=phone, ids=ids, body="hello")
        for place, (phone, ids) in enumerate([(BOB, [OTHER_ID]), (ADA, [ID]), (BOB, []), (OTHER_ID, [])])
    ]
    assert inbox.receive(batch) == [True] * 4
    stored = InboundMessage.objects.order_by("id").values_list("message_sid", "phone")[1:]
    assert list(stored) == [("SM0", BOB), ("SM1", ADA), ("SM2", BOB), ("SM3", BOB)]


@pytest.mark.parametrize(
    "worthless",
    [
        "",
        "whatsapp:",
        "US",
        "US.",
        "us.1",
        "whatsapp:+4915112345678",
        "US.1 OR 1=1",
        "US." + "1" * 129,
        "\0",
        "ÜS.1",
    ],
)
def test_a_worthless_id_is_ignored_and_the_message_stored(worthless: str) -> None:
    arrives("hello", ExternalUserId=worthless, ParentExternalUserId=worthless)
    assert phones() == {ADA}
    assert not UserAddress.objects.exists()


def test_a_reaction_of_the_other_address_is_kept_with_the_user() -> None:
    arrives("hello")
    arrives("👍", phone=ID, MessageType="reaction")
    assert phones() == {ADA}


def test_users_without_anything_in_common_stay_apart() -> None:
    for phone in (ADA, BOB, user_id_of(BOB), ID):
        arrives("hello", phone=phone)
    assert list(InboundMessage.objects.order_by("id").values_list("phone", flat=True)) == [ADA, BOB, BOB, ADA]


# --- At the same moment ---------------------------------------------------------------------------

ROUNDS = 1000 if os.environ.get("TEST_SOAK") else 25


def test_messages_at_the_same_moment_are_all_stored_once_under_one_phone() -> None:
    with ThreadPoolExecutor(4) as pool:
        barrier = Barrier(4)

        def store(message: Incoming) -> bool:
            barrier.wait()
            try:
                return inbox.receive([message])[0]
            finally:
                connection.close()

        for number in range(ROUNDS):
            one, two, three = f"+4915{number:08d}", f"DE.{number}", f"DE.ENT.{number}"
            users = [(one, two), (one, two), (two, three), (one, two, three)]
            messages = [
                Incoming(message_sid=f"SM{number}x{place}", phone=first, ids=ids, body="hello")
                for place, (first, *ids) in enumerate(users)
            ]
            assert list(pool.map(store, messages)) == [True] * 4
            assert len(set(user_addresses.phones_of([(one,), (two,), (three,)]))) == 1
            stored = InboundMessage.objects.filter(message_sid__in=[sent.message_sid for sent in messages])
            assert (stored.count(), stored.values("phone").distinct().count()) == (4, 1)
