"""The demo's database: a file of its own, filled once, and read with settings that reach no vendor."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

from whatspr import ports

BASE_DIR = Path(__file__).resolve().parents[2]
FILE = BASE_DIR / "var" / "demo.sqlite3"
PASSWORD = "for-the-demo-only"  # noqa: S105  # of invented accounts, on this machine
OPERATORS = {"olga": "Operators", "otto": "Operators", "vera": "Viewers"}
ADMIN = "admin"
_VARIABLE = re.compile("^(?:# )?([A-Z_]+)=", re.MULTILINE)


class DemoRefused(Exception):
    """The database is not one that the demo may fill. The message is for the developer."""


def use(file: Path, *, port: int, **more: str) -> None:
    """Have this process and those that it starts use the demo in `file`, served on `port` of this machine.

    `more` are other variables. Nothing else that the environment or `.env` sets counts: a vendor's key would
    have the demo write to strangers.
    """
    for name in _VARIABLE.findall((BASE_DIR / ".env.example").read_text()):
        os.environ.pop(name, None)
    os.environ |= {
        "ENV_FILE": os.devnull,
        "DEBUG": "on",
        "SECRET_KEY": "for-the-demo-only-" * 4,
        "TWILIO_AUTH_TOKEN": "for-the-demo-only",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{quote(str(file.resolve()))}",
        "TRANSCRIPT_RETENTION_DAYS": "7",
        "OPENAI_PRICES": "gpt-6-luna:0.20/0.02/1.60,gpt-6.1-terra:1.25/0.125/10,gpt-transcribe:0.006/min",
        "DELIVERY_MAX_ATTEMPTS": "3",
        "PHONE_TURNS_PER_MINUTE": "5",
        "DJANGO_SETTINGS_MODULE": "whatspr.settings",
        **more,
    }


def make(file: Path, *, port: int, sessions: int = 0) -> None:
    """Make the demo's database as a new `file`, in this process. Raises `DemoRefused`.

    It gets its name when it is whole: what was interrupted is made anew by the next run.
    """
    if file.exists():
        raise DemoRefused(f"{file} is there already. Delete it to make a new one.")
    try:
        ports.require_free(port)
    except ports.PortTaken as taken:
        raise DemoRefused(str(taken)) from taken
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.unfinished")
    for leftover in (unfinished, *file.parent.glob(f"{unfinished.name}-*")):
        leftover.unlink(missing_ok=True)
    # A turn that nobody answers counts as running for some minutes.
    use(unfinished, port=port, LOG_LEVEL="CRITICAL", TURN_LEASE_SECONDS="600")
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    # Nobody pulls the plug, and if so there is nothing to lose.
    connections.settings["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    call_command("migrate", verbosity=0, interactive=False)
    fill(sessions=sessions)
    connections.close_all()
    unfinished.rename(file)


def fill(*, sessions: int = 0) -> None:
    """Fill the empty database of the settings, as it would be after a day. Raises `DemoRefused`.

    `sessions` is how many more sessions there are besides.
    """
    from scripts.demo import crowd, history, releases, states
    from scripts.demo.world import World
    from sessions_app.db import thread_pool

    require_empty()
    make_accounts()
    with _serving(), World.opened() as demo:
        history.plan(demo)
        releases.plan(demo)
        states.plan(demo)
        demo.run()
    crowd.fill(sessions)
    thread_pool.close_connections()


def require_empty() -> None:
    """Raise `DemoRefused` for a database that has something, or in production."""
    from django.apps import apps
    from django.conf import settings

    if not settings.DEBUG:
        raise DemoRefused("The demo is for development only: DEBUG is not on.")
    names = (
        "User",
        "AuditEntry",
        "InboundMessage",
        "OutboundMessage",
        "Conversation",
        "PressRelease",
        "HourlyCount",
    )
    models = (model for model in apps.get_models() if model.__name__ in names)
    filled = [model.__name__ for model in models if model._default_manager.exists()]
    if filled:
        raise DemoRefused(f"The database is not empty: it has rows of {', '.join(filled)}.")


def make_accounts() -> None:
    """Make the operators olga and otto, the viewer vera and the superuser admin, with one password."""
    from django.contrib.auth.models import Group, User

    for name, group in OPERATORS.items():
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.set([Group.objects.get(name=group)])
    User.objects.create_superuser(ADMIN, password=PASSWORD)


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def _serving() -> Iterator[None]:
    """Serve what users have sent, where the worker looks for Twilio's media: at PUBLIC_URL."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    address = urlsplit(settings.PUBLIC_URL)
    application = get_wsgi_application()
    server = make_server(str(address.hostname), address.port or 80, application, handler_class=_Silent)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
