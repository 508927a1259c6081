from django.urls import path

from webhooks.simulator import views

app_name = "simulator"
urlpatterns = [
    path("", views.page, name="page"),
    path("sign", views.sign, name="sign"),
    path("media", views.keep_medium, name="media"),
    path(
        "twilio/2010-04-01/Accounts/<str:account>/Messages/<str:message>/Media/<str:sid>",
        views.medium,
        name="medium",
    ),
    path("messages", views.messages, name="messages"),
    path("expire", views.expire, name="expire"),
    path("session", views.session, name="session"),
]
