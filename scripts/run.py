"""`make run`: WhatsPR on this machine, for development, with the keys that are configured.

Creates what is missing (development secrets, the database, an operator account), then starts the three
processes under honcho. For development only: if one of them ends, all end.
"""

import argparse
import os
import secrets
import shlex
import signal
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

BASE_DIR = Path(__file__).resolve().parent.parent
OPERATOR = "operator"
INTERRUPTED = 130
KILL_AFTER_SECONDS = 3.0
"""Ctrl-C takes less than 5 s: a process that has not ended by then is killed."""
STOP_SECONDS = {"TURN_STOP_SECONDS": "2", "SCHEDULES_STOP_SECONDS": "1.5"}
"""These override `.env`, because a killed process cannot end its own children."""
HOUSEKEEPING_SECONDS = 60.0
"""How long the first housekeeping is waited for, before it is said what is wrong."""
HEADER = """\
# Made by `make run`, which writes this file anew: your own settings belong into .env.
# All commands of this checkout read it; whatspr/development.py says when they do not.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Run WhatsPR on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--var",
        type=Path,
        default=BASE_DIR / "var",
        help="folder of the development database and secrets (other commands look in `var` only)",
    )
    options = parser.parse_args()
    # Until honcho handles the signals. A KeyboardInterrupt can be lost: in a callback, of which importing
    # has many, Python only reports it and continues.
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    sys.path.insert(0, str(BASE_DIR))
    require_free(options.port)
    from django.core.exceptions import ImproperlyConfigured

    try:
        prepare_environment(options.port, options.var.resolve())
    except ImproperlyConfigured as error:
        sys.exit(f"Please fix the configuration first: {error}")
    password = prepare_database()
    print(banner(options.port, password), flush=True)
    sys.exit(run_processes(options.port))


def require_free(port: int) -> None:
    """Exit with a clear line if `port` cannot be used."""
    from whatspr import ports

    try:
        ports.require_free(port)
    except ports.PortTaken as error:
        sys.exit(str(error))


def prepare_environment(port: int, var: Path) -> None:
    """Set the variables that development needs and that neither the environment nor `.env` sets."""
    from django.core.exceptions import ImproperlyConfigured

    from whatspr import development
    from whatspr.environment import Environment
    from whatspr.private_files import keep_private

    os.chdir(BASE_DIR)
    Environment.read_file()
    try:
        var.mkdir(parents=True, exist_ok=True)
        keep_private(var)
        made = development_values(var / "development.env", port)
    except (ImproperlyConfigured, OSError) as error:
        sys.exit(f"Please fix the configuration first: {error}")
    if os.environ.get("TWILIO_ACCOUNT_SID") or os.environ.get("TWILIO_WHATSAPP_FROM"):
        del made["TWILIO_AUTH_TOKEN"]  # an invented token would hide that the real one is missing
    development.fill_in({**made, "DATABASE_URL": f"sqlite:///{quote(str(var))}/whatspr.sqlite3"})
    os.environ.update(STOP_SECONDS)
    os.environ["MAKE_RUN"] = "on"  # a public address is then that of a tunnel (whatspr.E016)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")


def development_values(file: Path, port: int) -> dict[str, str]:
    """Return the values in `file` with the address for `port`; write what is new. Keeps its secrets.

    Raises ImproperlyConfigured, OSError.
    """
    from sessions_app import private_file
    from whatspr import development

    found = development.read(file)
    made = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "TWILIO_AUTH_TOKEN")}
    values = {"DEBUG": "on", **made, **found, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    if values != found:
        private_file.replace(file, HEADER + "".join(f"{name}={value}\n" for name, value in values.items()))
    return values


def prepare_database() -> str | None:
    """Check the configuration, migrate, and return the password of a new operator account, if any."""
    import django
    from django.core.checks import ERROR, run_checks
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError, DataError, IntegrityError

    from sessions_app.db import faults
    from sessions_app.management import SETTINGS_CHECKS

    try:
        django.setup()
        # The web process runs all checks, which load every page.
        if errors := [str(one) for one in run_checks(tags=[SETTINGS_CHECKS]) if one.level >= ERROR]:
            sys.exit("\n".join(["Please fix the configuration first:", *errors]))
        call_command("migrate", verbosity=0, interactive=False)
        return make_operator()
    except (DatabaseError, ImproperlyConfigured) as error:
        has_row = isinstance(error, IntegrityError | DataError)
        reason = faults.in_words(error) if has_row else " ".join(str(error).split())
        sys.exit(f"The database or the configuration does not work: {reason}")


def make_operator() -> str | None:
    """Create the first account and return its password, None if there are accounts already."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    if users.exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser(OPERATOR, password=password)
    return password


def has_operator() -> bool:
    """Return True if the first account is there; a demo has others."""
    from django.contrib.auth import get_user_model

    return bool(get_user_model().objects.filter(username=OPERATOR).exists())


