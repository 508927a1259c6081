"""The health API's OpenAPI schema and its page. Like the API, they avoid the database if possible."""

from threading import Lock
from typing import Any

from django.http import JsonResponse
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from sessions_app import error_pages
from sessions_app.health.views import trouble, unhealthy


class ProblemsAsJSON:
    """Answers every problem as JSON: the page's renderer has a template for the page only."""

    def handle_exception(self, exc: Exception) -> Any:
        if detail := trouble(exc, self.request):  # type: ignore[attr-defined]
            return JsonResponse(unhealthy(detail), status=503)
        problem = super().handle_exception(exc)  # type: ignore[misc]
        answer = JsonResponse(problem.data, status=problem.status_code)
        if challenge := problem.get("WWW-Authenticate"):
            answer["WWW-Authenticate"] = challenge
        return answer


class Schema(ProblemsAsJSON, SpectacularAPIView):
    """The OpenAPI schema, for programs.

    Made for one request at a time: drf_spectacular raises if two make the first one together.
    """

    http_method_names = ["get", "head"]
    _one_at_a_time = Lock()

    def _get_schema_response(self, request: Any) -> Any:
        with self._one_at_a_time:
            return super()._get_schema_response(request)  # type: ignore[no-untyped-call]


class Docs(ProblemsAsJSON, SpectacularSwaggerSplitView):
    """The schema as a page, without inline scripts and styles; a browser gets a page for a problem too."""

    template_name = "sessions_app/api_docs.html"
    http_method_names = ["get", "head"]

    def handle_exception(self, exc: Exception) -> Any:
        return error_pages.shown(self.request, super().handle_exception(exc))
