"""DEBUG under a public address: servers refuse it, and `make run` behind a tunnel opens nothing."""

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import Installation, get, installation

pytestmark = pytest.mark.processes

TUNNEL = "https://tunnel.example.org"
RUN = (sys.executable, "scripts/run.py")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as made:
        yield made


@pytest.mark.parametrize("command", ["serve", "answer_messages", "run_schedules", "check"])
def test_no_process_of_a_server_starts_with_debug(site: Installation, command: str) -> None:
    ended = site.run(command, DEBUG="on", SECRET_KEY="k" * 50, PUBLIC_URL=TUNNEL)
    assert ended.returncode == 1
    assert "(whatspr.E016) DEBUG is on, but PUBLIC_URL is not an address of this machine." in ended.stdout
    assert "Traceback" not in ended.stdout


def test_make_run_behind_a_tunnel_works_and_opens_nothing(site: Installation) -> None:
    options = ("--port", str(site.port), "--var", str(site.folder / "var"))
    started = site.start_program(*RUN, *options, PUBLIC_URL=TUNNEL)
    site.wait_until_alive(started)
    started.wait_for("worker_started")
    assert "Simulator    closed, because PUBLIC_URL is a public address" in started.output
    assert "Messages     cannot be sent" in started.output
    assert "scripted demo" in started.output
    for path, status in {
        "/health/sessions": 200,
        "/health/sessions/details": 401,
        "/metrics": 401,
        "/api/schema": 401,
        "/api/docs": 401,
        "/simulator/": 404,
        "/admin/login/": 200,
        "/static/sessions_app/console/every_page.css": 200,
    }.items():
        assert (path, get(f"{site.url}{path}")) == (path, status)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{site.url}/no-such-page", timeout=5)
    with caught.value as not_found:
        page = not_found.read().decode()
    assert "Page not found" in page
    assert "DEBUG" not in page  # Django's own page says why it shows all paths


def test_make_run_names_an_env_file_that_it_cannot_read(site: Installation) -> None:
    (site.folder / "env").write_bytes("A=ä\n".encode("utf-16"))
    ended = site.execute(*RUN, "--port", str(site.port), ENV_FILE=str(site.folder / "env"))
    assert ended.returncode == 1
    assert ended.stdout.strip().endswith("env cannot be read: save it as UTF-8.")
    assert "Traceback" not in ended.stdout
