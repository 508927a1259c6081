"""The session page: what it shows, to whom, and at what cost."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistant import press_release, versions
from sessions_app.console import times
from sessions_app.models import ConversationSession, Heartbeat, UserAddress
from sessions_app.privacy import pseudonym
from tests.support.console_pages import (
    SESSIONS,
    address,
    client_of,
    client_with,
    conversation,
    html,
    said,
    words,
)
from tests.support.factories import (
    EndedSessionFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    ThreadFactory,
    TurnFactory,
)
from tests.support.releases import COMPLETE, make_release
from tests.support.statements import plan

pytestmark = pytest.mark.django_db


def test_the_number_is_shown_nowhere() -> None:
    session, _ = conversation()
    InboundFactory.create(phone=session.phone)
    page = html(client_of("Operators"), session)
    assert session.phone not in page
    assert pseudonym(session.phone) in words(page, "sp-facts")


@pytest.mark.parametrize("group", ["Operators", "Viewers"])
def test_the_header_shows_other_addresses_as_pseudonyms(group: str) -> None:
    session, _ = conversation()
    assert "Other addresses" not in html(client_of(group), session)
    for one in (session.phone, "US.1234"):
        UserAddress.objects.create(address=one, phone=session.phone)
    page = html(client_of(group), session)
    assert f"Other addresses {pseudonym('US.1234')}" in words(page, "sp-facts")
    assert "US.1234" not in page


def test_the_header_names_the_thread_and_what_the_ledger_says_of_it() -> None:
    session, _ = conversation()
    assert f"{session.thread_id} (not in the ledger)" in words(html(client_of("Operators"), session))
    ThreadFactory.create(thread_id=session.thread_id, state="doomed")
    assert f"{session.thread_id} (pending deletion)" in words(html(client_of("Operators"), session))


@pytest.mark.parametrize(("group", "shown"), [("Operators", "Ada Lovelace"), ("Viewers", "A…")])
def test_only_operators_see_the_name_on_whatsapp(group: str, shown: str) -> None:
    session, _ = conversation()
    InboundFactory.create(phone=session.phone, details={"profile_name": "Ada Lovelace"})
    client = client_of(group)
    for page in (html(client, session), client.get(SESSIONS).content.decode()):
        assert shown in words(page)
        assert ("Lovelace" in page) == (group == "Operators")


def test_the_transcript_shows_quotes_taps_and_places() -> None:
    session, _ = conversation()
    InboundFactory.create(phone=session.phone, message_sid="SM1", body="Our <b>plan</b>")
    place = {"latitude": "52.5", "longitude": "13.4", "label": "Acme", "address": "Main St 1"}
    details = {"quoted_sid": "SM1", "button": "Yes"}
    InboundFactory.create(phone=session.phone, body="Yes", details=details, media=[place])
    page = html(client_of("Operators"), session)
    assert '<p class="sp-quote" dir="auto">Our &lt;b&gt;plan&lt;/b&gt;</p>' in page
    assert '<p class="sp-command">tapped</p>' in page
    assert "location Acme, Main St 1 (52.5, 13.4)" in words(page)


@pytest.mark.parametrize(
    ("idle", "life"),
    [(60, "Live: 58 min left"), (3000, "Near expiry: 9 min left"), (3601, "Expired")],
)
def test_the_header_says_how_long_the_session_lives(idle: float, life: str) -> None:
    session, _ = conversation()
    accessed = timezone.now() - timedelta(seconds=idle + 1)
    ConversationSession.objects.filter(pk=session.pk).update(last_accessed=accessed)
    assert words(html(client_of("Operators"), session), "sp-status").startswith(life)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ({"paused_at": timezone.now(), "paused_by": "anna"}, "Bot paused by anna"),
        ({"attention_at": timezone.now(), "attention": "wants a call"}, ": wants a call"),
        (
            {"lease_token": uuid.uuid4(), "lease_expires_at": timezone.now() + timedelta(days=1)},
            "Turn running",
        ),
        (
            {"lease_token": uuid.uuid4(), "lease_expires_at": timezone.now() - timedelta(days=1)},
            "A worker died",
        ),
        ({"retry_at": timezone.now() + timedelta(days=1)}, "Next attempt at"),
    ],
)
def test_the_header_says_what_goes_on(state: dict[str, Any], shown: str) -> None:
    session, _ = conversation(**state)
    assert shown in words(html(client_of("Operators"), session), "sp-status")


def test_the_header_says_why_nothing_is_answered() -> None:
    session, _ = conversation()
    InboundFactory.create(phone=session.phone)
    assert "1 message waiting" in words(html(client_of("Operators"), session), "sp-status")
    assert "No worker is alive" in words(html(client_of("Operators"), session), "sp-status")
    Heartbeat.objects.create(kind="worker", host="here", pid=1, at=timezone.now())
    assert "No worker is alive" not in words(html(client_of("Operators"), session), "sp-status")


def test_a_moment_for_the_next_attempt_that_has_passed_is_not_waited_for() -> None:
    session, _ = conversation(retry_at=timezone.now() - timedelta(minutes=1))
    InboundFactory.create(phone=session.phone)
    shown = words(html(client_of("Operators"), session), "sp-status")
    assert "next attempt" not in shown
    assert "1 message waiting" in shown


def test_what_users_write_is_escaped() -> None:
    session, _ = conversation()
    InboundFactory.create(phone=session.phone, body="<script>alert(1)</script>\n\nأهلا " + "W" * 5000)
    page = html(client_of("Operators"), session)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'dir="auto">&lt;script' in page


def test_what_is_gathered_is_shown_with_what_is_missing() -> None:
    session, _ = conversation()
    make_release({"company_name": "Northwind"}, phone=session.phone)
    shown = words(html(client_of("Operators"), session), "sp-gathered")
    assert "1 of 10 gathered" in shown
    assert "Company name Northwind" in shown
    assert "Quotation missing" in shown


def test_a_kind_and_a_date_are_gathered_in_words() -> None:
    session, _ = conversation()
    make_release({"announcement_type": "product", "release_date": "2027-03-02"}, phone=session.phone)
    shown = words(html(client_of("Operators"), session), "sp-gathered")
    assert "Announcement Product launch" in shown
    assert "Release date March 2, 2027" in shown


def test_an_approved_release_is_shown_until_it_is_closed() -> None:
    session, _ = conversation()
    version = versions.write_version(make_release(COMPLETE, phone=session.phone))
    shown = words(html(client_of("Operators"), session), "sp-gathered")
    assert ("Newest version, not approved" in shown, "Acme makes kites" in shown) == (True, True)
    versions.approve(version, words="1")
    assert "Approved on" in words(html(client_of("Operators"), session), "sp-gathered")
    press_release.park(phone=session.phone)
    assert "Acme makes kites" not in html(client_of("Operators"), session)


def test_an_empty_session_has_a_page() -> None:
    shown = words(html(client_of("Operators"), SessionFactory.create()))
    assert "No messages yet, or they have been erased." in shown
    assert "No turn has finished yet." in shown


def test_earlier_messages_are_a_page_that_is_not_live() -> None:
    session, _ = conversation()
    for number in range(205):
        InboundFactory.create(phone=session.phone, body=f"message {number};")
    page = html(client_of("Operators"), session)
    assert "message 5;" in page
    assert "message 4;" not in page
    before = re.search(r"\?before=([\d-]+)", page)
    assert before
    earlier = html(client_of("Operators"), session, before=before[1])
    assert "message 4;" in earlier
    assert "message 5;" not in earlier
    assert 'id="sp-live" hx-get' not in earlier


def test_a_viewer_gets_no_forms() -> None:
    session, _ = conversation(attention_at=timezone.now())
    page = html(client_of("Viewers", name="vera"), session)
    assert "/steer/" not in page
    assert "/reply/" not in page
    assert "/kill/" not in page
    assert "/export/" not in page
    assert "Show number" not in page


def test_the_number_can_be_asked_for_by_who_may_see_it() -> None:
    client = client_with("view_conversationsession", "reveal_phone")
    session = SessionFactory.create()
    assert f'href="{address(session, "reveal")}"' in html(client, session)


def test_a_page_needs_the_permission_to_view() -> None:
    session = SessionFactory.create()
    nobody = client_with("view_inboundmessage")
    assert nobody.get(address(session)).status_code == 403


def test_nothing_is_edited_on_the_page() -> None:
    session = SessionFactory.create()
    assert client_of("Operators").post(address(session), {"phone": "+1"}).status_code == 403


@pytest.mark.parametrize(
    "pk", ["0", "999999", "9" * 40, "9" * 5000, "abc", "-1", "1.5", "%00", "٣", "1%20or%201"]
)
def test_a_session_that_is_not_there_leads_to_the_list_with_a_message(pk: str) -> None:
    response = client_of("Operators").get(f"{SESSIONS}{pk}/change/", follow=True)
    assert response.status_code == 200
    assert said(response) == ["There is no such session. It may have ended."]


@pytest.mark.parametrize("before", ["x", "1-", "-", "9" * 80, "1-1", "0-0", "\0"])
def test_any_place_to_read_from_is_harmless(before: str) -> None:
    session, _ = conversation()
    InboundFactory.create(phone=session.phone)
    html(client_of("Operators"), session, before=before)


def busy_session(messages: int) -> ConversationSession:
    session, _ = conversation()
    for number in range(messages):
        InboundFactory.create(phone=session.phone, body=f"question {number}")
        turn = uuid.uuid4()
        OutboundFactory.create(phone=session.phone, body=f"answer {number}", turn=turn)
        TurnFactory.create(phone=session.phone, turn=turn)
    return session


@pytest.mark.parametrize("view", ["", "live"])
def test_a_long_session_costs_no_more_queries_than_a_short_one(view: str) -> None:
    client, counted = client_of("Operators"), []
    for messages in (3, 150):
        session = busy_session(messages)
        with CaptureQueriesContext(connection) as queries:
            html(client, session, view, created=times.format(session.created_at))
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 37


def test_no_table_that_grows_is_read_as_a_whole() -> None:
    session = busy_session(3)
    EndedSessionFactory.create(phone=session.phone, ended_at=timezone.now() - timedelta(days=1))
    client = client_of("Operators")
    with CaptureQueriesContext(connection) as queries:
        html(client, session)
    ours = [query["sql"] for query in queries if re.search(r"FROM \"(sessions_app|assistant)_", query["sql"])]
    assert len(ours) > 8
    plans = [plan(sql) for sql in ours if "heartbeat" not in sql]
    assert not [found for found in plans if re.search(r"^SCAN |Seq Scan", found, re.MULTILINE)]
