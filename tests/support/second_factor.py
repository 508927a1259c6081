"""How operators take the second step of the log-in in tests: codes by the clock, as an app makes them."""

import re
from base64 import b32decode
from typing import Any

from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.support.console_pages import PASSWORD

FIRST, SECOND = "/admin/login/", "/admin/login/code/"


def give_password(client: Client, name: str = "olga", **more: str) -> Any:
    """Take the first step, and follow to the second."""
    return client.post(FIRST, {"username": name, "password": PASSWORD, **more}, follow=True)


def give_code(client: Client, code: str, **query: str) -> Any:
    return client.post(SECOND, {"token": code}, query_params=query)


def code_of(name: str = "olga") -> str:
    """Return what the app of an operator shows now."""
    return code_by(TOTPDevice.objects.get(user__username=name, confirmed=True).bin_key)


def code_by(key: bytes) -> str:
    return f"{totp(key):06}"


def shown_key(page: Any) -> bytes:
    """Return the key that the page of the set-up shows."""
    found = re.search(r'data-testid="key">([A-Z2-7 ]+)<', page.content.decode())
    assert found
    return b32decode(found[1].replace(" ", ""))


def shown_codes(page: Any) -> list[str]:
    """Return the recovery codes on a page."""
    return re.findall(r"<li><code>([a-z2-7]{4}-[a-z2-7]{4})</code>", page.content.decode())


def set_up(name: str = "olga") -> tuple[Client, list[str]]:
    """Return a client that has just set up its operator's app, and the recovery codes."""
    client = Client()
    page = give_code(client, code_by(shown_key(give_password(client, name))))
    return client, shown_codes(page)
