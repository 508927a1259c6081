"""Draw the console's pages, of a demo of its own (scripts/demo): for the documentation, or all of them.

    .venv/bin/python -m scripts.pictures              # docs/img, the README's and the documents'
    .venv/bin/python -m scripts.pictures --all FOLDER # every page: desktop, dark and phone

It needs Debian's Chromium. The pictures of the documentation are WebP, which Chromium makes of its own
screenshots; the others are PNG.
"""

import argparse
import base64
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize, sync_playwright

from scripts.demo import people
from scripts.demo.people import User
from scripts.demo.server import Site, demo

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "img"
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "": {"viewport": DESKTOP},
    "-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "-phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}
"""What a file's name ends with -> how its page is looked at."""
TALLEST = {DESKTOP["width"]: 1200, PHONE["width"]: 1300}
"""By the width, in pixels: what is longer is cut in the documentation."""
WEBP_QUALITY = 0.8
_AS_WEBP = """([png, quality]) => new Promise((resolve) => {
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext("2d").drawImage(picture, 0, 0);
    resolve(canvas.toDataURL("image/webp", quality).split(",")[1]);
  };
  picture.src = `data:image/png;base64,${png}`;
})"""

Goes: TypeAlias = Callable[["Visitor"], None]


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at the pages of `site`."""

    site: Site
    page: Page

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site.url}{path}")

    def follow(self, *names: str) -> None:
        """Follow the first link that has one of `names`, or press that button."""
        wanted = re.compile("|".join(names))
        self.page.get_by_role("link", name=wanted).or_(
            self.page.get_by_role("button", name=wanted)
        ).first.click()


def listed(title: str) -> Goes:
    """Return how to get to the page with that title in the sidebar."""

    def go(visitor: Visitor) -> None:
        link = visitor.page.locator("#nav-sidebar a", has_text=re.compile(rf"^\W*(?:[a-z_]+\s+)?{title}\b"))
        visitor.go(str(link.first.get_attribute("href")))

    return go


def at(path: str) -> Goes:
    return lambda visitor: visitor.go(path)


def of_user(user: User, *follow: str) -> Goes:
    """Return how to get to the page of `user`, and by which link from there."""

    def go(visitor: Visitor) -> None:
        visitor.go(page_of(user))
        if follow:
            visitor.follow(*follow)

    return go


def page_of(user: User) -> str:
    """Return the path of the page of `user`."""
    from sessions_app.conversations import people as pages

    return pages.pages([user.phone])[user.phone]


def release_of(user: User) -> Goes:
    """Return how to get to the newest press release of `user`."""

    def go(visitor: Visitor) -> None:
        from assistant.models import PressRelease

        newest = PressRelease.objects.filter(phone=user.phone).latest("pk")
        visitor.go(f"/admin/assistant/pressrelease/{newest.pk}/change/")

    return go


def show_number(visitor: Visitor) -> None:
    of_user(people.LUIS, "Show number")(visitor)
    visitor.page.get_by_label("Reason").fill("The user asked us to call back about the press conference.")


def simulator(visitor: Visitor) -> None:
    visitor.go("/simulator/")
    for phone in visitor.page.get_by_test_id("phone").all():
        phone.get_by_test_id("bubble").last.wait_for()


SCENES: dict[str, Goes] = {
    "dashboard": at("/admin/"),
    "sessions": listed("Sessions"),
    "inbox": listed("Inbox"),
    "outbox": listed("Outbox"),
    "threads": listed("Threads"),
    "session": of_user(people.GRACE),
    "take-over": of_user(people.LUIS),
    "retry": of_user(people.TOM),
    "kill": of_user(people.KAI, "Kill session", "End session"),
    "reveal": show_number,
    "press-release": release_of(people.BO),
    "audit-log": listed("Audit log"),
}
"""What the documentation shows, by the name of its picture."""
IN_DOCS = {
    "": SCENES,
    "-dark": {name: SCENES[name] for name in ("dashboard", "session")},
    "-phone": SCENES,
}
MORE: dict[str, Goes] = {
    "dashboard-30-days": at("/admin/?range=30d"),
    "needs-a-person": of_user(people.MEI),
    "history": of_user(people.HOLLY),
    "failed-before-a-session": of_user(people.KIM),
    "heard": of_user(people.JONAS),
    "media": of_user(people.DAN),
    "approved": of_user(people.BO),
    "undelivered": of_user(people.UMA),
    "hebrew": of_user(people.INES),
    "block": of_user(people.KAI, "Block"),
    "press-release-corrected": release_of(people.LENA),
    "press-release-blocked": release_of(people.INES),
    "press-release-half": release_of(people.GRACE),
    "nothing-found": at("/admin/sessions_app/conversationsession/?q=9999"),
    "not-found": at("/admin/nothing-here/"),
    "api-docs": at("/api/docs"),
}
"""What else there is, beside every page of the sidebar."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the console's pages.")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="draw every page, into this folder")
    options = parser.parse_args()
    with demo() as made, made.serving() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        if options.all:
            draw_everything(browser, site, options.all)
        else:
            draw_documentation(browser, site, IMAGES)
        browser.close()


