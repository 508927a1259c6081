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
    LISTS,
    PHONE,
    RELEASES,
    SESSIONS,
    THREADS,
    client_with,
    deeds,
    one_row_a_list,
    said,
    search,
)
from tests.support.factories import SessionFactory, phone_number

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


def told(release: PressRelease, key: str, value: str, **more: Any) -> None:
    Fact.objects.create(release=release, key=key, value=value, created_at=timezone.now(), **more)


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
    told(release, "company_name", "Lumen")
    query = {"app_label": "assistant", "model_name": "fact", "field_name": "release"}
    path = "/admin/autocomplete/"
    assert viewer.get(path, {**query, "term": PHONE[-4:]}).json()["results"]
    assert viewer.get(path, {**query, "term": term}).json()["results"] == []


def test_a_viewer_is_told_what_can_be_searched_for(viewer: Client, operator: Client) -> None:
    for client, wanted in ((viewer, "Last 4, user"), (operator, "Number, last 4, user")):
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


# --- Companies ---------------------------------------------------------------------------------


def of_company(name: str, **more: Any) -> PressRelease:
    release = PressRelease.objects.create(phone=phone_number(PressRelease.objects.count()))
    told(release, "company_name", name, **more)
    return release


def test_press_releases_are_found_by_company_without_its_name_in_the_address(viewer: Client) -> None:
    one, two = of_company("Lumen Labs"), of_company("The LUMEN Group")
    of_company("Lumen", superseded_at=timezone.now())
    told(of_company("Acme"), "headline", "Acme buys Lumen")
    assert searched(viewer, RELEASES, "lumen") == f"{RELEASES}?q=#{two.pk} #{one.pk}"
    assert {release.pk for release in rows(search(viewer, RELEASES, "lumen"))} == {one.pk, two.pk}
    assert rows(search(viewer, RELEASES, "Acme")) == [PressRelease.objects.latest("pk")]


def test_a_company_that_is_not_there_and_a_name_in_the_address_get_a_hint(viewer: Client) -> None:
    of_company("Lumen")
    assert said(search(viewer, RELEASES, "Acme")) == ["No press release is of a company with such a name."]
    asked = viewer.get(RELEASES, {"q": "Lumen"}, follow=True)
    assert asked.redirect_chain == [(RELEASES, 302)]
    assert said(asked)[0].startswith("Nothing was searched")


def test_the_audit_log_keeps_no_number(operator: Client) -> None:
    search(operator, SESSIONS, PHONE)
    stored = str(list(AuditEntry.objects.values()))
    assert PHONE[1:] not in stored
    assert quote(PHONE) not in stored
