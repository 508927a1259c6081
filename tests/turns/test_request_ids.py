"""One id from a webhook to the calls of the vendors: in the log lines, on the rows, at OpenAI."""

import logging
import uuid
from typing import Any

import pytest
from pytest_django import Settings

from assistant.interview import Reply
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.turns import claims, outcomes
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives, status_arrives
from tests.support.log_lines import lines

pytestmark = pytest.mark.django_db(transaction=True)

ADA = "+14155550001"


@pytest.fixture(autouse=True)
def at_info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def receive(body: str, phone: str = ADA) -> str:
    """Return the request id of a message."""
    request_id = uuid.uuid4()
    message_arrives(message_sid=f"SM{request_id.hex}", phone=phone, body=body, request_id=request_id)
    return str(request_id)


def request_ids_of_replies() -> list[str]:
    return [str(one) for one in OutboundMessage.objects.order_by("pk").values_list("request_id", flat=True)]


def test_a_reply_and_its_lines_have_the_id_of_the_message(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    request_id = receive("hello")
    answer_messages()
    received, answered, sent = lines(caplog, "message_received", "turn_answered", "reply_sent")
    assert {line["request_id"] for line in (received, answered, sent)} == {request_id}
    assert len({line["user"] for line in (received, answered, sent)}) == 1
    [reply] = OutboundMessage.objects.all()
    assert (str(reply.request_id), str(reply.uuid), reply.sid) == (request_id, sent["uuid"], sent["sid"])
    assert answered["thread"] in fake_openai.conversations
    assert answered["seconds"] >= answered["model"] > 0
    assert received["sid"] == InboundMessage.objects.get().message_sid


def test_a_turn_names_each_message_that_it_answers(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    newest = [receive(text) for text in ("hello", "and this")][-1]
    answer_messages()
    received, [answered] = lines(caplog, "message_received"), lines(caplog, "turn_answered")
    assert answered["sids"] == [line["sid"] for line in received]
    assert (answered["messages"], answered["request_id"]) == (2, newest)


def test_each_part_of_a_long_reply_has_it(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    fake_openai.fail_next(Fault("long_text", length=4000))
    request_id = receive("hello")
    answer_messages()
    assert request_ids_of_replies() == [request_id] * 3
    parts = [(line["part"], line["parts"], line["request_id"]) for line in lines(caplog, "reply_sent")]
    assert parts == [(number, 3, request_id) for number in (1, 2, 3)]


def test_a_reply_has_the_id_of_the_newest_message_that_it_answers_and_not_of_a_later_one() -> None:
    receive("hello")
    newest = receive("and this")
    [turn] = claims.claim_turns(1)
    receive("too late")
    outcomes.commit(turn, Reply(text="You said: hello"))
    assert request_ids_of_replies() == [newest]


@pytest.mark.parametrize("word", ["reset", "stop", "/help", "1", "delete my data"])
def test_what_is_answered_without_the_model_has_the_id_too(fake_twilio: FakeTwilio, word: str) -> None:
    request_id = receive(word)
    answer_messages()
    assert set(request_ids_of_replies()) == {request_id}


def test_who_is_told_of_a_limit_is_told_under_the_id_of_the_message(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Settings
) -> None:
    settings.PHONE_TURNS_PER_MINUTE = 1
    ids = []
    for text in ("hello", "again"):
        ids.append(receive(text))
        answer_messages()
    assert request_ids_of_replies() == ids


# --- At the vendors -------------------------------------------------------------------------------


def test_each_request_to_openai_carries_the_id_and_a_name_of_its_own(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    request_id = receive("hello")
    answer_messages()
    names = [request.client_request_id for request in fake_openai.requests]
    assert len(names) >= 2  # the thread and the reply
    assert all(name.startswith(f"{request_id}-") for name in names)
    assert len(set(names)) == len(names)


def failed_turn(caplog: pytest.LogCaptureFixture, fake: FakeOpenAI, fault: Fault) -> tuple[Any, Any]:
    """Have a turn fail; return its line, and the request that failed."""
    fake.fail_next(fault)
    receive("hello")
    answer_messages()
    [line] = lines(caplog, "turn_retry", "turn_failed")
    return line, next(one for one in fake.requests if one.path == fake.main_path)


@pytest.mark.parametrize("fault", [Fault.http(500), Fault.http(429), Fault("failed"), Fault("incomplete")])
def test_a_failed_call_is_logged_with_openais_id_and_ours(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
) -> None:
    line, request = failed_turn(caplog, fake_openai, fault)
    assert line["openai_request_id"] == request.request_id
    assert line["client_request_id"] == request.client_request_id


def test_a_call_without_an_answer_is_logged_with_our_id(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    line, request = failed_turn(caplog, fake_openai, Fault("reset_after"))
    assert line["client_request_id"] == request.client_request_id
    assert "openai_request_id" not in line


@pytest.mark.parametrize(
    ("fault", "event"),
    [
        (Fault.http(429), "send_retry"),
        (Fault.http(400, 21211), "send_failed"),
        (Fault.http(400, 21211, rfc9457=True), "send_failed"),
        (Fault.http(500), "send_uncertain"),
    ],
)
def test_a_failed_send_is_logged_with_twilios_id(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    event: str,
) -> None:
    fake_twilio.fail_next(fault)
    request_id = receive("hello")
    answer_messages()
    [line] = lines(caplog, event)
    failed = next(one for one in fake_twilio.requests if one.path.endswith("Messages.json"))
    assert (line["twilio_request_id"], line["request_id"]) == (failed.request_id, request_id)


def test_a_send_that_never_reached_twilio_names_no_id_of_another(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    fake_twilio.fail_next(Fault("reset_before"))
    receive("hello")
    answer_messages()
    [line] = lines(caplog, "send_uncertain")
    assert "twilio_request_id" not in line


# --- Delivery -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "code", "event"),
    [("delivered", "", "reply_delivered"), ("undelivered", "63016", "reply_failed"), ("read", "", None)],
)
def test_what_became_of_a_reply_is_one_line(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    caplog: pytest.LogCaptureFixture,
    word: str,
    code: str,
    event: str | None,
) -> None:
    receive("hello")
    answer_messages()
    [reply] = OutboundMessage.objects.all()
    assert status_arrives(uuid=reply.uuid, word=word, sid=reply.sid, error_code=code)
    said = lines(caplog, "reply_delivered", "reply_failed")
    assert [(line["event"], line["uuid"], line["sid"]) for line in said] == (
        [(event, str(reply.uuid), reply.sid)] if event else []
    )


def test_a_send_that_is_found_at_twilio_is_logged_with_its_sid(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.DELIVERY_STALE_SECONDS = 0
    fake_twilio.fail_next(Fault("reset_after"))
    request_id = receive("hello")
    answer_messages()
    [line] = lines(caplog, "send_found")
    [reply] = OutboundMessage.objects.all()
    assert (line["sid"], line["request_id"]) == (reply.sid, request_id)
