"""The commands for manage.py."""

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

SETTINGS_CHECKS = "settings"
"""The tag of the checks that our commands run first: those of the settings.

Django's own checks inspect the code and load the whole admin, which takes longer than the rest of a
start. `manage.py check` and each web process run them.
"""


def require_own_settings() -> None:
    """Refuse to run a server on what `make run` has left behind, where its `.env` is missing or blank."""
    if settings.USES_DEVELOPMENT_FILE:
        raise CommandError(
            "There are no settings but those of `make run` (var/development.env). "
            "For a server fill in .env; for development use `make run`."
        )


def add_person(parser: CommandParser) -> None:
    """Add the argument `who`, which `erasure.person.find` reads."""
    parser.add_argument(
        "who",
        metavar="PHONE|PSEUDONYM",
        help="a full number, a WhatsApp user id, or a user as in a log: 9f86d08188…0001",
    )