def draw_documentation(browser: Browser, site: Site, to: Path) -> None:
    """Draw what the documents show, on a day on which OpenAI takes our account."""
    from sessions_app.models import VendorAccount

    VendorAccount.objects.all().delete()
    for ending, scenes in IN_DOCS.items():
        with visitor(browser, site, "olga", ending) as one:
            for name, go in scenes.items():
                draw(one, go, to / f"console-{name}{ending}.webp", cut=True)
    with visitor(browser, site, "", "") as one:
        draw(one, simulator, to / "simulator.webp", cut=True)


def draw_everything(browser: Browser, site: Site, to: Path) -> None:
    """Draw every page as an operator sees it, those of the sidebar as the superuser, some as the viewer."""
    for ending in LOOKS:
        with visitor(browser, site, "olga", ending) as one:
            for name, go in {**SCENES, **MORE}.items():
                draw(one, go, to / f"{name}{ending}.png")
        with visitor(browser, site, "admin", ending) as one:
            for title in titles(one.page):
                name = title.lower().replace(" ", "-")
                draw(one, listed(title), to / f"admin-{name}{ending}.png")
        with visitor(browser, site, "vera", ending) as one:
            for name in ("sessions", "session", "take-over", "press-release"):
                draw(one, SCENES[name], to / f"viewer-{name}{ending}.png")
        with visitor(browser, site, "", ending) as one:
            for name, go in {"log-in": at("/admin/"), "simulator": simulator}.items():
                draw(one, go, to / f"{name}{ending}.png")


def titles(page: Page) -> list[str]:
    """Return the titles in the sidebar: each stands beside a symbol, which is a word without a capital."""
    links = page.locator("#nav-sidebar a[href^='/admin/']:not([href='/admin/'], [href*='password'])").all()
    lines = (line.strip() for link in links for line in str(link.text_content()).split("\n"))
    return list(dict.fromkeys(line for line in lines if line[:1].isupper()))


def draw(visitor: Visitor, go: Goes, file: Path, *, cut: bool = False) -> None:
    """Draw the whole page that `go` leads to, or as much of it as `TALLEST` says. Reports what is missing."""
    visitor.site.beat()
    page = visitor.page
    usual = page.viewport_size
    assert usual
    try:
        go(visitor)
    except Exception as error:
        print(f"{file.name}: {str(error).splitlines()[0]}")
        return
    settle(page)
    width, height = usual["width"], page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(TALLEST[width], height) if cut else height})
    settle(page)  # the sidebar grows too
    if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
        print(f"{file.name}: the page is {needed - width} px too wide")
    png = page.screenshot()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(as_webp(page, png) if file.suffix == ".webp" else png)
    page.set_viewport_size(usual)


def settle(page: Page) -> None:
    """Wait until the page has all that it wants: a page that asks for changes never has it for long."""
    page.wait_for_load_state()
    with suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=5_000)


def as_webp(visited: Page, png: bytes) -> bytes:
    page = visited.context.new_page()  # the console's own pages allow no picture from a script
    webp = page.evaluate(_AS_WEBP, [base64.b64encode(png).decode(), WEBP_QUALITY])
    page.close()
    return base64.b64decode(webp)


@contextmanager
def visitor(browser: Browser, site: Site, name: str, ending: str) -> Iterator[Visitor]:
    """Somebody signed in as `name`, as nobody if it is blank, with one of the `LOOKS`."""
    with browser.new_context(**LOOKS[ending]) as opened:
        page = opened.new_page()
        page.set_default_timeout(15_000)
        if name:
            site.sign_in(page, name)
        yield Visitor(site, page)


if __name__ == "__main__":
    main()
