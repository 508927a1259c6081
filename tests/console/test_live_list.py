"""How an open list keeps itself up to date."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistant.models import PressRelease
from sessions_app.conversations import attention
from sessions_app.models import AuditEntry, ConversationSession
from tests.support import clocks, console_pages
from tests.support.console_pages import (
    INBOX,
    LISTS,
    NEEDS_A_PERSON,
    RELEASES,
    SESSIONS,
    client_with,
    one_row_a_list,
    said,
    words,
)
from tests.support.factories import ConversationFactory, InboundFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)
operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)


def opened(client: Client, path: str = SESSIONS, **query: str) -> tuple[str, list[str]]:
    """Open a list; return the address that it asks for changes, and the versions of its rows."""
    page = client.get(path, query).content.decode()
    found = re.search(r'id="list-live" hx-get="([^"]+)"', page)
    assert found, "the list does not ask for changes"
    return found[1].replace("&amp;", "&"), versions(page)


def versions(page: str) -> list[str]:
    return re.findall(r'<tbody [^>]*data-version="(\w+)"', page)


def order(page: str) -> list[str]:
    return str(re.findall(r'data-order="([\w.]+)"', page)[0]).split(".")


def ask(client: Client, address: str, seen: list[str]) -> Any:
    return client.get(f"{address}&seen={'.'.join(seen)}")


def sessions(count: int) -> list[ConversationSession]:
    return [idle_session(phone_number(place), idle=place) for place in range(count)]


@pytest.mark.parametrize("path", [*LISTS, NEEDS_A_PERSON])
def test_where_no_row_has_changed_nothing_is_sent(operator: Client, path: str) -> None:
    one_row_a_list()
    ConversationFactory.create(attention_at=timezone.now())
    address, seen = opened(operator, path)
    assert len(seen) == 1
    answer = ask(operator, address, seen)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer["Cache-Control"]


def test_what_is_wrong_with_a_filter_is_told_by_the_page_alone(operator: Client) -> None:
    address, _ = opened(operator, **{"from": "yesterday"})
    for _ in range(3):
        assert ask(operator, address, []).status_code == 204
    assert said(operator.get(INBOX)) == []


def test_a_row_that_has_changed_is_sent_alone(operator: Client) -> None:
    made = sessions(3)
    address, seen = opened(operator)
    ConversationFactory.create(phone=made[1].phone, attention_at=timezone.now())
    page = ask(operator, address, seen).content.decode()
    [changed] = versions(page)
    assert order(page) == [seen[0], changed, seen[2]]
    assert "needs a person" in words(page)
    assert ask(operator, address, order(page)).status_code == 204


def test_rows_among_which_one_moves_are_not_sent_again(operator: Client) -> None:
    made = sessions(3)
    address, seen = opened(operator)
    ConversationSession.objects.filter(pk=made[2].pk).update(
        last_accessed=timezone.now() + timedelta(seconds=1)
    )
    page = ask(operator, address, seen).content.decode()
    [moved] = versions(page)
    assert order(page) == [moved, seen[0], seen[1]]


def test_a_new_row_is_sent_and_one_that_has_gone_is_left_out(operator: Client) -> None:
    made = sessions(3)
    address, seen = opened(operator)
    made[1].delete()
    idle_session(phone_number(9), idle=0)
    page = ask(operator, address, seen).content.decode()
    [new] = versions(page)
    assert sorted(order(page)) == sorted([seen[0], seen[2], new])


def test_the_first_row_of_an_empty_list_comes_with_its_table_and_the_last_goes_with_it(
    operator: Client,
) -> None:
    address, seen = opened(operator)
    assert seen == []
    assert ask(operator, address, []).status_code == 204
    [session] = sessions(1)
    page = ask(operator, address, []).content.decode()
    assert 'id="list-region"' in page
    assert "<thead>" in page
    session.delete()
    page = ask(operator, address, versions(page)).content.decode()
    assert 'id="list-region"' in page
    assert "<tbody" not in page


def test_a_list_stays_filtered_searched_and_on_its_page(operator: Client) -> None:
    made = sessions(52)
    ConversationFactory.create(phone=made[0].phone, paused_at=timezone.now(), paused_by="otto")
    for query, count in ({"p": "2"}, 2), ({"status": "paused"}, 1), ({"q": "0007"}, 1):
        address, seen = opened(operator, **query)
        assert len(seen) == count
        assert ask(operator, address, seen).status_code == 204, query


def test_a_question_costs_no_more_queries_than_the_page(operator: Client) -> None:
    sessions(50)
    address, seen = opened(operator)
    with CaptureQueriesContext(connection) as page:
        operator.get(SESSIONS)
    with CaptureQueriesContext(connection) as question:
        ask(operator, address, seen)
    assert len(question) <= len(page)


def test_who_reads_changed_texts_is_in_the_audit_log(clock: time_machine.Traveller, operator: Client) -> None:
    address, seen = opened(operator, INBOX)
    read = AuditEntry.objects.filter(action="read list")
    assert read.count() == 1
    clock.shift(timedelta(minutes=61))
    operator.force_login(User.objects.get())
    assert ask(operator, address, seen).status_code == 204
    assert read.count() == 1
    InboundFactory.create()
    assert ask(operator, address, seen).status_code == 200
    assert read.count() == 2


def test_who_is_signed_out_is_told_so_in_the_page(operator: Client) -> None:
    sessions(1)
    address, seen = opened(operator)
    operator.logout()
    answer = ask(operator, address, seen)
    assert answer.status_code == 200
    assert "You are signed out" in words(answer.content.decode())
    assert 'hx-swap-oob="true"' in answer.content.decode()


def test_who_may_not_view_gets_no_rows(viewer: Client) -> None:
    InboundFactory.create(body="a secret")
    address, seen = opened(viewer, INBOX)
    assert seen
    page = ask(client_with("view_conversationsession"), address, []).content.decode()
    assert "a secret" not in page


@pytest.mark.parametrize(
    "seen", ["", ".", "x", "\0", "." * 5000, "zz.zz.zz", "%", "<script>", "ü", "\N{REPLACEMENT CHARACTER}"]
)
def test_any_question_for_rows_is_answered(operator: Client, seen: str) -> None:
    sessions(2)
    assert operator.get(f"{SESSIONS}live/", {"seen": seen}).status_code == 200


@pytest.mark.parametrize(
    "query", ["p=99", "p=x", "e=1", "status=nonsense", "o=99", "q=Acme", "seen=a&seen=b"]
)
def test_a_question_about_nonsense_is_no_error(operator: Client, query: str) -> None:
    sessions(2)
    assert operator.get(f"{SESSIONS}live/?{query}").status_code in {200, 204}


def test_a_list_is_asked_and_never_told(operator: Client) -> None:
    [session] = sessions(1)
    form = {"action": "kill", "confirmed": "yes", "_selected_action": [session.pk]}
    assert operator.post(f"{SESSIONS}live/", form).status_code == 405
    assert ConversationSession.objects.exists()


def test_the_rows_of_other_apps_lists_are_live_too(operator: Client) -> None:
    PressRelease.objects.create(phone=phone_number(1), fields={"company_name": "Acme"})
    address, seen = opened(operator, RELEASES)
    PressRelease.objects.create(phone=phone_number(2), fields={"company_name": "Kite"})
    assert len(versions(ask(operator, address, seen).content.decode())) == 1


def test_who_needs_a_person_no_more_leaves_the_list(viewer: Client) -> None:
    asked = ConversationFactory.create(attention_at=timezone.now(), attention="Help")
    address, seen = opened(viewer, NEEDS_A_PERSON)
    attention.dismiss(asked.phone)
    assert "<tbody" not in ask(viewer, address, seen).content.decode()
