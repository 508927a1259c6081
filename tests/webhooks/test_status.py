"""Status callbacks: signed like messages, in any order and number, and a row only moves forward."""

import logging
import uuid
from itertools import permutations

import pytest
from django.db import connection
from django.test import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from sessions_app.messages import delivery, delivery_status
from sessions_app.models import OutboundMessage
from tests.support.factories import OutboundFactory, post_raw, post_signed, status_params, status_path
from tests.support.sudden_end import Statements, watching

pytestmark = pytest.mark.django_db

State = OutboundMessage.State
SID = "SM" + "5" * 32
PROGRESS = [
    State.QUEUED,
    State.SENDING,
    State.UNCERTAIN,
    State.ACCEPTED,
    State.SENT,
    State.DELIVERED,
    State.READ,
]
"""The order in which a message can move; a callback may skip steps, never go back."""
ENDS_BEFORE_DELIVERY = [State.FAILED, State.UNDELIVERED, State.CANCELLED]
CALLED_BACK = {
    "accepted": State.ACCEPTED,
    "scheduled": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "sending": State.ACCEPTED,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.READ,
    "failed": State.FAILED,
    "undelivered": State.UNDELIVERED,
    "canceled": State.CANCELLED,
}


def allowed(before: OutboundMessage.State, after: OutboundMessage.State) -> bool:
    """Say whether a callback may move a row from `before` to `after`."""
    if before not in PROGRESS:
        return False
    if after in ENDS_BEFORE_DELIVERY:
        return PROGRESS.index(before) < PROGRESS.index(State.DELIVERED)
    return PROGRESS.index(before) < PROGRESS.index(after)


@pytest.mark.parametrize("word", CALLED_BACK)
@pytest.mark.parametrize("before", State)
def test_a_row_only_moves_forward(client: Client, before: OutboundMessage.State, word: str) -> None:
    message = OutboundFactory.create(state=before)
    response = post_signed(client, status_path(message.uuid), status_params(word))
    message.refresh_from_db()
    after = CALLED_BACK[word]
    assert response.status_code == 200
    assert message.state == (after if allowed(before, after) else before)


@pytest.mark.parametrize("word", CALLED_BACK)
def test_a_part_that_waits_to_be_tried_again_is_not_sent_again_after_a_callback(
    client: Client, word: str
) -> None:
    message = OutboundFactory.create(state=State.QUEUED, attempts=1)
    post_signed(client, status_path(message.uuid), status_params(word))
    assert delivery.claim_due(10) == []


@pytest.mark.parametrize("words", list(permutations(["sent", "delivered", "read"])))
def test_whatever_the_order_of_the_callbacks_the_row_ends_as_read(
    client: Client, words: tuple[str, ...]
) -> None:
    message = OutboundFactory.create(state=State.SENDING)
    for word in words:
        post_signed(client, status_path(message.uuid), status_params(word))
    message.refresh_from_db()
    assert message.state == State.READ


@pytest.mark.parametrize("words", list(permutations(["queued", "sent", "undelivered"])))
def test_whatever_the_order_of_the_callbacks_a_failure_stays(client: Client, words: tuple[str, ...]) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    for word in words:
        post_signed(client, status_path(message.uuid), status_params(word))
    message.refresh_from_db()
    assert message.state == State.UNDELIVERED


def test_a_repeated_callback_changes_nothing(client: Client) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    answers = [post_signed(client, status_path(message.uuid), status_params("sent")) for _ in range(3)]
    message.refresh_from_db()
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert message.state == State.SENT


def test_a_callback_that_overtakes_twilios_response_records_the_sid(client: Client) -> None:
    message = OutboundFactory.create(state=State.SENDING, sid="")
    post_signed(client, status_path(message.uuid), status_params("delivered"))
    message.refresh_from_db()
    assert message.sid == SID


@pytest.mark.parametrize(("word", "code"), [("failed", "63016"), ("undelivered", "63024")])
def test_the_error_code_of_a_failure_is_stored(client: Client, word: str, code: str) -> None:
    message = OutboundFactory.create(state=State.SENT)
    post_signed(client, status_path(message.uuid), status_params(word, ErrorCode=code))
    message.refresh_from_db()
    assert (message.state, message.error_code) == (CALLED_BACK[word], code)


def test_an_error_code_that_comes_late_does_not_mark_a_delivered_message(client: Client) -> None:
    message = OutboundFactory.create(state=State.DELIVERED)
    post_signed(client, status_path(message.uuid), status_params("failed", ErrorCode="63016"))
    message.refresh_from_db()
    assert (message.state, message.error_code) == (State.DELIVERED, "")


def test_only_the_addressed_message_moves(client: Client) -> None:
    first, second = OutboundFactory.create_batch(2, state=State.ACCEPTED, phone="+14155550001")
    post_signed(client, status_path(first.uuid), status_params("read"))
    second.refresh_from_db()
    assert second.state == State.ACCEPTED


def test_an_absorbed_callback_leaves_sid_and_error_code_alone(client: Client) -> None:
    message = OutboundFactory.create(state=State.READ, sid="SMfirst", error_code="")
    post_signed(client, status_path(message.uuid), status_params("failed", ErrorCode="1"))
    message.refresh_from_db()
    assert (message.sid, message.error_code) == ("SMfirst", "")


def test_every_word_that_twilio_can_say_of_our_messages_is_known() -> None:
    never_of_ours = {"receiving", "received", "partially_delivered"}
    words = {word for name, word in vars(MessageInstance.Status).items() if name.isupper()}
    assert words - never_of_ours == set(delivery_status.STATE_OF_WORD)


