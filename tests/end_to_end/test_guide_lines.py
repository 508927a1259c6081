"""The older service's command lines, run by a shell: curl against `make run`, and pytest.

They are as written there, but for the port, which is one of our own; its checklist's
`curl -I /health/sessions` leaves the server out, which no curl takes.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.background_server import wait_until
from tests.support.processes import BASE_DIR, Installation, installation

pytestmark = pytest.mark.processes

HEAD = "curl -I http://localhost:8000/health/sessions"
CLEANUP = "curl -X POST http://localhost:8000/health/sessions/cleanup"
ACTIVE = "curl -s http://localhost:8000/health/sessions/details | jq '.active_sessions'"
MEMORY = "curl -s http://localhost:8000/health/sessions/details | jq '.estimated_memory_bytes'"
BOTH = """curl -s http://localhost:8000/health/sessions/details | \\
  jq '.estimated_memory_bytes, .active_sessions'"""
PYTEST = """
pytest tests/test_session_cleanup.py -v
pytest tests/test_mvp_session_lifecycle.py -v
pytest tests/test_ttl_refresh_behavior.py -v
pytest tests/test_api_failure_recovery.py -v
pytest tests/test_session_cleanup.py tests/test_mvp_session_lifecycle.py -v
pytest tests/test_session_cleanup_safety.py::test_cleanup_metrics_consistency -v
"""
LEAST = {"session_cleanup": 20, "mvp_session_lifecycle": 6, "ttl_refresh_behavior": 7}
"""How many tests the guide counts in a file."""
TWILIO_AUTH_TOKEN = "the-guide-sets-it-alone"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """What `make run` starts, with one conversation session in it."""
    folder = tmp_path_factory.mktemp("guide")
    with installation(folder) as made:
        made.environment["TWILIO_AUTH_TOKEN"] = TWILIO_AUTH_TOKEN
        var = str(folder / "var")
        made.wait_until_alive(
            made.start_program(sys.executable, "scripts/run.py", "--port", str(made.port), "--var", var)
        )
        made.say("+4915140000002", "Hello")
        stored = "SELECT count(*) FROM sessions_app_conversationsession"
        wait_until(lambda: made.database.query(stored) == [1], 30.0)
        yield made


def shell(site: Installation, line: str) -> str:
    """Run a line of the guide as an operator does and return its standard output. Asserts that it works."""
    for tool in ("curl", "jq"):
        if tool in line and not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    line = line.replace("localhost:8000", f"localhost:{site.port}")
    done = subprocess.run(
        ["/bin/sh", "-c", line], env=site.environment, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_health_check_answers_200(site: Installation) -> None:
    assert shell(site, HEAD).startswith("HTTP/1.1 200 OK")


def test_jq_finds_the_active_sessions(site: Installation) -> None:
    assert shell(site, ACTIVE) == "1\n"


def test_jq_finds_the_memory_which_is_2_kb_a_session_at_most(site: Installation) -> None:
    assert 0 < int(shell(site, MEMORY)) <= 2048


def test_jq_finds_both_at_once(site: Installation) -> None:
    memory, active = shell(site, BOTH).split()
    assert (int(memory) > 0, active) == (True, "1")


def test_a_post_runs_the_cleanup(site: Installation) -> None:
    done = json.loads(shell(site, CLEANUP))
    assert done["cleanup_results"]["removed_sessions"] == 0
    assert done["current_metrics"]["active_sessions"] == 1


def test_the_tests_that_it_names_are_there() -> None:
    """They are collected at once: each line by itself would start Django anew."""
    named = sorted(set(re.findall(r"tests/\S+", PYTEST)))
    collect = [str(Path(sys.executable).parent / "pytest"), "--collect-only", "-q", *named]
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    listed = subprocess.run(
        collect, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
    )
    assert listed.returncode == 0, listed.stdout
    tests = listed.stdout.splitlines()
    for name, least in LEAST.items():
        assert sum(test.startswith(f"tests/test_{name}.py::") for test in tests) >= least
    assert "tests/test_session_cleanup_safety.py::test_cleanup_metrics_consistency" in tests
