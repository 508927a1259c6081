"""Twilio fails in every way it knows, through the worker: each reply is sent once, or its row says why."""

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sessions_app.messages import delivery, outbox
from sessions_app.models import OutboundMessage
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, BOB, sends, try_again
from tests.support.factories import phone_number, post_signed, status_params, status_path

LIMIT_SECONDS = 1.0
PASSING = {
    "429": Fault.http(429, 20429),
    "429-rfc9457": Fault.http(429, 20429, rfc9457=True),
    "500": Fault.http(500, 20500),
    "503-rfc9457": Fault.http(503, 20503, rfc9457=True),
    "reset-before": Fault("reset_before"),
    "reset-after": Fault("reset_after"),
    "timeout-before": Fault("hang_before"),
    "timeout-after": Fault("hang_after"),
}
PERMANENT = {
    "21211": Fault.http(400, 21211),
    "63016": Fault.http(400, 63016),
    "63016-rfc9457": Fault.http(400, 63016, rfc9457=True),
}

pytestmark = pytest.mark.django_db(transaction=True)


clock = pytest.fixture(clocks.going_on)


@pytest.fixture(autouse=True)
def limits(clock: time_machine.Traveller, fake_twilio: FakeTwilio, settings: Settings) -> None:
    """Twilio gets little time here."""
    settings.TWILIO_TIMEOUT_SECONDS = LIMIT_SECONDS


def send(body: str, phone: str = ADA) -> OutboundMessage:
    outbox.queue(phone=phone, text=body)
    return OutboundMessage.objects.latest("id")


def work(clock: time_machine.Traveller, *, minutes: int) -> None:
    """Let the worker look once a minute: send, look up what is stale, send again."""
    for _ in range(minutes):
        try_again(clock, seconds=60)


def bodies(fake: FakeTwilio, phone: str = ADA) -> list[str]:
    return fake.bodies_to(phone)


def tries(fake: FakeTwilio, body: str) -> int:
    """Return how often Twilio was asked to send `body`."""
    return sum(record.json.get("Body") == body for record in fake.requests)


def called_back(message: OutboundMessage, *words: str, sid: str = "", **more: str) -> None:
    """Let Twilio's signed status callbacks for `message` come in, in this order."""
    more |= {"SmsSid": sid, "MessageSid": sid} if sid else {}
    for word in words:
        response = post_signed(Client(), status_path(message.uuid), status_params(word, **more))
        assert response.status_code == 200


@pytest.mark.parametrize("fault", list(PASSING.values()), ids=list(PASSING))
def test_a_reply_that_meets_a_fault_is_sent_once_and_in_order_and_delays_nobody(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: Fault
) -> None:
    fake_twilio.fail_next(fault, when=lambda form: form["Body"] == "one")
    send("one")
    send("two")
    send("for bob", BOB)
    answer_messages()
    assert bodies(fake_twilio, BOB) == ["for bob"]
    work(clock, minutes=2)
    assert fake_twilio.faults_pending == 0
    assert bodies(fake_twilio) == ["one", "two"]
    assert sends() == [("accepted", "")] * 2


