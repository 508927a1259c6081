"""The page of a user: it outlives sessions, and a user without one can be talked to."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assistant import versions
from sessions_app.conversations import people
from sessions_app.models import (
    AuditEntry,
    Conversation,
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    Person,
)
from tests.support.console_pages import (
    RELEASES,
    SESSIONS,
    client_of,
    html,
    operator,
    person_page,
    said,
    search,
    viewer,
    words,
)
from tests.support.factories import (
    ConversationFactory,
    EndedSessionFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    TurnFactory,
    phone_number,
)
from tests.support.releases import COMPLETE, make_release

pytestmark = pytest.mark.django_db

operator = pytest.fixture(operator)
viewer = pytest.fixture(viewer)
ADA, BOB = phone_number(1), phone_number(2)


def page_of(client: Client, phone: str = ADA) -> str:
    response = client.get(person_page(phone))
    assert response.status_code == 200
    return str(response.content.decode())


def first_turn_failed(phone: str = ADA) -> InboundMessage:
    """A user whose first message was never answered: there is no session."""
    ConversationFactory.create(phone=phone, attention_at=timezone.now(), attention="A turn failed for good")
    return InboundFactory.create(
        phone=phone, body="Hello?", state="failed", error="invalid_request", turn=uuid.uuid4()
    )


def send(client: Client, what: str, **form: str) -> Any:
    return client.post(f"{person_page(ADA)}{what}/", {"created_at": "", **form}, follow=True)


def reply(client: Client, text: str = "Olga here", **form: str) -> Any:
    return send(client, "reply", **{"text": text, "reply_id": str(uuid.uuid4()), **form})


def test_a_session_leads_to_the_page_of_its_user(operator: Client) -> None:
    session = SessionFactory.create(phone=ADA)
    response = operator.get(f"{SESSIONS}{session.pk}/change/", follow=True)
    assert response.redirect_chain == [(person_page(ADA), 302)]


@pytest.mark.parametrize("kept", ["the page", "a release", "its end"])
def test_an_old_bookmark_leads_to_the_user_of_a_session_that_has_ended(operator: Client, kept: str) -> None:
    session = SessionFactory.create(phone=ADA)
    bookmark = f"{SESSIONS}{session.pk}/change/"
    operator.get(bookmark, follow=True)
    SessionFactory.create(phone=BOB)
    session.delete()
    if kept != "the page":
        Person.objects.all().delete()
        if kept == "a release":
            make_release(COMPLETE, phone=ADA)
        else:
            EndedSessionFactory.create(phone=ADA)
    response = operator.get(bookmark, follow=True)
    assert response.redirect_chain == [(person_page(ADA), 302)]


def test_a_bookmark_of_which_nothing_is_stored_leads_to_the_list(operator: Client) -> None:
    session = SessionFactory.create(phone=ADA)
    bookmark = f"{SESSIONS}{session.pk}/change/"
    operator.get(bookmark, follow=True)
    session.delete()
    Person.objects.all().delete()
    assert said(operator.get(bookmark, follow=True)) == ["There is no such session. It may have ended."]


def test_what_was_said_before_and_after_an_end_is_on_one_page(operator: Client) -> None:
    now = timezone.now()
    InboundFactory.create(phone=ADA, body="About kites", received_at=now - timedelta(days=2))
    TurnFactory.create(phone=ADA)
    EndedSessionFactory.create(phone=ADA, ended_at=now - timedelta(days=1))
    page = page_of(operator)
    assert words(page, "sp-status").startswith("No session")
    assert "About kites" in page
    assert "A session ended on" in words(page)
    assert "No turn has finished" not in words(page)


def test_the_history_has_sessions_releases_and_what_operators_did(operator: Client) -> None:
    session = SessionFactory.create(phone=ADA)
    Conversation.objects.create(phone=ADA)
    InboundFactory.create(phone=ADA, received_at=timezone.now() - timedelta(days=2))
    release = make_release(COMPLETE, phone=ADA)
    versions.approve(versions.write_version(release), words="Yes")
    created = session.created_at.isoformat().replace("+00:00", "Z")
    operator.post(f"{person_page(ADA)}steer/take-over/", {"created_at": created})
    EndedSessionFactory.create(phone=ADA, ended_at=timezone.now() - timedelta(days=1))
    shown = words(html(operator, session), "sp-history")
    for event in ("A session began", "A session ended", "A press release was begun", "olga took over"):
        assert event in shown
    assert "The press release was approved" in shown
    assert f'href="{RELEASES}{release.pk}/change/"' in html(operator, session)
    assert "read transcript" not in shown


def test_the_history_has_a_search_by_the_number_in_words(operator: Client) -> None:
    SessionFactory.create(phone=ADA)
    search(operator, SESSIONS, ADA)
    assert "olga searched by the number" in words(page_of(operator), "sp-history")


def test_the_history_is_of_one_user_only(operator: Client) -> None:
    SessionFactory.create(phone=ADA)
    EndedSessionFactory.create(phone=BOB)
    make_release(COMPLETE, phone=BOB)
    shown = words(page_of(operator), "sp-history")
    assert "ended" not in shown
    assert "release" not in shown


def test_the_title_is_the_person(operator: Client, viewer: Client) -> None:
    make_release({"company_name": "Kite Works"}, phone=ADA)
    InboundFactory.create(phone=ADA, details={"profile_name": "Ada Lovelace"})
    for client, shown in ((operator, "Ada Lovelace · Kite Works"), (viewer, "A… · K…")):
        page = page_of(client)
        assert shown in page.split("</title>")[0]
        assert re.findall(r'<h2 class="sp-person"[^>]*>([^<]*)</h2>', page) == [shown]
        assert ("Lovelace" in page) == (client is operator)


def test_a_user_whose_first_turn_failed_can_be_talked_to(operator: Client) -> None:
    first_turn_failed()
    page = page_of(operator)
    assert "There is no session: your reply is sent" in words(page)
    reply(operator)
    assert list(OutboundMessage.objects.values_list("phone", "body", "author", "operator")) == [
        (ADA, "Olga here", "operator", "olga")
    ]
    conversation = Conversation.objects.get(phone=ADA)
    assert (conversation.attention_at, conversation.paused_at) == (None, None)
    assert conversation.recap_from is not None
    assert AuditEntry.objects.get(action="reply").details["took_over"] is False


def test_a_reply_to_a_user_without_a_session_ends_a_running_turn(operator: Client) -> None:
    lease = {"lease_token": uuid.uuid4(), "lease_expires_at": timezone.now() + timedelta(days=1)}
    ConversationFactory.create(phone=ADA, **lease)
    InboundFactory.create(phone=ADA, state="received")
    reply(operator)
    assert Conversation.objects.get(phone=ADA).lease_token is None
    assert InboundMessage.objects.get().state == "answered"


@pytest.mark.parametrize("deed", ["retry", "dismiss"])
def test_a_failed_first_turn_is_retried_or_dismissed_on_the_page(operator: Client, deed: str) -> None:
    message = first_turn_failed()
    send(operator, f"steer/{deed}")
    message.refresh_from_db()
    assert message.state == ("received" if deed == "retry" else "failed")
    assert Conversation.objects.get(phone=ADA).attention_at is None


@pytest.mark.parametrize("deed", ["reply", "steer/retry", "steer/dismiss"])
def test_what_was_meant_for_a_user_without_a_session_is_refused_once_one_has_begun(
    operator: Client, deed: str
) -> None:
    first_turn_failed()
    SessionFactory.create(phone=ADA)
    response = reply(operator) if deed == "reply" else send(operator, deed)
    assert said(response) == ["A session has begun meanwhile. Nothing was changed."]
    assert not OutboundMessage.objects.exists()


@pytest.mark.parametrize("deed", ["take-over", "hand-back", "extend", "kill"])
def test_what_needs_a_session_is_refused_without_one_and_not_offered(operator: Client, deed: str) -> None:
    first_turn_failed()
    assert f"steer/{deed}/" not in page_of(operator)
    assert said(send(operator, f"steer/{deed}")) == ["This session has already ended. Nothing was changed."]


def test_a_reply_for_a_session_that_has_ended_is_refused_and_kept(operator: Client) -> None:
    InboundFactory.create(phone=ADA)
    response = reply(operator, "Long text", created_at="2026-01-01T00:00:00.000000Z")
    assert response.status_code == 409
    assert said(response) == ["This session has already ended. Nothing was changed."]
    assert "Long text</textarea>" in response.content.decode()


def test_a_form_can_only_be_about_the_user_of_the_page(operator: Client) -> None:
    other = SessionFactory.create(phone=BOB)
    people.of(ADA)
    form = {"created_at": other.created_at.isoformat(), "session": str(other.pk)}
    operator.post(f"{person_page(ADA)}kill/", form, follow=True)
    assert ConversationSession.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("pk", ["0", "9" * 18])
def test_a_page_of_nobody_leads_to_the_list(operator: Client, pk: str) -> None:
    response = operator.get(f"{SESSIONS}person/{pk}/", follow=True)
    assert said(response) == ["Nothing is stored of this user any more."]


@pytest.mark.parametrize("pk", ["abc", "9" * 40, "-1", "%00", "1.5"])
def test_an_address_that_is_none_is_not_a_fault(operator: Client, pk: str) -> None:
    assert operator.get(f"{SESSIONS}person/{pk}/", follow=True).status_code in (200, 404)


def test_to_read_a_page_without_a_session_is_in_the_audit_log() -> None:
    OutboundFactory.create(phone=ADA)
    page_of(client_of("Viewers", name="vera"))
    entry = AuditEntry.objects.get(action="read transcript")
    assert (entry.operator, entry.session_id) == ("vera", None)
