"""Measure what the console's dashboard and sessions list transfer, and when the first row is there.

    .venv/bin/python scripts/weight.py [--development]

Starts the web process as a server has it, with collected static files, or as `make run` has it; with 55
sessions, of which the list shows 50. Opens both pages in Debian's Chromium: cold, warm, and warm at 50 kB/s.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

BASE_DIR = Path(__file__).resolve().parent.parent
KIB = 1024
SLOW = 50_000
"""Bytes a second."""
LOADS = 5
"""At that speed, of which the fastest counts: the machine may be busy."""
PAGES = {"dashboard": "/admin/", "sessions list": "/admin/sessions_app/conversationsession/"}
OPERATOR, PASSWORD = "olga", "measurements-only"
MAKE = f"""
from django.contrib.auth.models import User
from django.utils import timezone
from tests.support.factories import ConversationFactory, InboundFactory, OutboundFactory, SessionFactory
User.objects.create_superuser({OPERATOR!r}, password={PASSWORD!r})
for number in range(55):
    phone = SessionFactory.create().phone
    asked = {{"attention_at": timezone.now(), "attention": "Asks for a person."}} if number % 5 == 0 else {{}}
    ConversationFactory.create(phone=phone, **asked)
    InboundFactory.create(phone=phone, body="We launch a product", details={{"profile_name": "Ada Lee"}})
    OutboundFactory.create(phone=phone)
"""
FIRST_ROW = """
new MutationObserver((_, seen) => {
  if (!document.querySelector("#result_list tbody tr")) return;
  window.firstRowMs = performance.now();
  seen.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the console's pages transfer.")
    parser.add_argument("--development", action="store_true", help="as `make run` has it")
    options = parser.parse_args()
    sys.path.insert(0, str(BASE_DIR))
    from tests.fakes.openai_server import FakeOpenAI
    from tests.fakes.twilio_server import FakeTwilio
    from tests.support.processes import copy_of_the_code, installation

    with tempfile.TemporaryDirectory() as folder, installation(Path(folder)) as site:
        with FakeOpenAI() as openai, FakeTwilio() as twilio:
            site.configure(openai=openai, twilio=twilio, OPERATOR_TWO_FACTOR="off")
        made = site.run("shell", "-c", MAKE)
        assert made.returncode == 0, made.stdout
        if options.development:
            site.environment["DEBUG"] = "on"
        else:
            site.code = copy_of_the_code(Path(folder))
            site.run("collectstatic", "--noinput", "--skip-checks")
        site.serve()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for name, path in PAGES.items():
                page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
                measure(page, site.url, name, path)
            browser.close()


def measure(page: Page, url: str, name: str, path: str) -> None:
    """Print the figures of one page, opened in a browser that has seen nothing yet."""
    page.context.add_init_script(FIRST_ROW)
    page.request.get(f"{url}/admin/login/")
    [token] = [one["value"] for one in page.context.cookies() if one["name"] == "csrftoken"]
    form: dict[str, str | float | bool] = {"username": OPERATOR, "password": PASSWORD}
    form |= {"csrfmiddlewaretoken": token}
    page.request.post(f"{url}/admin/login/", form=form, headers={"Referer": url})
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    cold, warm = transferred(network, page, url + path), transferred(network, page, url + path)
    print(f"{name}: cold {cold / KIB:.0f} KiB, warm {warm / KIB:.0f} KiB", end="")
    speed = {"downloadThroughput": SLOW, "uploadThroughput": SLOW}
    network.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})
    first_rows = []
    for _ in range(LOADS):
        page.goto(url + path)
        first_rows.append(page.evaluate("window.firstRowMs ?? 0"))
    print(f", the first row after {min(first_rows):.0f} ms at 50 kB/s" if any(first_rows) else "")


def transferred(network: CDPSession, page: Page, url: str) -> float:
    """Return the bytes on the wire, with headers, until the page and its fonts are there."""
    sizes: list[float] = []

    def hear(told: dict[str, Any]) -> None:
        sizes.append(told["encodedDataLength"])

    network.on("Network.loadingFinished", hear)
    page.goto(url)
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    network.remove_listener("Network.loadingFinished", hear)
    return sum(sizes)


if __name__ == "__main__":
    main()
