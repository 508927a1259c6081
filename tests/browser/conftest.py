"""The browser of the tests: pytest-playwright on Debian's Chromium, for one file at a time.

Its own fixtures live as long as the session. Playwright's event loop would then still run in the
tests of other files, where `asyncio.run` and Django's ORM refuse to.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.support.console_pages import PASSWORD
from tests.support.processes import Installation, installation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WAIT_MS = 20_000
SignIn = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder."""
    skip = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: apt install chromium)")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for mark in (pytest.mark.browser, pytest.mark.processes, skip):
                item.add_marker(mark)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": {"width": 1280, "height": 800}}


def patient(page: Page) -> None:
    """Wait longer than Playwright does: the machine may be busy."""
    page.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    patient(page)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    """A folder, a port and a database for one test's processes, which end with it."""
    with installation(tmp_path) as site:
        yield site


@contextmanager
def serving(folder: Path, make: str, **environment: str) -> Iterator[Installation]:
    """Serve the web process alone, on a database that `make` has filled, a program for Django's shell."""
    with installation(folder) as site:
        site.environment |= {
            "DEBUG": "on",
            "SECRET_KEY": "a-secret-key-for-tests-only-0123456789-abcdefghij",
            "TWILIO_AUTH_TOKEN": "a-token-for-tests",
            "PUBLIC_URL": site.url,
            **environment,
        }
        site.serve()
        made = site.run("shell", "-c", make)
        assert made.returncode == 0, made.stdout
        yield site


@pytest.fixture
def sign_in(console: Installation, new_context: Callable[..., BrowserContext]) -> SignIn:
    """Return how an operator signs in at the file's `console`, in a browser of their own with `options`."""

    def sign_in(name: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.goto(f"{console.url}/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
        return page

    return sign_in
