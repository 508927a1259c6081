"""The tables: not older than this code needs them, and not newer but during an upgrade."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from sessions_app.doctor.findings import Finding, fail, ok, warn

MOST_NAMED = 3


def check() -> Iterator[Finding]:
    """Compare the migrations that are applied with those of the code."""
    loader = MigrationLoader(connection)
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    if pending := sorted(set(loader.graph.nodes) - applied):
        are = "migration is" if len(pending) == 1 else "migrations are"
        what = f"{len(pending)} {are} not applied: {_named(pending)}"
        yield fail(what, "Run `manage.py migrate`.")
    # A squashed migration is applied under the names of those that it replaces.
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    ours = {one for one in applied if one[0] in loader.migrated_apps}
    if newer := sorted(ours - known - replaced):
        what = f"the database is newer than this code: {_named(newer)}"
        todo = "During an upgrade that is as it should be. Else start the release that made these migrations."
        yield warn(what, todo)
    if not pending and not newer:
        yield ok(f"all {len(applied)} migrations are applied")


def _named(migrations: list[tuple[str, str]]) -> str:
    named = [f"{app}.{name}" for app, name in migrations[:MOST_NAMED]]
    return ", ".join([*named, "…"] if len(migrations) > MOST_NAMED else named)
