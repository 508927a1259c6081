"""Two operators at work in two browsers: who needs a person shows up in both without a reload, and goes."""

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.support.console_pages import NEEDS_A_PERSON, SESSIONS
from tests.support.processes import Installation, installation

SECONDS = 60_000
"""The line asks every 15 s, on a machine that may be busy."""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """What `make run` starts, with the scripted interview: a user can ask for a person."""
    with installation(tmp_path_factory.mktemp("console")) as site:
        site.environment |= {
            "DEBUG": "on",
            "SECRET_KEY": "a-secret-key-for-tests-only-0123456789-abcdefghij",
            "TWILIO_AUTH_TOKEN": "a-token-for-tests",
        }
        program = [sys.executable, "scripts/run.py", "--port", str(site.port), "--var", str(site.folder)]
        site.wait_until_alive(site.start_program(*program))
        made = site.run("shell", "-c", "from tests.support.console_pages import make_staff; make_staff()")
        assert made.returncode == 0, made.stdout
        yield site


def stay(page: Page) -> None:
    """Mark the page, so that a reload would be noticed."""
    page.evaluate("window.isTheSamePage = true")


def test_two_operators_see_who_needs_a_person_and_that_one_has_dismissed_it(
    console: Installation, sign_in: SignIn
) -> None:
    olga, otto = sign_in("olga"), sign_in("otto")
    olga.goto(console.url + NEEDS_A_PERSON)
    otto.goto(console.url + SESSIONS)
    for page in (olga, otto):
        expect(page).to_have_title(re.compile("^[A-Z]"))
        stay(page)
    console.say("+14155550301", "hello")
    console.say("+14155550301", "Can I talk to a human, please?")
    expect(olga.locator("#result_list tbody")).to_have_count(1, timeout=SECONDS)
    expect(otto.locator("#result_list tbody")).to_contain_text(
        "needs a person", timeout=SECONDS, ignore_case=True
    )
    for page in (olga, otto):
        expect(page).to_have_title(re.compile(r"^\(1\) "), timeout=SECONDS)
        expect(page.locator("#console-attention")).to_contain_text("1 conversation needs a person")
        expect(page.locator("[data-attention-count]")).to_have_text("1")
    otto.goto(console.url + NEEDS_A_PERSON)
    stay(otto)
    olga.get_by_role("button", name="Dismiss").click()
    stay(olga)
    for page in (olga, otto):
        expect(page.locator("#result_list")).to_have_count(0, timeout=SECONDS)
        expect(page).to_have_title(re.compile("^[A-Z]"), timeout=SECONDS)
        expect(page.locator("[data-attention-count]")).to_be_empty()
        assert page.evaluate("window.isTheSamePage")


def test_nothing_is_replaced_under_a_hand_and_focus_stays(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    for last in (2, 3):
        console.say(f"+1415555040{last}", "hello")
    page.goto(console.url + SESSIONS)
    rows = page.locator("#result_list tbody")
    expect(page.locator("#result_list")).to_contain_text("0403", timeout=SECONDS)
    box = rows.filter(has_text="0402").get_by_role("checkbox")
    box.check()
    console.say("+14155550404", "hello")
    expect(page.locator("#list-waits")).to_be_visible(timeout=SECONDS)
    expect(page.locator("#result_list")).not_to_contain_text("0404")
    expect(box).to_be_checked()
    box.uncheck()
    link = rows.filter(has_text="0402").get_by_role("link", name="0402")
    link.focus()
    expect(page.locator("#result_list")).to_contain_text("0404", timeout=SECONDS)
    console.say("+14155550402", "one more message")  # moves its row to the top
    expect(rows.first).to_contain_text("0402", timeout=SECONDS)
    assert "0402" in page.evaluate("document.activeElement.textContent")
    expect(page.locator("#list-waits")).to_be_hidden()
    # Rows that came later are rows like the others.
    page.locator("#action-toggle").check()
    everybody = rows.count()
    expect(page.locator("#result_list .action-select:checked")).to_have_count(everybody)
    expect(page.locator(".action-counter")).to_have_text(f"{everybody} of {everybody} selected")
    rows.filter(has_text="0404").get_by_role("checkbox").uncheck()
    expect(page.locator("#action-toggle")).not_to_be_checked()
    expect(page.locator(".action-counter")).to_have_text(f"{everybody - 1} of {everybody} selected")


NEW = """() => {
  window.heard = [];
  window.Audio = class { constructor(src) { window.heard.push(src); } play() { return Promise.resolve(); } };
  window.Notification = class {
    static permission = "granted";
    static async requestPermission() { return "granted"; }
    constructor(title, options) { window.heard.push(`${title}: ${options.body}`); }
  };
}"""


def test_a_new_request_is_heard_once_by_who_wants_to(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    page.add_init_script(f"({NEW})()")
    page.goto(console.url + NEEDS_A_PERSON)
    for name in ("Sound", "Notification"):
        switch = page.get_by_role("button", name=name, exact=True)
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")
    page.evaluate("window.heard = []")
    console.say("+14155550501", "hello")
    console.say("+14155550501", "Can I talk to a human, please?")
    page.wait_for_function("window.heard.length", timeout=SECONDS)
    sound, notification = page.evaluate("window.heard")
    assert re.search(r"/static/sessions_app/console/attention(\.\w+)?\.wav$", sound)
    assert notification == "WhatsPR: A conversation needs a person"
    page.goto(console.url + SESSIONS)
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    assert page.evaluate("window.heard") == []  # the page before has told of it
    assert page.request.get(f"{console.url}/static/sessions_app/console/attention.wav").ok


def test_a_page_says_that_it_is_signed_out_or_cut_off(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    page.goto(console.url + SESSIONS)
    page.context.set_offline(True)
    expect(page.locator("#console-stale")).to_be_visible(timeout=SECONDS)
    page.context.set_offline(False)
    expect(page.locator("#console-stale")).to_be_hidden(timeout=SECONDS)
    page.context.clear_cookies()
    expect(page.locator("#console-attention")).to_contain_text("You are signed out", timeout=SECONDS)
