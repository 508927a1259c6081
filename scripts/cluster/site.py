"""All services of the cluster, in a folder of their own."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from scripts.cluster import configuration
from scripts.cluster.configuration import DATABASE, OWNER, ROLE
from scripts.cluster.services import Ready, Service
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import compose, debian_postgres, pgbouncer
from tests.support.processes import BASE_DIR, free_port, get

WEBS, WORKERS = ("web-1", "web-2"), ("worker-1", "worker-2")
OURS = (*WEBS, *WORKERS, "schedules")
DATABASES = ("postgres", "pgbouncer")
_WORLD = {
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "LANG": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",
    "ENV_FILE": os.devnull,
}


class Site:
    """The cluster in `folder`: `services` by name in the order of their start, and their addresses."""

    def __init__(self, folder: Path, *, openai: FakeOpenAI, twilio: FakeTwilio, direct: bool) -> None:
        """`direct` leaves PgBouncer out of our processes' way, as compose.yaml does."""
        self.folder = folder
        self._database_at = "postgres" if direct else "pgbouncer"
        self._ports = {name: free_port() for name in (*DATABASES, *WEBS, "prometheus", "https", "http")}
        self.url = f"https://localhost:{self._ports['https']}"
        self.plain_url = self._at("http")
        """Caddy without TLS: the fakes and Prometheus do not know its certificate authority."""
        self.prometheus_url = self._at("prometheus")
        self.certificates = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        self._passwords = {
            name: secrets.token_hex(24) for name in ("POSTGRES_PASSWORD", "POSTGRES_APP_PASSWORD")
        }
        self._health_token = secrets.token_hex(32)
        self._dotenv = {
            "SECRET_KEY": secrets.token_hex(32),
            "PUBLIC_URL": self.url,
            "HEALTH_API_TOKEN": self._health_token,
            "OPENAI_API_KEY": "sk-cluster",
            "OPENAI_BASE_URL": openai.base_url,
            "TWILIO_ACCOUNT_SID": twilio.account_sid,
            "TWILIO_AUTH_TOKEN": twilio.auth_token,
            "TWILIO_WHATSAPP_FROM": twilio.sender,
            "TWILIO_API_BASE_URL": twilio.url,
            **self._passwords,
        }
        self.env_file = folder / "env"
        commands = self._environment("worker", self._database_at)
        self.env_file.touch(mode=0o600)
        self.env_file.write_text("".join(f"{name}={value}\n" for name, value in commands.items()))
        ours = [self._ours(name) for name in OURS]
        made = [self._postgres(), self._pgbouncer(), *ours, self._caddy(), self._prometheus()]
        self.services = {service.name: service for service in made}

    def start(self) -> None:
        """Make the database and start all. AssertionError, with its log, for what does not start."""
        first, *others = self.services.values()
        first.start()
        first.wait_until_ready()
        self._make_database()
        migrate = subprocess.run(
            compose.command("migrate"),
            cwd=BASE_DIR,
            env=_WORLD | self._environment("migrate", "postgres"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert migrate.returncode == 0, migrate.stdout
        for service in others:
            service.start()
        for service in others:
            service.wait_until_ready()

    def kill(self) -> None:
        """End all at once."""
        for service in reversed(self.services.values()):
            if not service.has_ended():
                service.kill()

    def start_what_has_ended(self) -> list[Service]:
        """Start what has ended by itself anew, as Docker does, and return it."""
        ended = [service for service in self.services.values() if service.has_ended()]
        for service in ended:
            service.start()
        return ended

    def stored(self, sids: Sequence[str]) -> int:
        """Return how many of these messages are in the inbox."""
        return len(self._rows("SELECT FROM sessions_app_inboundmessage WHERE message_sid = ANY(%s)", sids))

    def is_quiet(self) -> bool:
        """Return True if no message waits for a turn, and no reply for its delivery."""
        return not self._rows("""
            SELECT FROM sessions_app_inboundmessage WHERE state = 'received' UNION ALL
            SELECT FROM sessions_app_outboundmessage WHERE state IN ('queued', 'sending', 'uncertain')
        """)

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        """Past the pooler."""
        with psycopg.connect(self.database_url("postgres")) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def database_url(self, name: str) -> str:
        """Return the URL of the database through `name`, for the role of the processes."""
        return (
            f"postgres://{ROLE}:{self._passwords['POSTGRES_APP_PASSWORD']}@{self._address(name)}/{DATABASE}"
        )

    def addresses(self) -> str:
        """Return where everything is, for people."""
        lines = {
            "front": f"{self.url}  (Caddy, with a certificate authority of its own)",
            "without TLS": f"{self.plain_url}/health/sessions",
            "alerts": f"{self.prometheus_url}/alerts  (Prometheus)",
            "PostgreSQL": self.database_url("postgres"),
            "PgBouncer": self.database_url("pgbouncer"),
            "logs": f"{self.folder}/*.log",
            "commands": f"ENV_FILE={self.env_file} .venv/bin/python manage.py ...",
        }
        runs = ", ".join(self.services)
        listed = "\n".join(f"  {name:12} {where}" for name, where in lines.items())
        return f"\nRunning: {runs}\n\n{listed}\n\nCtrl-C stops everything.\n"

    def _make_database(self) -> None:
        where = f"host={self.folder / 'postgres'} port={self._ports['postgres']} user={OWNER} dbname=postgres"
        password = sql.Literal(self._passwords["POSTGRES_PASSWORD"])
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(OWNER), password))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _address(self, name: str) -> str:
        return f"127.0.0.1:{self._ports[name]}"

    def _at(self, name: str) -> str:
        return f"http://{self._address(name)}"

    def _environment(self, kind: str, server: str) -> dict[str, str]:
        """Return .env and what compose.yaml sets for a service, with the database at `server`."""
        given = compose.environment(kind, self._dotenv)
        given["DATABASE_URL"] = given["DATABASE_URL"].replace("postgres:5432", self._address(server))
        return self._dotenv | given

    def _service(self, name: str, command: Sequence[str], is_ready: Ready, **more: Any) -> Service:
        log = self.folder / f"{name}.log"
        return Service(name, command, log=log, is_ready=is_ready, **{"environment": _WORLD, **more})

    def _ours(self, name: str) -> Service:
        kind = name.partition("-")[0]
        environment = _WORLD | self._environment(kind, self._database_at)
        if kind == "web":
            command = compose.command(kind, port=self._ports[name])
            is_ready = _answers(f"{self._at(name)}/health/live")
        else:
            command, is_ready = compose.command(kind), _says(f"{kind}_started")
        return self._service(name, command, is_ready, environment=environment, grace=compose.grace(kind))

    def _postgres(self) -> Service:
        data = self.folder / "postgres"
        data.mkdir()
        debian_postgres.initialise(data, superuser=OWNER, host_auth="scram-sha-256")
        configuration.postgresql(data, port=self._ports["postgres"])
        program, *options = compose.command("postgres")
        command = [debian_postgres.program(program), "-D", str(data), *options]
        url = f"postgres://{OWNER}@%2F{str(data)[1:].replace('/', '%2F')}:{self._ports['postgres']}/postgres"
        return self._service("postgres", command, _accepts(url), user=debian_postgres.RUNS_AS)

    def _pgbouncer(self) -> Service:
        file = configuration.pgbouncer(
            self.folder,
            port=self._ports["pgbouncer"],
            postgres_port=self._ports["postgres"],
            password=self._passwords["POSTGRES_APP_PASSWORD"],
        )
        command = [pgbouncer.PROGRAM or "pgbouncer", *pgbouncer.as_user("nobody"), str(file)]
        return self._service("pgbouncer", command, _accepts(self.database_url("pgbouncer")))

    def _caddy(self) -> Service:
        file = configuration.caddy(self.folder, web_ports=[self._ports[name] for name in WEBS])
        environment = _WORLD | {
            "SITE_HOST": f"{self.url}, {self.plain_url}",
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder),
        }
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]
        is_ready = _answers(f"{self.plain_url}/health/live")
        return self._service("caddy", command, is_ready, environment=environment)

    def _prometheus(self) -> Service:
        file = configuration.prometheus(self.folder, target=self._address("http"), token=self._health_token)
        command = [
            *("prometheus", "--config.file", str(file), "--storage.tsdb.path", str(self.folder / "tsdb")),
            *("--web.listen-address", self._address("prometheus")),
        ]
        return self._service("prometheus", command, _answers(f"{self.prometheus_url}/-/ready"))


