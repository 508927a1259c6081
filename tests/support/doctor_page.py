"""docs/doctor.md: what the doctor says of a healthy installation and of broken ones.

    python -m tests.support.doctor_page > docs/doctor.md

Real processes, with fakes for OpenAI, Twilio and the e-mail server.
"""

import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import WRONG_KEY, FakeOpenAI
from tests.fakes.smtp_server import FakeSMTP
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Installation, Started, free_port, installation

TICK_SECONDS = 120.0


@dataclass
class World:
    """A running installation and all that it depends on."""

    site: Installation
    openai: FakeOpenAI
    twilio: FakeTwilio
    mail: FakeSMTP
    worker: Started

    def doctor(self, *options: str, **more: str) -> tuple[int, list[str]]:
        """Return the exit status of the doctor, and its lines."""
        done = self.site.run("doctor", *options, **more)
        return done.returncode, done.stdout.splitlines()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A way in which an installation is broken."""

    title: str
    says: str
    """The beginning of the line that names it."""
    environment: Callable[[World], dict[str, str]] = lambda world: {}
    breaks: Callable[[World], object] = lambda world: None
    mends: Callable[[World], object] = lambda world: None
    fails: bool = True
    """The exit status is 1."""


def _now() -> str:
    return f"'{datetime.now(UTC):%Y-%m-%d %H:%M:%S}+00:00'"


def _lose_migration(world: World) -> None:
    world.site.database.query("DELETE FROM django_migrations WHERE name = '0022_running'")


def _add_migration(world: World, name: str) -> None:
    values = f"'sessions_app', '{name}', '2026-01-01 00:00:00+00:00'"
    world.site.database.query(f"INSERT INTO django_migrations (app, name, applied) VALUES ({values})")


def _drop_future(world: World) -> None:
    world.site.database.query("DELETE FROM django_migrations WHERE name = '0999_from_the_future'")


def _use_up_quota(world: World) -> None:
    world.openai.fail_next(Fault.http(429, "insufficient_quota"))


def _webhook(world: World, url: str) -> None:
    world.twilio.account.webhook["callback_url"] = url


def _right_webhook(world: World) -> None:
    _webhook(world, f"{world.site.url}/webhooks/twilio/inbound#rc=5&rp=all")


def _suspend(world: World, status: str = "suspended") -> None:
    world.twilio.account.status = status


def _refuse_webhooks(world: World) -> None:
    checked = f"{world.site.url}/webhooks/twilio/inbound"
    world.site.database.query(
        "INSERT INTO sessions_app_refusedwebhook (hour, reason, checked_for, amount, last_at)"
        f" VALUES ({_now()}, 'invalid signature', '{checked}', 412, {_now()})"
    )


def _forget_refusals(world: World) -> None:
    world.site.database.query("DELETE FROM sessions_app_refusedwebhook")


def _open_file(world: World) -> dict[str, str]:
    file = world.site.folder / "production.env"
    file.touch()
    file.chmod(0o644)
    return {"ENV_FILE": str(file)}


def _stop_worker(world: World) -> None:
    world.worker.stop()


CASES: Sequence[Case] = [
    Case(
        title="A setting is missing",
        says="FAIL  settings    (whatspr.E010) Twilio's credentials are incomplete: TWILIO_AUTH_TOKEN",
        environment=lambda world: {"TWILIO_AUTH_TOKEN": ""},
    ),
    Case(
        title="A setting cannot be read",
        says="FAIL  settings    SESSION_TTL_SECONDS cannot be read: it must be a valid int.",
        environment=lambda world: {"SESSION_TTL_SECONDS": "an hour"},
    ),
    Case(
        title="The database cannot be reached",
        says="FAIL  database    The database failed: gone",
        environment=lambda world: {"DATABASE_URL": f"postgres://u:p@127.0.0.1:{free_port()}/w"},
    ),
    Case(
        title="The database is older than the code",
        says="FAIL  migrations  1 migration is not applied: sessions_app.0022_running -> Run `manage.py",
        breaks=_lose_migration,
        mends=lambda world: _add_migration(world, "0022_running"),
    ),
    Case(
        title="The database is newer than the code",
        says="warn  migrations  the database is newer than this code: sessions_app.0999_from_the_future",
        breaks=lambda world: _add_migration(world, "0999_from_the_future"),
        mends=_drop_future,
        fails=False,
    ),
    Case(
        title="OpenAI refuses the key",
        says="FAIL  openai      OpenAI refuses the account (invalid_api_key)",
        environment=lambda world: {"OPENAI_API_KEY": WRONG_KEY},
    ),
    Case(
        title="The credit at OpenAI is used up",
        says="FAIL  thread      OpenAI refuses an answer of the model (insufficient_quota)",
        breaks=_use_up_quota,
    ),
    Case(
        title="Twilio has suspended the account",
        says="FAIL  twilio      the account is suspended",
        breaks=_suspend,
        mends=lambda world: _suspend(world, "active"),
    ),
    Case(
        title="Twilio posts messages to another address",
        says="FAIL  twilio      the sender's webhook is https://old.example.org/inbound",
        breaks=lambda world: _webhook(world, "https://old.example.org/inbound"),
        mends=_right_webhook,
    ),
    Case(
        title="The webhook lacks its fragment",
        says="warn  twilio      the sender's webhook lacks #rc=5&rp=all",
        breaks=lambda world: _webhook(world, f"{world.site.url}/webhooks/twilio/inbound"),
        mends=_right_webhook,
        fails=False,
    ),
    Case(
        title="PUBLIC_URL is not the one that the web process was started with",
        says="FAIL  address     http://localhost:",
        environment=lambda world: {"PUBLIC_URL": f"http://localhost:{world.site.port}"},
    ),
    Case(
        title="Nothing answers at PUBLIC_URL",
        says="FAIL  address     http://127.0.0.1:",
        environment=lambda world: {"PUBLIC_URL": f"http://127.0.0.1:{free_port()}"},
    ),
    Case(
        title="Webhooks were refused",
        says="warn  refused     412 refused: invalid signature, checked for http",
        breaks=_refuse_webhooks,
        mends=_forget_refusals,
        fails=False,
    ),
    Case(
        title="The e-mail server refuses the password",
        says="FAIL  e-mail      127.0.0.1:",
        environment=lambda world: {"EMAIL_URL": world.mail.url(password="old")},
    ),
    Case(
        title="Others may read the secrets",
        says="FAIL  files       others may read or change ",
        environment=_open_file,
    ),
    Case(
        title="No worker runs",
        says="FAIL  processes   no worker was alive in the last 60 s: nothing is answered",
        breaks=_stop_worker,
    ),
]


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A healthy installation in `folder`, whose first housekeeping is done."""
    with FakeOpenAI() as openai, FakeTwilio() as twilio, FakeSMTP() as mail, installation(folder) as site:
        site.configure(
            openai=openai,
            twilio=twilio,
            EMAIL_URL=mail.url(),
            OPERATOR_EMAILS="olga@example.org",
            HEALTH_API_TOKEN="0123456789abcdef01234567",
        )
        twilio.account.webhook["callback_method"] = "POST"
        if not site.database.is_postgresql:
            site.database.file.chmod(0o600)
        site.serve()
        worker = site.answer_messages()
        site.start("run_schedules")
        made = World(site, openai, twilio, mail, worker)
        _right_webhook(made)
        assert site.run("make_content").returncode == 0
        ended = "SELECT last_finished_at FROM sessions_app_housekeepingjob WHERE name = 'tick'"
        wait_until(lambda: site.database.query(ended) != [None], TICK_SECONDS, every=0.2)
        site.database.query("UPDATE django_migrations SET applied = '2026-01-01 00:00:00+00:00'")
        yield made


