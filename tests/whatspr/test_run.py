"""`make run` (scripts/run.py): what it prints and makes, how it ends, why it refuses to start."""

import os
import pty
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import BASE_DIR, Installation, Started, get, installation

pytestmark = pytest.mark.processes

RUN = (sys.executable, "scripts/run.py")
STOP_SECONDS = 5.0
"""What is promised on a machine that has nothing else to do."""
BUSY_SECONDS = 15.0
"""For the same, where other tests run beside it and all processes of the machine are looked at."""
WITH_QCLUSTER = 9
"""At least so many processes run once all is up: honcho and its three helpers, granian and its worker,
the worker, run_schedules, and django-q's."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    """As at a second start: nothing is set, the database has its tables."""
    with installation(tmp_path) as made:
        yield made


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Installation]:
    """As on a fresh machine: nothing is set, there is no table in the database."""
    with installation(tmp_path, migrated=False) as made:
        yield made


def options(site: Installation) -> list[str]:
    return ["--port", str(site.port), "--var", str(site.folder / "var")]


def run(site: Installation, **more: str) -> Started:
    """Start all and wait until the web process, the worker and the housekeeping run."""
    started = site.start_program(*RUN, *options(site), **more)
    site.wait_until_alive(started)
    started.wait_for("worker_started")
    wait_until(lambda: len(site.pids()) >= WITH_QCLUSTER, 30.0)
    return started


def refusal(site: Installation, *arguments: str, **more: str) -> str:
    """Return what it says where it refuses to start."""
    ended = site.execute(*RUN, *(arguments or options(site)), **more)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stdout
    return str(ended.stdout).strip()


def stop_in_time(site: Installation, started: Started, signum: signal.Signals) -> int:
    """Send one signal; assert that all is over in STOP_SECONDS, whatever session it is in."""
    begun = time.monotonic()
    status = started.stop(signum)
    took = time.monotonic() - begun  # without our own look at all processes of the machine
    assert site.pids() == set()
    assert took < STOP_SECONDS
    return status


def test_the_first_run_says_where_to_look_and_the_second_keeps_the_data(fresh_site: Installation) -> None:
    first = run(fresh_site)
    for page in ("simulator/", "admin/", "health/sessions"):
        assert f"{fresh_site.url}/{page}" in first.output
        assert get(f"{fresh_site.url}/{page}") == 200
    assert "scripted demo" in first.output
    assert "go to the simulator" in first.output
    assert re.search(r"operator / \S{12,}", first.output)
    assert stop_in_time(fresh_site, first, signal.SIGINT) == 0
    operators = "SELECT username, password FROM auth_user"
    before = fresh_site.database.query(operators)
    second = run(fresh_site)
    assert "operator /" not in second.output
    assert fresh_site.database.query(operators) == before
    assert stop_in_time(fresh_site, second, signal.SIGTERM) == 143


def test_when_one_process_ends_all_end(site: Installation) -> None:
    started = run(site)
    found = re.search(r"answer_messages started \(pid=(\d+)\)", started.output)
    assert found
    os.kill(int(found[1]), signal.SIGKILL)
    assert started.wait() != 0
    assert site.pids() == set()


def test_a_ctrl_c_while_it_prepares_stops_without_a_traceback(fresh_site: Installation) -> None:
    started = fresh_site.start_program(*RUN, *options(fresh_site))
    wait_until((fresh_site.folder / "var" / "development.env").exists)
    assert stop_in_time(fresh_site, started, signal.SIGINT) == 0
    assert "Traceback" not in started.output


def test_a_ctrl_c_right_at_the_start_stops_everything(site: Installation) -> None:
    started = site.start_program(*RUN, *options(site))
    started.wait_for("WhatsPR is starting")
    assert stop_in_time(site, started, signal.SIGINT) == 0
    assert "Traceback" not in started.output


def test_a_ctrl_c_that_ends_the_reader_of_the_output_too_stops_everything(site: Installation) -> None:
    run_and_tee = f"{sys.executable} scripts/run.py {' '.join(options(site))} | (read line; exec sleep 600)"
    started = site.start_program("/bin/sh", "-c", run_and_tee)
    site.wait_until_alive(started)
    os.killpg(started.pid, signal.SIGINT)
    wait_until(lambda: not site.pids(), BUSY_SECONDS, every=0.1)


def test_closing_the_terminal_stops_everything(site: Installation) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(BASE_DIR)
        os.execve(RUN[0], [*RUN, *options(site)], site.environment)
    wait_until(lambda: get(f"{site.url}/health/live") == 200, 30.0)
    os.close(terminal)
    wait_until(lambda: os.waitpid(pid, os.WNOHANG)[0] == pid, BUSY_SECONDS)
    wait_until(lambda: not site.pids(), 1.0)


def test_a_port_in_use_gets_one_clear_line(site: Installation) -> None:
    with socket.create_server(("127.0.0.1", site.port)):
        said = refusal(site)
    assert said.startswith(f"Port {site.port} cannot be used")
    assert said.count("\n") == 0


@pytest.mark.parametrize("port", ["0", "99999", "-1"])
def test_an_impossible_port_gets_one_clear_line(site: Installation, port: str) -> None:
    said = refusal(site, f"--port={port}", "--var", str(site.folder))
    assert said.startswith(f"{port} is not a port")
    assert said.count("\n") == 0


def test_a_broken_database_file_gets_one_clear_line(site: Installation) -> None:
    broken = site.folder / "broken.sqlite3"
    broken.write_bytes(b"This is no database. " * 100)
    said = refusal(site, DATABASE_URL=f"sqlite:///{broken}")
    assert "file is not a database" in said
    assert said.count("\n") == 0


def test_an_unreachable_postgresql_gets_one_clear_line(site: Installation) -> None:
    said = refusal(site, DATABASE_URL="postgres://nobody:secret@127.0.0.1:1/nowhere")
    assert "127.0.0.1" in said
    assert "secret" not in said
    assert said.count("\n") == 0


@pytest.mark.parametrize("name", ["SESSION_TTL_SECONDS", "DATABASE_URL"])
def test_an_unreadable_variable_gets_one_clear_line(site: Installation, name: str) -> None:
    said = refusal(site, **{name: "gibberish"})
    assert said.splitlines()[-1].startswith("The database or the configuration does not work:")


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_FROM"])
def test_half_set_twilio_credentials_are_refused(site: Installation, missing: str) -> None:
    credentials = {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "token",
        "TWILIO_WHATSAPP_FROM": "whatsapp:+14155238886",
    }
    said = refusal(site, **(credentials | {missing: ""}))
    assert "whatspr.E010" in said
    assert f"{missing} missing" in said


def test_with_real_credentials_the_real_path_runs(site: Installation) -> None:
    phone = "+4915140000001"
    with FakeOpenAI() as openai, FakeTwilio() as twilio:
        site.configure(openai=openai, twilio=twilio)
        started = run(site)
        assert "OpenAI, gpt-6-luna" in started.output
        assert f"{site.url}/webhooks/twilio/inbound#rc=5&rp=all" in started.output
        assert get(f"{site.url}/simulator/") == 404
        site.say(phone, "For real")
        wait_until(lambda: twilio.bodies_to(phone) == ["You said: For real (turn 1)"])
        stop_in_time(site, started, signal.SIGINT)
