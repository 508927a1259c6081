"""The sessions list: what it shows, at what cost, its filters and its search."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from sessions_app.models import (
    InboundMessage,
    Person,
    UserAddress,
)
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import SESSIONS, client_of, search
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    TurnFactory,
    idle_session,
    phone_number,
)
from tests.support.releases import make_release

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)

TTL = settings.SESSION_TTL_SECONDS
State = InboundMessage.State


def listed(client: Client, **query: str) -> list[str]:
    """Return the phones of the rows that the list shows."""
    shown = search(client, SESSIONS, query.pop("q")) if "q" in query else client.get(SESSIONS, query)
    return [session.phone for session in shown.context["cl"].result_list]


@pytest.mark.parametrize("term", ["+4915112345678", "US.1234", "whatsapp:US.1234"])
def test_a_user_is_found_by_each_of_their_addresses(operator: Client, term: str) -> None:
    phone = SessionFactory.create(phone="+4915112345678").phone
    SessionFactory.create()
    UserAddress.objects.create(address="US.1234", phone=phone)
    assert listed(operator, q=term) == [phone]


def badges(client: Client, phone: str) -> str:
    """Return the text of the status column of the session of `phone`."""
    page = client.get(SESSIONS, {"q": pseudonym(phone)}).content.decode()
    cell = page.split('class="field-status', 1)[1].split("</td>", 1)[0]
    return " ".join(cell.split(">", 1)[1].split())


def troubled_sessions() -> dict[str, str]:
    """Make a session for each status; return their phones by the status."""
    now = timezone.now()
    marks: dict[str, dict[str, Any]] = {
        "turn": {"lease_token": uuid.uuid4(), "lease_expires_at": now},
        "paused": {"paused_at": now, "paused_by": "omar"},
        "attention": {"attention_at": now, "attention": "Asks for a person"},
        "failing": {"retry_at": now, "attempts": 2},
    }
    idle = {"live": 1, "near_expiry": TTL * 0.8, "expired": TTL + 1}
    made = {
        name: idle_session(phone_number(place), idle=seconds).phone
        for place, (name, seconds) in enumerate(idle.items())
    }
    for place, (name, mark) in enumerate(marks.items(), len(idle)):
        made[name] = idle_session(phone_number(place), idle=1).phone
        ConversationFactory.create(phone=made[name], **mark)
    return made


def test_each_status_has_its_badge(operator: Client) -> None:
    phones = troubled_sessions()
    wanted = {
        "turn": "turn running",
        "paused": "bot paused by omar",
        "attention": "needs a person",
        "failing": "failing",
        "live": "live",
        "near_expiry": "near expiry",
        "expired": "expired",
    }
    for name, text in wanted.items():
        assert text in badges(operator, phones[name]), name
    assert "failing" not in badges(operator, phones["live"])
    assert ">live" not in badges(operator, phones["near_expiry"]).replace("> ", ">")


@pytest.mark.parametrize("name", ["live", "near_expiry", "expired", "turn", "paused", "attention", "failing"])
def test_each_status_has_its_filter(operator: Client, name: str) -> None:
    phones = troubled_sessions()
    idle = {"near_expiry", "expired"}
    wanted = {phones[other] for other in phones if other not in idle} if name == "live" else {phones[name]}
    assert set(listed(operator, status=name)) == wanted


def test_failing_is_also_who_was_told_that_it_failed(operator: Client) -> None:
    failed, mended = phone_number(1), phone_number(2)
    for phone in (failed, mended):
        idle_session(phone, idle=1)
        InboundFactory.create(phone=phone, state=State.FAILED, error="server_error")
    InboundFactory.create(phone=mended, state=State.ANSWERED)
    InboundFactory.create(phone=failed, state=State.IGNORED, kind="reaction")  # mends nothing
    assert listed(operator, status="failing") == [failed]
    assert "failing" in badges(operator, failed)
    assert "failing" not in badges(operator, mended)


def test_the_list_is_filtered_by_when_a_session_was_accessed(operator: Client) -> None:
    with travel(datetime(2027, 1, 15, 12, tzinfo=UTC), tick=False):
        operator = client_of("Operators", name="omar")
        minute, half_hour, morning, yesterday = (
            idle_session(phone_number(place), idle=seconds).phone
            for place, seconds in enumerate((60, 1800, 6 * 3600, 20 * 3600))
        )
        assert listed(operator, accessed="5min") == [minute]
        assert listed(operator, accessed="hour") == [minute, half_hour]
        assert listed(operator, accessed="today") == [minute, half_hour, morning]
        assert listed(operator, accessed="longer") == [yesterday]
        assert listed(operator, accessed="longer", status="live") == []


def test_the_list_costs_the_same_queries_whatever_it_holds(operator: Client) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            operator.get(SESSIONS, {"_facets": "True"})
        return [query["sql"] for query in captured.captured_queries]

    for count in range(50):
        phone = idle_session(phone_number(count), idle=count).phone
        ConversationFactory.create(phone=phone)
        make_release({"company_name": "Acme", "news": "Acme opens a kite school"}, phone=phone)
        Person.objects.create(phone=phone, assigned_to="olga")
        OutboundFactory.create(phone=phone)
        InboundFactory.create_batch(2, phone=phone)
        TurnFactory.create_batch(2, phone=phone)
        if count == 4:
            queries()  # the first request keeps what later ones find
            few = queries()
    many = queries()
    assert len(many) == len(few) <= 16
    [counting] = [query for query in many if "COUNT(*)" in query]
    assert "LIMIT 10001" in counting


def test_pages_follow_each_other(operator: Client) -> None:
    for count in range(51):
        idle_session(phone_number(count), idle=count)
    assert len(listed(operator)) == 50
    assert listed(operator, p="2") == [phone_number(50)]


def test_no_column_number_sorts(operator: Client) -> None:
    context = operator.get(SESSIONS, {"o": "1.2.3.4.5.6.8"}).context["cl"]
    assert context.queryset.query.order_by == ("-last_accessed", "-pk")


PHONE = "+14155550042"


@pytest.mark.parametrize(
    "term",
    [
        *(PHONE, "14155550042", "whatsapp:+14155550042", "+1 (415) 555-0042", " +1 415 555 00 42 "),
        *("0042", pseudonym(PHONE), pseudonym(PHONE).replace("…", "..."), "conv_abc0042"),
    ],
)
def test_a_session_is_found_by_number_last_4_pseudonym_and_thread(operator: Client, term: str) -> None:
    idle_session(PHONE, idle=1, thread_id="conv_abc0042")
    idle_session("+14155550043", idle=1)
    assert listed(operator, q=term) == [PHONE]


def test_a_pseudonym_means_one_of_those_with_the_same_last_4(operator: Client) -> None:
    idle_session(PHONE, idle=1)
    idle_session("+4930555550042", idle=1)
    assert set(listed(operator, q="0042")) == {PHONE, "+4930555550042"}
    assert listed(operator, q=pseudonym("+4930555550042")) == ["+4930555550042"]


def test_a_user_without_a_number_is_found_too(operator: Client) -> None:
    idle_session("US.1349.1208655302741918", idle=1)
    assert listed(operator, q="US.1349.1208655302741918") == ["US.1349.1208655302741918"]


@pytest.mark.parametrize("term", ["Acme", "%", "123456", "conv_", "' OR 1=1 --", "x" * 5000, "+1\x00"])
def test_anything_else_in_the_address_gets_a_hint_and_no_scan(operator: Client, term: str) -> None:
    idle_session(PHONE, idle=1)
    for client in (operator, client_of("Viewers", name="vera")):
        shown = client.get(SESSIONS, {"q": term}, follow=True)
        assert shown.status_code == 200
        assert "Nothing was searched" in shown.content.decode()
        assert shown.redirect_chain == [(SESSIONS, 302)]


@pytest.mark.parametrize("lookup", ["phone__startswith", "phone", "thread_id__contains", "nonsense"])
def test_the_address_cannot_guess_a_number_digit_by_digit(operator: Client, lookup: str) -> None:
    assert operator.get(SESSIONS, {lookup: "+1"}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        *("status=nonsense", "accessed=9", "o=99", "o=x", "p=x", "p=1.5", "p=", "e=1", "from=", "order="),
        *("order=%00", "assigned=%00", "assigned=", "order=waiting&order=facts", "order[]=x&assigned=mine"),
        *("from=2020-01-01&from=2021-01-01", "until=%F0%9F%A6%86", "order=facts&p=-1&status=live&q=0042"),
    ],
)
def test_nonsense_in_the_address_is_no_error(operator: Client, query: str) -> None:
    idle_session(PHONE, idle=1)
    answer = operator.get(f"{SESSIONS}?{query}", follow=True)
    assert answer.status_code == (400 if "[]" in query else 200)
