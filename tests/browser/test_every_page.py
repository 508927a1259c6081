"""Every page in a real Chromium: its Content-Security-Policy refuses nothing, and axe finds no fault."""

import re
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from sessions_app.operators.second_factor import RECOVERY_CODES
from tests.browser.conftest import patient, serving
from tests.support.console_pages import BLOCKED, LISTS, PASSWORD
from tests.support.processes import Installation
from tests.support.second_factor import code_by

PHONE = "+15005550001"
MAKE = """
from django.contrib.auth.models import User
from tests.support.console_pages import PASSWORD, one_row_a_list
from tests.support.press_releases import say_all, write_versions
User.objects.create_superuser("olga", password=PASSWORD)
one_row_a_list()
release = say_all("+14155550301")
write_versions(release)
release.facts.filter(key="boilerplate").update(value="a long field " * 500)
"""
OUTSIDE = ("/simulator/", "/api/docs", "/admin/password_change/")
LEFT_OUT = re.compile(r"/export/|/documents/|\.csv|/health/")
"""Files."""
DESKTOP, PHONE_WIDTH = 1280, 390
JUDGED = {"serious", "critical"}
CHECK = """
async (options) => (await axe.run(options)).violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ id, impact, told: `${html} ${failureSummary}` })))
"""


@dataclass
class Walk:
    """What was seen on the way through all pages."""

    page: Page
    kinds: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)

    def hear(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.refused.append(f"{self.page.url}: {said.text}")

    def judge(self) -> None:
        """Ask axe about the open page: as a whole, its colours in the dark, and all but colours on a phone.

        The API's page is Swagger's own.
        """
        if "/api/docs" in self.page.url:
            return
        self.page.evaluate(AXE_SCRIPT)
        self._ask("light", {})
        self._set_dark(True)
        self._ask("dark", {"runOnly": ["color-contrast"]})
        self._set_dark(False)
        self.page.set_viewport_size({"width": PHONE_WIDTH, "height": 844})
        self._ask("on a phone", {"rules": {"color-contrast": {"enabled": False}}})
        if self.page.evaluate("document.documentElement.scrollWidth") > PHONE_WIDTH:
            self.wide.append(self.page.url)
        self.page.set_viewport_size({"width": DESKTOP, "height": 800})

    def _set_dark(self, is_dark: bool) -> None:
        self.page.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", is_dark)
        self.page.emulate_media(color_scheme="dark" if is_dark else "light")

    def _ask(self, how: str, options: dict[str, object]) -> None:
        for found in self.page.evaluate(CHECK, {"resultTypes": ["violations"], **options}):
            if found["impact"] in JUDGED or found["id"] == "landmark-one-main":
                self.faults.append(f"{self.page.url} {how}: {found['id']} {found['told']}")


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The web process, with a row in each list, an answered conversation and a press release."""
    with serving(tmp_path_factory.mktemp("console"), MAKE, OPERATOR_TWO_FACTOR="on") as site:
        site.say(PHONE, "hello")
        site.run("answer_messages", "--once")
        yield site


@pytest.fixture(scope="module")
def walk(console: Installation, browser: Browser) -> Walk:
    """The way through the log-in, to each kind of page that a link leads to, and to lists of nothing."""
    walk = Walk(browser.new_context(viewport={"width": DESKTOP, "height": 800}).new_page())
    page = walk.page
    patient(page)
    page.on("console", walk.hear)
    set_up_and_sign_in(console, walk)
    waiting = ["/admin/", *OUTSIDE]
    while waiting:
        path = waiting.pop()
        if kind_of(path) in walk.kinds or LEFT_OUT.search(path):
            continue
        walk.kinds.add(kind_of(path))
        page.goto(console.url + path)
        if path in OUTSIDE:
            page.wait_for_load_state("networkidle")
        walk.judge()
        if path.startswith("/admin/"):
            waiting += links(page)
    for path in LISTS:
        page.goto(f"{console.url}{path}?q=nothing")
        walk.judge()
    page.goto(f"{console.url}{BLOCKED}block/")
    page.get_by_role("button", name="Block").click()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    walk.judge()
    return walk


def set_up_and_sign_in(console: Installation, walk: Walk) -> None:
    page = walk.page
    page.goto(f"{console.url}/admin/")
    page.get_by_label("Username").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    walk.judge()
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_test_id("qr-code").locator("svg")).to_be_visible()
    key = b32decode(page.get_by_test_id("key").inner_text().replace(" ", ""))
    walk.judge()
    page.get_by_role("textbox", name="Code").fill(code_by(key))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_test_id("codes").get_by_role("listitem")).to_have_count(RECOVERY_CODES)
    walk.judge()
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


def test_no_page_of_the_log_in_the_console_the_simulator_or_the_api_is_refused_anything(walk: Walk) -> None:
    assert walk.refused == []
    assert walk.kinds >= {f"{kind}N/change/" for kind in (*LISTS, "/admin/auth/user/")}


def test_no_page_has_a_serious_fault_for_axe_and_each_has_its_main_landmark(walk: Walk) -> None:
    assert walk.faults == []


def test_no_page_scrolls_sideways_on_a_phone(walk: Walk) -> None:
    assert walk.wide == []
