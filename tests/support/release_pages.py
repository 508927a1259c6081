"""The page of a press release and its forms, as an operator gets and sends them."""

import re
from typing import Any

from django.test import Client

from assistant.models import PressRelease
from sessions_app.models import OutboundMessage
from tests.support.console_pages import RELEASES
from tests.support.press_releases import PHONE, say_all, write_versions

REASON = "The user has called us about it."
SCRIPT = "<script>alert(1)</script>"


def page_of(client: Client, release: PressRelease, page: str = "change", **query: str) -> str:
    response = client.get(f"{RELEASES}{release.pk}/{page}/", query)
    assert response.status_code == 200, response
    return str(response.content.decode())


def hidden(page: str) -> dict[str, str]:
    """Return what the form of `page` says about what it shows."""
    return dict(re.findall(r'<input type="hidden" name="(version|mark)" value="([^"]*)">', page))


def send(client: Client, release: PressRelease, page: str, *, shown: str = "", **form: str) -> Any:
    """Fill in the form of `page`, by default as it is shown now, and follow where that leads."""
    form = {**hidden(shown or page_of(client, release, page)), "reason": REASON, **form}
    return client.post(f"{RELEASES}{release.pk}/{page}/", form, follow=True)


def release() -> PressRelease:
    """Return a funding round with two versions, of which none is approved."""
    made = say_all()
    write_versions(made)
    return made


def correct(client: Client, release: PressRelease, key: str, value: str, **more: str) -> Any:
    return send(client, release, f"correct/{key}", value=value, **more)


def approve(client: Client, release: PressRelease, **more: str) -> Any:
    return send(client, release, "approve", **more)


def sent() -> list[str]:
    """Return what the author was sent, oldest first."""
    return list(OutboundMessage.objects.filter(phone=PHONE).order_by("id").values_list("body", flat=True))
