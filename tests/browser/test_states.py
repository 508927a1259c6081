"""The log-in by keyboard only, and pages outside the console that follow the browser's colours."""

import re
from base64 import b32decode
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import serving
from tests.support.console_pages import PASSWORD
from tests.support.processes import Installation
from tests.support.second_factor import code_by

MAKE = "from tests.support.console_pages import make_staff; make_staff()"
BACKGROUND = "getComputedStyle(document.querySelector('{}')).backgroundColor"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The web process, with olga, who has not set up her app yet."""
    with serving(tmp_path_factory.mktemp("console"), MAKE, OPERATOR_TWO_FACTOR="on") as site:
        yield site


def test_an_operator_logs_in_without_a_mouse(console: Installation, page: Page) -> None:
    page.goto(f"{console.url}/admin/")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("olga")
    page.keyboard.press("Tab")
    page.keyboard.type("a guess")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Please enter the correct username and password")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("qr-code")).to_be_visible()
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    page.keyboard.type(code_by(b32decode(page.get_by_test_id("key").inner_text().replace(" ", ""))))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("codes")).to_be_visible()


def test_the_docs_and_the_pages_of_errors_are_dark_where_the_browser_is(
    console: Installation, new_context: Callable[..., BrowserContext]
) -> None:
    shades: dict[str, set[str]] = {"html": set(), "body": set()}
    for scheme in ("light", "dark"):
        page = new_context(color_scheme=scheme).new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None)  # noqa: B023
        page.goto(f"{console.url}/api/docs")
        expect(page.get_by_role("heading", name=re.compile("WhatsPR"))).to_be_visible()
        shades["html"].add(page.evaluate(BACKGROUND.format("html")))
        page.goto(f"{console.url}/simulator/sign")
        expect(page.get_by_role("heading", name="This address cannot be opened")).to_be_visible()
        shades["body"].add(page.evaluate(BACKGROUND.format("body")))
        assert refused == []
        page.get_by_role("link", name="Log in").click()
        expect(page.get_by_label("Username")).to_be_focused()
    assert [len(found) for found in shades.values()] == [2, 2]