# --- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["teleported", "SENT", "sent ", "\0", "é" * 5000, "received"])
def test_an_unknown_word_is_absorbed_calmly(client: Client, word: str) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    response = post_signed(client, status_path(message.uuid), status_params(word))
    message.refresh_from_db()
    assert (response.status_code, response.content) == (200, b"<Response/>")
    assert message.state == State.ACCEPTED


def test_a_callback_for_an_unknown_message_is_absorbed_calmly(client: Client) -> None:
    response = post_signed(client, status_path(uuid.uuid4()), status_params("sent"))
    assert (response.status_code, response.content) == (200, b"<Response/>")
    assert not OutboundMessage.objects.exists()


@pytest.mark.parametrize("name", ["nonsense", "1", str(uuid.UUID(int=1)) + "0", "%00", "..", ""])
def test_a_malformed_uuid_is_not_found(client: Client, name: str) -> None:
    assert post_signed(client, status_path(name), status_params("sent")).status_code == 404


@pytest.mark.parametrize("more", [{"MessageStatus": ""}, {"MessageSid": ""}, {"MessageSid": "SM 1\0"}])
def test_a_callback_without_its_parameters_is_refused(client: Client, more: dict[str, str]) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    response = post_signed(client, status_path(message.uuid), status_params("sent") | more)
    message.refresh_from_db()
    assert response.status_code == 400
    assert message.state == State.ACCEPTED


@pytest.mark.parametrize("missing", ["MessageStatus", "MessageSid"])
def test_a_callback_that_lacks_a_parameter_is_refused(client: Client, missing: str) -> None:
    params = {name: value for name, value in status_params("sent").items() if name != missing}
    assert post_signed(client, status_path(uuid.uuid4()), params).status_code == 400


@pytest.mark.parametrize("code", ["63016\0", "\0", "9" * 100, "é" * 100, "\ufffd"])
def test_an_odd_error_code_never_fails(client: Client, code: str) -> None:
    client.raise_request_exception = False
    message = OutboundFactory.create(state=State.SENT)
    response = post_signed(client, status_path(message.uuid), status_params("failed", ErrorCode=code))
    assert response.status_code in (200, 400)


@pytest.mark.parametrize("signature", ["", "wrong", "é" * 28])
def test_an_unsigned_callback_is_refused(client: Client, signature: str) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    headers = {"X-Twilio-Signature": signature}
    response = post_signed(client, status_path(message.uuid), status_params("sent"), **headers)
    message.refresh_from_db()
    assert response.status_code == 403
    assert message.state == State.ACCEPTED


def test_a_signature_for_another_message_is_refused(client: Client) -> None:
    first, second = OutboundFactory.create_batch(2, state=State.ACCEPTED)
    mine = post_signed(client, status_path(first.uuid), status_params("sent"))
    signature = mine.wsgi_request.headers["X-Twilio-Signature"]  # type: ignore[attr-defined]
    headers = {"X-Twilio-Signature": signature}
    stolen = post_signed(client, status_path(second.uuid), status_params("sent"), **headers)
    assert (mine.status_code, stolen.status_code) == (200, 403)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_any_method_but_post_is_refused(client: Client, method: str) -> None:
    response = post_raw(client, status_path(uuid.uuid4()), b"", method=method)
    assert response.status_code == 405
    assert response["Allow"] == "POST"


def test_another_content_type_is_refused(client: Client) -> None:
    path = status_path(uuid.uuid4())
    response = post_signed(client, path, status_params("sent"), content_type="application/json")
    assert response.status_code == 415


def test_a_body_of_one_megabyte_is_refused(client: Client) -> None:
    response = post_signed(client, status_path(uuid.uuid4()), status_params("sent", Filler="x" * 1_000_000))
    assert response.status_code == 413


def test_a_callback_that_cannot_be_stored_is_not_answered_with_200(client: Client) -> None:
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {OutboundMessage._meta.db_table} RENAME TO elsewhere")
    assert post_signed(client, status_path(uuid.uuid4()), status_params("sent")).status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_callback_costs_one_statement(client: Client) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED)
    with watching(statements := Statements()):
        post_signed(client, status_path(message.uuid), status_params("sent"))
    assert [statement.split()[0] for statement in statements.seen] == ["UPDATE"]


@pytest.mark.parametrize("word", ["sent", "teleported"])
def test_an_absorbed_callback_leaves_one_log_line_without_the_phone(
    client: Client, caplog: pytest.LogCaptureFixture, word: str
) -> None:
    caplog.set_level(logging.INFO)
    post_signed(client, status_path(uuid.uuid4()), status_params(word))
    assert len(caplog.records) == 1
    assert "14155550001" not in caplog.text


def test_a_callback_that_moves_a_row_leaves_no_log_line(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    message = OutboundFactory.create(state=State.ACCEPTED)
    post_signed(client, status_path(message.uuid), status_params("sent"))
    assert not caplog.records


def test_a_malformed_address_leaves_one_log_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    post_signed(client, status_path("nonsense"), status_params("sent"))
    assert len(caplog.records) == 1
    assert "14155550001" not in caplog.text


def test_a_refusal_of_buttons_queues_the_text_again_however_often_it_is_told(client: Client) -> None:
    message = OutboundFactory.create(state=State.ACCEPTED, sid=SID, content_sid="HX" + "1" * 32)
    for _ in range(3):
        refused = status_params("undelivered") | {"ErrorCode": "63021", "MessageSid": SID}
        assert post_signed(client, status_path(message.uuid), refused).status_code == 200
    message.refresh_from_db()
    assert (message.state, message.content_sid, message.error_code) == (State.QUEUED, "", "63021")
