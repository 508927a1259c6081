"""The commands for manage.py."""

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import Error as DatabaseError
from django.db import connection

from sessions_app.db.schema import missing_migrations
from sessions_app.db.sql import is_file_missing

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


def require_migrated() -> None:
    """Refuse to run on a database that lacks a migration of this code.

    If the database does not answer, the process starts all the same, and logs that it waits.
    """
    if is_file_missing():
        return
    try:
        missing = missing_migrations()
    except DatabaseError:
        return
    finally:
        connection.close()
    if missing:
        more = f" and {len(missing) - 1} more" if missing[1:] else ""
        raise CommandError(f"The database lacks {missing[0]}{more}. Run `manage.py migrate` first.")


def add_person(parser: CommandParser) -> None:
    """Add the argument `who`, which `erasure.person.find` reads."""
    parser.add_argument(
        "who",
        metavar="PHONE|PSEUDONYM",
        help="a full number, a WhatsApp user id, or a user as in a log: 9f86d08188…0001",
    )
