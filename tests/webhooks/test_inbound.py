"""The doorstep: what of an inbound message is stored, answered and logged."""

import logging
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from sessions_app.models import InboundMessage
from sessions_app.turns import claims
from tests.fakes.twilio_inbound import inbound_params
from tests.support.factories import FORM, post_raw, post_signed
from tests.support.inbound_webhook import PATH, PHONE, SID, TEXT, hello, post_signed_many, post_with, without
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.django_db

MEDIA = [(f"https://api.twilio.com/media/{n}", "image/jpeg") for n in range(10)]


def test_a_signed_message_is_answered_with_an_empty_twiml_response(client: Client) -> None:
    response = post_signed(client, PATH, hello())
    assert response.status_code == 200
    assert response.content == b"<Response/>"
    assert response["Content-Type"].partition(";")[0] == "text/xml"


@time_machine.travel(datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC), tick=False)
def test_a_signed_message_is_stored_with_its_fields(client: Client) -> None:
    post_signed(client, PATH, hello())
    stored = InboundMessage.objects.get()
    assert (stored.message_sid, stored.phone, stored.body, stored.media) == (SID, PHONE, TEXT, [])
    assert (stored.kind, stored.state, stored.turn, stored.error) == ("text", "received", None, "")
    assert stored.received_at == datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)


# --- What is stored ---------------------------------------------------------------------------


@pytest.mark.parametrize("user_id", ["US.13491208655302741918", "DE.a", "US.ENT.11815799212886844830"])
def test_a_business_scoped_user_id_is_stored_as_the_phone(client: Client, user_id: str) -> None:
    response = post_signed(client, PATH, inbound_params(user_id, TEXT))
    assert response.status_code == 200
    assert InboundMessage.objects.get().phone == user_id


def test_the_longest_business_scoped_user_id_is_stored(client: Client) -> None:
    post_signed(client, PATH, inbound_params("US." + "9" * 128, TEXT))
    assert InboundMessage.objects.get().phone == "US." + "9" * 128


def test_ten_media_items_are_stored_in_order(client: Client) -> None:
    post_signed(client, PATH, inbound_params(PHONE, "", media=MEDIA))
    stored = InboundMessage.objects.get()
    assert stored.kind == "text"
    assert stored.media == [{"url": url, "content_type": kind} for url, kind in MEDIA]


def test_nul_bytes_are_stored_as_replacement_characters(client: Client) -> None:
    media = [(f"{url}\0", "image/\0") for url, _ in MEDIA]
    response = post_signed(client, PATH, inbound_params(PHONE, "a\0b\0", media=media))
    stored = InboundMessage.objects.get()
    assert response.status_code == 200
    assert stored.body == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
    assert stored.media[9] == {"url": f"{MEDIA[9][0]}\ufffd", "content_type": "image/\ufffd"}


def test_a_location_is_stored_with_its_coordinates(client: Client) -> None:
    post_signed(client, PATH, hello(Body="", MessageType="location", Latitude="52.52", Longitude="13.405"))
    stored = InboundMessage.objects.get()
    assert stored.media == [{"latitude": "52.52", "longitude": "13.405"}]
    assert stored.kind == "text"


def test_a_message_without_any_body_parameter_is_stored_as_one_without_text(client: Client) -> None:
    post_signed(client, PATH, without("Body", "NumMedia"))
    stored = InboundMessage.objects.get()
    assert (stored.body, stored.kind, stored.media) == ("", "media", [])


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"Body": "", "MessageType": "reaction"}, "reaction"),
        ({"Body": "👍", "MessageType": "reaction"}, "reaction"),
        ({"Body": "", "MessageType": "unsupported"}, "event"),
        ({"Body": "\u200b", "MessageType": "unsupported"}, "event"),
        ({"Body": " \n", "MessageType": "system"}, "event"),
        ({"Body": "", "MessageType": ""}, "event"),
    ],
)
def test_reactions_and_wordless_events_are_stored_as_ignored(
    client: Client, form: dict[str, str], kind: str
) -> None:
    for _ in range(2):  # the second is a repeat
        response = post_signed(client, PATH, hello(**form))
        assert (response.status_code, response.content) == (200, b"<Response/>")
    stored = InboundMessage.objects.get()
    assert (stored.kind, stored.state, stored.body, stored.phone) == (kind, "ignored", form["Body"], PHONE)
    assert claims.claim_turns(10) == []


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"Body": "Hello", "MessageType": "unsupported"}, "text"),
        ({"Body": "Yes", "MessageType": "button"}, "text"),
        ({"Body": "", "MessageType": "image"}, "media"),
        (
            {"Body": "", "MessageType": "sticker", "MediaUrl0": "u", "MediaContentType0": "image/webp"},
            "text",
        ),
        ({"Body": "", "MessageType": "new", "MediaUrl0": "u", "MediaContentType0": "image/png"}, "text"),
    ],
)
def test_whatever_has_content_or_means_to_is_a_message(
    client: Client, form: dict[str, str], kind: str
) -> None:
    post_signed(client, PATH, hello(**form))
    stored = InboundMessage.objects.get()
    assert (stored.kind, stored.state) == (kind, "received")


