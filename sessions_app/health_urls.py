from django.urls import path

from sessions_app import health

app_name = "health"
urlpatterns = [
    path("live", health.Live.as_view(), name="live"),
    path("ready", health.Ready.as_view(), name="ready"),
    path("sessions", health.Sessions.as_view(), name="sessions"),
    path("sessions/details", health.Details.as_view(), name="details"),
    path("sessions/cleanup", health.CleanupNow.as_view(), name="cleanup"),
]
