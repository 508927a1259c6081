"""The database does not answer: a 503 within 2 seconds, from a real process, whatever the outage."""

import json
import os
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from sessions_app.health import deadline
from tests.fakes.background_server import wait_until
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.support import postgres
from tests.support.factories import phone_number
from tests.support.processes import Installation, free_port, installation
from whatspr.pages import PROBE_THREADS

pytestmark = pytest.mark.processes

PROMISED_SECONDS = 2.0
PATHS = {
    "/health/sessions": "GET",
    "/health/ready": "GET",
    "/health/sessions/details": "GET",
    "/health/sessions/cleanup": "POST",
    "/metrics": "GET",
}
REPORTS = ["/health/sessions", "/health/sessions/details", "/metrics"]
EVERYWHERE_503 = dict.fromkeys(PATHS, 503)
ON_POSTGRESQL = bool(os.environ.get("TEST_DATABASE_URL"))
on_postgresql = pytest.mark.postgres("SQLite has no server and no locks of tables")
TOKEN = "test-auth-token"
CLEANUPS = 8
"""More than a web process has threads for pages."""
WEBHOOKS = 28
BEHIND = 6
"""Probes that come right behind those webhooks."""
PROBES = 20
KEY = "a" * 32
SIGN_IN = """
from django.contrib.auth.models import Permission, User
from django.test import Client
client, user = Client(), User.objects.create_user("operator", is_staff=True)
of_an_operator = ["view_conversationsession", "delete_conversationsession"]
user.user_permissions.set(Permission.objects.filter(codename__in=of_an_operator))
client.force_login(user)
print(client.cookies["sessionid"].value)
"""
EXPIRED_SESSION = """
    INSERT INTO sessions_app_conversationsession (phone, thread_id, created_at, last_accessed)
    VALUES ('+4915112345678', 'conv_1', now() - interval '30 days', now() - interval '30 days')
"""
GIVEN_UP_SECONDS = 20.0
"""Well above the 2 s after which a connection is given up, well below psycopg's 130."""
Hanging = Callable[[], AbstractContextManager[None]]


def ask(site: Installation, path: str, method: str = "GET", **headers: str) -> tuple[int, Any]:
    """Return the status and the body. AssertionError where that takes longer than is promised."""
    request = urllib.request.Request(site.url + path, method=method, headers=headers)
    started = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status, body = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, body = error.code, error.read()
    assert time.monotonic() - started < PROMISED_SECONDS, path
    return status, body


def statuses(site: Installation) -> dict[str, int]:
    return {path: ask(site, path, method)[0] for path, method in PATHS.items()}


@contextmanager
def development(folder: Path, *, migrated: bool = True) -> Iterator[Installation]:
    """An installation where the protected addresses are open to this machine."""
    with installation(folder, migrated=migrated) as made:
        made.environment |= {"DEBUG": "on", "SECRET_KEY": "x" * 50, "PUBLIC_URL": made.url}
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with development(tmp_path) as made:
        yield made


@pytest.fixture
def unmigrated_site(tmp_path: Path) -> Iterator[Installation]:
    with development(tmp_path, migrated=False) as made:
        yield made