@contextmanager
def broken(world: World, case: Case) -> Iterator[tuple[int, list[str]]]:
    """What the doctor says while the installation is broken like that."""
    case.breaks(world)
    try:
        yield world.doctor(**case.environment(world))
    finally:
        case.mends(world)


def _page() -> str:
    # At its end the installation prints what its processes have logged.
    with redirect_stdout(sys.stderr), tempfile.TemporaryDirectory() as folder, world(Path(folder)) as made:
        _, healthy = made.doctor()
        parts = [HEAD, _block(made, healthy, 0), BROKEN]
        for case in CASES:
            with broken(made, case) as (status, lines):
                changed = [one for one in lines if one not in healthy and not _is_expected(one)]
                parts += [f"### {case.title}\n", _block(made, changed, status)]
    return "\n".join(parts)


def _is_expected(line: str) -> bool:
    """Return True for what is well, and for the requests that earlier runs of the doctor made."""
    return line.startswith("ok") or "the doctor makes one such request too" in line


def _block(made: World, lines: Sequence[str], status: int) -> str:
    text = "\n".join([*lines, f"(exit status {status})"])
    for private, shown in (
        (str(made.site.folder), "/opt/whatspr"),
        (socket.gethostname(), "server-1"),
        (str(made.site.port), "8000"),
        (str(made.mail.port), "587"),
    ):
        text = text.replace(private, shown)
    return f"```\n{text}\n```\n"


HEAD = """\
# What the doctor says

`manage.py doctor` examines an installation: a line for each finding, with what to do behind `->`.
The levels are `ok`, `note` (worth knowing, or cannot be read), `warn` and `FAIL`. With a `FAIL` the exit
status is 1, else 0.

- `--json` writes one object: `healthy`, and `findings` with `section`, `level`, `what` and `todo`.
- `--local` calls no vendor and nothing else over the network but the database.
- It asks the model one short question, in a thread that it deletes again. The page Costs shows the cost.
- It sends no message and no e-mail. `manage.py send_test_message NUMBER` sends one and follows it.
- Each section has its own deadline, so that a vendor that hangs costs seconds.

The outputs below are real, with [fakes](../tests/fakes) for OpenAI, Twilio and the e-mail server. This page
is made by `python -m tests.support.doctor_page`.

## A healthy installation
"""
BROKEN = """\
## Broken ones

Only the lines that are new and not `ok`, without the refusals that earlier runs of the doctor caused.
"""

if __name__ == "__main__":
    print(_page(), end="")