def _answers(url: str) -> Ready:
    return lambda _: get(url) == 200


def _says(event: str) -> Ready:
    return lambda service: event in service.output()


def _accepts(url: str) -> Ready:
    def accepts(_: Service) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(url, connect_timeout=5).close()
            return True
        return False

    return accepts


@contextmanager
def cluster(
    *, think: float, folder: Path | None, direct: bool
) -> Iterator[tuple[Site, FakeOpenAI, FakeTwilio]]:
    """Run a cluster, whose model thinks for `think` seconds; when this ends, its processes are gone.

    So are its files, unless `folder` names an empty folder for them. `direct` leaves PgBouncer out.
    """
    with (
        TemporaryDirectory(prefix="cluster-", ignore_cleanup_errors=True) as temporary,
        FakeOpenAI(think=think, keep_requests=False) as openai,
        FakeTwilio(keep_requests=False) as twilio,
    ):
        where = folder or Path(temporary)
        where.chmod(0o711)  # PostgreSQL's user passes through
        site = Site(where, openai=openai, twilio=twilio, direct=direct)
        twilio.deliver_callbacks_to = site.plain_url
        try:
            site.start()
            yield site, openai, twilio
        finally:
            site.kill()


def collect_static() -> None:
    """Collect the files of the pages in this checkout, as the image does."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--skip-checks", "--verbosity", "0"]
    nothing = {"DATABASE_URL": "sqlite://:memory:", "SECRET_KEY": "collectstatic"}
    subprocess.run(command, cwd=BASE_DIR, env=_WORLD | nothing, check=True)


def missing() -> list[str]:
    """Return the programs that are needed and not here."""
    found = {
        "postgresql": debian_postgres.is_here(),
        "pgbouncer": pgbouncer.PROGRAM,
        **{name: shutil.which(name) for name in ("caddy", "prometheus")},
    }
    return [name for name, where in found.items() if not where]
