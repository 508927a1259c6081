"""The health API (DRF) for probes, monitors and operators; `health.access` has the permissions."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.contrib.auth.models import User
from django.db import Error as DatabaseFailure
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.health import metrics as health_metrics
from sessions_app.health import report as health_report
from sessions_app.health import schema
from sessions_app.health import warnings as health_warnings
from sessions_app.health.access import BearerToken, MayCleanUp, MayOperate, SignedInUser
from sessions_app.health.deadline import deadline_of, within_deadline
from sessions_app.health.readiness import readiness
from sessions_app.manager import SessionManager
from sessions_app.operators import audit
from sessions_app.sessions import backend
from sessions_app.sessions.legacy_store import LegacyFileDamaged
from sessions_app.telemetry.repeated_faults import RepeatedFaults

log = structlog.get_logger(__name__)
_faults = RepeatedFaults(log)

T = TypeVar("T")

UNHEALTHY = {503: schema.Unhealthy}
PROTECTED = {401: schema.Problem, 403: schema.Problem, **UNHEALTHY}


class JSONWhateverIsAccepted(DefaultContentNegotiation):
    """Renders JSON for every Accept header, because a 406 does not help a probe."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class HealthView(APIView):
    """Open to all. Answers 503 if the database or the legacy file cannot be read."""

    content_negotiation_class = JSONWhateverIsAccepted
    http_method_names = ["get", "head", "post"]

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {**super().default_response_headers, "Cache-Control": "no-store"}

    def handle_exception(self, exc: Exception) -> Response:
        if detail := trouble(exc, self.request):
            return Response(unhealthy(detail), status=503)
        return super().handle_exception(exc)


class ProtectedView(HealthView):
    """Open to the bearer of the token and to operators; in development, to this machine."""

    authentication_classes = [BearerToken, SignedInUser]
    permission_classes = [MayOperate]


class Live(HealthView):
    @extend_schema(operation_id="live", responses=schema.Alive)
    def get(self, request: Request) -> Response:
        """Report that this process answers. Does not use the database."""
        return Response({"status": "alive"})


class Ready(HealthView):
    @extend_schema(
        operation_id="ready",
        responses={200: schema.Readiness, 503: schema.Readiness},
    )
    def get(self, request: Request) -> Response:
        """Report whether messages can be answered: database, migrations, and a recently alive worker."""
        try:
            checks = in_time(request, readiness)
        except DatabaseFailure as error:
            _faults.failed("health_database_failed", error, path=request.path)
            checks = {"database": False, "migrations": False, "worker": False}
        else:
            for name, is_good in checks.items():
                report = _faults.works if is_good else _faults.failed
                report("health_not_ready", check=name)
        is_ready = all(checks.values())
        body = schema.Readiness({"status": "ready" if is_ready else "not ready", **checks})
        return Response(body.data, status=200 if is_ready else 503)


class Sessions(HealthView):
    @extend_schema(operation_id="sessions", responses={200: schema.Health, **UNHEALTHY})
    def get(self, request: Request) -> Response:
        """Report on the conversation sessions: healthy, warning (see the warnings) or legacy."""
        metrics, warnings = in_time(
            request, lambda: (SessionManager().get_metrics(), health_warnings.warnings())
        )
        legacy = backend.is_legacy()
        status = "legacy" if legacy else "warning" if warnings else "healthy"
        manager = {"enabled": not legacy, "metrics": metrics, "warnings": warnings}
        body = {"status": status, "session_manager": manager, "timestamp": timezone.now()}
        return Response(schema.Health(body).data)


class Details(ProtectedView):
    @extend_schema(operation_id="session_details", responses={200: schema.Details, **PROTECTED})
    def get(self, request: Request) -> Response:
        """Report all numbers, the configuration and the newest sessions (without phone numbers)."""
        return Response(schema.Details(in_time(request, health_report.details)).data)


class CleanupNow(ProtectedView):
    permission_classes = [MayCleanUp]

    @extend_schema(
        operation_id="cleanup_sessions",
        request=None,
        responses={200: schema.CleanupDone, **PROTECTED},
    )
    def post(self, request: Request) -> Response:
        """Remove the expired sessions now, however long that takes."""
        manager = SessionManager()
        before = in_time(request, manager.get_session_count)  # raises if the database is silent
        # This thread's connection may be older than a restart of the database, unlike a report's. Only the
        # connection is retried: a repeated cleanup would report only what it removed the second time.
        retry_on_new_connection(backend.current)
        started = time.monotonic()
        removed = manager.cleanup_expired_sessions()
        duration = time.monotonic() - started
        metrics = manager.get_metrics()
        results = {
            "removed_sessions": removed,
            "cleanup_duration_ms": round(duration * 1000, 3),
            "before_active_sessions": before,
            "after_active_sessions": metrics["active_sessions"],
        }
        if isinstance(request.user, User):  # not the bearer of the API's token
            audit.record(operator=request.user.get_username(), action="cleanup", removed=removed)
        log.info(
            "cleanup_by_api",
            removed=removed,
            duration_ms=results["cleanup_duration_ms"],
            before=before,
            after=results["after_active_sessions"],
        )
        body = {"cleanup_results": results, "current_metrics": metrics, "timestamp": timezone.now()}
        return Response(schema.CleanupDone(body).data)


class PrometheusMetrics(ProtectedView):
    @extend_schema(
        operation_id="metrics",
        responses={(200, CONTENT_TYPE_PLAIN_0_0_4): str, **PROTECTED},
    )
    def get(self, request: Request) -> HttpResponse:
        """Report all numbers in Prometheus' text format."""
        return HttpResponse(
            in_time(request, health_metrics.exposition), content_type=CONTENT_TYPE_PLAIN_0_0_4
        )


def in_time(request: Request, report: Callable[[], T]) -> T:
    """Return `report()` within the deadline of `request`. Raises what `within_deadline` raises."""
    reported = within_deadline(report, deadline=deadline_of(request._request))
    for event in ("health_database_failed", "health_legacy_file_failed"):
        _faults.works(event, path=request.path)
    return reported


def trouble(error: Exception, request: Request) -> str:
    """Log and return a sentence if `error` is about the database or the legacy file, else return ""."""
    if isinstance(error, DatabaseFailure):
        _faults.failed("health_database_failed", error, path=request.path)
        return "The database does not answer, or answers with an error."
    unreadable = (LegacyFileDamaged, UnicodeDecodeError, OSError)
    if backend.is_legacy() and isinstance(error, unreadable):
        _faults.failed("health_legacy_file_failed", error, path=request.path)
        return "The legacy file of sessions cannot be read."
    return ""


def unhealthy(detail: str) -> dict[str, Any]:
    """Return the body of a 503."""
    body = {"status": "unhealthy", "detail": detail, "timestamp": timezone.now()}
    return dict(schema.Unhealthy(body).data)
