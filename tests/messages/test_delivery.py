"""Delivery, run by the worker in this process against the strict fake Twilio behind the real SDK."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as current_settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.backoff import MAX_BACKOFF_SECONDS
from sessions_app.messages import delivery, outbox, twilio_api
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import OutboundMessage
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.proxy_page import ProxyPage
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import status_arrives
from tests.support.statements import plan

pytestmark = pytest.mark.django_db(transaction=True)

ADA = "+14155550001"
BOB = "+14155550002"
State = OutboundMessage.State


def queued(body: str, phone: str = ADA) -> OutboundMessage:
    return OutboundMessage.objects.create(phone=phone, body=body)


def states() -> list[str]:
    return list(OutboundMessage.objects.order_by("id").values_list("state", flat=True))


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=True)


def test_a_long_reply_arrives_in_ordered_parts_of_at_most_1600_characters(
    fake_twilio: FakeTwilio,
) -> None:
    text = " ".join(f"Sentence number {number}." for number in range(300))
    outbox.queue(phone=ADA, text=text)
    answer_messages()
    bodies = fake_twilio.bodies_to(ADA)
    assert max(map(len, bodies)) <= 1600
    assert " ".join(bodies) == text


def test_an_answer_that_is_not_twilios_leaves_the_outcome_uncertain(
    fake_twilio: FakeTwilio, settings: Any
) -> None:
    queued("hello")
    with ProxyPage() as proxy:
        settings.TWILIO_API_BASE_URL = proxy.url
        answer_messages()
    assert states() == [State.SENDING]
    settings.TWILIO_API_BASE_URL = fake_twilio.url
    with later(settings.DELIVERY_STALE_SECONDS + 1):
        answer_messages()
        answer_messages()
    assert (states(), fake_twilio.bodies_to(ADA)) == ([State.ACCEPTED], ["hello"])


def test_the_status_callback_names_the_rows_uuid(fake_twilio: FakeTwilio, settings: Any) -> None:
    message = queued("hello")
    answer_messages()
    callback = f"{settings.PUBLIC_URL}/webhooks/twilio/status/{message.uuid}"
    assert fake_twilio.requests[0].json["StatusCallback"] == callback


def test_the_next_part_waits_for_the_callback_of_the_one_before(
    fake_twilio: FakeTwilio, settings: Any
) -> None:
    settings.DELIVERY_PART_WAIT_SECONDS = 60
    first, second = queued("one"), queued("two")
    [claimed] = delivery.claim_due(10)
    delivery.record_accepted(claimed, sid="SM1")
    assert delivery.claim_due(10) == []
    status_arrives(uuid=first.uuid, word="sent", sid="SM1", error_code="")
    assert delivery.claim_due(10) == [second]


def test_without_any_callback_the_next_part_waits_only_for_a_while(settings: Any) -> None:
    settings.DELIVERY_PART_WAIT_SECONDS = 5
    queued("one")
    second = queued("two")
    [claimed] = delivery.claim_due(10)
    delivery.record_accepted(claimed, sid="SM1")
    with later(6):
        assert delivery.claim_due(10) == [second]


def test_a_phone_that_waits_holds_up_no_other_phone(settings: Any) -> None:
    settings.DELIVERY_PART_WAIT_SECONDS = 60
    for body in ("one", "two", "three"):
        queued(body)
    delivery.claim_due(10)
    bobs = queued("for bob", BOB)
    assert delivery.claim_due(1) == [bobs]


def test_a_row_is_claimed_once_only() -> None:
    queued("one")
    assert [len(delivery.claim_due(10)), len(delivery.claim_due(10))] == [1, 0]


def test_too_many_requests_is_tried_again_later(fake_twilio: FakeTwilio) -> None:
    fake_twilio.fail_next(Fault.http(429, 20429))
    queued("hello")
    answer_messages()
    assert states() == [State.QUEUED]
    with later(MAX_BACKOFF_SECONDS):
        answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["hello"]


@pytest.mark.parametrize("code", [21211, 21610, 63016])
def test_a_permanent_error_is_not_tried_again(fake_twilio: FakeTwilio, code: int) -> None:
    fake_twilio.fail_next(Fault.http(400, code))
    queued("hello")
    answer_messages()
    message = OutboundMessage.objects.get()
    assert (message.state, message.error_code) == (State.FAILED, str(code))
    assert not fake_twilio.messages


@pytest.mark.parametrize("fault", ["reset_after", "hang_after"])
def test_an_uncertain_send_that_arrived_is_found_and_not_sent_twice(
    fake_twilio: FakeTwilio, settings: Any, fault: str
) -> None:
    settings.TWILIO_TIMEOUT_SECONDS = 0.3
    fake_twilio.fail_next(Fault(fault))
    queued("hello")
    answer_messages()
    assert states() == [State.SENDING]
    look_up_stale()
    assert states() == [State.ACCEPTED]
    assert fake_twilio.bodies_to(ADA) == ["hello"]


@pytest.mark.parametrize(
    "fault", [Fault("reset_before"), Fault.http(500, 20500), Fault.http(503, rfc9457=True)]
)
def test_an_uncertain_send_that_never_arrived_is_sent_once(fake_twilio: FakeTwilio, fault: Fault) -> None:
    fake_twilio.fail_next(fault)
    queued("hello")
    answer_messages()
    look_up_stale()
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["hello"]


def test_a_lookup_does_not_take_the_sid_of_an_equal_message(fake_twilio: FakeTwilio) -> None:
    queued("yes")
    answer_messages()
    fake_twilio.fail_next(Fault("reset_before"))
    queued("yes")
    answer_messages()
    look_up_stale()
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["yes", "yes"]


def test_a_lookup_that_fails_leaves_the_row_for_the_next_one(fake_twilio: FakeTwilio) -> None:
    fake_twilio.fail_next(Fault("reset_after"))
    queued("hello")
    answer_messages()
    fake_twilio.fail_next(Fault.http(500, 20500), path="*", method="GET")
    look_up_stale()
    assert states() == [State.SENDING]


def test_a_lookup_finds_the_owner_of_a_sid_by_its_index() -> None:
    queued("hello")
    [claimed] = delivery.claim_due(1)
    with CaptureQueriesContext(connection) as queries:
        delivery.record_looked_up(claimed, ["SM1"])
    with transaction.atomic():
        assert "outbound_sid" in plan(queries[0]["sql"])


def test_an_outcome_that_is_learnt_late_is_not_taken_for_that_of_the_next_attempt() -> None:
    queued("hello")
    [first_attempt] = delivery.claim_due(1)
    with later(current_settings.DELIVERY_STALE_SECONDS + 1):
        [stale] = delivery.claim_stale()
        delivery.record_looked_up(stale, [])
        delivery.claim_due(1)
        delivery.record_failure(first_attempt, DeliveryError("20429"))
        delivery.record_looked_up(stale, [])
    assert states() == [State.SENDING]


def test_a_callback_that_overtakes_the_response_keeps_its_state() -> None:
    message = queued("hello")
    [claimed] = delivery.claim_due(1)
    status_arrives(uuid=message.uuid, word="delivered", sid="SM1", error_code="")
    delivery.record_accepted(claimed, sid="SM1")
    message.refresh_from_db()
    assert (message.state, message.sid) == (State.DELIVERED, "SM1")


def test_a_cancelled_part_is_not_sent(fake_twilio: FakeTwilio) -> None:
    queued("hello")
    outbox.cancel_unsent(phone=ADA)
    answer_messages()
    assert not fake_twilio.messages


def test_without_credentials_in_development_messages_go_to_the_simulator(settings: Any) -> None:
    settings.DEBUG = True
    queued("hello")
    answer_messages()
    assert states() == [State.SENT]


def look_up_stale() -> None:
    """Do what the worker does with rows that were `sending` for too long."""
    with later(current_settings.DELIVERY_STALE_SECONDS + 1):
        for message in delivery.claim_stale():
            asyncio.run(_look_up(message))


async def _look_up(message: OutboundMessage) -> None:
    try:
        await delivery.look_up(message)
    finally:
        await twilio_api.close()
