"""Draw docs/img/*.png: the operators' console with a scripted story, on a desktop and a phone; the simulator.

    .venv/bin/python scripts/pictures.py [--to FOLDER] [--only press-release]

The page of a press release is docs/press-release-page.png, and -phone.png; `--only` draws that alone. Starts
what `make run` starts, in a temporary folder, and takes the pictures in Debian's Chromium.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

BASE_DIR = Path(__file__).resolve().parent.parent
IMAGES = BASE_DIR / "docs" / "img"
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
OPERATOR, PASSWORD = "olga", "pictures-only"
SESSIONS = "/admin/sessions_app/conversationsession/"
RELEASES = "/admin/assistant/pressrelease/"
TALLEST = {DESKTOP["width"]: 1200, PHONE["width"]: 1300}
"""By the width, in pixels: what is longer is cut."""
TALLEST_RELEASE = {DESKTOP["width"]: 1440, PHONE["width"]: 2500}
LISTS = {
    "dashboard": "",
    "sessions": "sessions_app/conversationsession/",
    "inbox": "sessions_app/inboundmessage/",
    "outbox": "sessions_app/outboundmessage/",
    "threads": "sessions_app/remotethread/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the pictures of the documentation.")
    parser.add_argument("--to", type=Path, default=IMAGES, help="folder of the pictures")
    parser.add_argument("--only", choices=["press-release"], help="draw the page of a press release alone")
    options = parser.parse_args()
    sys.path.insert(0, str(BASE_DIR))
    from tests.support.processes import installation

    with tempfile.TemporaryDirectory() as folder, installation(Path(folder), migrated=False) as site:
        site.environment |= {"TWILIO_AUTH_TOKEN": "pictures-only", "SECRET_KEY": "for-pictures-only" * 4}
        program = [sys.executable, "scripts/run.py", "--port", str(site.port), "--var", folder]
        site.wait_until_alive(site.start_program(*program))
        os.environ.update(site.environment, DEBUG="on", PUBLIC_URL=site.url)
        os.environ["DJANGO_SETTINGS_MODULE"] = "whatspr.settings"
        import django

        django.setup()
        from scripts.pictures_story import tell, tell_release

        release = tell_release(operator=OPERATOR, password=PASSWORD)
        sessions = {} if options.only else tell(site, operator=OPERATOR)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            draw_release(browser, site.url, release, options.to.parent)
            for taken in () if options.only else (draw_desktop, draw_phone, draw_simulator):
                taken(browser, site.url, sessions, options.to)
            browser.close()


def draw_release(browser: Browser, url: str, release: int, to: Path) -> None:
    """Draw the page of a press release, both versions of it."""
    for ending, context in (
        ("", {"viewport": DESKTOP}),
        ("-phone", {"viewport": PHONE, "has_touch": True, "is_mobile": True}),
    ):
        with signed_in(browser, url, **context) as page:
            page.goto(f"{url}{RELEASES}{release}/change/")
            draw(page, to / f"press-release-page{ending}.png", tallest=TALLEST_RELEASE)


def draw_desktop(browser: Browser, url: str, sessions: dict[str, int], to: Path) -> None:
    with signed_in(browser, url, viewport=DESKTOP) as page:
        draw_all(page, url, sessions, lambda name: to / f"console-{name}.png")
    with signed_in(browser, url, viewport=DESKTOP, color_scheme="dark") as page:
        page.goto(f"{url}/admin/")
        draw(page, to / "console-dashboard-dark.png")
        page.goto(address(url, sessions["by hand"]))
        draw(page, to / "console-session-dark.png")


def draw_phone(browser: Browser, url: str, sessions: dict[str, int], to: Path) -> None:
    with signed_in(browser, url, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        draw_all(page, url, sessions, lambda name: to / f"console-{name}-phone.png")


def draw_simulator(browser: Browser, url: str, sessions: dict[str, int], to: Path) -> None:
    """Draw the simulator with its two usual phones, which are the story's first two."""
    with browser.new_context(viewport=DESKTOP) as opened:
        page = opened.new_page()
        page.goto(f"{url}/simulator/")
        for phone in page.get_by_test_id("phone").all():
            phone.get_by_test_id("bubble").last.wait_for()
        draw(page, to / "simulator.png")


def draw_all(page: Page, url: str, sessions: dict[str, int], file_of: Callable[[str], Path]) -> None:
    """Draw every page, each into the file that `file_of` its name gives."""
    for name, path in LISTS.items():
        page.goto(f"{url}/admin/{path}")
        draw(page, file_of(name))
    for name, part in (("session", "interview"), ("take-over", "by hand"), ("retry", "failed")):
        page.goto(address(url, sessions[part]))
        draw(page, file_of(name))
    page.goto(address(url, sessions["person"], "kill"))
    draw(page, file_of("kill"))
    page.goto(address(url, sessions["by hand"]))
    page.get_by_role("link", name="Show number").click()
    page.get_by_label("Reason").fill("The user asked us to call back about the press conference.")
    draw(page, file_of("reveal"))
    page.get_by_role("button", name="Show number").click()
    page.get_by_test_id("number").wait_for()
    page.goto(f"{url}/admin/sessions_app/auditentry/")
    draw(page, file_of("audit-log"))


def address(url: str, session: int, page: str = "change") -> str:
    return f"{url}{SESSIONS}{session}/{page}/"


def draw(page: Page, file: Path, *, tallest: Mapping[int, int] = TALLEST) -> None:
    """Draw the whole page, or as much of it as `tallest` says."""
    page.wait_for_load_state("networkidle")
    usual = page.viewport_size
    assert usual
    width = usual["width"]
    height = min(tallest[width], page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": height})  # else the sidebar ends somewhere
    page.wait_for_load_state("networkidle")
    if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
        print(f"{file.name}: the page is {needed - width} px too wide")
    page.screenshot(path=file)
    page.set_viewport_size(usual)


@contextmanager
def signed_in(browser: Browser, url: str, **context: Any) -> Iterator[Page]:
    with browser.new_context(**context) as opened:
        page = opened.new_page()
        page.goto(f"{url}/admin/login/?next=/admin/")
        page.get_by_label("Username").fill(OPERATOR)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/admin/")
        yield page


if __name__ == "__main__":
    main()
