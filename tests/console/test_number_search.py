"""Masks that hold: a number is searched for by those who may see it, on the record, and never in a URL."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote_plus

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from assistant.models import Fact, PressRelease
from sessions_app.messages import blocks
from sessions_app.models import AuditEntry, BlockedPhone, UserAddress
from sessions_app.operators import number_search
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import (
    AUDIT_LOG,
    BLOCKED,
    INBOX,
    LISTS,
    OUTBOX,
    PHONE,
    SESSIONS,
    THREADS,
    client_with,
    deeds,
    one_row_a_list,
    person_page,
    said,
    search,
)
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    phone_number,
)

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)

USER_ID = "US.13491208655302741918"
SPELLINGS = (PHONE, PHONE[1:], "+1 (415) 555-9876", f"whatsapp:{PHONE}")


def searched(client: Client, path: str, term: str, **filters: str) -> str:
    """Return where the search box leads."""
    response = client.post(f"{path}search/", {"q": term, **filters})
    assert response.status_code == 302
    return unquote_plus(response["Location"])


def lines() -> list[tuple[str, str]]:
    return list(deeds().filter(action=number_search.ACTION).values_list("operator", "user"))


def rows(response: Any) -> list[Any]:
    return list(response.context["cl"].result_list)


# --- Viewers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, BLOCKED])
def test_a_viewer_who_tries_a_number_learns_nothing(viewer: Client, path: str) -> None:
    one_row_a_list()
    for candidate in (PHONE, "+14155550000"):
        for term in (candidate, candidate[1:], f"{candidate[:5]} {candidate[5:]}"):
            assert searched(viewer, path, term) == path
        assert said(search(viewer, path, candidate))[0].startswith("Nothing was searched: give ")
        asked = viewer.get(path, {"q": candidate}, follow=True)
        assert asked.redirect_chain == [(path, 302)]
        assert candidate[1:] not in asked.content.decode()
    assert not lines()


@pytest.mark.parametrize("term", [PHONE, PHONE[:-1], "Lumen"])
def test_djangos_autocomplete_takes_neither_numbers_nor_names(viewer: Client, term: str) -> None:
    release = PressRelease.objects.create(phone=PHONE)
    Fact.objects.create(release=release, key="company_name", value="Lumen", created_at=timezone.now())
    query = {"app_label": "assistant", "model_name": "fact", "field_name": "release"}
    path = "/admin/autocomplete/"
    assert viewer.get(path, {**query, "term": PHONE[-4:]}).json()["results"]
    assert viewer.get(path, {**query, "term": term}).json()["results"] == []


def test_a_viewer_is_told_what_can_be_searched_for(viewer: Client, operator: Client) -> None:
    for client, wanted in ((viewer, "Last 4, user"), (operator, "Name, words, number, last 4, user")):
        page = client.get(SESSIONS).content.decode()
        assert f'placeholder="{wanted}' in page
        assert f'method="post" action="{SESSIONS}search/"' in page


@pytest.mark.parametrize("path", [*LISTS, BLOCKED])
def test_whoever_sees_no_list_searches_in_none(path: str) -> None:
    assert client_with("reveal_phone").post(f"{path}search/", {"q": PHONE}).status_code == 403
    assert not lines()


def test_a_search_is_never_asked_for_by_its_address(operator: Client) -> None:
    assert operator.get(f"{SESSIONS}search/", {"q": PHONE}).status_code == 403
    assert operator.get(SESSIONS, {"q": PHONE}).headers["Location"] == SESSIONS
    assert not lines()


# --- Operators ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_a_search_by_number_is_one_line_of_the_audit_log_and_no_number_in_a_url(
    operator: Client, path: str
) -> None:
    one_row_a_list()
    for term in SPELLINGS:
        assert searched(operator, path, term) == f"{path}?q={pseudonym(PHONE)}"
    assert lines() == [("olga", pseudonym(PHONE))] * len(SPELLINGS)
    page = operator.get(path, {"q": pseudonym(PHONE)}).content.decode()
    assert PHONE[1:] not in page
    assert path == THREADS or pseudonym(PHONE) in page


def test_a_search_by_another_address_leads_to_the_same_user(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    UserAddress.objects.create(address=USER_ID, phone=PHONE)
    assert searched(operator, SESSIONS, USER_ID) == f"{SESSIONS}?q={pseudonym(PHONE)}"


def test_a_search_that_finds_nobody_is_a_line_too(operator: Client) -> None:
    assert rows(search(operator, SESSIONS, "+14155550000")) == []
    assert lines() == [("olga", pseudonym("+14155550000"))]


def test_an_operator_searches_by_so_many_numbers_an_hour_and_is_then_refused(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    with travel(timezone.now(), tick=False) as clock:
        for _ in range(number_search.MOST):
            assert searched(operator, SESSIONS, PHONE) != SESSIONS
            clock.shift(timedelta(minutes=1))
        refused = search(operator, AUDIT_LOG, PHONE)
        assert refused.redirect_chain == [(AUDIT_LOG, 302)]
        assert said(refused)[0].startswith("You have searched by 30 numbers within the last hour")
        assert len(lines()) == number_search.MOST
        assert searched(operator, SESSIONS, PHONE[-4:]) == f"{SESSIONS}?q={PHONE[-4:]}"
        assert searched(console_pages.client_of("Operators", name="otto"), SESSIONS, PHONE) != SESSIONS
        clock.shift(timedelta(minutes=31))
        assert searched(operator, SESSIONS, PHONE) != SESSIONS


def test_a_number_that_is_blocked_counts_as_searched_for(operator: Client) -> None:
    form = {"number": PHONE, "reason": "spam"}
    operator.post(f"{BLOCKED}block/", form)
    assert lines() == [("olga", pseudonym(PHONE))]
    for _ in range(number_search.MOST - 1):
        number_search.record(PHONE, operator="olga")
    form["number"] = phone_number(2)
    assert "which is the most" in said(operator.post(f"{BLOCKED}block/", form, follow=True))[-1]
    assert not blocks.is_blocked(phone_number(2))


def test_only_who_may_see_numbers_blocks_one(operator: Client) -> None:
    steerer = client_with("view_conversationsession", "steer_session")
    form = {"number": PHONE, "reason": "spam"}
    assert steerer.post(f"{BLOCKED}block/", form).status_code == 403
    assert f"{BLOCKED}block/" not in steerer.get(BLOCKED).content.decode()
    assert not BlockedPhone.objects.exists()


@pytest.mark.parametrize("term", ["call +1 415 555 9876", "4155559876 olga", "٤١٥٥٥٥٩٨٧٦"])
def test_what_holds_a_number_is_no_operators_name(viewer: Client, term: str) -> None:
    assert searched(viewer, AUDIT_LOG, term) == AUDIT_LOG


def test_the_filters_stay_and_nothing_else_gets_into_the_address(operator: Client) -> None:
    where = searched(operator, SESSIONS, "9876", status="live", phone=PHONE, next=PHONE, o="1")
    assert where == f"{SESSIONS}?status=live&q=9876"
    assert searched(operator, SESSIONS, " ", status="live") == f"{SESSIONS}?status=live"


# --- Numbers as they are dialled at home -------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "term"),
    [
        *[("+491712345678", term) for term in ("0171 2345678", "(0)171/234 56 78", "171-2345678")],
        *[("+14155550100", term) for term in ("(415) 555-0100", "415.555.0100", "5550100")],
        *[("+390612345678", "06 1234 5678"), ("+97236123456", "03-6123456")],
    ],
)
@pytest.mark.parametrize("path", [SESSIONS, INBOX])
def test_a_number_is_found_without_the_code_of_its_country(
    operator: Client, path: str, stored: str, term: str
) -> None:
    SessionFactory.create(phone=stored)
    SessionFactory.create(phone="+14155559876")
    assert searched(operator, path, term) == f"{path}?q={pseudonym(stored)}"
    assert lines() == [("olga", pseudonym(stored))]


def test_a_number_that_a_user_has_as_it_stands_is_that_users(operator: Client) -> None:
    SessionFactory.create(phone="+4155550100")
    SessionFactory.create(phone="+14155550100")
    assert searched(operator, SESSIONS, "4155550100") == f"{SESSIONS}?q={pseudonym('+4155550100')}"


def test_a_number_of_users_in_two_countries_asks_for_the_country_and_counts(operator: Client) -> None:
    SessionFactory.create(phone="+14155550100")
    SessionFactory.create(phone="+494155550100")
    refused = search(operator, SESSIONS, "(415) 555-0100")
    assert refused.redirect_chain == [(SESSIONS, 302)]
    assert said(refused) == ["2 users have a number that ends so. Add the code of the country (+49 …)."]
    assert len(lines()) == 1


def test_a_user_with_an_id_is_found_by_the_number_beside_it(operator: Client) -> None:
    SessionFactory.create(phone=USER_ID)
    UserAddress.objects.create(address="+491712345678", phone=USER_ID)
    assert searched(operator, SESSIONS, "0171 2345678") == f"{SESSIONS}?q={pseudonym(USER_ID)}"


def test_a_number_that_nobody_has_is_a_line_too(operator: Client) -> None:
    assert rows(search(operator, SESSIONS, "0171 2345678")) == []
    assert len(lines()) == 1


def test_a_viewer_who_tries_a_number_without_its_country_learns_nothing(viewer: Client) -> None:
    SessionFactory.create(phone="+491712345678")
    for term in ("0171 2345678", "01712345679"):
        told = said(search(viewer, SESSIONS, term))
        assert told[0].startswith("Nothing was searched: give the last 4 digits of a number, a user as shown")
    assert not lines()


def test_the_audit_log_keeps_no_number(operator: Client) -> None:
    search(operator, SESSIONS, PHONE)
    stored = str(list(AuditEntry.objects.values()))
    assert PHONE[1:] not in stored
    assert quote(PHONE) not in stored


@pytest.mark.parametrize("typed", [PHONE, PHONE[2:]])
def test_the_page_of_a_user_without_a_session_is_found_by_the_number(operator: Client, typed: str) -> None:
    InboundFactory.create(phone=PHONE)
    ConversationFactory.create(phone=PHONE)
    answer = search(operator, SESSIONS, typed)
    [told] = said(answer)
    assert told.startswith("Users without a session who have that: ")
    assert person_page(PHONE) in told
    assert PHONE[1:] not in answer.content.decode()
    SessionFactory.create(phone=PHONE)
    assert said(search(operator, SESSIONS, typed)) == []


@pytest.mark.parametrize("path", [INBOX, OUTBOX])
def test_a_message_leads_to_the_page_of_its_user(viewer: Client, path: str) -> None:
    factory = InboundFactory if path == INBOX else OutboundFactory
    message = factory.create(phone=PHONE)
    assert f'href="{person_page(PHONE)}"' in viewer.get(f"{path}{message.pk}/change/").content.decode()
