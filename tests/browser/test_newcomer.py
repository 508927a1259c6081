"""A newcomer's first minutes in a real Chromium: `make run`, a chat in the simulator, the admin."""

import re
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.support.processes import Installation, Started

PHONE = "+15005550001"
ANSWERS = {
    "name of your company": "Northwind Robotics",
    "product called": "Harvester One",
    "what does it do": "Harvester One picks apples without bruising them.",
    "people get it": "from March 1, 2027, in Great Britain",
    "what does it cost": "£900",
    "what else": "skip",
    "headline say": "Northwind Robotics launches a robot that picks apples",
    "second line": "skip",
    "now a quotation": "“We build where we were born,” says Ada Byron, CEO.",
    "customer say": "skip",
    "city and country": "Leeds, England",
    # Of the zones that the phone may be in: "today" is not the same day everywhere.
    "which day": f"{datetime.now(ZoneInfo('America/Los_Angeles')):%B %d, %Y}",
    "describe itself": "Northwind Robotics builds harvesting robots.",
    "may journalists contact": "Bo Lee, press@northwind.example, +44 113 496 0000",
    "web page": "skip",
}
"""What the scripted interview asks, in words of its questions, and what our user answers."""


def start(site: Installation) -> Started:
    """Start what `make run` starts, in a folder of its own."""
    program = [sys.executable, "scripts/run.py", "--port", str(site.port), "--var", str(site.folder)]
    started = site.start_program(*program)
    site.wait_until_alive(started)
    return started


def say(phone: Locator, text: str) -> None:
    phone.get_by_test_id("composer").locator("textarea").fill(text)
    phone.get_by_test_id("send").click()


def replies(phone: Locator) -> Locator:
    return phone.locator('[data-testid="bubble"][data-direction="out"]')


def answer_questions(phone: Locator) -> None:
    """Answer whatever is asked until the release arrives."""
    for asked in range(2, 2 + len(ANSWERS)):
        question = replies(phone).nth(asked - 1).inner_text().lower()
        say(phone, next(answer for words, answer in ANSWERS.items() if words in question))
        expect(replies(phone)).to_have_count(asked + 1)


def test_a_chat_in_the_simulator_goes_from_reset_to_an_approved_press_release(
    page: Page, site: Installation
) -> None:
    start(site)
    page.goto(f"{site.url}/")
    phone = page.locator(f'[data-testid="phone"][data-phone="{PHONE}"]')
    say(phone, "reset")
    expect(replies(phone).last).to_contain_text("1. A funding round")
    say(phone, "2")
    expect(replies(phone).last).to_contain_text("Noted: product launch.")
    answer_questions(phone)
    release = replies(phone).last
    expect(release).to_contain_text("FOR IMMEDIATE RELEASE")
    expect(release).to_contain_text("Northwind Robotics launches a robot that picks apples")
    expect(release).to_have_attribute("data-state", re.compile("delivered|read"))
    say(phone, "1")
    expect(replies(phone).filter(has_text="Approved: version 1 is final.")).to_have_count(1)
    expect(replies(phone).last).to_contain_text("northwind-roboti.pdf")


def test_an_operator_reads_sessions_and_messages_in_the_admin(page: Page, site: Installation) -> None:
    password = re.search(r"operator / (\S+)", start(site).output)
    assert password
    page.goto(f"{site.url}/simulator/")
    phone = page.locator(f'[data-testid="phone"][data-phone="{PHONE}"]')
    say(phone, "hello there")
    expect(replies(phone).last).to_contain_text("name of your company")
    page.goto(f"{site.url}/admin/")
    page.get_by_label("Username").fill("operator")
    page.get_by_label("Password").fill(password[1])
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{site.url}/admin/sessions_app/conversationsession/")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list")).to_contain_text("…0001")
    page.goto(f"{site.url}/admin/sessions_app/inboundmessage/")
    expect(page.locator("#result_list")).to_contain_text("hello there")


def test_two_phones_side_by_side_see_only_their_own_replies(page: Page, site: Installation) -> None:
    start(site)
    page.goto(f"{site.url}/simulator/")
    phones = page.get_by_test_id("phone")
    expect(phones).to_have_count(2)
    say(phones.nth(0), "/help")
    expect(replies(phones.nth(0))).to_have_count(1)
    expect(replies(phones.nth(1))).to_have_count(0)
