"""The orders, choices, days and pages of the sessions list: all of them are links that can be kept."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from sessions_app.console.sessions import orders
from sessions_app.console.sessions.filters import MOST
from sessions_app.models import ConversationSession, InboundMessage, Person
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import SESSIONS, client_of, said, search, words
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    SessionFactory,
    idle_session,
    phone_number,
)
from tests.support.releases import COMPLETE, make_release

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)

State = InboundMessage.State
A, B, C, D = (phone_number(number) for number in range(1, 5))


def listed(client: Client, **query: str) -> list[str]:
    return [session.phone for session in client.get(SESSIONS, query).context["cl"].result_list]


def links(client: Client, **query: str) -> dict[str, str]:
    """Return the links above the list by what they say."""
    page = client.get(SESSIONS, query).content.decode()
    above = page.split('class="console-links"', 1)[1].split("</nav>", 1)[0]
    found = re.findall(r'<a href="(\?[^"]*)"[^>]*>([^<]+)</a>', above)
    return {text: address.replace("&amp;", "&") for address, text in found}


def say(phone: str, *, minutes_ago: float, state: str = State.ANSWERED) -> None:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    InboundFactory.create(phone=phone, received_at=at, state=state)


def test_the_list_begins_with_the_last_accessed_or_with_the_longest_idle(operator: Client) -> None:
    for idle, phone in enumerate((A, B, C)):
        idle_session(phone, idle=idle)
    assert listed(operator) == listed(operator, order="nonsense") == [A, B, C]
    assert listed(operator, order="idle") == [C, B, A]


def test_who_has_waited_longest_is_first_and_who_does_not_wait_is_left_out(operator: Client) -> None:
    for idle, phone in enumerate((A, B, C, D)):
        idle_session(phone, idle=idle)
    say(D, minutes_ago=90)
    say(A, minutes_ago=60, state=State.FAILED)
    say(B, minutes_ago=50, state=State.HELD)
    say(C, minutes_ago=40, state=State.RECEIVED)
    say(B, minutes_ago=1, state=State.RECEIVED)
    assert listed(operator, order="waiting") == [A, B, C]
    say(A, minutes_ago=0)
    assert listed(operator, order="waiting") == [B, C]


def test_the_last_message_orders_the_list(operator: Client) -> None:
    for idle, phone in enumerate((A, B, C)):
        idle_session(phone, idle=idle)
    for phone in (A, C, B, A):
        say(phone, minutes_ago=1)
    InboundFactory.create(phone=C, kind="reaction", state=State.IGNORED)
    assert listed(operator, order="message") == [A, B, C]


def test_the_facts_of_the_current_release_order_the_list(operator: Client) -> None:
    for idle, phone in enumerate((A, B, C, D)):
        idle_session(phone, idle=idle)
    for phone, told in ((B, 2), (C, 5)):
        make_release(dict(list(COMPLETE.items())[:told]), phone=phone)
    make_release(COMPLETE, phone=A, status="parked")
    assert listed(operator, order="facts") == [C, B, A, D]


def say_often(phone: str) -> None:
    """Store as many unanswered messages of `phone` as an order looks at."""
    now = timezone.now()
    InboundMessage.objects.bulk_create(
        InboundMessage(message_sid=f"SM{number}", phone=phone, kind="text", received_at=now, state="received")
        for number in range(MOST)
    )


def test_of_the_waiting_the_oldest_messages_are_looked_at(operator: Client) -> None:
    for phone in (A, B):
        idle_session(phone, idle=1)
    say_often(A)
    say(B, minutes_ago=0, state=State.RECEIVED)
    assert listed(operator, order="waiting") == [A]


def test_of_the_last_messages_the_newest_are_looked_at(operator: Client) -> None:
    for phone in (A, B):
        idle_session(phone, idle=1)
    say(B, minutes_ago=0)
    say_often(A)
    assert listed(operator, order="message") == [A]


def store_sessions(amount: int) -> None:
    """Store sessions that were accessed just now."""
    now = timezone.now()
    ConversationSession.objects.bulk_create(
        ConversationSession(phone=f"+49170{number:08d}", thread_id="x", created_at=now, last_accessed=now)
        for number in range(amount)
    )


def test_of_the_facts_the_sessions_last_accessed_are_looked_at(operator: Client) -> None:
    idle_session(A, idle=60)
    make_release(COMPLETE, phone=A)
    store_sessions(MOST - 1)
    assert listed(operator, order="facts")[0] == A
    SessionFactory.create(phone=B)
    assert A not in listed(operator, order="facts")


def assign(session: ConversationSession, *, to: str) -> None:
    Person.objects.create(phone=session.phone, assigned_to=to)


def test_a_filter_looks_at_a_bounded_number_of_people(operator: Client) -> None:
    store_sessions(MOST)
    for session in ConversationSession.objects.all():
        assign(session, to="olga")
    assign(idle_session(A, idle=1), to="otto")
    assert len(listed(operator, assigned="mine")) == 50
    assert A not in listed(operator, assigned="somebody")
    assert listed(client_of("Operators", name="otto"), assigned="mine") == [A]


def test_those_whose_sessions_have_ended_hide_nobody(operator: Client) -> None:
    Person.objects.bulk_create(Person(phone=f"US.{number}", assigned_to="olga") for number in range(MOST))
    assign(idle_session(A, idle=1), to="olga")
    assert listed(operator, assigned="mine") == listed(operator, assigned="somebody") == [A]


def test_an_order_that_no_index_serves_says_what_it_leaves_out(operator: Client) -> None:
    for order, note in orders.NOTES.items():
        assert note in operator.get(SESSIONS, {"order": order}).content.decode()
    assert "console-note" not in operator.get(SESSIONS).content.decode()


def test_an_order_keeps_filters_and_search(operator: Client) -> None:
    for idle, phone in enumerate((A, B, C)):
        idle_session(phone, idle=idle)
        say(phone, minutes_ago=idle, state=State.RECEIVED)
    ConversationFactory.create(phone=A, paused_at=timezone.now(), paused_by="otto")
    ConversationFactory.create(phone=B, paused_at=timezone.now(), paused_by="otto")
    assert listed(operator, order="waiting", status="paused") == [B, A]
    shown = search(operator, SESSIONS, B[-4:], order="waiting", status="paused")
    assert shown.redirect_chain == [(f"{SESSIONS}?order=waiting&status=paused&q={B[-4:]}", 302)]
    assert links(operator, status="paused", q=B[-4:])["longest waiting"] == (
        f"?order=waiting&q={B[-4:]}&status=paused"
    )


@pytest.fixture
def assigned() -> None:
    """A is olga's, B otto's, C and D nobody's; B and C wait, D needs a person."""
    for idle, phone in enumerate((A, B, C, D)):
        idle_session(phone, idle=idle)
    Person.objects.create(phone=A, assigned_to="olga")
    Person.objects.create(phone=B, assigned_to="otto")
    Person.objects.create(phone=C)
    for phone in (B, C):
        say(phone, minutes_ago=1, state=State.RECEIVED)
    ConversationFactory.create(phone=D, attention_at=timezone.now(), attention="Help")


