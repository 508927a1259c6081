"""`make audit`: secrets in what is committed, and known vulnerabilities of the packages."""

import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from django.conf import settings

from scripts import vulnerabilities
from tests.fakes.background_server import BackgroundServer

MAKEFILE = (settings.BASE_DIR / "Makefile").read_text()
OSV_PATH = "/v1/querybatch"


class FakeOSV(BackgroundServer):
    """Knows one vulnerability, of all versions of Django."""

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(OSV_PATH, self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        asked: list[dict[str, Any]] = (await request.json())["queries"]
        known = {"name": "django", "ecosystem": "PyPI"}
        answers = [{"vulns": [{"id": "PYSEC-1"}]} if one["package"] == known else {} for one in asked]
        return web.json_response({"results": answers})


def scan(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the Makefile's own command, on `folder`."""
    (command,) = re.findall(r"\$\(BIN\)/(kingfisher .*?) \.\n", MAKEFILE, re.DOTALL)
    program, *arguments = command.replace("\\\n", "").split()
    return subprocess.run(
        [Path(sys.executable).parent / program, *arguments, folder],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_secret_is_found_but_not_printed(tmp_path: Path) -> None:
    token = secrets.token_hex(16)
    (tmp_path / "notes.md").write_text(f"TWILIO_AUTH_TOKEN={token}\n")
    found = scan(tmp_path)
    assert found.returncode != 0
    assert "notes.md" in found.stdout
    assert token not in found.stdout + found.stderr


def test_own_keys_and_examples_are_no_finding(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TWILIO_AUTH_TOKEN={secrets.token_hex(16)}\n")
    (tmp_path / "README.md").write_text("SECRET_KEY=$(openssl rand -hex 32)\n")
    assert scan(tmp_path).returncode == 0


def test_a_known_vulnerability_ends_the_audit() -> None:
    with FakeOSV() as osv, pytest.raises(SystemExit, match=r"django 5\.\S+: PYSEC-1$"):
        vulnerabilities.main(osv.url + OSV_PATH)


def test_packages_that_could_not_be_audited_are_not_called_safe(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeOSV() as osv:
        nowhere = osv.url
    vulnerabilities.main(nowhere + OSV_PATH)
    said = capsys.readouterr().out
    assert "is not reachable" in said
    assert "NOT AUDITED" in said
    assert "none known" not in said
