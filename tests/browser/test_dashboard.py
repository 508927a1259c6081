"""The dashboard in a real Chromium, on a phone: its boxes fit, and its bars are as long as they say."""

import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.support.processes import Installation

COUNT = """
from collections import Counter
from django.utils import timezone
from sessions_app.telemetry import hourly_counts, release_counts, vendor_errors
hour = hourly_counts.hour_of(timezone.now())
amounts = {release_counts.stop("headline"): 40, release_counts.stop("quote"): 10, release_counts.APPROVED: 1}
amounts |= {release_counts.TO_APPROVAL.row(900): 1, vendor_errors.OPENAI.row("x" * 64): 1}
hourly_counts.add(Counter({(hour, name): amount for name, amount in amounts.items()}))
from tests.support.console_pages import make_staff
make_staff()
"""


@pytest.fixture
def console(site: Installation) -> Installation:
    """What `make run` starts, where something has been counted."""
    site.environment |= {"DEBUG": "on", "SECRET_KEY": "a-secret-key-for-tests-only-0123456789-abcdefghij"}
    program = [sys.executable, "scripts/run.py", "--port", str(site.port), "--var", str(site.folder)]
    site.wait_until_alive(site.start_program(*program))
    counted = site.run("shell", "-c", COUNT)
    assert counted.returncode == 0, counted.stdout
    return site


def test_on_a_phone_the_figures_fit_and_the_bars_have_their_lengths(
    console: Installation, sign_in: SignIn
) -> None:
    page = sign_in("vera", color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{console.url}/admin/?range=30d")
    box = page.locator(".dash-charts > *", has=page.get_by_role("heading", name="Where people stop"))
    expect(box.get_by_role("listitem")).to_have_text(["Headline 40", "Quotation 10"])
    long, short = (bar.bounding_box() for bar in box.locator("rect").all())
    assert long
    assert short
    assert 3.8 < long["width"] / short["width"] < 4.2
    expect(page.get_by_text("10 min to 15 min")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
