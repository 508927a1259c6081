"""The page "Needs a person", and the line about it on all other pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.console import times
from sessions_app.conversations import attention, people
from sessions_app.models import Conversation, Person
from sessions_app.privacy import pseudonym
from tests.support import clocks, console_pages
from tests.support.console_pages import (
    INBOX,
    NEEDS_A_PERSON,
    PHONE,
    SESSIONS,
    client_with,
    deeds,
    said,
    words,
)
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    SessionFactory,
    idle_session,
    phone_number,
)
from tests.support.releases import make_release
from tests.support.statements import plan, recorded_statements

pytestmark = pytest.mark.django_db

clock = pytest.fixture(clocks.standing)
operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)

LINE = "/admin/attention/live/"


def ask(place: int, *, minutes: int = 0, **more: Any) -> Conversation:
    """Let a conversation have asked for a person so many minutes ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    more = {"attention": "Help", "attention_at": at, **more}
    return ConversationFactory.create(phone=phone_number(place), **more)


def shown(client: Client, **query: str) -> list[Any]:
    return list(client.get(NEEDS_A_PERSON, query).context["cl"].result_list)


def row(page: str) -> str:
    """Return what a reader sees of the first row."""
    return words(page.split('class="data-row', 1)[1].split(">", 1)[1].split("</tr>", 1)[0])


def line(page: str) -> str:
    """Return what a reader sees of the line."""
    return words(page.split('id="console-stale"', 1)[1].split("</p>", 1)[1].split("</aside>", 1)[0])


def seen(page: str) -> str:
    """Return the address that an open page asks for its line."""
    return str(re.findall(r'id="console-attention"[^>]* hx-get="([^"]+)"', page)[0])


# --- The page -----------------------------------------------------------------------------------


def test_who_has_waited_longest_comes_first(operator: Client) -> None:
    made = [ask(place, minutes=minutes) for place, minutes in enumerate((5, 90, 1))]
    assert shown(operator) == [made[1], made[0], made[2]]


def test_nobody_is_hidden_and_pages_follow_each_other(operator: Client) -> None:
    for place in range(60):
        ask(place, minutes=place)
    first, second = shown(operator), shown(operator, p="2")
    assert (len(first), len(second)) == (50, 10)
    assert first[0].phone == phone_number(59)
    assert second[-1].phone == phone_number(0)


def test_a_row_says_why_since_when_who_looks_after_it_and_who_has_taken_over(operator: Client) -> None:
    asked = ask(1, minutes=12, attention="Wants <b>a human</b>", paused_at=timezone.now(), paused_by="otto")
    Person.objects.create(phone=asked.phone, assigned_to="olga")
    page = operator.get(NEEDS_A_PERSON).content.decode()
    assert "Wants &lt;b&gt;a human" in page
    told = row(page)
    assert told.startswith(pseudonym(asked.phone))
    assert told.endswith("12\xa0min ago olga otto Dismiss".replace("\xa0", " "))
    assert asked.phone not in page


def test_a_row_says_who_it_is_and_viewers_read_it_masked(operator: Client, viewer: Client) -> None:
    asked = ask(1)
    InboundFactory.create(phone=asked.phone, details={"profile_name": "Ada Lovelace"})
    make_release({"company_name": "Kite Works"}, phone=asked.phone)
    for client, who in ((operator, "Ada Lovelace Kite Works"), (viewer, "A… K…")):
        page = client.get(NEEDS_A_PERSON).content.decode()
        assert row(page).startswith(f"{who} {pseudonym(asked.phone)}")
        assert ("Lovelace" in page, "Kite" in page) == (client is operator, client is operator)


def test_a_row_leads_to_the_user_with_or_without_a_session(operator: Client) -> None:
    session = idle_session(phone_number(1), idle=1)
    phones = [session.phone, phone_number(2)]
    asked = [ask(place) for place in (1, 2)]
    page = operator.get(NEEDS_A_PERSON).content.decode()
    for one, path in zip(asked, people.pages(phones).values(), strict=True):
        assert f'href="{path}' in page
        assert operator.get(f"{NEEDS_A_PERSON}{one.pk}/change/")["Location"] == path


@pytest.mark.parametrize("pk", ["1", "x", "9" * 30, "%00", "-1"])
def test_a_request_that_is_gone_leads_to_the_list(operator: Client, pk: str) -> None:
    assert operator.get(f"{NEEDS_A_PERSON}{pk}/change/")["Location"] == NEEDS_A_PERSON


def test_who_needs_nobody_is_not_listed(operator: Client) -> None:
    ConversationFactory.create()
    assert shown(operator) == []


def test_the_page_costs_the_same_queries_whatever_it_holds(operator: Client) -> None:
    numbers = []
    for places in (range(3), range(3, 50)):
        for place in places:
            ask(place)
        operator.get(NEEDS_A_PERSON)  # makes the rows of the users
        with CaptureQueriesContext(connection) as captured:
            operator.get(NEEDS_A_PERSON)
        numbers.append(len(captured))
        assert not [query for query in captured.captured_queries if "INSERT" in query["sql"]]
    assert numbers[0] == numbers[1] <= 12


def dismiss(client: Client, conversation: Conversation, asked_at: str) -> Any:
    path = f"{SESSIONS}dismiss/{conversation.pk}/"
    return client.post(path, {"asked_at": asked_at}, follow=True)


