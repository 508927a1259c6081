"""`make run` (scripts/run.py): what it prints and makes, how it ends, why it refuses to start."""

import os
import pty
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import BASE_DIR, Installation, Started, copy_of_the_code, get, installation

pytestmark = pytest.mark.processes

RUN = (sys.executable, "scripts/run.py")
STOP_SECONDS = 10.0  # twice what a busy machine took; a process that hangs takes longer
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


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Installation]:
    """A fresh clone in `code`, whose owner has an OpenAI key and nothing else set."""
    with installation(tmp_path) as made:
        made.code = copy_of_the_code(tmp_path)
        made.environment.pop("ENV_FILE")
        made.environment.pop("DATABASE_URL")
        (made.code / ".env").write_text("OPENAI_API_KEY=sk-test\nOPENAI_BASE_URL=http://127.0.0.1:1\n")
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
    assert "manage.py changepassword operator" in first.output
    first.wait_for("all well (manage.py doctor)")
    assert stop_in_time(fresh_site, first, signal.SIGINT) == 0
    operators = "SELECT username, password FROM auth_user"
    before = fresh_site.database.query(operators)
    second = run(fresh_site)
    assert "operator /" not in second.output
    assert "manage.py changepassword operator" in second.output
    assert fresh_site.database.query(operators) == before
    assert stop_in_time(fresh_site, second, signal.SIGTERM) == 143