@pytest.mark.usefixtures("assigned")
def test_each_operator_has_a_list_of_their_own(operator: Client) -> None:
    assert listed(operator, assigned="mine") == [A]
    assert listed(client_of("Operators", name="otto"), assigned="mine") == [B]
    assert listed(operator, assigned="somebody") == [A, B]
    assert listed(operator, assigned="none") == [C, D]
    assert listed(operator, assigned="none", order="waiting") == [C]
    assert listed(operator, assigned="nonsense") == []


@pytest.mark.usefixtures("assigned")
def test_the_assigned_are_not_looked_for_in_the_order_of_an_index(operator: Client) -> None:
    """PostgreSQL took 3 s for it with a million sessions of which the oldest 1,000 were assigned."""
    shown = operator.get(SESSIONS, {"assigned": "mine"}).context["cl"]
    assert "ORDER BY COALESCE(" in str(shown.queryset.query)


@pytest.mark.usefixtures("assigned")
def test_the_choices_are_links_above_the_list(operator: Client) -> None:
    found = links(operator, order="waiting")
    assert found["mine"] == "?assigned=mine&order=waiting"
    assert found["last accessed"] == "?"
    assert {"waiting and unassigned", "assigned to somebody"} <= found.keys()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"from": "2027-01-14"}, [A, B]),
        ({"until": "2027-01-14"}, [B, C]),
        ({"from": "2027-01-14", "until": "2027-01-14"}, [B]),
        ({"from": "2027-01-16"}, []),
        ({"from": "2027-01-15", "until": "2027-01-13"}, []),
        ({"from": "", "until": ""}, [A, B, C]),
        ({"from": "2027-01-01", "accessed": "longer", "order": "idle"}, [C, B]),
    ],
)
def test_the_list_is_filtered_by_days(query: dict[str, str], wanted: list[str]) -> None:
    with travel(datetime(2027, 1, 15, 12, tzinfo=UTC), tick=False):
        operator = client_of("Operators")
        for days, phone in enumerate((A, B, C)):
            idle_session(phone, idle=days * 86400)
        assert listed(operator, **query) == wanted


