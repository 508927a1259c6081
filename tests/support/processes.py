"""The real processes for tests: a database, a port and an environment of their own, and an end for sure.

with installation(tmp_path) as site:
    site.serve()
    assert site.run("answer_messages", "--once").returncode == 0
"""

import atexit
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio

BASE_DIR = Path(__file__).resolve().parents[2]
MARKER = "WHATSPR_TEST_INSTALLATION"
"""An environment variable by which the children of children are found, whatever session they are in."""
SAID_SECONDS = 15.0
START_SECONDS = 180.0  # `collectstatic` takes more than a minute on a machine that is busy enough
STOP_SECONDS = 15.0
# Below the ports that the kernel gives to outgoing connections, which could take one of ours.
_PORTS = range(12000, 32000)
_NOT_COPIED = (".git", ".venv", ".env", "var", "tests", "docs", "staticfiles", "__pycache__", ".*_cache")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    while True:
        port = random.choice(_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def get(url: str, **headers: str) -> int | None:
    """Return the HTTP status that `url` answers with, None where nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as response:
            return int(response.status)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code
    except OSError:
        return None


class Database:
    """A database of its own on the server that the tests run on; `query` reads and writes it.

    It begins as a copy of `template`, which nobody may have open, or empty.
    """

    def __init__(self, folder: Path, template: "Database | None" = None) -> None:
        self._server = os.environ.get("TEST_DATABASE_URL", "")
        self._name = f"processes_{uuid.uuid4().hex}"
        self.move(folder)
        if self._server:
            self.url = urlsplit(self._server)._replace(path=f"/{self._name}").geturl()
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            copied = template._name if template else "template1"
            self.on_server(create.format(sql.Identifier(self._name), sql.Identifier(copied)))
        elif template:
            shutil.copyfile(template.file, self.file)

    def move(self, folder: Path) -> None:
        """Use a file in `folder`, before there is one; SQLite only."""
        self.file = folder / "db.sqlite3"
        self.url = f"sqlite:///{self.file}"

    @property
    def is_postgresql(self) -> bool:
        return bool(self._server)

    def drop(self) -> None:
        if self._server:
            self.on_server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._name)))

    def recreate(self) -> None:
        """Lose everything in it; PostgreSQL only."""
        self.drop()
        self.on_server(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._name)))

    def query(self, statement: str) -> list[Any]:
        """Run one statement; return its rows, the only value of each where there is just one column."""
        if self._server:
            rows = _fetch(self.url, statement)
        else:
            with closing(sqlite3.connect(self.file, timeout=20)) as connection, connection:
                rows = connection.execute(statement).fetchall()
        return [row[0] if len(row) == 1 else tuple(row) for row in rows]

    def on_server(self, statement: str | sql.Composed) -> list[Any]:
        """Run one statement in the server's own database; PostgreSQL only."""
        return _fetch(self._server, statement)

    def break_connections(self) -> int:
        """End every connection of others to this database; PostgreSQL only."""
        ended = self.on_server(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'"
        )
        return len(ended)

    @contextmanager
    def refusing_connections(self) -> Iterator[None]:
        """No connection to this database lives, or is made, while this block runs; PostgreSQL only."""
        allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        self.on_server(allow.format(sql.Identifier(self._name), sql.SQL("false")))
        try:
            self.break_connections()
            yield
        finally:
            self.on_server(allow.format(sql.Identifier(self._name), sql.SQL("true")))

    def connections(self) -> int:
        """Return how many connections others have to this database; PostgreSQL only."""
        rows = self.on_server(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{self._name}'")
        return int(rows[0][0])


def _fetch(url: str, statement: str | sql.Composed) -> list[Any]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode() if isinstance(statement, str) else statement)
        return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True)
class Started:
    """A process that runs in a session of its own; everything it says is in `log`."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def ended(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> None:
        """Kill the process and its children."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def wait_for(self, text: str) -> None:
        """Wait until `text` is in the output. AssertionError where it ends first, or never says so."""
        wait_until(lambda: text in self.output or self.ended(), START_SECONDS)
        assert text in self.output, f"ended with {self.process.returncode}:\n{self.output}"

    def wait(self, timeout: float = STOP_SECONDS) -> int:
        """Wait for the end and return the status."""
        return self.process.wait(timeout)

    def stop(self, signum: signal.Signals = signal.SIGTERM, timeout: float = STOP_SECONDS) -> int:
        """Send a signal to the process alone, wait for its end and return the status."""
        self.process.send_signal(signum)
        return self.wait(timeout)


