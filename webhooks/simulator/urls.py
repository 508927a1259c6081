from django.urls import path

from webhooks.simulator import views

app_name = "simulator"
urlpatterns = [
    path("", views.page, name="page"),
    path("sign", views.sign, name="sign"),
    path("messages", views.messages, name="messages"),
]
