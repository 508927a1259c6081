from django.urls import path

from webhooks import simulator

app_name = "simulator"
urlpatterns = [
    path("", simulator.page, name="page"),
    path("sign", simulator.sign, name="sign"),
    path("messages", simulator.messages, name="messages"),
]