def manage(site: Installation, *command: str, typed: str = "") -> str:
    """Run a command of manage.py from a folder that is not the checkout's; return its output."""
    ended = subprocess.run(
        [sys.executable, str(site.code / "manage.py"), *command],
        cwd=site.folder,
        env=site.environment,
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=30,
        start_new_session=True,  # without a terminal a password is read from standard input
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


def query(site: Installation, statement: str) -> list[Any]:
    database = site.code / "var" / "whatspr.sqlite3"
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        return connection.execute(statement).fetchall()


def can_log_in(site: Installation, name: str, password: str) -> bool:
    page = f"{site.url}/admin/login/"
    with requests.Session() as browser:
        browser.get(page, timeout=10)
        form = {
            "username": name,
            "password": password,
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        }
        return browser.post(page, form, allow_redirects=False, timeout=10).status_code == 302


def test_the_commands_of_the_readme_work_beside_it_and_afterwards(checkout: Installation) -> None:
    started = checkout.start_program(*RUN, "--port", str(checkout.port), LOG_LEVEL="DEBUG")
    checkout.wait_until_alive(started)
    started.wait_for("worker_started")
    started.wait_for("job=expire_sessions")  # the next one comes in five minutes
    (checkout.folder / "old.json").write_text('{"+14155550001": "conv_ada", "+14155550002": "conv_bob"}')
    assert "2 sessions imported" in manage(checkout, "migrate_sessions", "old.json")
    query(checkout, "UPDATE sessions_app_conversationsession SET last_accessed = '2026-01-01 00:00:00'")
    assert "2 expired sessions removed" in manage(checkout, "expire_sessions")
    assert query(checkout, "SELECT count(*) FROM sessions_app_conversationsession") == [(0,)]
    manage(checkout, "is_alive", "worker")
    assert "ok    processes   worker: 1 alive" in manage(checkout, "doctor", "--local")

    manage(checkout, "changepassword", "operator", typed="a-new-pass-word\n" * 2)
    assert can_log_in(checkout, "operator", "a-new-pass-word")
    assert not can_log_in(checkout, "operator", "another-pass-word")

    assert stop_in_time(checkout, started, signal.SIGINT) == 0
    manage(checkout, "answer_messages", "--once")
    manage(checkout, "createsuperuser", "--noinput", "--username", "olga", "--email", "olga@example.org")
    assert query(checkout, "SELECT username FROM auth_user ORDER BY 1") == [("olga",), ("operator",)]


def test_what_it_makes_is_for_its_owner_alone(checkout: Installation) -> None:
    var = checkout.code / "var"
    var.mkdir(mode=0o755)  # as an earlier release made it
    started = checkout.start_program(*RUN, "--port", str(checkout.port))
    started.wait_for("worker_started")
    made = {path.name: path.stat().st_mode & 0o077 for path in (var, *var.iterdir())}
    assert made.keys() >= {"development.env", "whatspr.sqlite3", "whatspr.sqlite3-wal"}
    assert set(made.values()) == {0}
    stop_in_time(checkout, started, signal.SIGINT)
    manage(checkout, "rollback_sessions")
    backup, *others = (var / "backups").iterdir()
    assert others == []
    assert {path.stat().st_mode & 0o077 for path in (backup, var / "backups", *var.iterdir())} == {0}


def test_after_it_a_server_that_lacks_a_key_refuses_to_start(checkout: Installation) -> None:
    (checkout.code / "var").mkdir()
    (checkout.code / "var" / "development.env").write_text("DEBUG=on\nSECRET_KEY=made\n")
    assert checkout.run("check").returncode == 0
    (checkout.code / ".env").write_text("PUBLIC_URL=https://pr.example.org\n")
    refused = checkout.run("serve", "--port", str(checkout.port))
    assert refused.returncode == 1
    assert "whatspr.E001" in refused.stdout


@pytest.mark.parametrize("command", ["serve", "answer_messages", "run_schedules"])
@pytest.mark.parametrize("dotenv", ["SECRET_KEY=\nOPENAI_API_KEY=sk-test\n", None], ids=["blank", "missing"])
def test_after_it_a_server_without_settings_refuses_to_start(
    checkout: Installation, dotenv: str | None, command: str
) -> None:
    (checkout.code / "var").mkdir()
    made = f"DEBUG=on\nSECRET_KEY=made\nPUBLIC_URL={checkout.url}\n"
    (checkout.code / "var" / "development.env").write_text(made)
    (checkout.code / ".env").unlink()
    if dotenv:
        (checkout.code / ".env").write_text(dotenv)
    refused = checkout.run(command)
    assert refused.returncode == 1
    assert "use `make run`" in refused.stdout


def test_it_keeps_the_secrets_of_an_older_version_and_follows_the_port(site: Installation) -> None:
    file = site.folder / "var" / "development.env"
    file.parent.mkdir()
    file.write_text("SECRET_KEY=first\nTWILIO_AUTH_TOKEN=second\n")
    started = site.start_program(*RUN, *options(site))
    started.wait_for("WhatsPR is starting")
    stop_in_time(site, started, signal.SIGINT)
    values = {"DEBUG=on", "SECRET_KEY=first", "TWILIO_AUTH_TOKEN=second", f"PUBLIC_URL={site.url}"}
    assert {line for line in file.read_text().splitlines() if not line.startswith("#")} == values
    assert file.stat().st_mode & 0o777 == 0o600


def test_its_folder_may_have_any_name(fresh_site: Installation) -> None:
    var = fresh_site.folder / "c++ #1, 100%?"
    del fresh_site.environment["DATABASE_URL"]
    started = fresh_site.start_program(*RUN, "--port", str(fresh_site.port), "--var", str(var))
    started.wait_for("WhatsPR is starting")
    assert stop_in_time(fresh_site, started, signal.SIGINT) == 0
    assert (var / "whatspr.sqlite3").exists()


def test_a_damaged_file_of_secrets_gets_one_clear_line(site: Installation) -> None:
    file = site.folder / "var" / "development.env"
    file.parent.mkdir()
    file.write_text("gibberish")
    said = refusal(site)
    assert f"{file} is damaged in line 1" in said
    assert said.count("\n") == 0


def test_a_folder_that_cannot_be_made_gets_one_clear_line(site: Installation) -> None:
    (site.folder / "var").touch()
    said = refusal(site)
    assert str(site.folder / "var") in said
    assert said.count("\n") == 0


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
