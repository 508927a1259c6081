"""No page asks a real Chromium for what its Content-Security-Policy forbids."""

import re
from base64 import b32decode
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from sessions_app.operators.second_factor import RECOVERY_CODES
from tests.support.console_pages import LISTS, PASSWORD
from tests.support.processes import Installation, installation
from tests.support.second_factor import code_by

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
            "OPERATOR_TWO_FACTOR": "on",
        }
        site.serve()
        made = site.run("shell", "-c", MAKE)
        assert made.returncode == 0, made.stdout
        site.say(PHONE, "hello")
        site.run("answer_messages", "--once")
        yield site


@pytest.fixture
def refused(page: Page) -> list[str]:
    """What the browser refuses on any page, and where."""
    found: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            found.append(f"{page.url}: {said.text}")

    page.on("console", hear)
    return found


def test_no_page_of_the_log_in_the_console_the_simulator_or_the_api_is_refused_anything(
    console: Installation, page: Page, refused: list[str]
) -> None:
    set_up_and_sign_in(console, page)
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
    assert refused == []
    assert kinds >= {f"{kind}N/change/" for kind in (*LISTS, "/admin/auth/user/")}


def set_up_and_sign_in(console: Installation, page: Page) -> None:
    page.goto(f"{console.url}/admin/")
    page.get_by_label("Username").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_test_id("qr-code").locator("svg")).to_be_visible()
    key = b32decode(page.get_by_test_id("key").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="Code").fill(code_by(key))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_test_id("codes").get_by_role("listitem")).to_have_count(RECOVERY_CODES)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()


def kind_of(path: str) -> str:
    """Return the path with N for each number, and without a query: pages of one kind are alike."""
    return re.sub(r"\d+|(?<=/correct/)\w+", "N", path.partition("?")[0].partition("#")[0])


def links(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "links => links.map(one => one.getAttribute('href'))"
    )
    return [one for one in found if one.startswith("/")]
