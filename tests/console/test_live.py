"""How an open session page keeps itself up to date."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions_app.console import times
from sessions_app.console.sessions.page import SECTIONS
from sessions_app.conversations import people
from sessions_app.models import Conversation, ConversationSession, OutboundMessage, Person
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
        {"gathered", "history"},
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
        {"status", "facts"},
    ),
    "an assignment": (
        lambda session: Person.objects.filter(phone=session.phone).update(assigned_to="otto"),
        {"assignment"},
    ),
    "a note": (
        lambda session: people.of(session.phone).notes.create(operator="otto", text="Calls back."),
        {"notes"},
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


def test_a_session_that_ends_stays_on_the_page_which_goes_on_asking() -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    session.delete()
    response = news(client, page)
    assert {"status", "actions", "note"} <= sections(response)
    assert words(response.content.decode(), "sp-status").startswith("No session")
    assert news(client, response.content.decode()).status_code == 204


def test_a_user_of_whom_nothing_is_stored_any_more_is_said_to_be_gone() -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    Person.objects.all().delete()
    over = news(client, page).content.decode()
    assert "Nothing is stored of this user any more. The page shows its last state." in words(over)
    assert "hx-get" not in over


@pytest.mark.parametrize("row", ["a new one", "the same"])
def test_a_new_session_of_the_same_user_is_on_the_page_with_its_own_forms(row: str) -> None:
    session, _ = conversation()
    client = client_of("Operators")
    page = html(client, session)
    began = timezone.now() + timedelta(seconds=1)
    if row == "a new one":
        session.delete()
        SessionFactory.create(phone=session.phone, created_at=began)
    else:
        ConversationSession.objects.filter(pk=session.pk).update(created_at=began)
    response = news(client, page)
    assert {"status", "actions", "note"} <= sections(response)
    assert set(re.findall(r'name="created_at" value="([^"]*)"', response.content.decode())) == {
        times.format(began)
    }


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
    response = client_of("Operators").get(address(session, "live"), {})
    assert sections(response) == set(SECTIONS)
