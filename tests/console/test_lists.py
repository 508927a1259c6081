"""The console's other lists: no whole number anywhere, filters, search, and what the inbox retries."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_q.models import Schedule

from assistant.models import PressRelease
from sessions_app.console import list_filters
from sessions_app.housekeeping import schedules
from sessions_app.models import (
    Conversation,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    SessionBackend,
)
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import (
    AUDIT_LOG,
    BLOCKED,
    INBOX,
    LISTS,
    OUTBOX,
    PHONE,
    RECEIPTS,
    RELEASES,
    SESSIONS,
    THREADS,
    client_of,
    deeds,
    one_row_a_list,
    search,
)
from tests.support.factories import (
    ConversationFactory,
    EndedSessionFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    ThreadFactory,
    idle_session,
    phone_number,
)

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)

State = InboundMessage.State
SID = "SM" + "ab" * 16


def found(client: Client, path: str, **query: str) -> set[int]:
    shown = search(client, path, query.pop("q"), **query) if "q" in query else client.get(path, query)
    return {row.pk for row in shown.context["cl"].result_list}


@pytest.mark.parametrize("group", ["Viewers", "Superuser"])
def test_no_list_and_no_page_shows_a_whole_number(group: str) -> None:
    client = client_of(group)
    for path, row in zip(LISTS, one_row_a_list(), strict=True):
        for address in (path, f"{path}{row.pk}/change/", f"{path}{row.pk}/history/"):
            page = client.get(address, follow=True).content.decode()
            assert PHONE.removeprefix("+") not in page, address
            if path != THREADS and not address.endswith("history/"):
                assert pseudonym(PHONE) in page, address


def test_a_full_number_and_a_user_as_shown_find_the_users_rows(operator: Client) -> None:
    for path, row in zip(LISTS, one_row_a_list(), strict=True):
        if path != THREADS:
            for term in (pseudonym(PHONE), PHONE):
                assert row.pk in found(operator, path, q=term), path
            assert row.pk not in found(operator, path, q="+14155550000"), path


@pytest.mark.parametrize("path", [INBOX, OUTBOX])
@pytest.mark.parametrize("term", [PHONE, PHONE[-4:], pseudonym(PHONE)])
def test_messages_are_found_after_their_session_and_conversation(
    operator: Client, path: str, term: str
) -> None:
    row = InboundFactory.create(phone=PHONE) if path == INBOX else OutboundFactory.create(phone=PHONE)
    EndedSessionFactory.create(phone=PHONE, indexed=True)
    assert found(operator, path, q=term) == {row.pk}


@pytest.mark.parametrize("path", [INBOX, OUTBOX, RELEASES])
def test_messages_and_releases_are_found_by_the_last_4(viewer: Client, path: str) -> None:
    rows = dict(zip(LISTS, one_row_a_list(), strict=True))
    PressRelease.objects.create(phone=phone_number(1))
    InboundFactory.create(phone=idle_session(phone_number(1), idle=1).phone)
    assert found(viewer, path, q=PHONE[-4:]) == {rows[path].pk}


def test_messages_threads_and_releases_are_found_by_the_thread_of_a_session(operator: Client) -> None:
    session = idle_session(PHONE, idle=1, thread_id="conv_abc")
    inbound, outbound = InboundFactory.create(phone=PHONE), OutboundFactory.create(phone=PHONE)
    others = [InboundFactory.create(), OutboundFactory.create(), ThreadFactory.create()]
    release = PressRelease.objects.create(phone=PHONE)
    assert found(operator, INBOX, q=session.thread_id) == {inbound.pk}
    assert found(operator, OUTBOX, q=session.thread_id) == {outbound.pk}
    assert found(operator, RELEASES, q=session.thread_id) == {release.pk}
    thread = RemoteThread.objects.get(thread_id="conv_abc").pk
    for term in ("conv_abc", PHONE, PHONE[-4:], pseudonym(PHONE)):
        assert found(operator, THREADS, q=term) == {thread}
    assert len(others) == 3


def test_messages_are_found_by_their_sid(viewer: Client) -> None:
    inbound = InboundFactory.create(message_sid=SID)
    outbound = OutboundFactory.create(sid=SID)
    InboundFactory.create()
    OutboundFactory.create(sid="SM" + "0" * 32)
    assert found(viewer, INBOX, q=SID) == {inbound.pk}
    assert found(viewer, OUTBOX, q=SID) == {outbound.pk}


@pytest.mark.parametrize("path", [*LISTS[1:4], RELEASES])
def test_a_search_for_words_gets_a_hint(viewer: Client, path: str) -> None:
    assert (
        "Nothing was searched"
        in search(viewer, path, "§ launch" if path != RELEASES else "§").content.decode()
    )


def test_the_inbox_is_filtered(viewer: Client) -> None:
    by_state = {state.value: InboundFactory.create(state=state).pk for state in State}
    media = InboundFactory.create(kind="media", state=State.IGNORED, error="unreadable").pk
    for state in ("received", "held", "failed", "answered"):
        assert found(viewer, INBOX, state=state) == {by_state[state]}
    assert found(viewer, INBOX, state="ignored") == {by_state["ignored"], media}
    assert found(viewer, INBOX, kind="media") == {media}
    assert found(viewer, INBOX, error="yes") == {media}
    assert found(viewer, INBOX, error="no") == set(by_state.values())
    assert found(viewer, INBOX, state="nonsense") == set()


def test_the_outbox_is_filtered(viewer: Client) -> None:
    states = OutboundMessage.State
    by_state = {state.value: OutboundFactory.create(state=state).pk for state in states}
    by_hand = OutboundFactory.create(author="operator", operator="olga", error_code="63016").pk
    for state in states:
        wanted = {by_state[state]} | ({by_hand} if state == states.QUEUED else set())
        assert found(viewer, OUTBOX, state=state.value) == wanted
    assert found(viewer, OUTBOX, author="operator") == {by_hand}
    assert found(viewer, OUTBOX, error_code="yes") == {by_hand}


def test_the_ledger_and_the_releases_are_filtered(viewer: Client) -> None:
    threads = {state.value: ThreadFactory.create(state=state).pk for state in RemoteThread.State}
    for state, pk in threads.items():
        assert found(viewer, THREADS, state=state) == {pk}
    draft = PressRelease.objects.create(phone=phone_number(1))
    finished = PressRelease.objects.create(phone=phone_number(2), status="finished")
    assert found(viewer, RELEASES, status="draft") == {draft.pk}
    assert found(viewer, RELEASES, status="finished") == {finished.pk}


def test_what_no_index_finds_is_looked_for_among_the_newest_rows_only(viewer: Client) -> None:
    InboundFactory.create(kind="media", pk=1)
    newest = InboundFactory.create(kind="media", pk=list_filters.NEWEST + 1)
    assert found(viewer, INBOX, kind="media") == {newest.pk}


@pytest.mark.parametrize("path", [*LISTS[1:], BLOCKED])
def test_a_column_that_no_index_orders_cannot_be_sorted_by(viewer: Client, path: str) -> None:
    one_row_a_list()
    order = viewer.get(path, {"o": "1.-2.3.4.5"}).context["cl"].queryset.query.order_by
    assert order == ("-id",)


@pytest.mark.parametrize("path", [*LISTS, BLOCKED])
@pytest.mark.parametrize(
    "query", ["phone=%2B1", "phone__startswith=%2B1", "body__contains=x", "_to_field=phone"]
)
def test_the_address_takes_no_other_lookups(viewer: Client, path: str, query: str) -> None:
    assert viewer.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("path", "title"),
    [
        *((SESSIONS, "Sessions"), (INBOX, "Inbox"), (OUTBOX, "Outbox"), (THREADS, "Threads")),
        *((RELEASES, "Press releases"), (BLOCKED, "Blocked users"), (AUDIT_LOG, "Audit log")),
        *((RECEIPTS, "Erasures"), ("/admin/auth/user/", "Users"), ("/admin/django_q/schedule/", "Schedules")),
        ("/admin/django_q/success/", "Successful tasks"),
    ],
)
def test_a_list_has_the_name_that_the_navigation_gives_it(path: str, title: str) -> None:
    page = client_of("Superuser").get(path).content.decode()
    assert " ".join(page.split("<title>")[1].split("</title>")[0].split()) == f"{title} | WhatsPR"
    assert " to view" not in page


@pytest.mark.parametrize("path", [*LISTS, BLOCKED])
def test_an_empty_list_does_not_ask_for_a_new_item(viewer: Client, path: str) -> None:
    query = {"q": "0000"} if path not in {AUDIT_LOG, BLOCKED} else {"q": pseudonym(PHONE)}
    page = viewer.get(path, query).content.decode()
    assert "Nothing matches." in page
    assert "Create a new item" not in page


# --- Retrying from the inbox, where there may be no session ------------------------------------


def failed_message(**more: Any) -> InboundMessage:
    return InboundFactory.create(state=State.FAILED, turn=uuid.uuid4(), error="server_error", **more)


def try_again(client: Client, *chosen: InboundMessage) -> str:
    form = {"action": "try_again", "_selected_action": [message.pk for message in chosen]}
    return str(client.post(INBOX, form, follow=True).content.decode())


@pytest.mark.parametrize("with_session", [True, False])
def test_an_operator_lets_a_failed_turn_be_tried_again(operator: Client, with_session: bool) -> None:
    message = failed_message(phone=PHONE)
    conversation = ConversationFactory.create(phone=PHONE, attention_at=timezone.now(), attention="failed")
    if with_session:
        SessionFactory.create(phone=PHONE)
    assert "1 failed turn will be retried" in try_again(operator, message)
    message.refresh_from_db()
    conversation.refresh_from_db()
    assert (message.state, conversation.attention_at) == (State.RECEIVED, None)
    told = deeds().get()
    assert (told.operator, told.action, told.user) == ("olga", "retry", pseudonym(PHONE))


def test_a_second_click_does_not_take_an_older_failure(operator: Client) -> None:
    older = failed_message()
    newer = failed_message(phone=older.phone)
    try_again(operator, newer)
    assert "None of the selected messages has failed" in try_again(operator, newer)
    older.refresh_from_db()
    assert older.state == State.FAILED
    assert deeds().count() == 1


def test_a_retry_without_a_session_calls_nobody_any_more(operator: Client) -> None:
    message = failed_message(phone=PHONE)
    ConversationFactory.create(phone=PHONE, attention_at=timezone.now(), attention="A turn failed")
    try_again(operator, message)
    assert not Conversation.objects.filter(attention_at__isnull=False).exists()


def test_what_failed_in_an_ended_session_is_not_tried_again(operator: Client) -> None:
    message = failed_message(phone=PHONE)
    EndedSessionFactory.create(phone=PHONE, indexed=True)
    assert "There is no failed turn to retry in this session" in try_again(operator, message)
    message.refresh_from_db()
    assert (message.state, deeds().exists()) == (State.FAILED, False)


def test_nothing_is_tried_again_while_the_sessions_are_moved(operator: Client) -> None:
    message = failed_message(phone=PHONE)
    SessionBackend.objects.update_or_create(
        pk=SessionBackend.CURRENT, defaults={"backend": "moving", "since": timezone.now()}
    )
    assert "Actions are not possible now" in try_again(operator, message)
    message.refresh_from_db()
    assert (message.state, deeds().exists()) == (State.FAILED, False)


def test_who_may_only_look_gets_no_retry(viewer: Client) -> None:
    message = failed_message()
    try_again(viewer, message)
    message.refresh_from_db()
    assert message.state == State.FAILED


# --- django-q's pages and the accounts ---------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("django_q/schedule/", "django_q/success/", "django_q/failure/", "django_q/ormq/"),
        *("auth/user/", "auth/user/add/", "auth/group/"),
    ],
)
def test_the_other_pages_stay_usable_in_the_consoles_look(path: str) -> None:
    page = client_of("Superuser").get(f"/admin/{path}")
    assert page.status_code == 200
    assert "unfold/css/styles.css" in page.content.decode()
    assert f'href="{SESSIONS}"' in page.content.decode()


def test_nobody_can_make_or_change_a_schedule_which_may_name_any_function() -> None:
    schedule = Schedule.objects.get(name=schedules.TICK)
    superuser = client_of("Superuser")
    pages = ["add/", f"{schedule.pk}/delete/"]
    assert [superuser.get(f"/admin/django_q/schedule/{page}").status_code for page in pages] == [403, 403]
    superuser.post(f"/admin/django_q/schedule/{schedule.pk}/change/", {"func": "os.system"})
    schedule.refresh_from_db()
    assert schedule.func == schedules.TICK


@pytest.mark.parametrize("path", [*LISTS[:3], BLOCKED, RELEASES])
def test_a_number_names_no_row(viewer: Client, path: str) -> None:
    one_row_a_list()
    for query in ({}, {"_to_field": "phone"}):
        response = viewer.get(f"{path}{PHONE}/change/", query)
        assert response.status_code in {302, 400}
        assert PHONE not in response.get("Location", "")


@pytest.mark.parametrize("path", [*LISTS, "/admin/auth/user/", "/admin/django_q/schedule/"])
def test_a_blank_field_in_the_address_names_no_row(path: str) -> None:
    assert client_of("Superuser").get(f"{path}999999/change/", {"_to_field": ""}).status_code == 302
