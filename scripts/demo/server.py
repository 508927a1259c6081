"""A demo of its own that scripts look at with a browser, in a folder that goes with it.

Only the web process runs: without a worker and schedules all states stay as they are.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from scripts.demo.database import BASE_DIR, PASSWORD, use

START_SECONDS = 120.0
_PATIENT = {"HEALTH_CLEANUP_GRACE_SECONDS": "7200", "HEALTH_MESSAGE_WAIT_SECONDS": "7200"}
"""Nothing is cleaned up or answered here, and no warning says so."""


@dataclass(frozen=True)
class Site:
    """A demo that is served at `url`. This process can read its database."""

    url: str

    def sign_in(self, page: Page, name: str) -> None:
        """Sign the account `name` of the demo in, at the dashboard."""
        page.goto(f"{self.url}/admin/login/?next=/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/admin/")

    def beat(self) -> None:
        """Report a worker and schedules that are alive, as the dashboard shows them."""
        from sessions_app.models import Heartbeat
        from sessions_app.telemetry import heartbeats

        for kind in Heartbeat.Kind:
            heartbeats.beat(kind)


@dataclass(frozen=True)
class Demo:
    """A demo in `filled`, a file that nobody writes: it is served as often as wanted, each time anew."""

    filled: Path
    served: Path
    port: int

    @contextmanager
    def serving(self) -> Iterator[Site]:
        """Serve a copy until the end."""
        from django.db import connections

        for before in self.served.parent.glob(f"{self.served.name}*"):
            before.unlink()
        shutil.copyfile(self.filled, self.served)
        serve = [sys.executable, "manage.py", "serve", "--port", str(self.port), "--skip-checks"]
        with subprocess.Popen(serve, cwd=BASE_DIR) as web:
            try:
                site = Site(f"http://127.0.0.1:{self.port}")
                _wait_until_alive(site, web)
                yield site
            finally:
                web.terminate()
                connections.close_all()


@contextmanager
def demo() -> Iterator[Demo]:
    """Fill a new demo, which is gone at the end."""
    port = _free_port()
    with TemporaryDirectory(prefix="demo-") as folder:
        filled, served = Path(folder, "filled.sqlite3"), Path(folder, "served.sqlite3")
        fill = ["-m", "scripts.demo", "--file", str(filled), "--port", str(port)]
        subprocess.run([sys.executable, *fill], cwd=BASE_DIR, check=True)
        use(served, port=port, LOG_LEVEL="CRITICAL", **_PATIENT)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "on"  # Playwright has an event loop in this thread
        import django

        django.setup()
        yield Demo(filled, served, port)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_alive(site: Site, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{site.url}/health/live", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"The web process does not answer at {site.url}.")
