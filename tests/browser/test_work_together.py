"""Two operators at once in a real Chromium; replies by keyboard, in an outage and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import SignIn, serving
from tests.support.console_pages import SESSIONS
from tests.support.processes import Installation

MAKE = """
from tests.support.console_pages import make_staff, person_page
from tests.support.factories import ConversationFactory, InboundFactory, idle_session
make_staff()
for number in range(1, 9):
    phone = f"+1415555070{number}"
    idle_session(phone, idle=number)
    ConversationFactory.create(phone=phone)
    for text in range(12):
        InboundFactory.create(phone=phone, body=f"Message {text} of {number}", state="answered")
    person_page(phone)
"""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The web process and eight conversations, the newest first in the list; replies stay in the outbox."""
    with serving(tmp_path_factory.mktemp("console"), MAKE) as site:
        yield site


def path_of(number: int) -> str:
    return f"{SESSIONS}person/{number}/"


def open_person(console: Installation, page: Page, number: int) -> Locator:
    """Open the page of the `number`-th user; return the reply box."""
    page.goto(console.url + path_of(number))
    return page.get_by_label("Reply by hand")


def replies(console: Installation, number: int) -> list[str]:
    """Return what was written to the `number`-th user."""
    return console.database.query(
        f"SELECT body FROM sessions_app_outboundmessage WHERE phone = '+1415555070{number}' ORDER BY id"
    )


def test_two_operators_see_at_once_what_the_other_one_assigns_and_notes(
    console: Installation, sign_in: SignIn
) -> None:
    olga, otto = sign_in("olga"), sign_in("otto")
    olga.set_viewport_size({"width": 1280, "height": 1200})
    for page in (olga, otto):
        open_person(console, page, 1)
    note = otto.get_by_label("Note for colleagues")
    note.fill("Half a sen")
    olga.get_by_label("Assign to").select_option("otto")
    olga.get_by_role("button", name="Assign", exact=True).click()
    expect(otto.locator("#sp-assignment")).to_contain_text("Assigned to: otto")
    expect(note).to_have_value("Half a sen")
    note.press_sequentially("tence.")
    note.press("Control+Enter")
    expect(olga.locator("#sp-notes")).to_contain_text(re.compile(r"otto.*Half a sentence\.", re.DOTALL))
    expect(note).to_have_value("")
    expect(note).to_be_focused()
    expect(olga.get_by_text("Delete…")).to_have_count(0)
    for number in range(9):
        note.fill(f"Note {number}\n\nof many")
        note.press("Control+Enter")
        expect(note).to_have_value("")
    newest = olga.locator("#sp-notes li").last
    expect(newest).to_contain_text("Note 8")
    expect(newest).to_be_in_viewport(ratio=1)


def test_a_reply_that_is_sent_in_an_outage_waits_in_the_browser_and_goes_out_once(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("olga")
    box = open_person(console, page, 2)
    box.fill("Written in an outage.")
    console.started[-1].stop()
    box.press("Control+Enter")
    expect(page.get_by_text("Not sent yet. The server cannot be reached.")).to_be_visible()
    expect(box).to_be_focused()
    page.close()
    console.serve()
    page = page.context.new_page()
    box = open_person(console, page, 2)
    expect(box).to_have_value("Written in an outage.")
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    expect(page.locator('#sp-transcript [data-who="operator"]')).to_contain_text("Written in an outage.")
    expect(box).to_have_value("")
    page.reload()
    expect(box).to_have_value("")
    assert replies(console, 2) == ["Written in an outage."]


def test_a_reply_whose_answer_is_lost_is_not_sent_twice(console: Installation, sign_in: SignIn) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page = sign_in("olga")
    box = open_person(console, page, 3)
    page.route("**/reply/", lose_the_answer, times=1)
    box.fill("Only once.")
    box.press("Control+Enter")
    expect(page.get_by_text("Not sent yet. The server cannot be reached.")).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("This reply has already been sent. It is not sent again.")).to_be_visible()
    expect(box).to_have_value("")
    box.fill("And another.")
    box.press("Control+Enter")
    expect(page.locator('#sp-transcript [data-who="operator"]')).to_have_count(2)
    assert replies(console, 3) == ["Only once.", "And another."]


