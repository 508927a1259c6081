"""How an open session page keeps itself up to date."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions_app.console import times
from sessions_app.models import Conversation, ConversationSession, OutboundMessage
from tests.support.console_pages import address, client_of, client_with, conversation, html, words
from tests.support.factories import InboundFactory, OutboundFactory, SessionFactory, TurnFactory
from tests.support.releases import make_release

pytestmark = pytest.mark.django_db


def live_url(page: str) -> str:
    found = re.search(r'id="sp-live" hx-get="([^"]+)"', page)
    assert found, "the page does not ask for news"
    return found[1].replace("&amp;", "&")


def sections(response: Any) -> set[str]:
    return set(re.findall(r'id="sp-(\w+)"[^>]*hx-swap-oob', response.content.decode()))


def news(client: Client, page: str) -> Any:
    return client.get(live_url(page))


def test_where_nothing_has_changed_nothing_is_sent() -> None:
    session, _ = conversation()
    InboundFactory.create(phone=session.phone)
    client = client_of("Operators")
    response = news(client, html(client, session))
    assert response.status_code == 204
    assert response.content == b""
    assert "no-store" in response["Cache-Control"]


CHANGES: dict[str, tuple[Callable[[ConversationSession], Any], set[str]]] = {
    "a delivery": (
        lambda session: OutboundMessage.objects.filter(phone=session.phone).update(state="read"),
        {"transcript"},
    ),
    "an answer": (lambda session: OutboundFactory.create(phone=session.phone), {"transcript"}),
    "a field": (
        lambda session: make_release({"quote": "Kites make people look up."}, phone=session.phone),
        {"gathered"},
    ),
    "a takeover": (
        lambda session: Conversation.objects.filter(phone=session.phone).update(
            paused_at=timezone.now(), paused_by="anna"
        ),
        {"status", "actions", "note"},
    ),
    "an access": (
        lambda session: ConversationSession.objects.filter(pk=session.pk).update(
            last_accessed=timezone.now()
        ),
        {"status"},
    ),
    "a turn": (
        lambda session: TurnFactory.create(phone=session.phone),
        {"timeline"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_has_changed_is_sent(change: str) -> None:
    session, _ = conversation()
    OutboundFactory.create(phone=session.phone, state="sent")
    client = client_of("Operators")
    page = html(client, session)
    make, changed = CHANGES[change]
    make(session)
    response = news(client, page)
    assert sections(response) == changed
    assert news(client, response.content.decode()).status_code == 204


def test_what_is_being_typed_is_never_sent() -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    Conversation.objects.filter(phone=session.phone).update(paused_at=timezone.now(), paused_by="anna")
    InboundFactory.create(phone=session.phone)
    assert "<textarea" not in news(client, page).content.decode()


def test_an_ended_session_is_said_to_have_ended_and_asks_no_more() -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    session.delete()
    over = news(client, page).content.decode()
    assert "This session has ended. The page shows its last state." in words(over)
    assert "hx-get" not in over


def test_a_new_session_of_the_same_user_is_linked() -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    session.delete()
    following = SessionFactory.create(phone=session.phone)
    over = news(client, page).content.decode()
    assert "a new one has begun" in words(over)
    assert address(following) in over
    assert "hx-get" not in over


def test_a_session_that_began_anew_in_its_row_is_another_one() -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    ConversationSession.objects.filter(pk=session.pk).update(created_at=timezone.now())
    assert "a new one has begun" in words(news(client, page).content.decode())


def test_who_is_signed_out_is_told_so_in_the_page() -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    client.logout()
    response = news(client, page)
    assert response.status_code == 200
    assert "You are signed out" in words(response.content.decode())
    assert "password" not in response.content.decode()


def test_who_may_not_view_gets_no_news() -> None:
    session, _ = conversation()
    page = html(client_of("Operators"), session)
    InboundFactory.create(phone=session.phone, body="a secret")
    assert "a secret" not in news(client_with("view_inboundmessage"), page).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"created": "yesterday"},
        {"created": "2026-13-45T99:00:00Z", "conversation": "9" * 50},
        {"created": "2026-01-01T00:00:00", "conversation": "-1", "seen": "." * 5000},
        {"created": "\0", "conversation": "\0", "seen": "\0"},
    ],
)
def test_any_question_for_news_is_answered(query: dict[str, str]) -> None:
    session, _ = conversation()
    html(client_of("Operators"), session, "live", **query)


def test_a_page_that_knows_nothing_gets_everything() -> None:
    session, _ = conversation()
    response = client_of("Operators").get(
        address(session, "live"), {"created": times.format(session.created_at)}
    )
    assert sections(response) == {"status", "transcript", "actions", "note", "gathered", "timeline"}
