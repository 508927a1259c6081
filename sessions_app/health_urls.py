from django.urls import path

from sessions_app import health

app_name = "health"
urlpatterns = [
    path("live", health.live, name="live"),
    path("sessions", health.sessions, name="sessions"),
]
