"""A press release's page in a real Chromium: what an operator reads, copies, corrects and approves there."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import SignIn, serving
from tests.support.console_pages import RELEASES
from tests.support.processes import Installation

MAKE = """
from tests.support.console_pages import make_staff
from tests.support.press_releases import say, say_all, write_versions
make_staff()
for number in range(1, 9):
    version = write_versions(say_all(f"+1415555030{number}"))
say("+14155550305", "detail_2", "x" * 400 + " <script>document.title = 'hacked'</script> \\u202e" + "-" * 300)
"""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The web process and releases of eight phones, one for each test."""
    with serving(tmp_path_factory.mktemp("console"), MAKE) as site:
        yield site


def open_release(console: Installation, page: Page, number: int) -> str:
    """Open the page of the `number`-th release; return the newest version's text."""
    page.goto(f"{console.url}{RELEASES}{number}/change/")
    expect(page.locator("#rp-facts")).to_be_visible()
    [text] = console.database.query(
        f"SELECT text FROM assistant_releaseversion WHERE release_id = {number} ORDER BY number DESC LIMIT 1"
    )
    return str(text)


def is_as_wide_as_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_the_newest_text_is_copied_as_it_is(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("vera")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = open_release(console, page, 1)
    page.get_by_role("button", name="Copy the text of version 2").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text


def forbid_copying(context: BrowserContext) -> None:
    """As where the console is not reached by https."""
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")


def test_where_the_browser_may_not_copy_the_text_is_shown_and_marked(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("vera")
    forbid_copying(page.context)
    text = open_release(console, page, 1)
    expect(page.locator("#rp-text")).to_be_hidden()
    page.get_by_role("button", name="Copy the text of version 2").click()
    expect(page.locator("#rp-text")).to_be_visible()
    assert page.evaluate("document.getSelection().toString()") == text


def test_versions_stand_side_by_side_with_what_differs_marked(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    open_release(console, page, 2)
    expect(page.locator(".rp-columns")).to_be_hidden()
    page.get_by_text("What differs between versions").click()
    left, right = (page.locator(f".rp-column-{number} h3").bounding_box() for number in (1, 2))
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    expect(page.locator(".rp-column-1 del")).to_have_text(["Harbor", "Harbor"])
    expect(page.locator(".rp-column-2 ins")).to_have_text(["Harbour", "Harbour"])
    before, after = (page.locator(f".rp-column-{number} .rp-changed").first for number in (1, 2))
    assert before.evaluate("one => one.getBoundingClientRect().y") == after.evaluate(
        "one => one.getBoundingClientRect().y"
    )
    assert is_as_wide_as_the_window(page)


def test_an_operator_corrects_a_fact_and_approves_what_the_page_shows(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("olga")
    open_release(console, page, 3)
    page.get_by_role("link", name="Correct: City").click()
    page.get_by_label("New value").fill("Bruges, Belgium")
    page.get_by_label("Reason").fill("The user has called.")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("The bot asks the user for a yes at the next turn.")).to_be_visible()
    expect(page.locator("#rp-proposals")).to_contain_text("Bruges, Belgium")

    page.get_by_role("link", name="Approve…").click()
    expect(page.locator("#rp-draft ins")).to_have_text("BRUGES,")
    page.get_by_role("button", name="Approve version 3").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    page.get_by_label("Reason").fill("The user is on a plane.")
    page.get_by_role("button", name="Approve version 3").click()
    expect(page.get_by_text("Version 3 is approved. The text is on its way to the user.")).to_be_visible()
    expect(page.locator("#rp-status")).to_contain_text(
        re.compile(r"Version 3, approved by olga \(operator\).*The user is on a plane\.", re.DOTALL)
    )
    queued = "SELECT body FROM sessions_app_outboundmessage WHERE phone = '+14155550303' ORDER BY id"
    assert console.database.query(queued)[1] == open_release(console, page, 3)


def test_of_two_operators_the_second_reads_what_the_first_has_done(
    console: Installation, sign_in: SignIn
) -> None:
    olga, otto = sign_in("olga"), sign_in("otto")
    for page, reason in ((olga, "They agreed on the phone."), (otto, "They agreed by mail.")):
        page.goto(f"{console.url}{RELEASES}4/approve/")
        page.get_by_label("Reason").fill(reason)
    olga.get_by_role("button", name="Approve version 2").click()
    expect(olga.get_by_text("Version 2 is approved.")).to_be_visible()
    otto.get_by_role("button", name="Approve version 2").click()
    expect(otto.get_by_text("Version 2 is approved already, and nothing has changed since.")).to_be_visible()
    expect(otto.locator("#rp-status")).to_contain_text("They agreed on the phone.")


def test_on_a_phone_nothing_is_wider_than_the_window(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga", has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("", "5/approve/", "5/correct/detail_2/", "5/write/", "5/change/"):
        page.goto(f"{console.url}{RELEASES}{path}")
        page.wait_for_load_state("networkidle")
        assert is_as_wide_as_the_window(page), path
    page.get_by_text("What differs between versions").tap()
    left, right = (page.locator(f".rp-column-{number} h3").bounding_box() for number in (1, 2))
    assert left
    assert right
    assert left["x"] == right["x"]
    assert left["y"] < right["y"]
    assert "hacked" not in page.title()
    page.get_by_text("Former values (2)").tap()
    expect(page.locator("#rp-former .rp-value").first).to_be_visible()
    assert is_as_wide_as_the_window(page)


def test_a_sentence_is_opened_and_closed_with_the_keyboard(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("vera")
    open_release(console, page, 6)
    page.locator("#rp-read select").focus()
    said = page.locator("#rp-read q", has_text="we raised 4 million euros").first
    expect(said).to_be_hidden()
    lead = page.locator("#rp-read summary", has_text="today announced")
    for _ in range(10):
        page.keyboard.press("Tab")
        if lead.evaluate("one => one === document.activeElement"):
            break
    expect(lead).to_be_focused()
    assert lead.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(said).to_be_visible()
    page.keyboard.press("Space")
    expect(said).to_be_hidden()


def test_on_a_phone_a_sentence_opens_with_a_tap(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("vera", has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 844})
    open_release(console, page, 7)
    for sentence in page.locator("#rp-read summary").all():
        box = sentence.bounding_box()
        assert box
        assert box["height"] >= 28
        sentence.tap()
    expect(page.locator("#rp-read q", has_text="we raised 4 million euros").first).to_be_visible()
    assert is_as_wide_as_the_window(page)


def test_an_operator_writes_a_version_by_hand_and_sees_why_it_cannot_be_approved(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("olga")
    text = open_release(console, page, 8)
    page.get_by_role("link", name="Write by hand…").click()
    box = page.get_by_label("The paragraphs")
    written = box.input_value().replace(" in a seed round", "")
    box.fill(written)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status")).to_contain_text("You can save this, but it cannot be approved")
    expect(page.locator("#rp-checked")).to_contain_text("Round is not in the text.")
    expect(box).to_have_value(written)
    page.get_by_role("button", name="Save as version 3").click()
    expect(page.get_by_text("Version 3 cannot be approved.")).to_be_visible()
    expect(page.locator("#rp-read")).to_contain_text("Written by olga (operator)")
    expect(page.get_by_role("link", name="Approve…")).to_have_count(0)
    assert open_release(console, page, 8) == text.replace(" in a seed round", "")
