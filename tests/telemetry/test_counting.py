"""What is counted where it happens, once it is true, and with nothing of a user in a label."""

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client

from assistant.metrics import code_label, registry
from sessions_app.conversations import attention
from sessions_app.erasure import receipts
from sessions_app.erasure.forgetting import forget
from sessions_app.housekeeping import schedules
from sessions_app.messages import delivery
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import ErasureReceipt, HousekeepingJob, OutboundMessage, TurnAttempt
from sessions_app.telemetry import turn_attempts
from sessions_app.telemetry.turn_attempts import Trace
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import asgi, clocks
from tests.support.arrivals import status_arrives
from tests.support.chat import ADA, SAVE_HEADLINE, fakes, say, sends, try_again
from tests.support.counted import Counted
from tests.support.factories import OutboundFactory, post_raw, post_signed, status_params, status_path
from tests.support.inbound_webhook import PATH, hello
from tests.support.sent import send, send_voice
from webhooks import asgi as doorstep

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
State = OutboundMessage.State


@pytest.fixture
def counted(fakes: None) -> Counted:
    return Counted()


# --- Webhooks ---------------------------------------------------------------------------------


def test_webhooks_are_counted_and_timed_by_what_they_are_and_what_came_of_them(
    client: Client, counted: Counted
) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    post_signed(client, status_path(message.uuid), status_params("sent"))
    post_raw(client, PATH, b"x=1")
    post_raw(client, "/webhooks/+14155550001", b"")
    assert counted.of("whatspr_webhook_requests_total") == {
        "status stored": 1,
        "inbound invalid_signature": 1,
        "other no_such_webhook": 1,
    }
    assert counted.of("whatspr_webhook_request_duration_seconds_count") == dict.fromkeys(
        ["status", "inbound", "other"], 1
    )


def test_the_web_process_counts_them_too(counted: Counted) -> None:
    headers, body = asgi.signed(hello())
    asgi.run(asgi.request(doorstep.webhook, PATH, headers=headers, chunks=asgi.pieces(body)))
    asgi.run(asgi.request(doorstep.webhook, PATH, method="GET"))
    assert counted.of("whatspr_webhook_requests_total") == {"inbound stored": 1, "inbound post_only": 1}


# --- Turns ------------------------------------------------------------------------------------


def test_a_turn_is_counted_and_timed_with_its_steps_and_the_wait_of_its_user(counted: Counted) -> None:
    say(SAVE_HEADLINE)
    assert counted.of("whatspr_turns_total") == {"answered": 1}
    assert counted.of("whatspr_turn_duration_seconds_count") == {"answered": 1}
    assert counted.of("whatspr_reply_wait_seconds_count") == {"": 1}
    steps = counted.of("whatspr_turn_step_duration_seconds_count")
    assert set(steps) == {"wait", "open_thread", "model", "tool"}


def test_an_attempt_that_is_tried_again_counts_with_its_code(
    counted: Counted, fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(500, "server_error"), path="*/responses")
    say("Hello")
    assert counted.of("whatspr_turns_total") == {"retried server_error": 1}
    assert counted.of("whatspr_reply_wait_seconds_count") == {}
    try_again(clock)
    assert counted.of("whatspr_turns_total") == {"retried server_error": 1, "answered": 1}
    assert counted.of("whatspr_reply_wait_seconds_sum")[""] > 180


def test_a_takeover_is_not_part_of_a_users_wait(counted: Counted, clock: time_machine.Traveller) -> None:
    trace, now = Trace(), clocks.NOW
    trace.was_held(since=now, until=trace.claimed_at)
    clock.shift(4)
    turn_attempts.record(
        phone=ADA,
        turn=OutboundMessage().uuid,
        outcome=TurnAttempt.Outcome.ANSWERED,
        messages=1,
        received_at=now.replace(hour=1),
        trace=trace,
    )
    assert counted.of("whatspr_reply_wait_seconds_sum")[""] == pytest.approx(4, abs=1)
    assert counted.of("whatspr_turn_step_duration_seconds_count") == {}


def test_what_is_rolled_back_is_not_counted(counted: Counted) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    with transaction.atomic():
        attention.request_person(ADA, reason="help")
        status_arrives(uuid=message.uuid, word="sent", sid="SM1", error_code="")
        transaction.set_rollback(True)
    assert counted.of("whatspr_attention_requests_total") == {}
    assert counted.of("whatspr_deliveries_total") == {}


# --- Vendors ----------------------------------------------------------------------------------


