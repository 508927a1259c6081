"""The shipped deploy/Caddyfile in front of an installation, run by Debian's Caddy."""

import shutil
from pathlib import Path

import pytest

from tests.fakes.background_server import wait_until
from tests.support.processes import BASE_DIR, START_SECONDS, Installation, free_port, get

CADDYFILE = BASE_DIR / "deploy" / "Caddyfile"
needs_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")
ELSEWHERE = {
    "dynamic a web 8000": "dynamic a 127.0.0.1 {$WEB_PORT}",
    "servers {": "admin off\n\tservers {",
}
"""What the shipped file spells otherwise than its copy for this machine."""


def caddyfile(site: Installation) -> Path:
    """Write the shipped file, for this machine, into the folder of `site`."""
    text = CADDYFILE.read_text()
    for shipped, here in ELSEWHERE.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    file = site.folder / "Caddyfile"
    file.write_text(text)
    return file


def start_caddy(site: Installation) -> str:
    """Start Caddy in front of `site`, wait until it passes requests on, and return its URL."""
    url = f"http://127.0.0.1:{free_port()}"
    command = ("caddy", "run", "--adapter", "caddyfile", "--config", str(caddyfile(site)))
    caddy = site.start_program(*command, SITE_HOST=url, WEB_PORT=str(site.port), HOME=str(site.folder))
    wait_until(lambda: caddy.ended() or get(f"{url}/health/live") == 200, START_SECONDS)
    assert not caddy.ended(), caddy.output
    return url
