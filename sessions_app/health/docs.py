"""The health API's OpenAPI schema and its page. Like the API, they avoid the database if possible."""

from typing import Any

from django.http import JsonResponse
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from sessions_app.health.views import trouble, unhealthy


class Unhealthy503:
    """Answers 503, always as JSON, if the database cannot look up the signed-in user."""

    def handle_exception(self, exc: Exception) -> Any:
        if detail := trouble(exc, self.request):  # type: ignore[attr-defined]
            return JsonResponse(unhealthy(detail), status=503)
        return super().handle_exception(exc)  # type: ignore[misc]


class Schema(Unhealthy503, SpectacularAPIView):
    """The OpenAPI schema, for programs."""


class Docs(Unhealthy503, SpectacularSwaggerView):
    """The schema as a page."""
