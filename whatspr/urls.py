"""Where each address leads; each app owns its own paths."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("webhooks/twilio/", include("webhooks.urls")),
    path("simulator/", include("webhooks.simulator_urls")),
    path("health/", include("sessions_app.health_urls")),
    path("admin/", admin.site.urls),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]
