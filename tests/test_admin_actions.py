"""What operators do in the admin's lists."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from sessions_app.models import InboundMessage
from tests.factories import InboundFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/sessions_app/inboundmessage/"
State = InboundMessage.State


def signed_in(client: Client, *permissions: str) -> Client:
    user = User.objects.create_user("olga", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def try_again(client: Client, *chosen: InboundMessage) -> Any:
    form = {"action": "try_again", "_selected_action": [message.pk for message in chosen]}
    return client.post(LIST, form, follow=True)


def failed_message(**more: Any) -> InboundMessage:
    turn = "6f1c2c0e-3f43-4d0c-9a10-000000000001"
    return InboundFactory.create(state=State.FAILED, turn=turn, error="server_error", **more)


def test_an_operator_lets_a_failed_turn_be_tried_again(client: Client) -> None:
    message = failed_message()
    operator = signed_in(client, "view_inboundmessage", "change_inboundmessage")
    assert "1 failed messages are tried again" in try_again(operator, message).content.decode()
    message.refresh_from_db()
    assert message.state == State.RECEIVED


def test_a_second_click_does_not_take_an_older_failure(client: Client) -> None:
    older = failed_message()
    newer = InboundFactory.create(
        phone=older.phone, state=State.FAILED, turn="6f1c2c0e-3f43-4d0c-9a10-000000000002"
    )
    operator = signed_in(client, "view_inboundmessage", "change_inboundmessage")
    try_again(operator, newer)
    assert "0 failed messages" in try_again(operator, newer).content.decode()
    older.refresh_from_db()
    assert older.state == State.FAILED


def test_who_may_only_look_gets_no_action(client: Client) -> None:
    message = failed_message()
    try_again(signed_in(client, "view_inboundmessage"), message)
    message.refresh_from_db()
    assert message.state == State.FAILED
