"""The doorstep lets nobody in whom Twilio did not sign for."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as current_settings
from django.test import Client
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from sessions_app.models import InboundMessage
from tests.fakes.twilio_signing import signed_request
from tests.support.factories import post_raw, post_signed
from tests.support.inbound_webhook import PATH, hello, post_with, signature

pytestmark = pytest.mark.django_db


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


# --- Ports ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("public_url", "signed", "status"),
    [
        ("https://pr.example.org", "https://pr.example.org", 200),
        ("https://pr.example.org", "https://pr.example.org:443", 200),
        ("https://pr.example.org:443", "https://pr.example.org", 200),
        ("https://pr.example.org:8443", "https://pr.example.org:8443", 200),
        ("https://pr.example.org:8443", "https://pr.example.org", 200),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]", 200),
        ("https://[2001:db8::1]", "https://[2001:db8::1]:443", 200),
        ("https://pr.example.org:8443", "https://pr.example.org:443", 403),
        ("https://pr.example.org", "https://pr.example.org:8443", 403),
        ("https://pr.example.org", "http://pr.example.org", 403),
        ("https://pr.example.org", "http://pr.example.org:80", 403),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", 200),
        ("http://127.0.0.1:8000", "http://127.0.0.1", 403),
        ("http://127.0.0.1", "http://127.0.0.1:80", 403),
    ],
)
def test_an_https_address_is_signed_with_or_without_its_port(
    client: Client, settings: Settings, public_url: str, signed: str, status: int
) -> None:
    settings.PUBLIC_URL = public_url
    assert post_with(client, signature(hello(), url=signed + PATH)).status_code == status


def test_a_refusal_names_the_address_that_was_checked(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    post_signed(client, f"{PATH}?a=1", hello(), **{"X-Twilio-Signature": "wrong"})
    assert f"{current_settings.PUBLIC_URL}{PATH}?…" in caplog.text


def test_a_refusal_of_a_long_address_is_a_short_line(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    post_signed(client, f"{PATH}?a={'x' * 10_000}", hello(), **{"X-Twilio-Signature": "wrong"})
    assert len(caplog.text) < 1000


# --- Keys of webhook rules --------------------------------------------------------------------

KEY, SECRET = "webhooks_sharedkey_1", "the shared secret"
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"


@pytest.mark.parametrize(
    ("announced", "secret", "algorithm", "status"),
    [
        (f"key={KEY},algorithm=HMAC_SHA256", SECRET, "HMAC_SHA256", 200),
        (f"algorithm=HMAC_SHA256, key={KEY}", SECRET, "HMAC_SHA256", 200),
        (f"key={KEY},algorithm=hmac_sha256", SECRET, "HMAC_SHA256", 200),
        (f"key={KEY},algorithm=HMAC_SHA1", SECRET, "HMAC_SHA1", 200),
        (f"key={KEY},algorithm=HMAC_SHA256", SECRET, "HMAC_SHA1", 403),
        (f"key={KEY},algorithm=HMAC_SHA256", "another secret", "HMAC_SHA256", 403),
        (f"key={KEY},algorithm=HMAC_SHA256", current_settings.TWILIO_AUTH_TOKEN, "HMAC_SHA1", 403),
        ("key=unknown,algorithm=HMAC_SHA256", SECRET, "HMAC_SHA256", 403),
        ("key=,algorithm=HMAC_SHA256", SECRET, "HMAC_SHA256", 403),
        ("algorithm=HMAC_SHA256", SECRET, "HMAC_SHA256", 403),
        (f"key={KEY},algorithm=MD5", SECRET, "HMAC_SHA256", 403),
        ("", current_settings.TWILIO_AUTH_TOKEN, "HMAC_SHA1", 200),
        ("", SECRET, "HMAC_SHA256", 403),
    ],
)
def test_a_webhook_rule_signs_with_the_key_that_it_names(
    client: Client, settings: Settings, announced: str, secret: str, algorithm: str, status: int
) -> None:
    settings.TWILIO_WEBHOOK_KEYS = {"another": "key", KEY: SECRET}
    url = current_settings.PUBLIC_URL + PATH
    computed = RequestValidator(secret).compute_signature(url, hello(), algorithm)
    more = {SETTINGS_HEADER: announced} if announced else {}
    response = post_signed(client, PATH, hello(), **{"X-Twilio-Signature": computed}, **more)
    assert response.status_code == status


# --- Signed, but not for us -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"To": "whatsapp:+14155550099"}, "To is not TWILIO_WHATSAPP_FROM"),
        ({"AccountSid": "AC" + "9" * 32}, "AccountSid is not TWILIO_ACCOUNT_SID"),
    ],
)
def test_a_message_for_somebody_else_is_not_answered(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture, form: dict[str, str], reason: str
) -> None:
    settings.TWILIO_WHATSAPP_FROM, settings.TWILIO_ACCOUNT_SID = hello()["To"], hello()["AccountSid"]
    assert post_signed(client, PATH, hello()).status_code == 200
    assert post_signed(client, PATH, hello(**form)).status_code == 403
    received, refused = caplog.records
    assert "message_received" in received.getMessage()
    assert reason in refused.getMessage()
    assert refused.levelname == "ERROR"
