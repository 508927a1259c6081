"""The script that keeps the draft of a reply is told whether the server has it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sessions_app.console import times
from sessions_app.models import ConversationSession, OutboundMessage
from sessions_app.operators.actions import MAX_REPLY
from tests.support.console_pages import address, client_of, said, steer
from tests.support.factories import ConversationFactory, InboundFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db
DONE = {"isDone": True, "isUsed": True, "told": ""}


@pytest.fixture
def session() -> ConversationSession:
    """A live session in which the user has just written."""
    session = idle_session(phone_number(1), idle=30)
    ConversationFactory.create(phone=session.phone)
    InboundFactory.create(phone=session.phone, state="answered")
    return session


@pytest.fixture
def olga() -> Client:
    return client_of("Operators")


def send(client: Client, session: ConversationSession, text: str, reply_id: uuid.UUID, **more: str) -> Any:
    """Send a reply as the script does."""
    created_at = times.format(session.created_at)
    form = {"created_at": created_at, "text": text, "reply_id": str(reply_id), **more}
    return client.post(address(session, "reply"), form, headers={"Accept": "application/json"})


def sent() -> list[str]:
    return list(OutboundMessage.objects.order_by("pk").values_list("body", flat=True))


def test_a_reply_whose_answer_was_lost_counts_as_sent(session: ConversationSession, olga: Client) -> None:
    reply_id = uuid.uuid4()
    assert send(olga, session, "Hello\r\nthere", reply_id).json() == DONE
    again = send(olga, session, "Hello\r\nthere", reply_id)
    assert again.status_code == 200
    assert again.json() == DONE | {"told": "This reply has already been sent. It is not sent again."}
    assert sent() == ["Hello\nthere"]


def test_a_reply_that_was_changed_after_its_answer_was_lost_is_kept_and_needs_another_id(
    session: ConversationSession, olga: Client
) -> None:
    reply_id = uuid.uuid4()
    send(olga, session, "Hello", reply_id)
    changed = send(olga, session, "Hello again", reply_id)
    assert changed.status_code == 409
    assert (changed.json()["isDone"], changed.json()["isUsed"]) == (False, True)
    assert "An earlier version of this reply has already been sent." in changed.json()["told"]
    assert send(olga, session, "Hello again", uuid.uuid4()).json() == DONE
    assert sent() == ["Hello", "Hello again"]


def test_without_the_script_a_reply_that_was_changed_since_gets_another_id(
    session: ConversationSession, olga: Client
) -> None:
    form = {"reply_id": str(uuid.uuid4())}
    steer(olga, session, "reply", text="Hello", **form)
    changed = steer(olga, session, "reply", text="Hello again", **form)
    assert "An earlier version of this reply has already been sent." in said(changed)[0]
    assert changed.context["text"] == "Hello again"
    assert str(changed.context["reply_id"]) != form["reply_id"]


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        ("", {}, "The reply is empty."),
        ("x" * (MAX_REPLY + 1), {}, f"The reply has {MAX_REPLY + 1} characters"),
        ("a\0b", {}, "Null characters are not allowed."),
        ("x", {"created_at": "yesterday"}, "Nothing was changed."),
    ],
)
def test_a_refused_reply_keeps_its_id(
    text: str, more: dict[str, str], why: str, session: ConversationSession, olga: Client
) -> None:
    refused = send(olga, session, text, uuid.uuid4(), **more)
    assert refused.status_code == 409
    assert (refused.json()["isDone"], refused.json()["isUsed"]) == (False, False)
    assert why in refused.json()["told"]
    assert sent() == []


def test_a_reply_with_a_broken_id_needs_another_one(session: ConversationSession, olga: Client) -> None:
    form = {"created_at": times.format(session.created_at), "text": "x", "reply_id": "nonsense"}
    refused = olga.post(address(session, "reply"), form, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["isUsed"]) == (409, True)


def test_a_reply_that_was_sent_in_a_session_that_has_ended_since_keeps_its_id(
    session: ConversationSession, olga: Client
) -> None:
    """With another id it would be sent a second time."""
    reply_id = uuid.uuid4()
    send(olga, session, "Hello", reply_id)
    session.created_at -= timedelta(seconds=1)
    refused = send(olga, session, "Hello", reply_id)
    assert (refused.status_code, refused.json()["isUsed"]) == (409, False)
    assert sent() == ["Hello"]


def test_a_script_that_is_signed_out_is_not_told_that_the_reply_was_sent(
    session: ConversationSession,
) -> None:
    answer = send(Client(), session, "Hello", uuid.uuid4())
    assert answer.status_code == 302
    assert send(client_of("Viewers", name="vera"), session, "Hello", uuid.uuid4()).status_code == 403
    assert sent() == []
