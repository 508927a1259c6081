"""Whether the database has the tables that this code needs."""

import pkgutil
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def missing_migrations() -> list[str]:
    """Return the migrations of this code that are not applied, as "app.name" in the order of their names.

    Those of newer code may be: each release runs on the tables of the next one. Raises what the database
    raises.
    """
    applied = MigrationRecorder(connection).applied_migrations().keys()
    return sorted(".".join(migration) for migration in _of_this_code() - applied)


@cache
def _of_this_code() -> frozenset[tuple[str, str]]:
    """Return app and name of each migration, by the names of the files: Django would load them all."""
    folders = {app.label: str(Path(app.path, "migrations")) for app in apps.get_app_configs()}
    return frozenset(
        (label, file.name)
        for label, folder in folders.items()
        for file in pkgutil.iter_modules([folder])
        if not file.name.startswith("_")
    )
