"""What is done to many sessions from their list: each by itself, or refused with a reason."""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sessions_app.console import times
from sessions_app.models import Conversation, ConversationSession, InboundMessage
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import PHONE, SESSIONS, deeds
from tests.support.factories import InboundFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)

TTL = settings.SESSION_TTL_SECONDS
State = InboundMessage.State


def chosen(*sessions: ConversationSession) -> dict[str, Any]:
    """Return what the list's form sends for these sessions, as it showed them."""
    return {"_selected_action": [session.pk for session in sessions]} | {
        f"created_at_of_{session.pk}": times.format(session.created_at) for session in sessions
    }


def act(client: Client, action: str, *sessions: ConversationSession, **more: str) -> str:
    form = {"action": action, **chosen(*sessions), **more}
    return str(client.post(SESSIONS, form, follow=True).content.decode())


def test_the_checkbox_carries_which_session_was_shown(operator: Client) -> None:
    session = idle_session(PHONE, idle=1)
    page = operator.get(SESSIONS).content.decode()
    assert f'name="created_at_of_{session.pk}" value="{times.format(session.created_at)}"' in page


def test_killing_asks_first_and_then_kills(operator: Client) -> None:
    one, other = idle_session(PHONE, idle=1), idle_session(phone_number(2), idle=1)
    question = act(operator, "kill", one, other)
    assert "Kill 2 sessions for good?" in question
    assert pseudonym(PHONE) in question
    assert PHONE not in question
    assert ConversationSession.objects.count() == 2

    assert "2 sessions killed" in act(operator, "kill", one, other, confirmed="yes")
    assert not ConversationSession.objects.exists()
    assert set(deeds().values_list("operator", "action")) == {("olga", "kill")}


def test_a_newer_session_of_the_same_row_is_not_killed(operator: Client) -> None:
    shown = idle_session(PHONE, idle=1)
    ConversationSession.objects.update(created_at=timezone.now())
    assert "All selected sessions have ended" in act(operator, "kill", shown)
    told = act(operator, "kill", shown, confirmed="yes")
    assert "a new one has begun" in told
    assert pseudonym(PHONE) in told
    assert ConversationSession.objects.exists()


def test_an_expired_session_is_not_offered_to_be_killed(operator: Client) -> None:
    expired, live = idle_session(PHONE, idle=TTL + 1), idle_session(phone_number(2), idle=1)
    question = act(operator, "kill", expired, live)
    assert "Kill 1 session for good?" in question
    assert f"Session {expired.pk} has already ended." in question
    assert "All selected sessions have ended." in act(operator, "kill", expired)


def test_each_refusal_is_told_with_its_reason_and_the_rest_is_done(operator: Client) -> None:
    live, expired, gone = (idle_session(phone_number(n), idle=idle) for n, idle in enumerate((1, TTL + 1, 1)))
    gone_pk = gone.pk
    form = chosen(live, expired, gone)
    gone.delete()
    told = operator.post(SESSIONS, {"action": "extend", **form}, follow=True).content.decode()
    assert "1 session extended." in told
    assert f"{pseudonym(expired.phone)}: This session has just expired." in told
    assert f"session {gone_pk}: This session has already ended." in told
    assert [entry.action for entry in deeds()] == ["extend"]


def test_taking_over_and_handing_back_many(operator: Client) -> None:
    sessions = [idle_session(phone_number(n), idle=1) for n in range(3)]
    assert "3 sessions taken over" in act(operator, "take_over", *sessions)
    assert Conversation.objects.filter(paused_by="olga").count() == 3
    assert "You have already taken over this conversation" in act(operator, "take_over", *sessions)
    assert "3 sessions handed back" in act(operator, "hand_back", *sessions)
    assert not Conversation.objects.filter(paused_at__isnull=False).exists()


def test_retrying_and_dismissing(operator: Client) -> None:
    session = idle_session(PHONE, idle=1)
    message = InboundFactory.create(phone=PHONE, state=State.FAILED, turn=uuid.uuid4())
    assert "1 session will be retried" in act(operator, "retry", session)
    message.refresh_from_db()
    assert message.state == State.RECEIVED
    Conversation.objects.filter(phone=PHONE).update(attention_at=timezone.now(), attention="Help")
    assert "1 session dismissed" in act(operator, "dismiss", session)
    assert "no longer needs attention" in act(operator, "dismiss", session)


@pytest.mark.parametrize(
    "form",
    [
        {"_selected_action": ["x"]},
        {"_selected_action": ["9" * 5000]},
        {"_selected_action": ["-1"]},
        {"_selected_action": []},
        {"_selected_action": ["1"], "created_at_of_1": "2026-13-45T00:00:00"},
        {"_selected_action": ["1"], "created_at_of_1": ""},
        {"_selected_action": ["1"], "select_across": "1"},
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_broken_choice_harms_nobody(operator: Client, form: Any, confirmed: Any) -> None:
    idle_session(PHONE, idle=1)
    form = {"action": "kill", **form, **confirmed}
    assert operator.post(SESSIONS, form, follow=True).status_code == 200
    assert ConversationSession.objects.exists()
