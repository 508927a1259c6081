"""compose.yaml's own commands and health checks, run as plain processes: no Docker engine is needed.

What an image gives is mapped so: its /app is a folder with just what the Dockerfile copies and runs,
`python` is this environment's (PATH), .env is the environment, and port 8000, which each container has
for itself, is a free one for each.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio
from tests.support.compose import SERVICES, at, command, grace
from tests.support.processes import (
    BASE_DIR,
    START_SECONDS,
    Installation,
    Started,
    free_port,
    get,
    installation,
)

pytestmark = [pytest.mark.processes, pytest.mark.postgres("compose.yaml runs PostgreSQL")]

PUBLIC_URL = "https://pr.example.org"
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
INBOUND = "/webhooks/twilio/inbound"
CONSOLE = """
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(SERVER_NAME="localhost")
client.force_login(get_user_model().objects.get())
for page in ("", "conversationsession/", "inboundmessage/", "outboundmessage/", "auditentry/"):
    print(client.get("/admin/" + (page and "sessions_app/" + page)).status_code)
"""
ADA, BOB = "+4915140000003", "+4915140000004"


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The /app of the Dockerfile's last stage."""
    app = tmp_path_factory.mktemp("app")
    stage = (BASE_DIR / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    for source, target in re.findall(r"^COPY ([^-\s]\S*) (\S+)$", stage, re.MULTILINE):
        if (BASE_DIR / source).is_dir():
            shutil.copytree(BASE_DIR / source, app / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(BASE_DIR / source, app / target)
    (collect,) = re.findall(r"^RUN (.*manage\.py.*)$", stage, re.MULTILINE)
    environment = {"PATH": PATH, "ENV_FILE": os.devnull}
    subprocess.run(["/bin/sh", "-c", collect], cwd=app, env=environment, check=True, timeout=START_SECONDS)
    return app


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A migrated database, as the role of the processes sees it."""
    with installation(tmp_path_factory.mktemp("owned"), migrated=False) as made:
        made.environment |= {"SECRET_KEY": "migrations-sign-nothing-0123456789", "DEBUG": "on", "PATH": PATH}
        done = migrate(made)
        assert done.returncode == 0, done.stdout
        made.environment["DATABASE_URL"] = as_application(made)
        yield made


@pytest.fixture
def site(tmp_path: Path, image: Path, openai: FakeOpenAI, twilio: FakeTwilio) -> Iterator[Installation]:
    """Configured as in production, with the stop times that compose.yaml's grace periods rely on."""
    with installation(tmp_path, migrated=False) as made:
        made.configure(openai=openai, twilio=twilio, PUBLIC_URL=PUBLIC_URL)
        made.environment["PATH"] = PATH
        made.code = image
        del made.environment["TURN_STOP_SECONDS"], made.environment["SCHEDULES_STOP_SECONDS"]
        twilio.deliver_callbacks_to = made.url
        assert migrate(made).returncode == 0
        made.environment["DATABASE_URL"] = as_application(made)
        yield made


def migrate(site: Installation) -> Any:
    """Run the migrate service, as the owner of the database."""
    given = {"DATABASE_URL": site.database.url, "POSTGRES_APP_PASSWORD": "a-pass-word"}
    return site.execute(*SERVICES["migrate"]["command"], **given)


def as_application(site: Installation) -> str:
    """Return the database's URL with the role that compose.yaml gives to the other services."""
    (role,) = re.findall(r"^postgres://(\w+):", SERVICES["web"]["environment"]["DATABASE_URL"])
    url = urlsplit(site.database.url)
    return url._replace(netloc=f"{role}@{url.netloc.rpartition('@')[2]}").geturl()


def start(site: Installation, service: str, *, port: int = 8000) -> Started:
    return site.start_program(*command(service, port=port))


def start_web(site: Installation, *, port: int) -> Started:
    """Start a web process and wait until its health check succeeds."""
    web = start(site, "web", port=port)
    wait_until(lambda: web.ended() or check(site, "web", port=port) == 0, START_SECONDS)
    assert not web.ended(), web.output
    return web


def check(site: Installation, service: str, *, port: int = 8000) -> int:
    """Run the health check of `service` and return its exit status."""
    kind, *words = SERVICES[service]["healthcheck"]["test"]
    assert kind == "CMD"
    status: int = site.execute(*at(port, words)).returncode
    return status


def post(site: Installation, port: int, phone: str, body: str) -> None:
    """Post a WhatsApp message that Twilio sent to the public address, as Caddy hands it on."""
    url = f"http://127.0.0.1:{port}{INBOUND}"
    token = site.environment["TWILIO_AUTH_TOKEN"]
    answer = signed_post(url, inbound_params(phone, body), token, public_url=PUBLIC_URL + INBOUND)
    assert answer == (200, "<Response/>")


def stop(service: str, *processes: Started) -> None:
    """Stop them as `docker compose stop` does. Asserts that they end well in the time they are given."""
    deadline = time.monotonic() + grace(service)
    for started in processes:
        started.process.send_signal(signal.SIGTERM)
    for started in processes:
        assert started.wait(deadline - time.monotonic()) == 0, started.output


def test_two_webs_two_workers_and_the_schedules_answer_and_stop_in_time(
    site: Installation, twilio: FakeTwilio
) -> None:
    second = free_port()
    webs = [start_web(site, port=port) for port in (site.port, second)]
    workers = [start(site, "worker"), start(site, "worker")]
    schedules = start(site, "schedules")
    post(site, site.port, ADA, "Hello")
    wait_until(lambda: twilio.bodies_to(ADA) == ["You said: Hello (turn 1)"], START_SECONDS)
    post(site, second, ADA, "Once more")
    wait_until(lambda: twilio.bodies_to(ADA)[1:] == ["You said: Once more (turn 2)"], START_SECONDS)
    alive = "SELECT kind FROM sessions_app_heartbeat ORDER BY kind"
    wait_until(lambda: site.database.query(alive) == ["schedules", "worker", "worker"], START_SECONDS)
    assert [check(site, service) for service in ("worker", "schedules")] == [0, 0]
    stop("worker", *workers)
    stop("schedules", schedules)
    stop("web", *webs)


def test_a_stop_lets_the_turn_under_way_finish_and_its_reply_go_out(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    web, worker = start_web(site, port=site.port), start(site, "worker")
    post(site, site.port, BOB, "Think 3 seconds")
    wait_until(lambda: openai.asked("Think 3"), START_SECONDS)
    assert twilio.bodies_to(BOB) == []
    stop("worker", worker)
    assert twilio.bodies_to(BOB) == ["You said: Think 3 seconds (turn 1)"]
    assert openai.asked("Think 3") == [200]
    stop("web", web)


@pytest.mark.parametrize(
    ("service", "setting"), [("worker", "TURN_STOP_SECONDS"), ("schedules", "SCHEDULES_STOP_SECONDS")]
)
def test_docker_waits_longer_than_the_process_itself(service: str, setting: str) -> None:
    default = re.search(rf"^{setting}=(\d+)$", (BASE_DIR / ".env.example").read_text(), re.MULTILINE)
    assert default
    assert grace(service) > float(default[1])


def test_the_admin_has_its_static_files(site: Installation) -> None:
    start_web(site, port=site.port)
    behind_caddy = {"X-Forwarded-Proto": "https"}
    assert get(f"{site.url}/admin/login/", **behind_caddy) == 200
    (icon,) = (site.code / "staticfiles" / "sessions_app").glob("icon.*.svg")
    assert get(f"{site.url}/static/sessions_app/{icon.name}", **behind_caddy) == 200


def test_the_static_files_are_for_every_user_of_the_image(image: Path) -> None:
    static = [image / "staticfiles", *(image / "staticfiles").rglob("*")]
    assert len(static) > 100
    assert {path.stat().st_mode & 0o004 for path in static} == {0o004}


def test_the_migration_can_be_run_again(site: Installation) -> None:
    again = migrate(site)
    assert again.returncode == 0
    assert "No migrations to apply" in again.stdout


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions_app_auditentry SET reason = 'none'",
        "TRUNCATE sessions_app_auditentry",
        "ALTER TABLE sessions_app_auditentry DISABLE TRIGGER USER",
        "ALTER TABLE sessions_app_auditentry ALTER COLUMN reason DROP NOT NULL",
        "DROP TRIGGER audit_log_no_change ON sessions_app_auditentry",
        "DROP FUNCTION audit_log_refuse CASCADE",
        "CREATE TABLE another (id integer)",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
    ],
)
def test_the_role_of_the_processes_cannot_touch_the_audit_log(owned: Installation, statement: str) -> None:
    with (
        psycopg.connect(owned.environment["DATABASE_URL"]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_the_console_is_read_and_the_audit_log_written_as_that_role(owned: Installation) -> None:
    password = {"DJANGO_SUPERUSER_PASSWORD": "a-pass-word-of-olga"}
    made = owned.run(
        "createsuperuser", "--noinput", "--username", "olga", "--email", "olga@example.org", **password
    )
    assert made.returncode == 0, made.stdout
    assert owned.run("shell", "-c", CONSOLE).stdout.split()[-5:] == ["200"] * 5
    with psycopg.connect(owned.environment["DATABASE_URL"]) as connection:
        connection.execute(
            'INSERT INTO sessions_app_auditentry (at, operator, action, "user", reason, details) '
            "VALUES (now(), 'olga', 'kill', '', '', '{}')"
        )


def test_a_table_of_a_later_migration_is_the_processes_too(owned: Installation) -> None:
    owned.database.query("CREATE TABLE later (id bigserial PRIMARY KEY, word text)")
    with psycopg.connect(owned.environment["DATABASE_URL"]) as connection:
        connection.execute("INSERT INTO later (word) VALUES ('a')")
        connection.execute("UPDATE later SET word = 'b'")
        connection.execute("DELETE FROM later")


@pytest.mark.parametrize("service", SERVICES)
def test_each_container_has_few_rights_and_a_limit(service: str) -> None:
    given = SERVICES[service]
    assert given["cap_drop"] == ["ALL"]
    assert given["security_opt"] == ["no-new-privileges:true"]
    assert given["mem_limit"]
    assert given.get("read_only") or service == "postgres"


@pytest.mark.parametrize("service", ["web", "worker", "schedules"])
def test_the_passwords_of_others_are_not_for_the_processes(service: str) -> None:
    assert SERVICES[service]["environment"]["POSTGRES_PASSWORD"] == ""
    assert SERVICES[service]["environment"]["GRAFANA_ADMIN_PASSWORD"] == ""
    assert "POSTGRES_PASSWORD" not in SERVICES[service]["environment"]["DATABASE_URL"]


def test_the_user_of_the_image_is_a_number_that_is_not_root() -> None:
    assert re.findall(r"^USER (.*)$", (BASE_DIR / "Dockerfile").read_text(), re.MULTILINE) == ["10001"]


@pytest.mark.parametrize("service", ["web", "worker", "schedules"])
def test_the_health_check_fails_where_nobody_answers(site: Installation, service: str) -> None:
    assert check(site, service, port=site.port) != 0
