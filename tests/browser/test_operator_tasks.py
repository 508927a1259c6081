"""What `python -m scripts.operator_tasks` counts, on pages whose moves are known."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from scripts.operator_tasks.hands import Hand, Keys, NotThere

SITE = "http://pages.test"
PAGES = {
    "/": """<a href="/away/">Away</a> <main>
        <label>Reason <input></label> <a href="/there/">Go there</a> <a href="/gone/">Gone</a></main>""",
    "/there/": "<h1>Welcome</h1>",
    "/away/": "<h1>Elsewhere</h1>",
}


@pytest.fixture(autouse=True)
def at_the_first_page(page: Page) -> None:
    def answer(route: Route) -> None:
        body = PAGES.get(urlsplit(route.request.url).path)
        route.fulfill(status=200 if body else 404, body=body or "Not found", content_type="text/html")

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")


def give_a_reason(hand: Hand) -> None:
    hand.write("Reason", "because")
    hand.press("^Go there$", to="/there/$")
    hand.read("Welcome")


def test_a_mouse_counts_clicks(page: Page) -> None:
    hand = Hand(page)
    give_a_reason(hand)
    assert (hand.clicks, hand.keys, hand.tabs, hand.wrong_turns()) == (2, 0, 0, 0)


def test_a_keyboard_counts_tabs_and_enter(page: Page) -> None:
    hand = Keys(page)
    give_a_reason(hand)
    assert (hand.clicks, hand.keys, hand.tabs, hand.wrong_turns()) == (0, 1, 3, 0)


def test_pages_off_the_way_and_refusals_are_wrong_turns(page: Page) -> None:
    hand = Hand(page)
    hand.press("^Away$")
    hand.read("Elsewhere")
    assert hand.wrong_turns() == 1
    page.goto(f"{SITE}/")
    hand.way.append("^/$")
    hand.press("^Gone$", to="/gone/$")
    assert hand.wrong_turns() == 2


def test_what_is_not_on_the_page_is_said_with_the_page(page: Page) -> None:
    page.set_default_timeout(500)
    with pytest.raises(NotThere, match="no “Fly” at /"):
        Hand(page).press("Fly")
    with pytest.raises(NotThere, match="no text “Welcome” at /"):
        Hand(page).read("Welcome")
