from django.urls import path

from sessions_app.health import views

app_name = "health"
urlpatterns = [
    path("live", views.Live.as_view(), name="live"),
    path("ready", views.Ready.as_view(), name="ready"),
    path("sessions", views.Sessions.as_view(), name="sessions"),
    path("sessions/details", views.Details.as_view(), name="details"),
    path("sessions/cleanup", views.CleanupNow.as_view(), name="cleanup"),
]