def test_twilio_is_left_alone_for_as_long_as_it_asks(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_twilio.fail_next(Fault.http(429, 20429, retry_after=600))
    send("one")
    answer_messages()
    try_again(clock, seconds=590)
    assert tries(fake_twilio, "one") == 1
    try_again(clock, seconds=20)
    assert bodies(fake_twilio) == ["one"]


def test_a_reply_that_finds_nobody_listening_is_sent_once_somebody_does(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:9"
    send("one")
    answer_messages()
    assert sends() == [("queued", "connection_refused")]
    settings.TWILIO_API_BASE_URL = fake_twilio.url
    work(clock, minutes=1)
    assert (bodies(fake_twilio), tries(fake_twilio, "one")) == (["one"], 1)


@pytest.mark.parametrize("fault", list(PERMANENT.values()), ids=list(PERMANENT))
def test_an_error_that_no_waiting_heals_fails_at_once_and_the_next_reply_goes_out(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: Fault
) -> None:
    fake_twilio.fail_next(fault, when=lambda form: form["Body"] == "one")
    send("one")
    send("two")
    answer_messages()
    work(clock, minutes=1)
    assert sends() == [("failed", str(fault.code)), ("accepted", "")]
    assert (tries(fake_twilio, "one"), bodies(fake_twilio)) == (1, ["two"])


def test_too_many_requests_for_ever_end_as_failed(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.DELIVERY_MAX_ATTEMPTS = 3
    fake_twilio.fail_next(PASSING["429"], None)
    send("one")
    work(clock, minutes=5)
    assert (sends(), tries(fake_twilio, "one")) == ([("failed", "20429")], 3)


@pytest.mark.parametrize("kind", ["reset_after", "hang_after", "reset_before"])
def test_equal_replies_to_one_phone_are_each_looked_up_and_none_is_sent_twice(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, kind: str
) -> None:
    fake_twilio.fail_next(Fault(kind), 2)
    send("yes")
    send("yes")
    work(clock, minutes=5)
    sids = list(OutboundMessage.objects.order_by("id").values_list("sid", flat=True))
    assert sids == [message.sid for message in fake_twilio.messages]
    assert (len(sids), sends()) == (2, [("accepted", "")] * 2)


@pytest.mark.parametrize("kind", ["reset_before", "reset_after"])
def test_where_the_list_never_tells_the_row_ends_uncertain_and_the_next_reply_goes_out(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings, kind: str
) -> None:
    settings.DELIVERY_MAX_ATTEMPTS = 3
    fake_twilio.fail_next(Fault(kind))
    fake_twilio.fail_next(Fault.http(500, 20500), None, path="*", method="GET")
    send("one")
    send("two")
    work(clock, minutes=4)
    assert sends() == [("uncertain", "500"), ("accepted", "")]
    assert (tries(fake_twilio, "one"), bodies(fake_twilio)[-1]) == (1, "two")


def test_a_row_that_ended_uncertain_is_cleared_up_by_a_late_callback() -> None:
    message = OutboundMessage.objects.create(phone=ADA, body="one", state="uncertain", error_code="20500")
    called_back(message, "delivered")
    assert sends() == [("delivered", "")]


def test_a_twilio_that_hangs_for_one_phone_does_not_hold_up_the_others(
    fake_twilio: FakeTwilio, settings: Settings
) -> None:
    settings.TWILIO_TIMEOUT_SECONDS = 4.0
    fake_twilio.fail_next(Fault("hang_before"), when=lambda form: form["Body"] == "one")
    send("one")
    for number in range(10, 20):
        send("for another", phone_number(number))
    answer_messages()
    [hanging] = [record for record in fake_twilio.requests if record.json["Body"] == "one"]
    others = [record for record in fake_twilio.requests if record is not hanging]
    assert len(others) == 10
    assert max(record.finished or 0 for record in others) - hanging.started < 3.5


def test_a_twilio_that_hangs_for_many_frees_their_places_at_the_limit(
    fake_twilio: FakeTwilio, settings: Settings
) -> None:
    settings.TWILIO_TIMEOUT_SECONDS = 5.0  # enough for the last six on a busy machine
    fake_twilio.fail_next(Fault("hang_before"), 64)
    for number in range(70):
        send("hello", phone_number(number))
    answer_messages()
    accepted = OutboundMessage.objects.filter(state="accepted").count()
    assert (accepted, OutboundMessage.objects.filter(state="sending").count()) == (6, 64)


# --- Callbacks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (["sent", "sent", "delivered", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["read", "delivered", "sent", "queued"], "read"),
        (["sent", "failed", "sent"], "failed"),
    ],
)
def test_callbacks_that_repeat_or_reorder_move_a_row_only_forward(
    fake_twilio: FakeTwilio, words: list[str], state: str
) -> None:
    message = send("one")
    answer_messages()
    called_back(message, *words, sid=fake_twilio.messages[0].sid)
    assert [state for state, _ in sends()] == [state]
    assert OutboundMessage.objects.get().sid == fake_twilio.messages[0].sid


@pytest.mark.parametrize("word", ["undelivered", "failed"])
def test_a_message_outside_the_window_is_called_back_and_not_sent_again(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, word: str
) -> None:
    message = send("one")
    answer_messages()
    called_back(message, word, sid=fake_twilio.messages[0].sid, ErrorCode="63016")
    work(clock, minutes=2)
    assert (sends(), bodies(fake_twilio)) == ([(word, "63016")], ["one"])


@pytest.mark.parametrize("fault", [Fault("reset_after"), Fault("hang_after")], ids=lambda fault: fault.kind)
def test_a_callback_proves_an_uncertain_send_without_a_look_up(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: Fault
) -> None:
    fake_twilio.fail_next(fault)
    message = send("one")
    answer_messages()
    called_back(message, "sent", sid=fake_twilio.messages[0].sid)
    work(clock, minutes=2)
    assert sends() == [("sent", "")]
    assert [record.method for record in fake_twilio.requests] == ["POST"]


def test_a_callback_before_the_response_keeps_its_state_and_frees_the_next_part(
    fake_twilio: FakeTwilio, live_server: LiveServer, settings: Settings
) -> None:
    settings.DELIVERY_PART_WAIT_SECONDS = 60
    fake_twilio.statuses, fake_twilio.callbacks_before_response = ["sent", "delivered"], True
    fake_twilio.deliver_callbacks_to = live_server.url
    settings.TWILIO_TIMEOUT_SECONDS = 10
    send("one")
    send("two")
    answer_messages()
    assert bodies(fake_twilio) == ["one", "two"]
    assert sends() == [("delivered", "")] * 2


def test_parts_whose_callbacks_never_come_follow_in_order_after_a_while(
    clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.DELIVERY_PART_WAIT_SECONDS = 30
    for body in ("one", "two", "three"):
        OutboundMessage.objects.create(phone=ADA, body=body)
    for number in range(1, 4):
        [claimed] = delivery.claim_due(10)
        assert delivery.claim_due(10) == []
        delivery.record_accepted(claimed, sid=f"SM{number}")
        assert delivery.claim_due(10) == []
        clock.shift(31)
    assert sends() == [("accepted", "")] * 3