def banner(port: int, password: str | None) -> str:
    """Return the addresses, and which interviewer and channel are in use."""
    from django.conf import settings

    from sessions_app.messages.outbox import simulated

    here = f"http://127.0.0.1:{port}"
    log_in = f"log in as {OPERATOR} / {password}  (shown only once)" if password else ""
    lines = ["", "WhatsPR is starting. Ctrl-C stops everything.", ""]
    if simulated():
        lines += [
            f"  Simulator    {here}/simulator/   phones to chat with",
            "  Messages     go to the simulator (TWILIO_ACCOUNT_SID is not set)",
        ]
    elif not settings.TWILIO_ACCOUNT_SID:
        lines += [
            "  Simulator    closed, because PUBLIC_URL is a public address",
            "  Messages     cannot be sent, and replies fail (the admin's outbox lists them):",
            "               set the three TWILIO_ variables, or remove PUBLIC_URL for the simulator",
        ]
    else:
        lines += [
            f"  Messages     go through Twilio, from {settings.TWILIO_WHATSAPP_FROM}",
            f"  Webhook      {settings.PUBLIC_URL}/webhooks/twilio/inbound#rc=5&rp=all",
            "               (set this address in the Twilio console: Twilio repeats failed messages)",
        ]
    if settings.OPENAI_API_KEY:
        lines.append(f"  Interviewer  OpenAI, {settings.OPENAI_MODEL}")
    else:
        lines.append("  Interviewer  the scripted demo (OPENAI_API_KEY is not set)")
    lines += [
        f"  Admin        {here}/admin/   {log_in}",
        *([f"  New password .venv/bin/python manage.py changepassword {OPERATOR}"] if has_operator() else []),
        f"  Health       {here}/health/sessions",
        "",
    ]
    return "\n".join(lines)


def run_processes(port: int) -> int:
    """Run the three processes until Ctrl-C or until one of them ends; return the exit status."""
    import honcho.manager
    from honcho.printer import Printer

    from whatspr.management.commands.serve import granian_command

    class Manager(honcho.manager.Manager):  # type: ignore[misc]
        def _start(self) -> None:
            super()._start()
            threading.Thread(target=tell_health, args=(self.events,), daemon=True).start()

        def terminate(self) -> None:
            """Wait until honcho knows all pids, because a Ctrl-C may come before that."""
            if os.getpid() != ours:  # this child does not yet ignore the signal
                return
            if self._all_started():
                super().terminate()
            else:
                threading.Timer(0.1, self.terminate).start()

    ours = os.getpid()
    honcho.manager.KILL_WAIT = KILL_AFTER_SECONDS
    manager = Manager(Printer(Terminal()))
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, stop_silently)
    # The settings' checks have run above. With `exec` the signals reach the program, not a shell. `serve`
    # would set Django up once more before granian, and the housekeeping lets the others start first.
    manage = f"{shlex.quote(sys.executable)} manage.py"
    web = shlex.join(granian_command(host="127.0.0.1", port=port, workers=1))
    manager.add_process("web", f"exec {web}")
    manager.add_process("answer_messages", f"exec {manage} answer_messages --skip-checks")
    manager.add_process("run_schedules", f"exec nice -n 10 {manage} run_schedules --skip-checks")
    manager.loop()
    return 0 if manager.returncode == INTERRUPTED else int(manager.returncode or 0)


def tell_health(events: Any) -> None:
    """Say in a line or two what is wrong on this machine, when the first housekeeping is done.

    In this process, which has loaded Django: another one would compete with the first reply.
    """
    from django.utils import timezone
    from honcho.printer import Message

    from sessions_app.doctor.examination import examine
    from sessions_app.doctor.findings import in_short
    from sessions_app.housekeeping.schedules import tick_ended_since
    from whatspr.doctor import sections

    started = timezone.now()
    give_up = time.monotonic() + HOUSEKEEPING_SECONDS
    while not tick_ended_since(started) and time.monotonic() < give_up:
        time.sleep(1)
    # The settings were checked before, and a process that ends, ends all.
    here = [one for one in sections(local=True) if one.name not in ("settings", "processes")]
    for line in in_short(list(examine(here))):
        events.put(Message(type="line", data=f"{line}\n", time=datetime.now(), name="doctor", colour=None))


class Terminal:
    """Standard output that may disappear: `| tee` gets the Ctrl-C too, or a window is closed."""

    def isatty(self) -> bool:
        return sys.stdout.isatty()

    def write(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError:
            stop_silently()

    def flush(self) -> None:
        """Do nothing: `write` flushes."""


def stop_silently(*args: Any) -> None:
    """Stop as on SIGTERM, without output, because the terminal is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in (sys.stdout, sys.stderr):
        os.dup2(nowhere, output.fileno())
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
