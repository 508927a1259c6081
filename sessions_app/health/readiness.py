"""Readiness to answer messages, for `GET /health/ready`."""

from django.conf import settings

from sessions_app.db.schema import missing_migrations
from sessions_app.models import Heartbeat
from sessions_app.telemetry import heartbeats


def readiness() -> dict[str, bool]:
    """Return whether the migrations are applied and whether a worker was alive recently.

    The database answers if this returns at all. Raises what the database raises.
    """
    migrated = not missing_migrations()
    silent = settings.HEALTH_WORKER_SILENT_SECONDS
    return {
        "database": True,
        "migrations": migrated,
        "worker": migrated and heartbeats.is_alive(Heartbeat.Kind.WORKER, within=silent),
    }
