"""The console for everybody, in a real Chromium: by keyboard, enlarged, without motion, in one's own time."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SignIn, serving
from tests.support.console_pages import AUDIT_LOG, INBOX, OUTBOX, PHONE, RELEASES, SESSIONS
from tests.support.processes import Installation

MAKE = """
from tests.support.console_pages import make_staff, one_row_a_list
make_staff()
one_row_a_list()
"""
PAGES = ("/admin/", SESSIONS, INBOX, OUTBOX, RELEASES, AUDIT_LOG)
ENLARGED: ViewportSize = {"width": 640, "height": 400}
"""What a window of 1280 by 800 pixels has at 200 %."""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The web process, with a row in each list."""
    with serving(tmp_path_factory.mktemp("console"), MAKE) as site:
        yield site


def person(page: Page, console: Installation) -> None:
    """Open the page of the only user."""
    page.goto(console.url + SESSIONS)
    page.locator("#result_list tbody").get_by_role("link", name=re.compile(PHONE[-4:])).first.click()
    expect(page.locator("#sp-transcript")).to_be_visible()


def focused(page: Page) -> str:
    """Return the words of what has the focus, and assert that it is seen to have it."""
    style, width = page.evaluate(
        "(({ outlineStyle, outlineWidth }) => [outlineStyle, parseFloat(outlineWidth)])"
        "(getComputedStyle(document.activeElement))"
    )
    assert (style, width) == ("solid", 2)
    return str(page.evaluate("document.activeElement.textContent")).strip()


def test_by_keyboard_alone_a_conversation_is_few_stops_from_the_top_of_the_list(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("vera")
    for path in PAGES:
        page.goto(console.url + path)
        page.keyboard.press("Tab")
        assert focused(page) == "Skip to content"
    page.goto(console.url + SESSIONS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stops = 0
    while PHONE[-4:] not in page.evaluate("document.activeElement.textContent.slice(0, 40)"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= 13  # as docs/console.md says
    focused(page)
    page.keyboard.press("Enter")
    expect(page.locator("#sp-transcript")).to_be_visible()


def test_at_twice_the_size_no_page_scrolls_sideways(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga", device_scale_factor=2)
    page.set_viewport_size(ENLARGED)
    for path in PAGES:
        page.goto(console.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"], path
    person(page, console)
    assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]


def test_nothing_moves_for_an_operator_who_wants_that(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga", reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].map(one => getComputedStyle(one))"
        ".filter(({ transitionDuration, animationDuration }) =>"
        " parseFloat(transitionDuration) > 0.001 || parseFloat(animationDuration) > 0.001).length"
    )
    assert moving == 0


def test_times_are_the_operators_after_the_log_in(console: Installation, sign_in: SignIn) -> None:
    for zone, name in (("Pacific/Auckland", "NZ[DS]T"), ("Pacific/Honolulu", "HST")):
        page = sign_in("olga", timezone_id=zone)
        expect(page.get_by_text(re.compile(rf"As of .* {name}\."))).to_be_visible()
        person(page, console)
        expect(page.locator("#sp-facts")).to_contain_text(re.compile(rf"\d\d:\d\d:\d\d {name}"))
        assert "UTC" not in page.locator("#session-page").inner_html()


ASK = """
from tests.support.factories import ConversationFactory
from django.utils import timezone
ConversationFactory.create(attention_at=timezone.now(), attention="Asks for a person.")
"""
WEIGHTS = "[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.weight)"


def test_no_page_loads_another_weight_of_the_font(console: Installation, sign_in: SignIn) -> None:
    made = console.run("shell", "-c", ASK)
    assert made.returncode == 0, made.stdout
    page = sign_in("olga")
    for path in PAGES:
        page.goto(console.url + path)
        expect(page.get_by_text("1 conversation needs a person")).to_be_visible()
        page.evaluate("document.fonts.ready")
        assert "600" in (loaded := page.evaluate(WEIGHTS))
        assert "700" not in loaded, path
    person(page, console)
    page.evaluate("document.fonts.ready")
    assert "700" not in page.evaluate(WEIGHTS)