@pytest.mark.parametrize(
    "nasty",
    [
        "x",
        "2027-02-30",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "2027-01-01T00:00",
        "1" * 5000,
        "' --",
        "\0",
    ],
)
@pytest.mark.parametrize("bound", ["from", "until"])
def test_what_is_not_a_date_is_told(operator: Client, bound: str, nasty: str) -> None:
    idle_session(A, idle=1)
    shown = operator.get(SESSIONS, {bound: nasty, "status": "live"})
    assert shown.status_code == 200
    assert said(shown) == [f"“{bound.capitalize()}” is not a date like 2027-01-31."]
    assert not shown.context["cl"].result_list


def hidden(form: str) -> dict[str, str]:
    """Return the hidden fields of a form."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form))


def test_the_days_keep_the_other_filters_and_the_search_keeps_the_days(operator: Client) -> None:
    idle_session(A, idle=1)
    query = {"status": "live", "order": "idle", "from": "2020-01-01"}
    page = operator.get(SESSIONS, query).content.decode()
    form = page.split('class="console-dates"', 1)[1].split("</form>", 1)[0]
    assert re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form) == [
        ("status", "live"),
        ("order", "idle"),
    ]
    assert 'name="from" value="2020-01-01"' in form
    days = {"from": "2020-01-01", "until": "2040-01-01"}
    assert search(operator, SESSIONS, A[-4:], **days).redirect_chain == [
        (f"{SESSIONS}?from=2020-01-01&until=2040-01-01&q={A[-4:]}", 302)
    ]


def pages(client: Client, **query: str) -> str:
    """Return what a reader sees below the list."""
    page = client.get(SESSIONS, query).content.decode()
    return words(page.split('class="console-pages"', 1)[1].split("</form>", 1)[0].partition(">")[2])


def test_the_total_stands_below_the_list(operator: Client) -> None:
    assert pages(operator) == "0 sessions"
    idle_session(A, idle=1)
    assert pages(operator) == "1 session"


def test_more_than_a_page_has_numbers_and_a_way_to_each(operator: Client) -> None:
    store_sessions(101)
    assert pages(operator) == "101 sessions Page of 3 Go Next"
    assert pages(operator, p="2") == "101 sessions Previous Page of 3 Go Next"
    assert pages(operator, p="3", order="idle") == "101 sessions Previous Page of 3 Go"
    assert len(listed(operator, p="3")) == 1


def test_more_than_10_000_are_not_counted(operator: Client) -> None:
    store_sessions(10_000)
    assert pages(operator, p="200") == "10,000 sessions Previous Page of 200 Go"
    SessionFactory.create()
    assert pages(operator, p="200") == "10,000+ sessions Previous Page of 200 Go"


@pytest.mark.parametrize(("p", "page"), [("0", 1), ("-5", 1), ("x", 1), ("99999999999999999999", 2), ("", 1)])
def test_a_page_beyond_the_last_one_is_the_last_one(operator: Client, p: str, page: int) -> None:
    store_sessions(51)
    shown = operator.get(SESSIONS, {"p": p, "status": "live"}).context["cl"]
    assert (shown.page_num, len(shown.result_list)) == (page, 50 if page == 1 else 1)


def test_the_page_jump_keeps_filters_and_order(operator: Client) -> None:
    store_sessions(51)
    page = operator.get(SESSIONS, {"status": "live", "order": "idle"}).content.decode()
    form = page.split('class="console-pages"', 1)[1].split("</form>", 1)[0]
    assert re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form) == [
        ("status", "live"),
        ("order", "idle"),
    ]
    assert 'href="?order=idle&amp;p=2&amp;status=live"' in form


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "No session yet: one begins with a user's first message"),
        ({"assigned": "mine"}, "No row has what was searched or filtered for."),
        ({"q": "0001"}, "No row has what was searched or filtered for."),
    ],
)
def test_an_empty_list_says_what_to_do(operator: Client, query: dict[str, str], sentence: str) -> None:
    page = operator.get(SESSIONS, query).content.decode()
    assert sentence in html.unescape(page)
    assert ('<a href="?" class="border' in page) == bool(query)
    assert "Create a new item" not in page


def test_the_actions_act_on_the_rows_of_any_order(operator: Client) -> None:
    session = idle_session(A, idle=1)
    say(A, minutes_ago=1, state=State.RECEIVED)
    form = {"action": "take_over", "_selected_action": [session.pk]}
    form[f"created_at_of_{session.pk}"] = session.created_at.isoformat()
    answer = operator.post(f"{SESSIONS}?order=waiting", form, follow=True)
    assert said(answer) == ["1 session taken over."]
    assert ConversationSession.objects.filter(pk=session.pk).exists()
    assert f'aria-label="Select {pseudonym(A)}"' in answer.content.decode()