@pytest.fixture
def file(site: Installation) -> Path:
    """The SQLite database that `site` serves from, on whatever the tests run."""
    path = site.database.file
    if ON_POSTGRESQL:
        site.environment["DATABASE_URL"] = f"sqlite:///{path}"
        site.migrate()
    site.serve()
    return path


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Nobody else writes the SQLite database in `file` while this block runs."""
    with closing(sqlite3.connect(file, isolation_level=None)) as locker:
        locker.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def hanging(site: Installation, request: pytest.FixtureRequest) -> Iterator[Hanging]:
    """`site` serves; what this returns makes its database hang, as long as a block runs."""
    site.environment |= {"TWILIO_AUTH_TOKEN": TOKEN}
    if not ON_POSTGRESQL:
        yield partial(locked, request.getfixturevalue("file"))
        return
    with postgres.own_server() as folder:
        site.environment["DATABASE_URL"] = postgres.url_of(folder)
        site.migrate()
        site.serve()
        try:
            yield partial(postgres.stopped, folder)
        finally:
            site.stop()


def post(site: Installation, number: int) -> int:
    """Post a signed message and return the status."""
    params = inbound_params(phone_number(number), "Hello")
    return signed_post(f"{site.url}/webhooks/twilio/inbound", params, TOKEN, timeout=60)[0]


@contextmanager
def swallower() -> Iterator[socket.socket]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        yield server


def serve_from(site: Installation, server: socket.socket) -> None:
    """Let `site` serve from a PostgreSQL that `server` pretends to be."""
    site.serve(DATABASE_URL=f"postgres://somebody@127.0.0.1:{server.getsockname()[1]}/whatspr")


def test_a_postgresql_that_hangs_is_a_503_in_time(site: Installation) -> None:
    with swallower() as server:
        serve_from(site, server)
        assert statuses(site) == EVERYWHERE_503
        status, body = ask(site, "/health/sessions")
        assert (status, json.loads(body)["status"]) == (503, "unhealthy")
        assert ask(site, "/health/live")[0] == 200


def test_many_probes_of_a_postgresql_that_hangs_are_all_answered_in_time_and_lose_no_thread(
    site: Installation,
) -> None:
    connections: list[socket.socket] = []

    def probe() -> bool:
        with ThreadPoolExecutor(PROBES) as threads:
            answers = threads.map(lambda _: ask(site, "/health/sessions")[0], range(PROBES))
            assert set(answers) == {503}
        with suppress(BlockingIOError):
            while True:
                connections.append(server.accept()[0])
        return len(connections) > deadline.THREADS

    with swallower() as server:
        server.setblocking(False)
        serve_from(site, server)
        wait_until(probe, GIVEN_UP_SECONDS)
        for connection in connections:
            connection.close()


@on_postgresql
def test_many_probes_of_a_server_that_stands_still_lose_no_thread(
    site: Installation, hanging: Hanging
) -> None:
    with hanging(), ThreadPoolExecutor(PROBES) as threads:
        for _ in range(2):
            answers = threads.map(lambda _: ask(site, "/health/sessions")[0], range(PROBES))
            assert set(answers) == {503}
    with ThreadPoolExecutor(PROBES) as threads:
        # On a busy machine the last of so many does not always get its answer in time.
        wait_until(lambda: {*threads.map(lambda _: ask(site, "/health/sessions")[0], range(PROBES))} == {200})


@on_postgresql
def test_reports_whose_server_processes_never_answer_lose_no_thread(site: Installation) -> None:
    site.serve()
    frozen: set[int] = set()
    with psycopg.connect(site.database.url) as locker, ThreadPoolExecutor(PROBE_THREADS) as threads:
        locker.execute("LOCK TABLE sessions_app_sessionchange")
        try:
            while len(frozen) < deadline.THREADS:
                answers = [threads.submit(ask, site, "/health/sessions") for _ in range(PROBE_THREADS)]
                wait_until(lambda: len(waiting_backends(site)) == len(frozen) + PROBE_THREADS)
                for pid in set(waiting_backends(site)) - frozen:
                    os.kill(pid, signal.SIGSTOP)
                    frozen.add(pid)
                assert {answer.result()[0] for answer in answers} == {503}
            locker.rollback()
            wait_until(lambda: ask(site, "/health/sessions")[0] == 200)
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)


def waiting_backends(site: Installation) -> list[int]:
    """Return the processes of the server that wait for a lock in the database of `site`."""
    name = urlsplit(site.database.url).path.removeprefix("/")
    rows = site.database.on_server(
        f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'"
    )
    return [int(pid) for (pid,) in rows]


@pytest.mark.parametrize("path", ["/metrics", "/api/schema", "/api/docs"])
def test_a_login_does_not_wait_for_a_database_that_hangs(site: Installation, path: str) -> None:
    with swallower() as server:
        serve_from(site, server)
        status, body = ask(site, path, Cookie=f"sessionid={KEY}")
        assert (status, json.loads(body)["status"]) == (503, "unhealthy")


@on_postgresql
def test_a_permission_does_not_wait_for_a_table_that_is_locked(site: Installation) -> None:
    key = site.run("shell", "--verbosity", "0", "--command", SIGN_IN).stdout.splitlines()[-1]
    site.serve()
    signed_in = {"Cookie": f"sessionid={key}; csrftoken={KEY}", "X-CSRFToken": KEY}
    assert ask(site, "/health/sessions/cleanup", "POST", **signed_in)[0] == 200
    with psycopg.connect(site.database.url) as locker:
        locker.execute("LOCK TABLE auth_user_user_permissions")
        assert ask(site, "/health/sessions/cleanup", "POST", **signed_in)[0] == 503


def test_webhooks_that_hang_keep_no_probe_from_its_answer(site: Installation, hanging: Hanging) -> None:
    assert post(site, 0) == 200
    report = 503 if ON_POSTGRESQL else 200  # SQLite's readers do not wait for the one that writes
    with ThreadPoolExecutor(WEBHOOKS + BEHIND) as threads, hanging():
        webhooks = [threads.submit(post, site, number) for number in range(1, WEBHOOKS + 1)]
        behind = [threads.submit(ask, site, path) for path in REPORTS for _ in range(BEHIND // len(REPORTS))]
        assert {probe.result()[0] for probe in behind} == {report}
        assert [ask(site, path)[0] for path in REPORTS] == [report] * len(REPORTS)
        assert ask(site, "/health/live")[0] == 200
        assert {webhook.result() for webhook in webhooks} == {503}
    wait_until(lambda: ask(site, "/health/sessions")[0] == 200)
    assert post(site, WEBHOOKS + 1) == 200


def test_a_postgresql_that_refuses_is_a_503(site: Installation) -> None:
    site.serve(DATABASE_URL=f"postgres://somebody@127.0.0.1:{free_port()}/whatspr")
    assert statuses(site) == EVERYWHERE_503


def test_repeated_probes_of_a_database_that_is_gone_are_one_line_for_each_address(site: Installation) -> None:
    web = site.serve(DATABASE_URL=f"postgres://somebody@127.0.0.1:{free_port()}/whatspr")
    for _ in range(3):
        assert statuses(site) == EVERYWHERE_503
    lines = [
        line for line in web.output.splitlines() if "error" in line and "metrics_not_written" not in line
    ]
    assert ["health_database_failed" in line and "gone" in line for line in lines] == [True] * len(PATHS)
    assert "Traceback" not in web.output


def test_a_locked_sqlite_is_a_503_in_time_and_a_200_afterwards(site: Installation, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as locker:
        locker.execute("PRAGMA locking_mode = EXCLUSIVE")
        locker.execute("BEGIN EXCLUSIVE")
        locker.execute("UPDATE django_migrations SET app = app")
        assert statuses(site) == EVERYWHERE_503
    wait_until(lambda: ask(site, "/health/sessions")[0] == 200)


def test_a_sqlite_file_of_garbage_is_a_503_and_a_200_when_it_is_restored(
    site: Installation, file: Path
) -> None:
    good = file.read_bytes()
    file.write_bytes(b"garbage " * 4096)
    assert statuses(site) == EVERYWHERE_503
    file.write_bytes(good)
    wait_until(lambda: ask(site, "/health/sessions")[0] == 200)


def test_a_probe_makes_no_sqlite_file_where_there_is_none(site: Installation) -> None:
    file = site.folder / "a # missing ?.sqlite3"
    site.serve(DATABASE_URL=f"sqlite:///{quote(str(file))}")
    assert statuses(site)["/health/sessions"] == 503
    assert not file.exists()


def test_a_database_that_turns_out_to_be_unmigrated_is_a_503(unmigrated_site: Installation) -> None:
    if ON_POSTGRESQL:
        with unmigrated_site.database.refusing_connections():
            unmigrated_site.serve()
    else:
        unmigrated_site.serve()
        unmigrated_site.database.file.touch()
    assert statuses(unmigrated_site) == EVERYWHERE_503
    assert json.loads(ask(unmigrated_site, "/health/ready")[1])["database"] is True


@on_postgresql
def test_a_cleanup_does_not_notice_that_postgresql_was_restarted(site: Installation) -> None:
    site.serve()

    def clean_up(_: int) -> int:
        return ask(site, "/health/sessions/cleanup", "POST")[0]

    with ThreadPoolExecutor(CLEANUPS) as threads:
        assert set(threads.map(clean_up, range(2 * CLEANUPS))) == {200}
        assert site.database.break_connections() > 0
        assert set(threads.map(clean_up, range(2 * CLEANUPS))) == {200}


@on_postgresql
def test_a_cleanup_that_a_restart_cuts_off_is_a_503_and_not_the_report_of_a_second_one(
    site: Installation,
) -> None:
    site.database.query(EXPIRED_SESSION)
    site.serve()
    with psycopg.connect(site.database.url) as locker, ThreadPoolExecutor(1) as threads:
        locker.execute("LOCK TABLE sessions_app_housekeepingjob IN SHARE MODE")  # written at the end
        answer = threads.submit(ask, site, "/health/sessions/cleanup", "POST")
        wait_until(lambda: len(waiting_backends(site)) == 1)
        assert site.database.query("SELECT count(*) FROM sessions_app_conversationsession") == [0]
        site.database.on_server(f"SELECT pg_terminate_backend({waiting_backends(site)[0]})")
        locker.rollback()
        assert answer.result()[0] == 503


@on_postgresql
def test_an_operators_login_and_the_report_share_the_promised_time(site: Installation) -> None:
    site.serve()
    with psycopg.connect(site.database.url) as login, psycopg.connect(site.database.url) as report:
        login.execute("LOCK TABLE django_session")
        report.execute("LOCK TABLE sessions_app_sessionchange")
        with ThreadPoolExecutor(1) as threads:
            started = time.monotonic()
            answer = threads.submit(ask, site, "/health/sessions/details", Cookie=f"sessionid={KEY}")
            wait_until(lambda: time.monotonic() > started + 1.0)
            login.rollback()
            assert answer.result()[0] == 503


@on_postgresql
def test_a_locked_table_is_a_503_in_time_and_a_200_afterwards(site: Installation) -> None:
    site.serve()
    with psycopg.connect(site.database.url) as locker:
        locker.execute("LOCK TABLE sessions_app_sessionchange")
        assert ask(site, "/health/sessions")[0] == 503
        assert ask(site, "/health/sessions/details")[0] == 503
        locker.rollback()
    wait_until(lambda: ask(site, "/health/sessions")[0] == 200)