@pytest.mark.parametrize("idle", [None, 1, 10**6])
def test_a_request_is_dismissed_whatever_became_of_the_session(operator: Client, idle: int | None) -> None:
    if idle is not None:
        idle_session(PHONE, idle=idle)
    asked = ConversationFactory.create(phone=PHONE, attention_at=timezone.now(), attention="Help")
    path = f"{SESSIONS}dismiss/{asked.pk}/"
    page = operator.get(NEEDS_A_PERSON).content.decode()
    [asked_at] = re.findall(rf'formaction="{path}" name="asked_at" value="([^"]+)"', page)
    operator.get(path)
    assert Conversation.objects.filter(attention="Help").exists()
    answer = dismiss(operator, asked, asked_at)
    assert said(answer) == ["This conversation no longer needs attention."]
    assert answer.redirect_chain == [(NEEDS_A_PERSON, 302)]
    assert not Conversation.objects.filter(attention_at__isnull=False).exists()
    told = deeds().get()
    assert (told.action, told.user, told.session_id is None) == ("dismiss", pseudonym(PHONE), idle is None)
    dismiss(operator, asked, asked_at)
    assert deeds().count() == 1


@pytest.mark.parametrize("asked_at", ["", "x", "2020-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "\0"])
def test_what_was_asked_since_the_page_was_shown_is_not_dismissed(operator: Client, asked_at: str) -> None:
    asked = ask(1)
    dismiss(operator, asked, asked_at)
    assert Conversation.objects.filter(attention="Help").exists()
    assert not deeds().exists()


def test_a_viewer_dismisses_nothing(viewer: Client) -> None:
    now = timezone.now()
    asked = ask(1, attention_at=now)
    assert "ismiss" not in viewer.get(NEEDS_A_PERSON).content.decode()
    assert dismiss(viewer, asked, times.format(now)).status_code == 403
    assert Conversation.objects.filter(attention="Help").exists()


# --- The line -----------------------------------------------------------------------------------


def test_each_page_says_how_many_need_a_person_and_for_how_long(
    clock: time_machine.Traveller, operator: Client
) -> None:
    session = SessionFactory.create()
    for place, minutes in enumerate((12, 3, 1)):
        ask(place, minutes=minutes)
    for path in ("/admin/", SESSIONS, INBOX, NEEDS_A_PERSON, f"{SESSIONS}{session.pk}/change/"):
        page = operator.get(path, follow=True).content.decode()
        assert line(page) == "3 conversations need a person , the longest for 12 min", path
        assert f'<a class="console-line" href="{NEEDS_A_PERSON}"><b>3 conversations' in page
        assert re.search(r"<title>\(3\) ", page), path
        assert '<span class="console-count" data-attention-count>3</span>' in page


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, "for less than 1 min"), (59, "for 59 min"), (61, "for 1 h"), (3000, "for 2 d")]
)
def test_the_line_of_one_request(
    clock: time_machine.Traveller, operator: Client, minutes: int, told: str
) -> None:
    ask(1, minutes=minutes)
    assert line(operator.get("/admin/").content.decode()) == f"1 conversation needs a person {told}"


def test_there_is_no_line_where_nobody_needs_a_person(operator: Client) -> None:
    page = operator.get(SESSIONS).content.decode()
    assert line(page) == ""
    assert re.search(r"<title>\s*[A-Z]", page)


def test_a_line_names_no_more_than_it_counts(operator: Client) -> None:
    now = timezone.now()
    for count, told in ((1000, "1,000 conversations"), (1001, "1,000+ conversations"), (1500, "1,000+")):
        made = range(Conversation.objects.count(), count)
        Conversation.objects.bulk_create(
            Conversation(phone=phone_number(place), attention_at=now) for place in made
        )
        assert line(operator.get("/admin/").content.decode()).startswith(told)


def test_the_line_is_one_query_of_the_index_on_each_page(operator: Client) -> None:
    ask(1)
    operator.get(INBOX)
    with recorded_statements() as sent:
        operator.get(INBOX)
    [counting] = [one for one in sent if "attention_at" in one]
    assert "conversation_attention" in plan(counting)
    assert not re.search(r"SORT|TEMP B-TREE", plan(counting), re.IGNORECASE)


def test_an_open_page_is_told_when_the_line_has_changed(
    clock: time_machine.Traveller, operator: Client
) -> None:
    address = seen(operator.get(SESSIONS).content.decode())
    assert operator.get(address).status_code == 204
    ask(1)
    answer = operator.get(address)
    assert line(answer.content.decode()) == "1 conversation needs a person for less than 1 min"
    assert "no-store" in answer["Cache-Control"]
    address = seen(answer.content.decode())
    assert operator.get(address).status_code == 204
    clock.shift(timedelta(minutes=1))
    assert operator.get(address).status_code == 200


def test_another_request_instead_of_one_that_was_dismissed_is_news(operator: Client) -> None:
    asked = ask(1)
    address = seen(operator.get(SESSIONS).content.decode())
    attention.dismiss(asked.phone)
    ask(2)
    newest = Conversation.objects.get(phone=phone_number(2)).attention_at
    assert newest
    assert f'data-newest="{times.format(newest)}"' in operator.get(address).content.decode()


def test_an_open_page_of_who_is_signed_out_says_so_and_asks_no_more(operator: Client) -> None:
    address = seen(operator.get(SESSIONS).content.decode())
    operator.logout()
    answer = operator.get(address)
    assert answer.status_code == 200
    assert "You are signed out" in words(answer.content.decode())
    assert "hx-get" not in answer.content.decode()


def test_who_may_not_view_sessions_learns_nothing() -> None:
    ask(1)
    for client in (Client(), client_with("view_inboundmessage")):
        for path in ("/admin/login/", INBOX, LINE):
            page = client.get(path, follow=True).content.decode()
            assert not re.search("needs? a person", page, re.IGNORECASE), path


@pytest.mark.parametrize("known", ["", "\0", "x" * 5000, "3 12 min 2026", "%"])
def test_any_question_about_the_line_is_answered(operator: Client, known: str) -> None:
    ask(1)
    assert operator.get(LINE, {"seen": known}).status_code == 200
