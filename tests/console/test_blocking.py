"""Operators block and unblock users in the console, and see who waits for a limit."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sessions_app.messages import blocks
from sessions_app.models import BlockedPhone
from sessions_app.privacy import pseudonym
from tests.support.console_pages import (
    BLOCKED,
    SESSIONS,
    address,
    client_of,
    deeds,
    html,
    said,
    search,
    viewer,
)
from tests.support.factories import ConversationFactory, InboundFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db

ADA = phone_number(1)


@pytest.fixture
def olga() -> Client:
    return client_of("Operators")


def block(phone: str = ADA) -> BlockedPhone:
    blocks.add([phone], reason="sends spam", operator="otto")
    return BlockedPhone.objects.get(phone=phone)


def test_the_session_page_blocks_with_a_reason_and_unblocks(olga: Client) -> None:
    session = idle_session(ADA, idle=5)
    path = address(session, "block")
    assert "gets no more answers" in olga.get(path).content.decode()
    done = olga.post(path, {"reason": "sends spam"}, follow=True)
    assert said(done)[0].startswith("Blocked.")
    page = html(olga, session)
    assert "Unblock…" in page
    assert "The user is blocked and gets no messages from us." in page
    assert said(olga.post(path, {"reason": "a mistake"}, follow=True))[0].startswith("Unblocked.")
    assert list(deeds().values_list("action", "reason")) == [
        ("block", "sends spam"),
        ("unblock", "a mistake"),
    ]


def test_without_a_reason_nothing_happens(olga: Client) -> None:
    session = idle_session(ADA, idle=5)
    again = olga.post(address(session, "block"), {"reason": " "})
    assert "This field is required" in again.content.decode()
    assert not BlockedPhone.objects.exists()


def test_viewers_see_who_is_blocked_and_change_nothing() -> None:
    session, blocked, vera = idle_session(ADA, idle=5), block(), viewer()
    page = vera.get(BLOCKED).content.decode()
    assert pseudonym(ADA) in page
    assert "sends spam" in page
    paths = (address(session, "block"), f"{BLOCKED}{blocked.pk}/unblock/", f"{BLOCKED}block/")
    assert [vera.post(path, {"reason": "no reason"}).status_code for path in paths] == [403] * 3
    assert blocks.is_blocked(ADA)


def test_the_list_blocks_a_number_that_has_no_session(olga: Client) -> None:
    done = olga.post(f"{BLOCKED}block/", {"number": "+1 415 555-0001", "reason": "spam"}, follow=True)
    assert said(done)[0].startswith("Blocked.")
    assert blocks.is_blocked(ADA)


@pytest.mark.parametrize("number", ["", "0001", "Ada", "+1415555000100000000"])
def test_what_is_no_number_is_not_blocked(olga: Client, number: str) -> None:
    assert olga.post(f"{BLOCKED}block/", {"number": number, "reason": "spam"}).status_code == 200
    assert not BlockedPhone.objects.exists()


def test_the_list_unblocks(olga: Client) -> None:
    blocked = block()
    path = f"{BLOCKED}{blocked.pk}/unblock/"
    assert pseudonym(ADA) in olga.get(path).content.decode()
    assert said(olga.post(path, {"reason": "a mistake"}, follow=True))[0].startswith("Unblocked.")
    again = olga.post(path, {"reason": "a mistake"}, follow=True)
    assert (again.status_code, BlockedPhone.objects.count()) == (200, 0)


@pytest.mark.parametrize("term", [ADA, "0001", pseudonym(ADA)])
def test_the_list_is_searched_like_the_others_and_shows_no_number(olga: Client, term: str) -> None:
    block()
    block(phone_number(2))
    page = search(olga, BLOCKED, term).content.decode()
    assert pseudonym(ADA) in page
    assert pseudonym(phone_number(2)) not in page
    assert ADA not in page


def test_the_sidebar_leads_to_the_list(olga: Client) -> None:
    assert f'href="{BLOCKED}"' in olga.get(SESSIONS).content.decode()


def test_messages_of_a_blocked_user_are_shown_as_ignored(olga: Client) -> None:
    session = idle_session(ADA, idle=5)
    InboundFactory.create(phone=ADA, body="buy gold", state="ignored")
    page = html(olga, session)
    assert "buy gold" in page
    assert "ignored: the session was reset or killed, or the user opted out or was blocked" in page


def test_the_pages_say_that_messages_wait_for_a_limit(olga: Client) -> None:
    session = idle_session(ADA, idle=5)
    ConversationFactory.create(phone=ADA, limited_until=timezone.now() + timedelta(minutes=1))
    InboundFactory.create(phone=ADA, state="held", error="PHONE_TURNS_PER_MINUTE")
    page = html(olga, session)
    assert "1 held: this phone has had its turns, and gets the next at" in page
    assert "held until the phone may have another turn" in page
    assert "over its limit" in olga.get(SESSIONS, {"status": "limited"}).content.decode()
