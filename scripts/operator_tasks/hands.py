"""The three ways to use a page. Each counts its own moves."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page, Response

MOST_TABS = 250
_FOCUSED = "one => one === document.activeElement || one.contains(document.activeElement)"
_SKIP_LINK = "() => /^skip to/i.test(document.activeElement?.textContent?.trim() ?? '')"
_MENU = "[x-on\\:click*='sidebarMobileOpen']:visible"
"""unfold's symbol that opens the sidebar at phone width."""
_REFUSALS = ".messagelist .warning, .messagelist .error, .errorlist li, [data-message-level='warning']"


class NotThere(Exception):
    """The page has no such thing."""


@dataclass
class Hand:
    """Somebody at `page` with a mouse. `visited` has the paths of all pages that were opened."""

    page: Page
    clicks: int = 0
    keys: int = 0
    """Keys that are no text: Enter, and the console's own."""
    tabs: int = 0
    visited: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    way: list[str] = field(default_factory=list)
    """The paths that the steps led to, as patterns."""
    strays: int = 0
    """Wrong turns, once all is done."""

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._note_page)
        self.page.on("response", self._note_refusal)

    def _note_page(self, frame: Frame) -> None:
        address = urlsplit(frame.url)
        if frame == self.page.main_frame and not address.fragment:  # "Skip to content" opens no page
            self.visited.append(address.path)

    def _note_refusal(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status >= 400:
            self.refusals.append(f"{response.status} {urlsplit(response.url).path}")

    def press(self, name: str, *, to: str = "", within: str = "body") -> None:
        """Press the first link or button whose name matches `name`, and wait for the page `to`."""
        self._press(self._found(name, within))
        self._arrive(to)

    def menu(self, title: str, *, to: str) -> None:
        """Go to a page of the sidebar."""
        self._press(self._found(rf"(^|\s){title}$", "#nav-sidebar"))
        self._arrive(to)

    def write(self, label: str, text: str, *, key: str = "") -> None:
        """Write `text` into the field called `label`; `key` is the console's own way to it."""
        self._focus(self.page.get_by_label(re.compile(label)).locator("visible=true").first, key)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def search(self, text: str, *, to: str) -> None:
        """Write `text` into the list's search box and press Enter."""
        self._focus(self.page.locator("#searchbar"), "/")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.keys += 1
        self._arrive(to)

    def choose(self, label: str, option: str) -> None:
        """Choose `option` from the list called `label`."""
        found = self.page.get_by_label(re.compile(label)).locator("visible=true").first
        self._focus(found, "")
        self.keys += 1  # its first letters, or a second click
        found.select_option(label=option)

    def read(self, text: str) -> None:
        """Find `text` on the page. Raises `NotThere`."""
        try:
            self.page.get_by_text(re.compile(text)).locator("visible=true").first.wait_for()
        except Exception as error:
            raise NotThere(f"no text “{text}” at {urlsplit(self.page.url).path}") from error

    def wrong_turns(self) -> int:
        """Return how many pages were opened that are not on the way, and how often something was refused."""
        shown = [str(one.text_content()) for one in self.page.locator(_REFUSALS).all()]
        strays = [path for path in self.visited if not any(re.search(one, path) for one in self.way)]
        return len(strays) + len(self.refusals) + len(shown)

    def _found(self, name: str, within: str) -> Locator:
        wanted, place = re.compile(name), self.page.locator(within).first
        links, buttons = place.get_by_role("link", name=wanted), place.get_by_role("button", name=wanted)
        found = links.or_(buttons).locator("visible=true").first
        try:
            found.wait_for()
        except Exception as error:
            raise NotThere(f"no “{name}” at {urlsplit(self.page.url).path}") from error
        return found

    def _arrive(self, to: str) -> None:
        if to:
            self.way.append(to)
            self.page.wait_for_url(re.compile(to))
        self.page.wait_for_load_state()

    def _press(self, found: Locator) -> None:
        found.click()
        self.clicks += 1

    def _focus(self, found: Locator, key: str) -> None:
        found.click()
        self.clicks += 1


class Finger(Hand):
    """Somebody at a phone: the sidebar is behind a symbol."""

    def menu(self, title: str, *, to: str) -> None:
        self._press(self.page.locator(_MENU).first)
        super().menu(title, to=to)

    def _press(self, found: Locator) -> None:
        found.tap()
        self.clicks += 1

    def _focus(self, found: Locator, key: str) -> None:
        self._press(found)


class Keys(Hand):
    """Somebody who has a keyboard only."""

    def _press(self, found: Locator) -> None:
        self._tab_to(found)
        self.page.keyboard.press("Enter")
        self.keys += 1

    def _focus(self, found: Locator, key: str) -> None:
        if key and not found.evaluate(_FOCUSED):
            self.page.keyboard.press(key)
            self.keys += 1
        self._tab_to(found)

    def _tab_to(self, found: Locator) -> None:
        is_in_main = found.evaluate("one => Boolean(one.closest('main, #main, #content'))")
        for _ in range(MOST_TABS):
            if found.evaluate(_FOCUSED):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
            if is_in_main and self.page.evaluate(_SKIP_LINK):
                self.page.keyboard.press("Enter")
                self.keys += 1
        raise NotThere(f"not reached with {MOST_TABS} Tabs at {urlsplit(self.page.url).path}")
