"""Readiness to answer messages, for `GET /health/ready`."""

from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sessions_app.models import Heartbeat
from sessions_app.telemetry import heartbeats


def readiness() -> dict[str, bool]:
    """Return whether the migrations are applied and whether a worker was alive recently.

    The database answers if this returns at all. Raises what the database raises.
    """
    migrated = newest_migrations() <= MigrationRecorder(connection).applied_migrations().keys()
    silent = settings.HEALTH_WORKER_SILENT_SECONDS
    return {
        "database": True,
        "migrations": migrated,
        "worker": migrated and heartbeats.is_alive(Heartbeat.Kind.WORKER, within=silent),
    }


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app, cached because reading them takes a while."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
