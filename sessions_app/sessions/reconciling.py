"""The counters of sessions are compared with the table once a day: see `session_counts.reconcile`."""

from django.db import transaction

from sessions_app.sessions import backend
from sessions_app.telemetry import session_counts


def reconcile() -> int:
    """Correct the counters if they are wrong; return by how many sessions. In legacy mode nothing is done."""
    with transaction.atomic():
        return session_counts.reconcile() if backend.in_database() else 0