class Installation:
    """One WhatsPR: `start` and `run` its commands; `environment` is all they see of the world.

    `code` is the folder of its manage.py: this repository, or an image's copy of it.
    """

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.code = BASE_DIR
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.started: list[Started] = []
        self.marker = f"{MARKER}={uuid.uuid4().hex}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "SSL_CERT_FILE": os.environ.get("SSL_CERT_FILE", ""),  # see tests/settings.py
            MARKER: self.marker.partition("=")[2],
            "ENV_FILE": os.devnull,
            "DATABASE_URL": database.url,
            "TURN_QUIET_SECONDS": "0",
            "PHONE_TURNS_PER_MINUTE": "0",
            "TURN_STOP_SECONDS": "3",
            "SCHEDULES_STOP_SECONDS": "2",
        }

    def configure(self, *, openai: FakeOpenAI, twilio: FakeTwilio, **more: str) -> None:
        """Set all that production needs, with fakes for the vendors, and `more` variables."""
        self.environment |= {
            "SECRET_KEY": "a-secret-key-for-tests-only-0123456789-abcdefghij",
            "PUBLIC_URL": self.url,
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": openai.base_url,
            "TWILIO_ACCOUNT_SID": twilio.account_sid,
            "TWILIO_AUTH_TOKEN": twilio.auth_token,
            "TWILIO_WHATSAPP_FROM": twilio.sender,
            "TWILIO_API_BASE_URL": twilio.url,
            **more,
        }

    def migrate(self) -> None:
        done = self.run("migrate", "--verbosity", "0", "--skip-checks", SECRET_KEY="migrations-sign-nothing")
        assert done.returncode == 0, done.stdout

    def execute(self, *command: str, **more: str) -> Any:
        """Run a command line to its end; its output, errors included, is `stdout` of what returns."""
        return subprocess.run(
            command,
            cwd=self.code,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=START_SECONDS,
            start_new_session=True,
        )

    def run(self, *command: str, **more: str) -> Any:
        """Run a command of manage.py to its end."""
        return self.execute(sys.executable, "manage.py", *command, **more)

    def start_program(self, *command: str, **more: str) -> Started:
        """Start a command line and return at once."""
        log = self.folder / f"{len(self.started)}-{Path(command[0]).name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=self.code,
                env=self.environment | more,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(Started(process, log))
        return self.started[-1]

    def start(self, *command: str, **more: str) -> Started:
        """Start a command of manage.py and return at once."""
        return self.start_program(sys.executable, "manage.py", *command, **more)

    def serve(self, *options: str, **more: str) -> Started:
        """Start the web process and wait until it answers."""
        web = self.start("serve", "--port", str(self.port), *options, **more)
        self.wait_until_alive(web)
        return web

    def wait_until_alive(self, web: Started) -> None:
        wait_until(lambda: web.ended() or get(f"{self.url}/health/live") == 200, START_SECONDS)
        assert not web.ended(), web.output

    def answer_messages(self, *options: str, **more: str) -> Started:
        """Start a worker and wait until it looks for messages."""
        worker = self.start("answer_messages", *options, **more)
        worker.wait_for("worker_started")
        return worker

    @contextmanager
    def answering(self, *options: str, **more: str) -> Iterator[Started]:
        """A worker that runs as long as this block, and ends well."""
        worker = self.answer_messages(*options, **more)
        yield worker
        assert worker.stop() == 0, worker.output

    def say(self, phone: str, body: str, **more: Any) -> str:
        """Post a signed WhatsApp message and return its MessageSid. Asserts the 200.

        Like Twilio (`#rc=5&rp=all`) it repeats a 503, which a web process on a busy machine may give.
        """
        params = inbound_params(phone, body, **more)
        inbound = f"{self.url}/webhooks/twilio/inbound"
        answers: list[tuple[int, str]] = []

        def is_answered() -> bool:
            answers.append(signed_post(inbound, params, self.environment["TWILIO_AUTH_TOKEN"]))
            return answers[-1][0] != 503

        wait_until(is_answered, SAID_SECONDS, every=0.2)
        assert answers[-1] == (200, "<Response/>")
        return params["MessageSid"]

    def pids(self) -> set[int]:
        """Every living process that has our environment: children of children too (Linux only)."""
        return {int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if self._is_ours(path)}

    def _is_ours(self, environ: Path) -> bool:
        try:
            return self.marker.encode() in environ.read_bytes().split(b"\0")
        except OSError:  # it has ended, or is not ours to read
            return False

    def stop(self) -> None:
        """End all that was started. AssertionError where a process had to be killed, or left children."""
        for started in self.started:
            if not started.ended():
                started.process.terminate()
        killed = [started.pid for started in self.started if not _ends(started)]
        for started in self.started:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
            started.process.wait()
        with suppress(AssertionError):
            wait_until(lambda: not self.pids(), 2.0)
        left = self.pids()
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert not killed, f"did not end within {STOP_SECONDS} s of SIGTERM: {killed}"
        assert not left, f"left behind: {left}"

    def show(self) -> None:
        """Print what the processes said: pytest shows it where the test fails."""
        for started in self.started:
            print(f"\n=== {started.process.args!r} ended with {started.process.returncode}")
            print(started.output)


def _ends(started: Started) -> bool:
    try:
        started.wait()
    except subprocess.TimeoutExpired:
        return False
    return True


@cache
def _migrated() -> Database:
    """A migrated database to copy, made once a process: migrating takes a second."""
    folder = Path(tempfile.mkdtemp(prefix="migrated-"))
    atexit.register(shutil.rmtree, folder)
    database = Database(folder)
    atexit.register(database.drop)
    Installation(folder, database).migrate()
    return database


def copy_of_the_code(folder: Path) -> Path:
    """Return a new folder with a checkout of its own, in which `make run` was never called."""
    ignored = shutil.ignore_patterns(*_NOT_COPIED)
    return Path(shutil.copytree(BASE_DIR, folder / "code", ignore=ignored))


@contextmanager
def installation(folder: Path, *, migrated: bool = True) -> Iterator[Installation]:
    """A WhatsPR of its own in `folder`; when this ends, its processes and its database are gone."""
    database = Database(folder, _migrated() if migrated else None)
    site = Installation(folder, database)
    try:
        yield site
    finally:
        try:
            site.stop()
        finally:
            site.show()
            database.drop()