def test_what_is_typed_while_a_reply_is_sent_is_the_next_one(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    box = open_person(console, page, 7)
    sending: list[Route] = []
    page.route("**/reply/", lambda route: sending.append(route), times=1)
    box.fill("The first.")
    box.press("Control+Enter")
    expect(page.get_by_text("Sending…")).to_be_visible()
    box.press_sequentially(" The second.")
    sending[0].continue_()
    expect(box).to_have_value("The second.")
    box.press("Control+Enter")
    expect(box).to_have_value("")
    assert replies(console, 7) == ["The first.", "The second."]


def test_a_draft_is_in_the_other_tab_and_after_the_next_log_in_and_not_a_colleagues(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("olga")
    box = open_person(console, page, 4)
    other = page.context.new_page()
    box_of_other = open_person(console, other, 4)
    box.fill("For olga alone")
    expect(box_of_other).to_have_value("For olga alone")
    other.close()
    page.context.clear_cookies()
    box.press("Control+Enter")
    expect(page.get_by_text("Not sent yet. You are signed out")).to_be_visible()
    for name, draft in (("otto", ""), ("olga", "For olga alone")):
        page.context.clear_cookies()
        page.reload()
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("for-tests-only")
        page.get_by_role("button", name="Log in").click()
        expect(page.locator("#session-page")).to_be_visible()
        expect(box).to_have_value(draft)


def test_the_console_is_used_by_keys(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    page.goto(console.url + SESSIONS)
    page.keyboard.press("/")
    expect(page.locator("#searchbar")).to_be_focused()
    page.keyboard.type("jk?")  # no keys where one types
    expect(page.locator("#searchbar")).to_have_value("jk?")
    page.locator("#searchbar").blur()
    rows = page.locator("#result_list tbody tr a").evaluate_all("links => links.map(one => one.pathname)")
    _, second, third = (path_of(int(re.sub(r"\D", "", path))) for path in rows[:3])
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 8 in the list")).to_be_visible()
    expect(page).to_have_url(console.url + second)
    page.keyboard.press("j")
    expect(page.get_by_text("3 of 8 in the list")).to_be_visible()
    expect(page).to_have_url(console.url + third)
    page.keyboard.press("k")
    expect(page.get_by_text("2 of 8 in the list")).to_be_visible()
    expect(page).to_have_url(console.url + second)
    page.keyboard.press("r")
    box = page.get_by_label("Reply by hand")
    expect(box).to_be_focused()
    page.keyboard.type("rjk?/")
    expect(box).to_have_value("rjk?/")
    box.fill("")
    box.blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Next conversation")
    page.get_by_label("Single-key shortcuts are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.get_by_role("button", name="Keyboard shortcuts", exact=True).click()
    expect(page.get_by_label("Single-key shortcuts are on")).not_to_be_checked()
    expect(page).to_have_url(console.url + second)


def top_of(page: Page, selector: str) -> float:
    found = page.locator(selector).bounding_box()
    assert found
    return found["y"]


@pytest.mark.parametrize("height", [844, 420])
def test_on_a_phone_the_reply_box_sticks_and_actions_come_before_facts(
    height: int, console: Installation, sign_in: SignIn
) -> None:
    """With 420 pixels, as where the keyboard is open."""
    page = sign_in("olga", has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": height})
    box = open_person(console, page, 5)
    newest = page.locator("#sp-transcript .sp-bubble").last
    for _ in range(2):
        expect(box).to_be_in_viewport(ratio=1)
        expect(newest).to_be_in_viewport(ratio=1)
        box.tap()
    page.locator("#sp-facts").scroll_into_view_if_needed()
    expect(box).to_be_in_viewport(ratio=1)
    assert top_of(page, "#sp-actions") < top_of(page, "#sp-facts")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
