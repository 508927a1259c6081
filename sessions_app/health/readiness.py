"""Whether this installation can take messages: what `GET /health/ready` says."""

from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sessions_app.models import Heartbeat
from sessions_app.telemetry import heartbeats


def readiness() -> dict[str, bool]:
    """Say whether the migrations are applied and a worker was alive lately.

    That the database answers is said by returning; raises what the database raises.
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
    """Return the last migration of each app. Reading them takes a while; they do not change in a process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
