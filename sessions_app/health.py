"""The health API's answers (DRF): what probes and monitors read. No user data."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from sessions_app.models import ConversationSession, HousekeepingJob


@api_view(["GET", "HEAD"])
def live(request: Request) -> Response:
    """Say that this process answers; nothing else is asked."""
    return Response({"status": "alive"})


@api_view(["GET", "HEAD"])
def sessions(request: Request) -> Response:
    """Report on the conversation sessions."""
    return Response(
        {
            "status": "healthy",
            "session_manager": {"enabled": True, "metrics": metrics(), "warnings": []},
            "timestamp": timezone.now(),
        }
    )


def metrics() -> dict[str, Any]:
    """Return the session metrics; intervals are in seconds, times in UTC."""
    cleanup = HousekeepingJob.objects.filter(name="expire_sessions").first()
    return {
        "active_sessions": ConversationSession.objects.count(),
        "last_cleanup_time": cleanup.last_started_at if cleanup else None,
        "cleanup_interval_seconds": settings.SESSION_CLEANUP_INTERVAL,
    }
