"""`make run`: WhatsPR on this machine, for development, with whatever is configured.

Makes what is missing (development secrets, the database, an operator account), then starts the
three processes under honcho. Development only: when one of them ends, all end.
"""

import argparse
import os
import secrets
import socket
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRETS_FILE = BASE_DIR / "var" / "development.env"
OPERATOR = "operator"
INTERRUPTED = 130
KILL_AFTER_SECONDS = 4
"""Ctrl-C is over within 5 s: what has not ended by then is killed."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Run WhatsPR on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    require_free(port)
    prepare_environment(port)
    password = prepare_database()
    print(banner(port, password), flush=True)
    sys.exit(run_processes(port))


def require_free(port: int) -> None:
    """End with one clear line where nothing can listen on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            sys.exit(f"Port {port} cannot be used ({error}). Try another one: make run PORT=8001")


def prepare_environment(port: int) -> None:
    """Fill in what development needs and neither the environment nor `.env` sets."""
    import environ

    os.chdir(BASE_DIR)
    sys.path.insert(0, str(BASE_DIR))
    environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
    SECRETS_FILE.parent.mkdir(exist_ok=True)
    if not SECRETS_FILE.exists():
        SECRETS_FILE.touch(mode=0o600)
        made = (f"{name}={secrets.token_urlsafe(48)}\n" for name in ("SECRET_KEY", "TWILIO_AUTH_TOKEN"))
        SECRETS_FILE.write_text("".join(made))
    own = {"DEBUG": "on", "PUBLIC_URL": f"http://127.0.0.1:{port}"} | read_secrets()
    for name, value in own.items():
        os.environ[name] = os.environ.get(name) or value
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")


def read_secrets() -> dict[str, str]:
    lines = SECRETS_FILE.read_text().split()
    return dict(line.split("=", 1) for line in lines)


def prepare_database() -> str | None:
    """Check the configuration, migrate, and return the password of a newly made operator account."""
    import django
    from django.core.checks import ERROR, run_checks
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        django.setup()
        if errors := [str(message) for message in run_checks() if message.level >= ERROR]:
            sys.exit("\n".join(["The configuration has to be mended first:", *errors]))
        call_command("migrate", verbosity=0, interactive=False)
        return make_operator()
    except (DatabaseError, ImproperlyConfigured) as error:
        reason = " ".join(str(error).split())
        sys.exit(f"The database or the configuration does not work: {reason}")


def make_operator() -> str | None:
    """Make the first account and return its password, None where there are accounts already."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    if users.exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser(OPERATOR, password=password)
    return password


def banner(port: int, password: str | None) -> str:
    """Say where to look, and which interviewer and channel are in use."""
    from django.conf import settings

    from sessions_app.delivery import simulated

    here = f"http://127.0.0.1:{port}"
    log_in = f"log in as {OPERATOR} / {password}  (shown only this once)" if password else ""
    lines = ["", "WhatsPR is starting. Ctrl-C stops everything.", ""]
    if simulated():
        lines += [
            f"  Simulator    {here}/simulator/   phones to chat with",
            "  Messages     go to the simulator (TWILIO_ACCOUNT_SID is not set)",
        ]
    else:
        lines += [
            f"  Messages     go through Twilio, from {settings.TWILIO_WHATSAPP_FROM}",
            f"  Webhook      {settings.PUBLIC_URL}/webhooks/twilio/inbound#rc=5&rp=all",
            "               (the address to give to Twilio: it repeats what fails)",
        ]
    if settings.OPENAI_API_KEY:
        lines.append(f"  Interviewer  OpenAI, {settings.OPENAI_MODEL}")
    else:
        lines.append("  Interviewer  the scripted demo (OPENAI_API_KEY is not set)")
    lines += [
        f"  Admin        {here}/admin/   {log_in}",
        f"  Health       {here}/health/sessions",
        "",
    ]
    return "\n".join(lines)


def run_processes(port: int) -> int:
    """Run the three processes until Ctrl-C, or until one of them ends; return the exit status."""
    import honcho.manager
    from honcho.printer import Printer

    honcho.manager.KILL_WAIT = KILL_AFTER_SECONDS
    manager = honcho.manager.Manager(Printer(sys.stdout))
    # The checks have run above; `exec` makes the signals reach Python, not a shell.
    manage = f"exec {sys.executable} manage.py"
    for name, command in (
        ("web", f"serve --port {port}"),
        ("answer_messages", "answer_messages"),
        ("run_schedules", "run_schedules"),
    ):
        manager.add_process(name, f"{manage} {command} --skip-checks")
    manager.loop()
    return 0 if manager.returncode == INTERRUPTED else int(manager.returncode or 0)


if __name__ == "__main__":
    main()
