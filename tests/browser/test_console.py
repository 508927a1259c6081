"""Operators at work in a real Chromium, while users write to real processes and a slow model answers."""

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn
from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_model import seconds_asked_for
from tests.fakes.openai_server import FakeOpenAI
from tests.support.console_pages import AUDIT_LOG, SESSIONS
from tests.support.processes import Installation, installation
from tests.support.waiting import wait_until_thinking

SIMULATED = "+15005550001"
"""A phone that the simulator's page shows."""
PATIENCE_SECONDS = 30.0


@pytest.fixture(scope="module")
def openai() -> Iterator[FakeOpenAI]:
    """Thinks as long as it is told to, and says what it was told."""
    with FakeOpenAI(think=seconds_asked_for) as openai:
        yield openai


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory, openai: FakeOpenAI) -> Iterator[Installation]:
    """What `make run` starts, with the fake model and the simulator. Each test has phones of its own."""
    with installation(tmp_path_factory.mktemp("console")) as site:
        site.environment |= {
            "DEBUG": "on",
            "SECRET_KEY": "a-secret-key-for-tests-only-0123456789-abcdefghij",
            "TWILIO_AUTH_TOKEN": "a-token-for-tests",
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": openai.base_url,
        }
        program = [sys.executable, "scripts/run.py", "--port", str(site.port), "--var", str(site.folder)]
        site.wait_until_alive(site.start_program(*program))
        made = site.run("shell", "-c", "from tests.support.console_pages import make_staff; make_staff()")
        assert made.returncode == 0, made.stdout
        yield site


def chat(site: Installation, phone: str, *texts: str) -> str:
    """Say `texts`, each answered by the bot before the next; return the session's address."""
    for text in texts:
        site.say(phone, text)
        waiting = f"SELECT 1 FROM sessions_app_inboundmessage WHERE phone = '{phone}' AND state = 'received'"
        wait_until(lambda: not site.database.query(waiting), PATIENCE_SECONDS)  # noqa: B023
    wanted = f"SELECT id FROM sessions_app_conversationsession WHERE phone = '{phone}'"
    wait_until(lambda: site.database.query(wanted), PATIENCE_SECONDS)
    return f"{site.url}{SESSIONS}{site.database.query(wanted)[0]}/change/"


def sent(site: Installation, phone: str) -> list[str]:
    """Return what was written to `phone`, oldest first."""
    return site.database.query(
        f"SELECT body FROM sessions_app_outboundmessage WHERE phone = '{phone}' ORDER BY id"
    )


def bubbles(page: Page, who: str) -> Locator:
    return page.locator(f'#sp-transcript [data-who="{who}"] .sp-text')


def reply(page: Page, text: str) -> None:
    page.get_by_label("Reply by hand").fill(text)
    page.get_by_role("button", name="Send").click()


def click(page: Page, button: str) -> None:
    page.locator("#sp-actions").get_by_role("button", name=button, exact=True).click()


def test_a_session_is_found_by_its_number_its_last_4_its_words_and_its_status(
    console: Installation, sign_in: SignIn
) -> None:
    chat(console, "+14155550101", "find me")
    chat(console, "+14155550102", "not me")
    page = sign_in("olga")
    rows = page.locator("#result_list tbody tr")
    by_user = re.compile(r"\?q=[^+]*0101$")
    for searched, address in {
        **dict.fromkeys(("+1 415 555 0101", "(415) 555-0101", "0101"), by_user),
        "FIND me": re.compile(r"\?q=%23\d+$"),
    }.items():
        page.goto(console.url + SESSIONS)
        page.get_by_role("textbox", name=re.compile("^Name, words, number, last 4")).fill(searched)
        page.keyboard.press("Enter")
        expect(page).to_have_url(address)
        expect(rows).to_have_count(1)
        assert "415555" not in page.url + page.evaluate("document.referrer") + page.content()
        expect(rows).to_contain_text(re.compile("…0101.*live", re.DOTALL | re.IGNORECASE))
    page.goto(f"{console.url}{SESSIONS}?status=paused&q=0101")
    expect(rows).to_have_count(0)
    page.goto(f"{console.url}{SESSIONS}?q=0101")
    rows.get_by_role("link", name="…0101").click()
    expect(page).to_have_url(re.compile(r"/person/\d+/$"))
    expect(bubbles(page, "user")).to_have_text(["find me"])


