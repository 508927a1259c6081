"""The page of a press release and its forms, as an operator gets and sends them."""

import re
from typing import Any

from django.test import Client

from assistant.models import PressRelease
from tests.support.console_pages import RELEASES

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
