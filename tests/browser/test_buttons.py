"""Buttons below a reply in a real Chromium: a tap means what a typed digit means."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_newcomer import PHONE, replies, say, start
from tests.support.processes import Installation


def test_a_tap_answers_the_welcome_and_later_explains_itself(page: Page, site: Installation) -> None:
    start(site)
    page.goto(f"{site.url}/")
    phone = page.locator(f'[data-testid="phone"][data-phone="{PHONE}"]')
    say(phone, "menu")
    expect(phone.get_by_test_id("button")).to_have_text(
        ["A funding round", "A product launch", "A partnership"]
    )
    phone.get_by_role("button", name="A product launch").click()
    expect(replies(phone).last).to_contain_text("Noted: product launch.")
    expect(replies(phone).last).to_have_attribute("data-state", re.compile("delivered|read"))
    phone.get_by_role("button", name="A partnership").click()
    expect(replies(phone).last).to_contain_text("That button belongs to an earlier message")
