"""The doctor's sections, put together: they come from two rooms."""

from collections.abc import Sequence

from sessions_app.doctor import (
    configuration,
    database,
    files,
    migrations,
    notifications,
    openai_account,
    openai_thread,
    processes,
    refusals,
    schedules,
    twilio_account,
    work,
)
from sessions_app.doctor.examination import Section
from webhooks import front_door

SETTINGS = frozenset({"settings"})
TABLES = frozenset({"settings", "database", "migrations"})
HERE: Sequence[Section] = [
    Section(name="settings", check=configuration.check, seconds=60),
    Section(name="database", check=database.check, needs=SETTINGS),
    Section(name="migrations", check=migrations.check, needs=SETTINGS | {"database"}),
    Section(name="engine", check=database.check_engine, needs=SETTINGS | {"database"}),
    Section(name="processes", check=processes.check, needs=TABLES),
    Section(name="schedules", check=schedules.check, needs=TABLES),
    Section(name="work", check=work.check, needs=TABLES),
    Section(name="refused", check=refusals.check, needs=TABLES),
    Section(name="files", check=files.check, needs=SETTINGS),
]
"""They need the database and this machine only."""
ELSEWHERE: Sequence[Section] = [
    Section(name="address", check=front_door.check, seconds=20, needs=SETTINGS),
    Section(name="openai", check=openai_account.check, seconds=30, needs=SETTINGS),
    Section(name="thread", check=openai_thread.check, seconds=90, needs=TABLES),
    Section(name="twilio", check=twilio_account.check, seconds=30, needs=SETTINGS),
    Section(name="buttons", check=twilio_account.check_buttons, seconds=30, needs=TABLES),
    Section(name="e-mail", check=notifications.check_mail, seconds=15, needs=SETTINGS),
    Section(name="web hook", check=notifications.check_hook, seconds=15, needs=SETTINGS),
]
"""They call others over the network."""


def sections(*, local: bool = False) -> Sequence[Section]:
    """Return all sections in their order; `local` leaves out those that call others."""
    return HERE if local else [*HERE, *ELSEWHERE]
