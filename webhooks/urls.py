from django.urls import path

from webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("inbound", views.inbound, name="inbound"),
    path("status/<uuid:uuid>", views.status, name="status"),
]