def test_unfolds_palette_which_searches_by_url_stays_closed(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    page.goto(console.url + SESSIONS)
    expect(page.locator("#search-input-command")).to_be_attached()
    page.keyboard.press("Control+k")
    page.keyboard.press("/")  # leads to the list's own search box
    expect(page.locator("#searchbar")).to_be_focused()
    expect(page.locator("#search-input-command")).to_be_hidden()


def test_a_transcript_grows_while_it_is_open_without_a_reload(console: Installation, sign_in: SignIn) -> None:
    page = sign_in("olga")
    page.goto(chat(console, "+14155550110", "first"))
    expect(bubbles(page, "bot")).to_have_text(["You said: first (turn 1)"])
    page.evaluate("window.isTheSamePage = true")
    page.get_by_label("Reply by hand").fill("half a sen")
    console.say("+14155550110", "second")
    expect(bubbles(page, "user")).to_have_text(["first", "second"])
    expect(bubbles(page, "bot")).to_have_text(["You said: first (turn 1)", "You said: second (turn 2)"])
    expect(page.locator("#sp-timeline details")).to_have_count(2)
    expect(page.get_by_label("Reply by hand")).to_have_value("half a sen")
    assert page.evaluate("window.isTheSamePage")


def test_a_session_that_is_killed_while_the_model_thinks_sends_nothing_and_says_that_it_has_ended(
    console: Installation, openai: FakeOpenAI, sign_in: SignIn
) -> None:
    phone = "+14155550120"
    address = chat(console, phone, "hello")
    page, other = sign_in("olga"), sign_in("otto")
    page.goto(address)
    other.goto(address)
    console.say(phone, "Think 8 about it")
    wait_until_thinking(openai, "about it")
    expect(page.locator("#sp-status")).to_contain_text("Turn running")
    page.get_by_role("link", name="Kill session…").click()
    expect(page.locator(".sp-confirm")).to_contain_text("A turn is running: it will write and send nothing")
    page.get_by_role("button", name="Kill the session").click()
    expect(page.get_by_text("The session has ended. Its thread will be deleted.")).to_be_visible()
    expect(other.locator("#sp-status")).to_contain_text("No session")
    expect(other.locator("#sp-transcript")).to_contain_text("A session ended on")
    wait_until(lambda: openai.in_flight == 0, PATIENCE_SECONDS)
    chat(console, phone, "after it")
    assert sent(console, phone) == ["You said: hello (turn 1)", "You said: after it (turn 1)"]


def test_an_operator_takes_over_replies_by_hand_and_hands_back(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("olga")
    phone = page.context.new_page()
    phone.goto(f"{console.url}/simulator/")
    replies = phone.locator(f'[data-phone="{SIMULATED}"] [data-testid="bubble"][data-direction="out"]')
    page.goto(chat(console, SIMULATED, "before"))
    expect(replies).to_have_count(1)

    click(page, "Take over")
    expect(page.get_by_text("You have taken over")).to_be_visible()
    console.say(SIMULATED, "for a person")
    expect(page.locator("#sp-status")).to_contain_text("1 held")
    reply(page, "This is Olga.")
    expect(bubbles(page, "operator")).to_have_text(["This is Olga."])
    expect(replies.last).to_contain_text("This is Olga.")
    expect(page.get_by_label("Reply by hand")).to_have_value("")

    console.say(SIMULATED, "for the bot")
    expect(page.locator("#sp-status")).to_contain_text("1 held")
    expect(replies).to_have_count(2)
    click(page, "Hand back to the bot")
    expect(replies.last).to_contain_text("for the bot")
    expect(replies).to_have_count(3)
    by_hand = (
        f"SELECT body FROM sessions_app_inboundmessage WHERE phone = '{SIMULATED}' AND operator = 'olga'"
    )
    assert console.database.query(by_hand) == ["for a person"]


def test_a_failed_turn_is_retried_and_then_answered(
    console: Installation, openai: FakeOpenAI, sign_in: SignIn
) -> None:
    openai.fail_next(Fault.http(400, "bad"), when=lambda payload: "doomed" in str(payload))
    page = sign_in("olga")
    page.goto(chat(console, "+14155550130", "fine", "doomed at first"))
    expect(page.locator("#sp-status")).to_contain_text("A turn failed for good")
    expect(page.locator("#sp-status")).to_contain_text("1 not answered")
    click(page, "Retry the failed turn")
    expect(page.get_by_text("The failed turn will be retried.")).to_be_visible()
    expect(bubbles(page, "bot").last).to_contain_text("You said: doomed at first")
    expect(page.locator("#sp-status")).not_to_contain_text("not answered")
    expect(page.locator("#sp-status")).not_to_contain_text("Needs a person")


def post(page: Page) -> int:
    """Post what the button "Extend" posts, from the user's page that is open; return the status."""
    [token] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken"]
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token}
    form["created_at"] = "2026-11-30T10:00:00.000000Z"
    return page.request.post(f"{page.url}steer/extend/", form=form, max_redirects=0).status


def test_a_viewer_sees_masked_numbers_and_no_actions_and_may_post_none(
    console: Installation, sign_in: SignIn
) -> None:
    phone = "+14155550140"
    address = chat(console, phone, "look at me")
    vera, olga = sign_in("vera"), sign_in("olga")
    for page in (vera, olga):
        page.goto(address)
        expect(bubbles(page, "user")).to_have_text(["look at me"])
        expect(page.locator("#sp-facts")).to_contain_text("…0140")
        assert phone.removeprefix("+") not in page.content()
    for found in (vera.locator("#sp-actions"), vera.get_by_label("Reply by hand")):
        expect(found).to_be_hidden()
    expect(vera.get_by_role("link", name="Show number")).to_have_count(0)
    assert [post(vera), post(olga)] == [403, 302]
    vera.goto(console.url + SESSIONS)
    expect(vera.locator("#result_list")).to_contain_text("…0140")
    expect(vera.locator('select[name="action"]')).to_have_count(0)
    assert phone.removeprefix("+") not in vera.content()


def test_an_operator_sees_a_whole_number_for_a_reason_that_is_kept(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("olga")
    page.goto(chat(console, "+14155550150", "call me"))
    page.get_by_role("link", name="Show number").click()
    page.get_by_role("button", name="Show number").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    page.get_by_label("Reason").fill("They asked to be called.")
    page.get_by_role("button", name="Show number").click()
    expect(page.get_by_test_id("number")).to_have_text("+14155550150")
    page.goto(console.url + AUDIT_LOG)
    newest = page.locator("#result_list tbody tr").first
    expect(newest).to_contain_text(re.compile(r"olga.*reveal.*…0150.*They asked to be called\.", re.DOTALL))


def test_of_two_operators_the_second_is_told_why_and_keeps_the_text(
    console: Installation, sign_in: SignIn
) -> None:
    address = chat(console, "+14155550160", "who is there")
    olga, otto = sign_in("olga"), sign_in("otto")
    otto.goto(address)
    olga.goto(address)
    reply(olga, "Olga here.")
    expect(bubbles(olga, "operator")).to_have_text(["Olga here."])
    reply(otto, "Otto here.")
    expect(otto.get_by_text("olga has taken over this conversation. Take it over first.")).to_be_visible()
    expect(otto.get_by_label("Reply by hand")).to_have_value("Otto here.")
    assert "Otto here." not in sent(console, "+14155550160")
    click(otto, "Take over from olga")
    expect(otto.get_by_text("You have taken over")).to_be_visible()
    expect(otto.get_by_label("Reply by hand")).to_have_value("Otto here.")
    otto.get_by_role("button", name="Send").click()
    expect(bubbles(olga, "operator")).to_have_text(["Olga here.", "Otto here."])
    expect(olga.locator("#sp-note")).to_contain_text("otto has taken over this conversation")


def test_on_a_phone_an_operator_reads_and_replies(console: Installation, sign_in: SignIn) -> None:
    phone = "+14155550170"
    chat(console, phone, "are you on the road?")
    page = sign_in("olga", has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/admin/", f"{SESSIONS}?q=0170"):
        page.goto(console.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#result_list").get_by_role("link", name="…0170").tap()
    expect(bubbles(page, "user")).to_have_text(["are you on the road?"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Reply by hand").fill("Yes, on a train.")
    page.get_by_role("button", name="Send").tap()
    expect(bubbles(page, "operator")).to_have_text(["Yes, on a train."])
    wait_until(lambda: sent(console, phone)[1:] == ["Yes, on a train."], PATIENCE_SECONDS)


def test_the_sessions_list_says_who_it_is_and_fits_on_a_phone(console: Installation, sign_in: SignIn) -> None:
    phone = "+14155550180"
    chat(console, phone, "we open a kite school")
    olga, vera = sign_in("olga"), sign_in("vera", has_touch=True, is_mobile=True)
    vera.set_viewport_size({"width": 390, "height": 844})
    for page in (olga, vera):
        page.goto(f"{console.url}{SESSIONS}?q=0180")
        row = page.locator("#result_list tbody tr")
        expect(row).to_contain_text(re.compile("You said: we open a kite school.*bot", re.DOTALL))
        expect(page.get_by_text("1 session", exact=True)).to_be_visible()
        page.get_by_role("link", name="longest waiting").click()
        expect(page).to_have_url(f"{console.url}{SESSIONS}?order=waiting&q=0180")
        expect(page.get_by_text("Nothing matches.")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.go_back()
    box = vera.locator("#result_list tbody tr").bounding_box()
    assert box
    assert box["height"] < 200  # a card, of which several fit on a phone
    olga.get_by_role("button", name="Filters").or_(olga.locator("a", has_text="Filters")).first.click()
    olga.get_by_label("From").fill("2020-01-01")
    olga.get_by_label("Until").fill("2020-01-31")
    olga.get_by_role("button", name="Show these days").click()
    expect(olga).to_have_url(f"{console.url}{SESSIONS}?q=0180&from=2020-01-01&until=2020-01-31")
    olga.get_by_role("link", name="Clear the search and the filters").click()
    expect(olga.locator("#result_list")).to_contain_text("…0180")
