"""The project's urls; each app has its own paths."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path

from sessions_app.console import attention_line, dashboard, log_in
from sessions_app.health import docs, views
from sessions_app.messages import outbox
from webhooks.documents import document
from webhooks.views import webhook

# Imported here: few processes need the admin, and loading it takes long.
admin.autodiscover()


def home(request: HttpRequest) -> HttpResponse:
    """Redirect to the simulator if it is available, else to the admin."""
    return redirect("simulator:page" if outbox.simulated() else "admin:index")


def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect to our icon: browsers ask here beside an answer that names none, like JSON."""
    return redirect(f"{settings.STATIC_URL}sessions_app/icon.svg")


urlpatterns = [
    re_path("^webhooks/", webhook),
    re_path("^documents/", document),
    path("simulator/", include("webhooks.simulator.urls")),
    path("health/", include("sessions_app.health.urls")),
    path("metrics", views.PrometheusMetrics.as_view(), name="metrics"),
    path("api/schema", docs.Schema.as_view(), name="schema"),
    path("api/docs", csp_replace({"script-src": ["'self'"]})(docs.Docs.as_view()), name="docs"),
    # Instead of the admin's own log-in.
    path("admin/login/", log_in.LogIn.as_view()),
    path("admin/login/code/", log_in.SecondStep.as_view(), name="second_step"),
    path("admin/attention/live/", attention_line.live, name="attention_live"),
    path("admin/dashboard/live/", dashboard.live, name="dashboard_live"),
    path("admin/", admin.site.urls),
    path("favicon.ico", favicon),
    path("", home),
]
