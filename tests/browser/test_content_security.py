"""No page asks a real Chromium for what its Content-Security-Policy forbids."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SignIn
from tests.support.processes import Installation, installation

PHONE = "+15005550001"
MAKE = """
from django.contrib.auth.models import User
from tests.support.console_pages import PASSWORD, one_row_a_list
from tests.support.press_releases import say_all, write_versions
User.objects.create_superuser("olga", password=PASSWORD)
one_row_a_list()
write_versions(say_all("+14155550301"))
"""
OUTSIDE = ("/simulator/", "/api/docs", "/admin/password_change/")
LEFT_OUT = re.compile(r"/export/|/documents/|\.csv|/health/")
"""Files."""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The web process, with a row in each list, an answered conversation and a press release."""
    with installation(tmp_path_factory.mktemp("console")) as site:
        site.environment |= {
            "DEBUG": "on",
            "SECRET_KEY": "a-secret-key-for-tests-only-0123456789-abcdefghij",
            "TWILIO_AUTH_TOKEN": "a-token-for-tests",
            "PUBLIC_URL": site.url,
        }
        site.serve()
        made = site.run("shell", "-c", MAKE)
        assert made.returncode == 0, made.stdout
        site.say(PHONE, "hello")
        site.run("answer_messages", "--once")
        yield site


def test_no_page_of_the_console_the_simulator_or_the_api_is_refused_anything(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("olga")
    refused: list[str] = []
    page.on(
        "console", lambda said: refused.append(f"{page.url}: {said.text}") if is_refusal(said.text) else None
    )
    kinds: set[str] = set()
    waiting = ["/admin/", *OUTSIDE]
    while waiting:
        path = waiting.pop()
        if kind_of(path) in kinds or LEFT_OUT.search(path):
            continue
        kinds.add(kind_of(path))
        page.goto(console.url + path)
        if path in OUTSIDE:
            page.wait_for_load_state("networkidle")
        if path.startswith("/admin/"):
            waiting += links(page)
    print(sorted(kinds))
    assert not refused
    assert {
        "/admin/sessions_app/conversationsession/",
        "/admin/sessions_app/conversationsession/N/change/",
    } <= kinds


def is_refusal(text: str) -> bool:
    return "Content Security Policy" in text


def kind_of(path: str) -> str:
    """Return the path with N for each number, and without a query: pages of one kind are alike."""
    return re.sub(r"\d+|(?<=/correct/)\w+", "N", path.partition("?")[0].partition("#")[0])


def links(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "links => links.map(one => one.getAttribute('href'))"
    )
    return [one for one in found if one.startswith("/")]
