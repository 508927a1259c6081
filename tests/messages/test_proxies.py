"""Calls to Twilio go through the proxy that the environment names, as aiohttp reads it."""

import asyncio
from typing import Any

import pytest

from sessions_app.messages import twilio_api
from sessions_app.messages.twilio_api import DeliveryError
from tests.fakes.twilio_server import FakeTwilio

ADA = "+14155550001"
NOWHERE = "http://api.twilio.invalid"


@pytest.fixture
def proxied(fake_twilio: FakeTwilio, settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakeTwilio:
    """The fake, which answers as a proxy too: Twilio itself is at a host that no name server knows."""
    settings.TWILIO_API_BASE_URL = NOWHERE
    monkeypatch.setenv("http_proxy", fake_twilio.url)
    monkeypatch.delenv("no_proxy", raising=False)
    return fake_twilio


def send() -> str:
    async def sent() -> str:
        try:
            return await twilio_api.send(phone=ADA, body="hello", status_callback="https://example.com/s")
        finally:
            await twilio_api.close()

    return asyncio.run(sent())


def test_a_call_goes_through_the_proxy(proxied: FakeTwilio) -> None:
    sid = send()
    assert [message.sid for message in proxied.messages] == [sid]


def test_a_host_in_no_proxy_is_called_directly(proxied: FakeTwilio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "localhost,.twilio.invalid")
    with pytest.raises(DeliveryError, match="connection_refused"):
        send()
    assert proxied.requests == []


def test_the_proxy_of_another_scheme_is_not_used(
    proxied: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", proxied.url)
    monkeypatch.delenv("http_proxy")
    with pytest.raises(DeliveryError, match="connection_refused"):
        send()
    assert proxied.requests == []
