"""A person is forgotten while something runs for them: nothing of before is written after it.

`TEST_SOAK=1` looks at each step of the longest turns too, in place of every third.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count

import pytest
import time_machine
from django.db import connection, transaction
from pytest_django import Settings

from assistant import versions
from assistant.models import ModelCall
from sessions_app.conversations import consent, events, unfetched
from sessions_app.db.sql import lock_table
from sessions_app.erasure import forgetting
from sessions_app.messages import inbox, opt_outs
from sessions_app.messages.delivery_status import StatusUpdate
from sessions_app.messages.inbox import Incoming
from sessions_app.models import ErasureReceipt, InboundMessage, OptOut, TwilioErasure, UserAddress
from sessions_app.operators import press_releases
from sessions_app.operators.actions import Refused
from sessions_app.operators.press_releases import SeenRelease, mark_of_text, ready
from tests.conftest import answer_messages
from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_writer import Line, ScriptedWriter
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, fakes, receive
from tests.support.documents import make_documents
from tests.support.erasure import everything_stored
from tests.support.factories import InboundFactory, OutboundFactory, idle_session, phone_number
from tests.support.in_between import between
from tests.support.openai_turns import save_line, tool
from tests.support.operators import take_over
from tests.support.releases import COMPLETE, make_release
from tests.support.sent import send_voice
from tests.support.statements import is_blocked
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


def left_of(*phones: str) -> list[str]:
    """Return the rows that name the phones or hold their words, but for what Twilio has still to delete."""
    marks = (*phones, MARK, *COMPLETE.values())
    of_twilio = TwilioErasure._meta.label
    rows = [row for row in everything_stored() if not row.startswith(of_twilio)]
    return [row for row in rows if any(mark in row for mark in marks)]


def at_each_step(prepare: Callable[[str], object], work: Callable[[], object], *, every: int = 1) -> int:
    """Forget a phone before the first transaction of `work`, another before the second one and so on.

    Nothing is left of any then. Returns how many transactions there are.
    """
    phones = []
    for number in count(step=every):
        phones.append(phone_number(number))
        prepare(phones[-1])
        if not between(number, partial(forget, phones[-1]), work=work):
            break
    forget(phones[-1])
    answer_messages()
    assert left_of(*phones) == []
    return number


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


def opts_out(phone: str) -> str:
    return "stop"


def has_opted_out(phone: str) -> str:
    opt_outs.add([phone], how=OptOut.How.WORD)
    return "start"


def opted_out_and_at_it(phone: str) -> str:
    opt_outs.add([phone], how=OptOut.How.WORD)
    return "menu"


def taken_over(phone: str) -> str:
    idle_session(phone, idle=1)
    take_over(phone)
    return MARK


LONG = (one_fact_missing, version_shown)
EVERY = 1 if os.environ.get("TEST_SOAK") else 3
BEFORE = (
    *(*LONG, draft, nothing),
    *(opts_out, has_opted_out, opted_out_and_at_it, taken_over),
)


@pytest.mark.parametrize("before", BEFORE)
def test_a_turn_of_who_is_forgotten_meanwhile_leaves_nothing(
    before: Callable[[str], str], clock: time_machine.Traveller, fake_openai: FakeOpenAI
) -> None:
    fake_openai.writer = ScriptedWriter([Line(1, "{news}, {when} {where}.", "news when where company_name")])

    def prepare(phone: str) -> None:
        words = before(phone)
        clock.shift(1)
        receive(words, phone)

    every = EVERY if before in LONG else 1
    assert at_each_step(prepare, answer_messages, every=every) > 4, "too few steps to be all of them"


def test_who_is_forgotten_while_they_ask_for_it_leaves_nothing(clock: time_machine.Traveller) -> None:
    def prepare(phone: str) -> None:
        words = question_asked(phone)
        clock.shift(1)
        receive(words, phone)

    assert at_each_step(prepare, answer_messages) > 4, "too few steps to be all of them"


@pytest.mark.postgres("SQLite has one writer at a time")
def test_two_who_forget_the_same_person_at_once_do_not_lock_each_other_out() -> None:
    """The chat waits without the lock of the conversation, which the other one comes to next."""
    receive(question_asked(ADA), ADA)
    with ThreadPoolExecutor(1) as worker:
        with transaction.atomic():
            lock_table(UserAddress)
            answering = worker.submit(on_a_connection_of_its_own, answer_messages)
            wait_until(is_blocked)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '10ms'")  # it is told here, not in the worker
            forgetting.forget_at_once(ADA, by=ErasureReceipt.By.COMMAND)
        answering.result(20)
    assert left_of(ADA) == []


def test_a_voice_message_of_who_is_forgotten_meanwhile_leaves_nothing(fake_twilio: FakeTwilio) -> None:
    def prepare(phone: str) -> None:
        send_voice(fake_twilio, f"{MARK} of a voice", phone=phone)

    assert at_each_step(prepare, answer_messages) > 12, "too few steps to be all of them"


def test_a_call_that_was_paid_for_who_is_forgotten_meanwhile_counts_for_nobody(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    send_voice(fake_twilio, f"{MARK} of a voice")
    assert between(
        0, partial(forget, ADA), work=answer_messages, since=lambda: bool(fake_openai.transcriptions)
    )
    assert [call.phone for call in ModelCall.objects.filter(purpose="transcribe")] == [""]
    assert left_of(ADA) == []


def test_a_turn_that_fails_for_who_is_forgotten_meanwhile_leaves_nothing(fake_openai: FakeOpenAI) -> None:
    def prepare(phone: str) -> None:
        fake_openai.fail_next(Fault.http(400), path="/v1/conversations")
        receive(MARK, phone)

    assert at_each_step(prepare, answer_messages) > 8, "too few steps to be all of them"


# --- At the doorstep ------------------------------------------------------------------------------------


def from_an_id(number: int) -> Incoming:
    """Return a message that does not name the number of its user."""
    return Incoming(message_sid=f"SM{number:032x}", phone=f"{ID}{number}", ids=[f"{ID}{number}"], body=MARK)


def from_an_id_with_another_beside_it(number: int) -> Incoming:
    """Return one that also names an id that is linked to nobody yet."""
    message = from_an_id(number)
    return replace(message, ids=[*message.ids, f"{PARENT}{number}"])


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
def test_what_arrives_meanwhile_is_of_somebody_new(receive_one: Callable[[Incoming], None]) -> None:
    for number in count():
        phone = known_by_number_and_id(number)
        message = from_an_id_with_another_beside_it(number)
        if not between(number, partial(forget, phone), work=partial(receive_one, message)):
            assert number > 2, "too few steps to be all of them"
            return
        stored = InboundMessage.objects.order_by("-pk")[0]
        assert (stored.phone, stored.address, stored.body) == (message.phone, "", MARK)
        answer_messages()
        assert [row for row in left_of(phone) if phone in row] == []


@pytest.mark.parametrize("by", [from_an_id, from_an_id_with_another_beside_it])
@pytest.mark.parametrize("receive_one", [receive_message, receive_event])
def test_what_arrives_while_a_person_is_being_forgotten_waits_and_is_of_somebody_new(
    receive_one: Callable[[Incoming], None], by: Callable[[int], Incoming]
) -> None:
    phone, message = known_by_number_and_id(0), by(0)
    with ThreadPoolExecutor(1) as webhook:
        with transaction.atomic():
            forgetting.forget_at_once(phone, by=ErasureReceipt.By.COMMAND)
            arriving = webhook.submit(on_a_connection_of_its_own, partial(receive_one, message))
            if connection.vendor == "postgresql":
                wait_until(is_blocked)
            assert not arriving.done()
        arriving.result(10)
    answer_messages()
    assert InboundMessage.objects.exclude(phone="").get().phone == message.phone
    assert [row for row in left_of(phone) if phone in row] == []


def on_a_connection_of_its_own(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()


def file_not_fetched(phone: str) -> Callable[[], None]:
    document = make_documents(phone)[0]
    row = OutboundFactory.create(phone=phone, state="accepted", document=document.uuid, body="acme.docx")
    failed = StatusUpdate(uuid=row.uuid, word="failed", sid=f"MM{row.pk}", error_code="63019")
    return partial(unfetched.record, [failed])


def user_has_opted_out_at_twilio(phone: str) -> Callable[[], None]:
    row = OutboundFactory.create(phone=phone, state="accepted")
    failed = StatusUpdate(uuid=row.uuid, word="failed", sid=f"MM{row.pk}", error_code="21610")
    return partial(consent.record_blocked, [failed])


def operator_approves(phone: str) -> Callable[[], None]:
    InboundFactory.create(phone=phone, state="answered")  # so that WhatsApp takes an answer
    release = make_release(COMPLETE, phone=phone)
    seen = SeenRelease(pk=release.pk, version=versions.write_version(release).number, mark="")
    seen = replace(seen, mark=mark_of_text(ready(release).text))

    def approve() -> None:
        with suppress(Refused):
            press_releases.approve(seen, operator="olga", reason="asked by phone")

    return approve


@pytest.mark.parametrize("prepare", [file_not_fetched, user_has_opted_out_at_twilio, operator_approves])
def test_what_is_done_from_outside_for_who_is_forgotten_meanwhile_leaves_nothing(
    prepare: Callable[[str], Callable[[], None]], settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://pr.example.org"
    work: list[Callable[[], None]] = []

    def begin(phone: str) -> None:
        work[:] = [prepare(phone)]

    assert at_each_step(begin, lambda: work[0]()) > 1