def test_requests_to_the_vendors_are_counted_and_timed_by_operation_and_code(
    counted: Counted, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(Fault.http(429, "rate_limit_exceeded"), path="*/responses")
    fake_twilio.fail_next(Fault.http(400, 21211), path="*/Messages.json")
    OutboundFactory.create(phone=ADA)
    say("Hello")
    assert counted.of("whatspr_openai_requests_total") == {
        "open_conversation ok": 1,
        "respond rate_limit_exceeded": 1,
    }
    assert counted.of("whatspr_twilio_requests_total")["send 21211"] == 1
    assert counted.of("whatspr_openai_request_duration_seconds_count")["respond"] == 1
    assert counted.of("whatspr_twilio_request_duration_seconds_count")["send"] == 1


def test_the_fetching_of_media_is_counted(counted: Counted, fake_twilio: FakeTwilio) -> None:
    send_voice(fake_twilio, "hello")
    send(fake_twilio.add_media(b"", "image/jpeg", fault="elsewhere"))
    answer_messages()
    requests = counted.of("whatspr_twilio_requests_total")
    assert (requests["fetch_media ok"], requests["fetch_media gone"]) == (1, 1)


def test_what_a_vendor_makes_up_as_a_code_becomes_no_label(counted: Counted, fake_openai: FakeOpenAI) -> None:
    fake_openai.fail_next(Fault.http(400, f"no {ADA}"), path="*/responses")
    say("Hello")
    assert counted.of("whatspr_openai_requests_total")["respond other"] == 1
    assert counted.of("whatspr_turns_total") == {"failed other": 1}


@pytest.mark.parametrize(
    "code",
    [
        *(
            ADA,
            ADA[1:],
            "code_4155550001",
            "a4155550001b",
            "call 555 0001",
            "ada@example.org",
            "Grace Hopper",
        ),
        *(
            '"',
            'x"} 1',
            "x\ny 2",
            "\\",
            "{",
            "\0",
            "\N{ARABIC-INDIC DIGIT ONE}" * 7,
            "\N{LINE SEPARATOR}",
            "é",
        ),
    ],
)
def test_what_looks_like_no_code_is_none(code: str) -> None:
    assert code_label(code) == "other"


def test_a_long_code_is_cut() -> None:
    assert code_label("x" * 65) == "x" * 64


@pytest.mark.parametrize("code", ["63016", "insufficient_quota", "http_503", "TimeoutError", ""])
def test_real_codes_stay_as_they_are(code: str) -> None:
    assert code_label(code) == code


# --- Deliveries -------------------------------------------------------------------------------


def test_a_message_is_counted_in_each_state_that_it_reaches_and_a_repeated_callback_is_not(
    counted: Counted,
) -> None:
    message = OutboundFactory.create(state=State.SENDING, attempts=1)
    delivery.record_accepted(message, sid="SM1")
    for word, code in (("delivered", ""), ("delivered", ""), ("sent", ""), ("undelivered", "63016")):
        status_arrives(uuid=message.uuid, word=word, sid="SM1", error_code=code)
    assert counted.of("whatspr_deliveries_total") == {"accepted": 1, "delivered": 1}


def test_failures_count_with_twilios_code(counted: Counted) -> None:
    first, second = OutboundFactory.create_batch(2, state=State.SENDING, attempts=1)
    delivery.record_failure(first, DeliveryError("21211", permanent=True))
    status_arrives(uuid=second.uuid, word="failed", sid="SM2", error_code="63016")
    assert counted.of("whatspr_deliveries_total") == {"failed 21211": 1, "failed 63016": 1}


def test_an_uncertain_outcome_counts_once_it_is_final(counted: Counted) -> None:
    first, second = OutboundFactory.create_batch(
        2, state=State.SENDING, attempts=settings.DELIVERY_MAX_ATTEMPTS
    )
    delivery.record_failure(first, DeliveryError("timeout", uncertain=True))
    assert counted.of("whatspr_deliveries_total") == {}
    delivery.record_looked_up(first, [])
    delivery.record_lookup_failed(second, DeliveryError("500", uncertain=True))
    assert sum(counted.of("whatspr_deliveries_total").values()) == 2
    assert all(labels.startswith("uncertain") for labels in counted.of("whatspr_deliveries_total"))


def test_those_that_waited_too_long_for_the_account_count_as_failed(
    counted: Counted, clock: time_machine.Traveller
) -> None:
    OutboundFactory.create_batch(2, state=State.QUEUED)
    clock.shift(25 * 3600)
    message = OutboundFactory.create(state=State.SENDING, attempts=1)
    delivery.record_failure(message, DeliveryError("20003", permanent=True, account=True))
    assert delivery.claim_due(10) == []
    assert counted.of("whatspr_deliveries_total") == {"failed 20003": 2}


# --- Operators, erasures, jobs ----------------------------------------------------------------


def test_a_person_who_is_asked_for_counts_by_the_kind_of_reason(counted: Counted) -> None:
    say("Hello")
    attention.request_person(ADA, reason=f"{attention.Kind.FAILED}: timeout")
    attention.request_person(ADA, reason=f"{ADA} wants somebody")
    assert counted.of("whatspr_attention_requests_total") == {"failed": 1, "asked": 1}


def test_an_erasure_counts_when_it_begins_and_once_when_it_is_confirmed(counted: Counted) -> None:
    say("Hello")
    forget(ADA, by=ErasureReceipt.By.COMMAND)
    ErasureReceipt.objects.update(threads=[])
    ErasureReceipt.objects.get().at_twilio.all().delete()
    assert (receipts.confirm(), receipts.confirm()) == (1, 0)
    assert counted.of("whatspr_erasures_total") == {"begun": 1, "confirmed": 1}


def test_runs_of_jobs_count_by_what_came_of_them(counted: Counted) -> None:
    schedules.ensure_schedules()
    HousekeepingJob.objects.exclude(name__in=["count_turns", schedules.TICK_ROW]).delete()
    schedules.tick()
    assert counted.of("whatspr_job_runs_total") == {"count_turns done": 1}
    assert counted.of("whatspr_job_duration_seconds_count") == {"count_turns": 1}


def test_nothing_of_a_user_is_in_a_label(counted: Counted) -> None:
    say("My name is Grace Hopper")
    say(SAVE_HEADLINE)
    assert sends()
    names = {sample.name for metric in registry.collect() for sample in metric.samples}
    labels = " ".join(labels for name in names for labels in counted.of(name))
    assert "answered" in labels
    assert not any(secret in labels for secret in (ADA, ADA[-4:], "Grace", "Acme"))
