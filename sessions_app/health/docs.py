"""The health API's schema and its page; like the API itself they do without the database where they can."""

from typing import Any

from django.http import JsonResponse
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from sessions_app.health.views import trouble, unhealthy


class Unhealthy503:
    """A database that does not tell who is signed in makes a 503, in JSON whatever the view renders."""

    def handle_exception(self, exc: Exception) -> Any:
        if detail := trouble(exc, self.request):  # type: ignore[attr-defined]
            return JsonResponse(unhealthy(detail), status=503)
        return super().handle_exception(exc)  # type: ignore[misc]


class Schema(Unhealthy503, SpectacularAPIView):
    """OpenAPI, for programs."""


class Docs(Unhealthy503, SpectacularSwaggerView):
    """The same as a page."""
