"""The doorstep: what Twilio posts for an inbound message, and whatever else comes to its address."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings as current_settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from sessions_app.models import InboundMessage
from tests.factories import FORM, post_raw, post_signed
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_signing import signed_request
from tests.statements import recorded_statements
from webhooks.views import MAX_BODY_BYTES

pytestmark = pytest.mark.django_db

PATH = "/webhooks/twilio/inbound"
PHONE = "+14155550001"
TEXT = "our secret launch"
SID = "SM" + "1" * 32
MEDIA = [(f"https://api.twilio.com/media/{n}", "image/jpeg") for n in range(10)]


def hello(**more: Any) -> dict[str, str]:
    return inbound_params(PHONE, TEXT, SID, **more)


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in hello().items() if name not in names}


def signature(params: Mapping[str, str], *, url: str = "", token: str = "") -> str:
    headers, _ = signed_request(
        url or current_settings.PUBLIC_URL + PATH, params, token or current_settings.TWILIO_AUTH_TOKEN
    )
    return headers["X-Twilio-Signature"]


def post_with(client: Client, signature: str) -> HttpResponse:
    """POST the usual message with this very signature."""
    return post_signed(client, PATH, hello(), **{"X-Twilio-Signature": signature})


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


# --- Signatures -------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["", "wrong", "ümläut", "é" * 28, "A" * 27 + "=", "\x00", "=" * 9000])
def test_a_wrong_signature_is_refused(client: Client, wrong: str) -> None:
    response = post_with(client, wrong)
    assert response.status_code == 403
    assert not InboundMessage.objects.exists()


def test_a_missing_signature_is_refused(client: Client) -> None:
    response = post_raw(client, PATH, urlencode(hello()).encode())
    assert response.status_code == 403
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    "signed",
    [
        {"params": {"Body": "another text"}},
        {"params": {}, "token": "somebody-elses-token"},
        {"params": {}, "url": "https://attacker.example.org" + PATH},
        {"params": {}, "url": f"http://testserver{PATH}"},
        {"params": {}, "url": f"https://pr.example.org{PATH}?a=1"},
    ],
    ids=["form", "token", "host", "own-host-header", "query"],
)
def test_a_signature_for_something_else_is_refused(client: Client, signed: dict[str, Any]) -> None:
    params = hello() | signed.pop("params")
    response = post_with(client, signature(params, **signed))
    assert response.status_code == 403
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("configured", ["", " ", ",", " , "])
@pytest.mark.parametrize("attempted", ["", "test-auth-token", ","])
def test_without_an_auth_token_everything_is_refused(
    client: Client, settings: Settings, configured: str, attempted: str
) -> None:
    headers, _ = signed_request(settings.PUBLIC_URL + PATH, hello(), attempted)
    settings.TWILIO_AUTH_TOKEN = configured
    response = post_with(client, headers["X-Twilio-Signature"])
    assert response.status_code == 403
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("configured", ["new,old", "new, old", "old,new,"])
@pytest.mark.parametrize(("token", "status"), [("new", 200), ("old", 200), ("older", 403), ("new,old", 403)])
def test_during_a_rotation_each_listed_token_counts(
    client: Client, settings: Settings, configured: str, token: str, status: int
) -> None:
    settings.TWILIO_AUTH_TOKEN = configured
    response = post_with(client, signature(hello(), token=token))
    assert response.status_code == status


@pytest.mark.parametrize("query", ["?a=1&b=", "?x=a%20b%C3%BC", "?a=1&a=2", "?", "?q=a+b,c:d@e"])
def test_the_query_string_belongs_to_the_signed_address(client: Client, query: str) -> None:
    expected = signature(hello(), url=current_settings.PUBLIC_URL + PATH + query.rstrip("?"))
    response = post_signed(client, PATH + query, hello(), **{"X-Twilio-Signature": expected})
    assert response.status_code == 200


def test_a_query_string_that_was_not_signed_is_refused(client: Client) -> None:
    response = post_signed(client, PATH + "?a=1", hello(), **{"X-Twilio-Signature": signature(hello())})
    assert response.status_code == 403


def test_connection_overrides_in_the_configured_address_are_not_signed(client: Client) -> None:
    url = f"{current_settings.PUBLIC_URL}{PATH}#rc=5&rp=all"
    assert post_with(client, signature(hello(), url=url)).status_code == 200


def test_the_host_header_plays_no_part(client: Client) -> None:
    response = post_signed(client, PATH, hello(), Host="10.0.0.7:8000")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        [("Blank", "")],
        [("Twice", "b"), ("Twice", "a")],
        [("Same", "a"), ("Same", "a")],
        [("", "nameless")],
        [("Ünï", "日本 👩‍👩‍👧 +&=")],
    ],
    ids=["blank", "repeated", "repeated-value", "nameless", "unicode"],
)
def test_odd_parameters_are_signed_as_twilio_signs_them(client: Client, more: list[tuple[str, str]]) -> None:
    response = post_signed(client, PATH, [*hello().items(), *more])
    assert response.status_code == 200


# --- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_any_method_but_post_is_refused(client: Client, method: str) -> None:
    response = post_raw(client, PATH, urlencode(hello()).encode(), method=method)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
        "",
        "application/x-www-form-urlencodedx",
        ";;;",
    ],
)
def test_another_content_type_is_refused(client: Client, content_type: str) -> None:
    response = post_signed(client, PATH, hello(), content_type=content_type)
    assert response.status_code == 415
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("debug", [False, True], ids=["production", "debug"])
@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1", "rot13", "hex", "undefined", "utf-8-sig"])
def test_another_charset_is_refused(client: Client, settings: Settings, charset: str, debug: bool) -> None:
    settings.DEBUG = debug
    client.raise_request_exception = False
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    response = post_signed(client, PATH, hello(), content_type=content_type)
    assert 400 <= response.status_code < 500
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", '; charset="UTF-8"', "; charset=", "; x=y"])
def test_utf_8_in_any_spelling_is_accepted(client: Client, charset: str) -> None:
    content_type = f"Application/X-WWW-form-urlencoded{charset}"
    response = post_signed(client, PATH, hello(), content_type=content_type)
    assert response.status_code == 200


BAD_ADDRESSES = [
    "",
    "whatsapp:",
    "whatsapp:+",
    "whatsapp:+0123456789",
    "whatsapp:+123",
    "whatsapp:+1234567890123456",
    "whatsapp:14155550001",
    "+14155550001",
    "sms:+14155550001",
    "WhatsApp:+14155550001",
    " whatsapp:+14155550001",
    "whatsapp:+14155550001\n",
    "whatsapp:+1 415 555 0001",
    "whatsapp:+1415555\x000001",
    "whatsapp:US.",
    "whatsapp:usa.123",
    "whatsapp:US.12-34",
    "whatsapp:US." + "1" * 129,
    "whatsapp:US.\ud7ff",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_odd_from_is_refused(client: Client, address: str) -> None:
    response = post_signed(client, PATH, hello(From=address))
    assert response.status_code == 400
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("digits", ["١٢٣٤٥٦٧٨٩", "１２３４５６７８"], ids=["arabic", "full-width"])
def test_digits_of_other_scripts_make_no_phone(client: Client, digits: str) -> None:
    response = post_signed(client, PATH, hello(From=f"whatsapp:+1{digits}"))
    assert response.status_code == 400


@pytest.mark.parametrize(
    "sid", ["", " ", "SM 1", "SM1\n", "SM1\x00", "S" * 65, "SMé", "SM1;DROP TABLE", "../x"]
)
def test_an_odd_message_sid_is_refused(client: Client, sid: str) -> None:
    response = post_signed(client, PATH, hello(MessageSid=sid))
    assert response.status_code == 400
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("missing", [("From",), ("MessageSid",), ("From", "MessageSid")])
def test_a_form_without_from_or_message_sid_is_refused(client: Client, missing: tuple[str, ...]) -> None:
    response = post_signed(client, PATH, without(*missing))
    assert response.status_code == 400
    assert not InboundMessage.objects.exists()


def test_an_empty_form_is_refused(client: Client) -> None:
    assert post_signed(client, PATH, b"").status_code == 400


def test_a_body_of_one_megabyte_is_refused(client: Client) -> None:
    response = post_signed(client, PATH, hello(Body="x" * 1_000_000))
    assert response.status_code == 413
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(("over", "status"), [(0, 200), (1, 413)])
def test_the_largest_body_is_refused_only_beyond_the_limit(client: Client, over: int, status: int) -> None:
    short = urlencode(hello()).encode() + b"&Filler="
    response = post_signed(client, PATH, short + b"x" * (MAX_BODY_BYTES - len(short) + over))
    assert response.status_code == status


def test_the_longest_whatsapp_message_is_stored(client: Client) -> None:
    longest = "🚀" * 4096
    assert post_signed(client, PATH, hello(Body=longest)).status_code == 200
    assert InboundMessage.objects.get().body == longest


@pytest.mark.parametrize("debug", [False, True], ids=["production", "debug"])
def test_a_form_of_too_many_fields_is_refused(client: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    client.raise_request_exception = False
    response = post_signed_many(client, 1001)
    assert 400 <= response.status_code < 500
    assert not InboundMessage.objects.exists()


def post_signed_many(client: Client, fields: int) -> HttpResponse:
    return post_signed(client, PATH, hello() | {f"Field{n}": "" for n in range(fields)})


@pytest.mark.parametrize("length", ["nonsense", "-1", "1e3", "", "0x10", "١٢"])
def test_an_odd_content_length_is_refused(client: Client, length: str) -> None:
    client.raise_request_exception = False
    headers = {"X-Twilio-Signature": signature(hello())}
    environ: dict[str, Any] = {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": length}
    response = client.generic("POST", PATH, urlencode(hello()), headers=headers, **environ)
    assert 400 <= response.status_code < 500
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("raw", [b"%ED%A0%80", b"\xed\xa0\x80", b"%FF%FE", b"\xff", b"%C3%28"])
def test_bytes_that_are_no_text_never_fail(client: Client, raw: bytes) -> None:
    client.raise_request_exception = False
    response = post_signed(client, PATH, urlencode(without("Body")).encode() + b"&Body=" + raw)
    assert response.status_code == 200
    assert InboundMessage.objects.get().body.encode()


@pytest.mark.parametrize("name", [b"From", b"MessageSid", b"Odd%ED%A0%80"])
def test_lone_surrogates_in_other_fields_never_fail(client: Client, name: bytes) -> None:
    client.raise_request_exception = False
    response = post_signed(client, PATH, urlencode(hello()).encode() + b"&" + name + b"=%ED%A0%80")
    assert response.status_code == (200 if name.startswith(b"Odd") else 400)


@pytest.mark.parametrize(
    "path", [f"{PATH}/", "/webhooks/", "/webhooks/twilio", "/webhooks/%ED%A0%80", PATH + "%00"]
)
def test_other_addresses_below_webhooks_are_not_found(client: Client, path: str) -> None:
    assert post_signed(client, path, hello()).status_code == 404


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
    assert stored.kind == "media"
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
    assert stored.kind == "media"


def test_a_message_without_any_body_parameter_is_stored_as_one_without_text(client: Client) -> None:
    post_signed(client, PATH, without("Body", "NumMedia"))
    stored = InboundMessage.objects.get()
    assert (stored.body, stored.kind, stored.media) == ("", "media", [])


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
    assert post_signed(client, PATH, hello()).status_code == 500


# --- What it costs and leaves behind ----------------------------------------------------------


def test_a_message_costs_one_statement(client: Client) -> None:
    with recorded_statements() as sent:
        post_signed(client, PATH, hello())
    assert len(sent) == 1


def test_a_refusal_costs_no_statement(client: Client) -> None:
    with recorded_statements() as sent:
        post_with(client, "wrong")
    assert sent == []


def test_twilio_needs_no_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    assert post_signed(client, PATH, hello()).status_code == 200


def test_no_cookie_is_set_and_no_login_session_touched(client: Client, settings: Settings) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = True
    client.cookies["sessionid"] = "x" * 32
    response = post_signed(client, PATH, hello())
    assert not response.cookies
    assert "Vary" not in response


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
    assert ["repeat_absorbed" in line for line in lines(caplog)] == [True]
    assert PHONE.strip("+") not in caplog.text
    assert TEXT not in caplog.text


def test_a_message_that_cannot_be_stored_leaves_no_phone_or_text_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {InboundMessage._meta.db_table} RENAME TO elsewhere")
    post_signed(client, PATH, hello())
    assert caplog.records
    assert PHONE.strip("+") not in caplog.text
    assert TEXT not in caplog.text