def test_nul_in_a_reaction_becomes_a_replacement_character(client: Client) -> None:
    post_signed(client, PATH, hello(Body="\0", MessageType="reaction"))
    assert InboundMessage.objects.get().body == "\N{REPLACEMENT CHARACTER}"


def test_a_repeated_message_sid_is_stored_once(client: Client) -> None:
    first = post_signed(client, PATH, hello())
    second = post_signed(client, PATH, hello(Body="something else"))
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == b"<Response/>"
    assert InboundMessage.objects.get().body == TEXT


def test_a_message_that_cannot_be_stored_is_not_answered_with_200(client: Client) -> None:
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {InboundMessage._meta.db_table} RENAME TO elsewhere")
    response = post_signed(client, PATH, hello())
    assert (response.status_code, response["Retry-After"]) == (503, "5")


# --- What it costs and leaves behind ----------------------------------------------------------


def test_a_message_of_a_known_user_costs_one_statement(client: Client) -> None:
    post_signed(client, PATH, hello(MessageSid="SM0"))  # links the addresses of its user
    with recorded_statements() as sent:
        post_signed(client, PATH, hello())
    assert [sql.split()[0] for sql in sent] == ["INSERT"]


def test_a_refusal_costs_no_statement(client: Client) -> None:
    with recorded_statements() as sent:
        post_with(client, "wrong")
    assert sent == []


def test_twilio_needs_no_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    assert post_signed(client, PATH, hello()).status_code == 200


# --- Log lines --------------------------------------------------------------------------------


def refuse(client: Client, why: str) -> HttpResponse:
    """Provoke the refusal that `why` names."""
    if why == "method":
        return post_raw(client, PATH, urlencode(hello()).encode(), method="PUT")
    if why == "content type":
        return post_signed(client, PATH, hello(), content_type="text/plain")
    if why == "charset":
        return post_signed(client, PATH, hello(), content_type=FORM.replace("UTF-8", "utf-16"))
    if why == "too large":
        return post_signed(client, PATH, hello(Body=TEXT * 10_000))
    if why == "too many fields":
        return post_signed_many(client, 1001)
    if why == "signature":
        return post_with(client, "wrong")
    if why == "From":
        return post_signed(client, PATH, hello(From=f"sms:{PHONE}"))
    assert why == "MessageSid"
    return post_signed(client, PATH, hello(MessageSid=PHONE))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize(
    "why",
    ["method", "content type", "charset", "too large", "too many fields", "signature", "From", "MessageSid"],
)
def test_a_refusal_leaves_one_log_line_without_phone_or_text(
    client: Client, caplog: pytest.LogCaptureFixture, why: str
) -> None:
    caplog.set_level(logging.DEBUG)
    response = refuse(client, why)
    assert 400 <= response.status_code < 500
    assert len(lines(caplog)) == 1
    assert PHONE.strip("+") not in caplog.text
    assert TEXT not in caplog.text


def test_a_message_and_its_repeat_leave_no_phone_or_text_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    post_signed(client, PATH, hello())
    post_signed(client, PATH, hello())
    received, repeat = lines(caplog)
    assert "message_received" in received
    assert "repeat_absorbed" in repeat
    assert PHONE.strip("+") not in caplog.text
    assert TEXT not in caplog.text


def test_a_message_that_cannot_be_stored_leaves_one_line_with_the_kind_of_fault(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {InboundMessage._meta.db_table} RENAME TO elsewhere")
    post_signed(client, PATH, hello())
    refused = [line for line in lines(caplog) if "webhook_refused" in line]
    assert len(refused) == 1
    assert "'fault': 'failed'" in refused[0] or "'fault': 'gone'" in refused[0]
    assert PHONE.strip("+") not in caplog.text
    assert TEXT not in caplog.text
