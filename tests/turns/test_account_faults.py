"""A vendor that refuses our account is not the user's fault: turns and replies wait until it is over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sessions_app.console.sessions import header
from sessions_app.console.sessions import status as session_status
from sessions_app.conversations import leases
from sessions_app.health import warnings
from sessions_app.messages import delivery
from sessions_app.models import Conversation, InboundMessage, OutboundMessage, VendorAccount
from sessions_app.telemetry import vendor_accounts
from sessions_app.turns.canned_replies import APOLOGY, TAKES_LONGER, WELCOME
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import WRONG_KEY, FakeOpenAI
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
    user_texts,
)
from tests.support.factories import (
    OutboundFactory,
    idle_session,
    phone_number,
    post_signed,
    status_params,
    status_path,
)

OPENAI, TWILIO = VendorAccount.Vendor.OPENAI, VendorAccount.Vendor.TWILIO

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on)


def revoke(settings: Settings) -> str:
    """Have OpenAI refuse the key; return the one that works."""
    key: str = settings.OPENAI_API_KEY
    settings.OPENAI_API_KEY = WRONG_KEY
    return key


def suspend(fake: FakeTwilio, code: int = 20003, status: int = 401) -> None:
    """Have Twilio refuse the account until `fake.clear_faults`."""
    fake.fail_next(Fault.http(status, code), times=None, path="*")


def calls(fake: FakeOpenAI | FakeTwilio, since: int) -> list[int | None]:
    return [request.status for request in fake.requests[since:]]


def account_warnings() -> list[str]:
    return [warning for warning in warnings.warnings() if warning.startswith(("OpenAI", "Twilio"))]


def test_a_key_revoked_in_the_middle_of_20_conversations_and_given_back_10_minutes_later(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    phones = [phone_number(number) for number in range(1, 21)]
    for phone in phones:
        receive("hello", phone)
    answer_messages()
    key, before = revoke(settings), len(fake_openai.requests)
    for minute in range(10):
        for phone in phones[2 * minute : 2 * minute + 2]:
            receive(f"red {minute}", phone)
        try_again(clock, seconds=60)
    for phone in phones[:5]:
        receive("blue", phone)
    try_again(clock, seconds=1)
    refused = calls(fake_openai, before)
    assert set(refused) == {401}
    assert len(refused) <= 12  # the two that found out, and one a minute

    settings.OPENAI_API_KEY = key
    try_again(clock, seconds=61)
    answer_messages()
    assert not VendorAccount.objects.exists()
    assert not InboundMessage.objects.exclude(state="answered").exists()
    assert not Conversation.objects.exclude(waits_for="").exists()
    for number, phone in enumerate(phones):
        bodies = fake_twilio.bodies_to(phone)
        assert bodies.count(TAKES_LONGER) == 1
        assert APOLOGY not in bodies
        said = user_texts(fake_openai, phone)
        assert said == ["hello", f"red {number // 2}", *(["blue"] if number < 5 else [])]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.http(401, "invalid_api_key"), "OpenAI refuses the key since 2026-11-22 12:00 UTC"),
        (Fault.http(429, "insufficient_quota"), "OpenAI says that the quota is used up since"),
        (Fault.http(404, "model_not_found"), "OpenAI does not know the model since"),
        (
            Fault.http(404, message="The model `gpt-9` does not exist."),
            "OpenAI does not know the model since",
        ),
        (Fault.http(400, "unsupported_model"), "OpenAI does not support the model since"),
        (Fault.http(403, "unsupported_country"), "OpenAI refuses the account since"),
    ],
)
def test_each_fault_of_the_account_waits_is_warned_of_and_ends(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    fault: Fault,
    words: str,
) -> None:
    fake_openai.fail_next(fault, path="/v1/responses")
    say("red")
    assert (states(), fake_twilio.bodies_to(ADA)) == (["received"], [TAKES_LONGER])
    [warning] = account_warnings()
    assert warning.startswith(words)
    try_again(clock, seconds=61)
    assert (states(), account_warnings()) == (["answered"], [])
    assert fake_twilio.bodies_to(ADA)[1].startswith("You said: red")


def test_who_writes_first_during_a_refusal_is_told_and_waits_without_a_call(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Settings
) -> None:
    revoke(settings)
    say("red")
    before = len(fake_openai.requests)
    say("blue", BOB)
    assert (fake_twilio.bodies_to(BOB), calls(fake_openai, before)) == ([TAKES_LONGER], [])


def test_after_24_hours_a_turn_fails_and_says_so(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    revoke(settings)
    say("red")
    try_again(clock, seconds=23.9 * 3600)
    assert states() == ["received"]
    try_again(clock, seconds=600)
    assert (states(), fake_twilio.bodies_to(ADA)) == (["failed"], [TAKES_LONGER, APOLOGY])


def test_waiting_uses_no_attempts_up(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TURN_MAX_ATTEMPTS = 2
    key = revoke(settings)
    say("red")
    for _ in range(5):
        try_again(clock, seconds=61)
    settings.OPENAI_API_KEY = key
    fake_openai.fail_next(Fault.http(500))
    try_again(clock, seconds=61)
    try_again(clock)
    assert states() == ["answered"]


def test_a_trial_that_fails_otherwise_is_not_the_end_of_it(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller, settings: Settings
) -> None:
    key = revoke(settings)
    say("red")
    settings.OPENAI_API_KEY = key
    fake_openai.fail_next(Fault.http(500))
    try_again(clock, seconds=61)
    assert VendorAccount.objects.exists()
    try_again(clock, seconds=61)
    assert (states(), VendorAccount.objects.exists()) == (["answered"], False)


def test_a_reset_ends_the_waiting(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Settings
) -> None:
    revoke(settings)
    say("red")
    say("reset")
    assert fake_twilio.bodies_to(ADA) == [TAKES_LONGER, WELCOME]
    assert states() == ["ignored", "answered"]


def reset_by_user() -> None:
    say("reset")


def stop_and_start() -> None:
    say("STOP")
    say("START")


def take_over_and_hand_back() -> None:
    operators.take_over()
    operators.hand_back()


@pytest.mark.parametrize("interrupt", [reset_by_user, stop_and_start, take_over_and_hand_back])
def test_each_refusal_is_told_once_whatever_ends_the_waiting(
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
    interrupt: Callable[[], None],
) -> None:
    say("hello")
    key = revoke(settings)
    say("red")
    interrupt()
    say("blue")
    assert fake_twilio.bodies_to(ADA).count(TAKES_LONGER) == 1
    settings.OPENAI_API_KEY = key
    try_again(clock, seconds=121)
    assert not VendorAccount.objects.exists()
    revoke(settings)
    say("green")
    assert fake_twilio.bodies_to(ADA).count(TAKES_LONGER) == 2


def test_who_was_not_told_because_of_an_opt_out_is_told_later(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    suspend(fake_twilio)
    revoke(settings)
    for body in ("red", "STOP", "START", "blue"):
        say(body)
    fake_twilio.clear_faults()
    for _ in range(4):
        try_again(clock, seconds=61)
    assert fake_twilio.bodies_to(ADA).count(TAKES_LONGER) == 1


def test_a_refusal_that_nothing_waits_for_is_not_said_to_go_on(
    clock: time_machine.Traveller, settings: Settings
) -> None:
    key = revoke(settings)
    say("red")
    try_again(clock, seconds=3600)
    [warning] = account_warnings()
    assert warning.startswith("OpenAI refuses the key since 2026-11-22 12:00 UTC")
    say("reset")
    try_again(clock, seconds=3600)
    assert account_warnings() == [
        "OpenAI refused the account (error invalid_api_key), "
        "and nothing has been tried since 2026-11-22 13:00 UTC."
    ]
    settings.OPENAI_API_KEY = key
    say("blue")
    assert (states()[-1], account_warnings()) == ("answered", [])


def test_one_of_many_gets_the_trial(clock: time_machine.Traveller) -> None:
    vendor_accounts.refused(OPENAI, "invalid_api_key")
    assert not vendor_accounts.take_trial(OPENAI)
    clock.shift(61)
    assert [vendor_accounts.take_trial(OPENAI) for _ in range(3)] == [True, False, False]


def test_of_workers_at_the_same_moment_one_gets_the_trial() -> None:
    vendor_accounts.refused(OPENAI, "invalid_api_key")
    for _ in range(10):
        VendorAccount.objects.update(next_trial_at=timezone.now())
        with ThreadPoolExecutor(4) as pool:
            taken = list(pool.map(take_trial, [Barrier(4)] * 4))
        assert sorted(taken) == [False, False, False, True]


def take_trial(barrier: Barrier) -> bool:
    barrier.wait(timeout=30)
    try:
        return vendor_accounts.take_trial(OPENAI)
    finally:
        connection.close()


def test_a_refusal_that_goes_on_keeps_its_beginning(clock: time_machine.Traveller) -> None:
    vendor_accounts.refused(OPENAI, "invalid_api_key")
    began = VendorAccount.objects.get().refused_since
    clock.shift(3600)
    vendor_accounts.refused(OPENAI, "insufficient_quota")
    account = VendorAccount.objects.get()
    assert (account.refused_since, account.code) == (began, "insufficient_quota")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (20003, "refuses the account's credentials"),
        (20005, "the account is not active"),
        (30002, "the account is suspended"),
    ],
)
def test_replies_wait_while_twilio_refuses_the_account(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, code: int, words: str
) -> None:
    suspend(fake_twilio, code, status=403)
    for phone in (ADA, BOB):
        receive("red", phone)
    answer_messages()
    before = len(fake_twilio.requests)
    for _ in range(30):
        try_again(clock, seconds=20)
    assert len(calls(fake_twilio, before)) <= 11
    [warning] = account_warnings()
    assert words in warning
    fake_twilio.clear_faults()
    try_again(clock, seconds=61)
    answer_messages()
    for phone in (ADA, BOB):
        assert fake_twilio.bodies_to(phone) == ["You said: red (turn 1)"]
    assert (account_warnings(), VendorAccount.objects.exists()) == ([], False)


def call_back(word: str, sid: str, code: str = "30002") -> None:
    """Have Twilio call back about the only row of the outbox."""
    params = status_params(word, ErrorCode=code, MessageSid=sid)
    address = status_path(OutboundMessage.objects.get().uuid)
    assert post_signed(Client(), address, params).status_code == 200


def test_a_reply_that_twilio_took_before_it_suspended_the_account_waits(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    say("red")
    first = OutboundMessage.objects.get().sid
    for word in ("failed", "undelivered"):
        call_back(word, first)
    assert sends() == [("queued", "30002")]
    [warning] = account_warnings()
    assert "the account is suspended" in warning
    try_again(clock, seconds=61)
    call_back("failed", first)
    assert (sends(), account_warnings()) == ([("accepted", "")], [])
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"] * 2
    assert OutboundMessage.objects.get().attempts == 1


@pytest.mark.parametrize("state", ["sending", "uncertain"])
def test_a_suspension_that_is_told_before_the_sid_lets_the_reply_wait(state: str) -> None:
    message = OutboundFactory.create(state=state, attempts=1, sid="")
    for _ in range(2):
        call_back("failed", "SM1")
    delivery.record_accepted(message, sid="SM1")
    message.refresh_from_db()
    assert (message.state, message.sid, message.attempts) == ("queued", "SM1", 0)


@pytest.mark.parametrize(("state", "sid"), [("delivered", "SM1"), ("accepted", "SM2"), ("cancelled", "SM1")])
def test_a_suspension_moves_no_reply_that_arrived_is_sent_anew_or_unwanted(state: str, sid: str) -> None:
    OutboundFactory.create(state=state, sid=sid)
    call_back("undelivered", "SM1")
    assert OutboundMessage.objects.get().state == state
    assert not VendorAccount.objects.exists()


def test_a_reply_that_waited_24_hours_for_twilio_has_failed(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    suspend(fake_twilio)
    say("red")
    try_again(clock, seconds=24 * 3600 + 61)
    assert sends() == [("failed", "20003")]


def test_a_look_up_that_twilio_refuses_is_not_counted(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.DELIVERY_MAX_ATTEMPTS = 3
    fake_twilio.fail_next(Fault("reset_after"))
    say("red")
    suspend(fake_twilio)
    for _ in range(6):
        try_again(clock, seconds=120)
    assert OutboundMessage.objects.get().state == "sending"
    fake_twilio.clear_faults()
    try_again(clock, seconds=120)
    answer_messages()
    assert OutboundMessage.objects.get().sid
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"]


def test_most_of_the_last_turns_failing_is_warned_of(fake_openai: FakeOpenAI) -> None:
    for _ in range(3):
        say("red")
    for _ in range(7):
        fake_openai.fail_next(Fault.http(422, "unprocessable"))
        say("blue")
    assert "7 of the last 10 turns failed: unprocessable." in warnings.warnings()


def test_few_failing_turns_or_those_of_long_ago_are_not(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    for _ in range(6):
        fake_openai.fail_next(Fault.http(422, "unprocessable"))
        say("blue")
    for _ in range(4):
        say("red")
    assert any("turns failed" in warning for warning in warnings.warnings())
    clock.shift(3601)
    assert not any("turns failed" in warning for warning in warnings.warnings())


def test_the_console_says_what_a_turn_waits_for(settings: Settings) -> None:
    revoke(settings)
    say("red")
    session = idle_session(ADA, idle=1)
    [failing, _] = session_status.badges(session, session_status.facts_of([session])[session.pk])
    assert "until OpenAI takes our account again" in failing.title
    assert header.of_phone(ADA).waits_for_account


def test_a_takeover_ends_the_waiting(clock: time_machine.Traveller, settings: Settings) -> None:
    revoke(settings)
    say("red")
    leases.revoke(ADA)
    conversation = Conversation.objects.get(phone=ADA)
    assert (conversation.waits_for, conversation.retry_at) == ("", None)


def test_the_end_of_the_waiting_is_24_hours_after_the_first_message(settings: Settings) -> None:
    revoke(settings)
    say("red")
    until = Conversation.objects.values_list("retry_at", flat=True).get(phone=ADA)
    first: datetime = InboundMessage.objects.get().received_at
    assert until == first + timedelta(hours=24)
    assert until > timezone.now()
