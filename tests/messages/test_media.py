"""Fetching what users send: over real sockets, from the fake's API and its storage on another port."""

import asyncio
from typing import Any

import pytest

from sessions_app.messages import media
from sessions_app.messages.media import MediaError
from sessions_app.messages.twilio_api import DeliveryError
from tests.fakes.faults import Fault
from tests.fakes.sayings import voice_note
from tests.fakes.twilio_server import FakeTwilio

NOTE = voice_note("hello")
MEDIA = "*/Media/*"


def fetch(url: str) -> bytes:
    return asyncio.run(media.fetch(url))


def add(twilio: FakeTwilio, fault: str = "") -> str:
    return twilio.add_media(NOTE, "audio/ogg", fault=fault)[0]


def trouble(url: str) -> tuple[str, bool]:
    """Return the code of the error, and whether trying again may help."""
    try:
        fetch(url)
    except (MediaError, DeliveryError) as error:
        return error.code, isinstance(error, DeliveryError)
    return "", False


def test_the_storage_gets_no_credentials(fake_twilio: FakeTwilio) -> None:
    assert fetch(add(fake_twilio)) == NOTE  # the fake's storage refuses them


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://api.twilio.com.evil.example/2010-04-01/Accounts/{sid}/Messages/MM1/Media/ME1",
        "http://api.twilio.com/2010-04-01/Accounts/{sid}/Messages/MM1/Media/ME1",
        "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages/MM1/Media/ME1",
        "https://api.twilio.com/2010-04-01/Accounts/{sid}/Messages/MM1/Media/ME1/../../../../secret",
        "https://api.twilio.com/2010-04-01/Accounts/{sid}/Messages/MM1/Media/ME1?x=1",
        "https://user@api.twilio.com/2010-04-01/Accounts/{sid}/Messages/MM1/Media/ME1",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
    ],
)
def test_only_media_of_our_account_are_fetched(fake_twilio: FakeTwilio, url: str) -> None:
    assert trouble(url.format(sid=fake_twilio.account_sid)) == ("gone", False)


def test_a_redirect_to_a_foreign_host_is_not_followed(fake_twilio: FakeTwilio) -> None:
    assert trouble(add(fake_twilio, "elsewhere")) == ("gone", False)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://mms.twiliocdn.com/x", True),
        ("https://s3-external-1.amazonaws.com/x", True),
        ("http://mms.twiliocdn.com/x", False),
        ("https://mms.twiliocdn.com:8443/x", False),
        ("https://mms.twiliocdn.com@evil.example/x", False),
        ("http://127.0.0.1/x", False),
    ],
)
def test_in_production_redirects_lead_to_twilios_storage_only(settings: Any, url: str, allowed: bool) -> None:
    settings.TWILIO_API_BASE_URL = ""
    assert media._is_storage(url) is allowed


def test_a_huge_file_is_cut_off_while_it_is_read(fake_twilio: FakeTwilio) -> None:
    assert trouble(add(fake_twilio, "huge")) == ("too_big", False)


def test_a_vendor_that_hangs_in_the_middle_is_cut_off(fake_twilio: FakeTwilio, settings: Any) -> None:
    settings.TWILIO_TIMEOUT_SECONDS = 0.2
    assert trouble(add(fake_twilio, "hang")) == ("media_timeout", True)


def test_a_file_that_is_gone_is_not_asked_for_again(fake_twilio: FakeTwilio) -> None:
    url = add(fake_twilio)
    fake_twilio.storage.media.clear()
    assert trouble(url) == ("gone", False)


def test_a_failure_of_twilio_is_one_for_later(fake_twilio: FakeTwilio) -> None:
    fake_twilio.fail_next(Fault.http(503), path=MEDIA, method="GET")
    assert trouble(add(fake_twilio)) == ("media_503", True)


def test_a_refused_key_is_a_fault_of_the_account(fake_twilio: FakeTwilio, settings: Any) -> None:
    url, settings.TWILIO_AUTH_TOKEN = add(fake_twilio), "wrong"
    with pytest.raises(DeliveryError) as caught:
        fetch(url)
    assert caught.value.account
