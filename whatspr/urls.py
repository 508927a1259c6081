"""Where each address leads; each app owns its own paths."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from sessions_app import delivery


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the simulator where there is one, else to the admin."""
    return redirect("simulator:page" if delivery.simulated() else "admin:index")


urlpatterns = [
    path("webhooks/twilio/", include("webhooks.urls")),
    path("simulator/", include("webhooks.simulator_urls")),
    path("health/", include("sessions_app.health_urls")),
    path("admin/", admin.site.urls),
    path("", home),
]
