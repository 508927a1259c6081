"""What comes to the inbound address and is no message of Twilio's: refused, and never a failure."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import Settings

from sessions_app.models import InboundMessage
from tests.support.factories import FORM, post_raw, post_signed
from tests.support.inbound_webhook import PATH, hello, post_signed_many, signature, without
from webhooks.doorstep import MAX_BODY_BYTES

pytestmark = pytest.mark.django_db


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
@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "cp1252", "rot13", "hex", "undefined", "utf-8-sig"])
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


@pytest.mark.parametrize("charset", ["utf8", "us-ascii", "ISO-8859-1", "latin1"])
def test_an_ascii_form_under_the_name_of_a_larger_charset_is_read(client: Client, charset: str) -> None:
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    assert post_signed(client, PATH, hello(), content_type=content_type).status_code == 200


@pytest.mark.parametrize("charset", ["us-ascii", "ISO-8859-1"])
@pytest.mark.parametrize("body", [b"Body=%FC", b"Body=\xfc"])
def test_another_form_under_that_name_is_refused(client: Client, charset: str, body: bytes) -> None:
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    assert post_signed(client, PATH, body, content_type=content_type).status_code == 400


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


@pytest.mark.parametrize("length", ["nonsense", "-1", "1e3", "", "0x10", "١٢", "9" * 5000])
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
