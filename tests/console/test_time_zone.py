"""Times in the console are in the zone of the operator's browser, which they name."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from time_machine import travel

from sessions_app.models import ConversationSession
from sessions_app.operators.time_zone import COOKIE
from tests.support import console_pages
from tests.support.console_pages import SESSIONS, html, words
from tests.support.factories import ConversationFactory, InboundFactory, SessionFactory

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)

MOMENT = datetime(2026, 11, 22, 10, 30, 7, tzinfo=UTC)
AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"


def session_of_the_moment() -> ConversationSession:
    session = SessionFactory.create(created_at=MOMENT, last_accessed=MOMENT)
    ConversationFactory.create(phone=session.phone, attention_at=MOMENT, paused_at=MOMENT, paused_by="otto")
    InboundFactory.create(phone=session.phone, received_at=MOMENT)
    return session


@travel(MOMENT, tick=False)
@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("", "Sunday, 22 November 2026", "22 Nov 2026, 10:30:07 UTC"),
        (AUCKLAND, "Sunday, 22 November 2026", "22 Nov 2026, 23:30:07 NZDT"),
        (HONOLULU, "Sunday, 22 November 2026", "22 Nov 2026, 00:30:07 HST"),
        ("Pacific/Kiritimati", "Monday, 23 November 2026", "23 Nov 2026, 00:30:07 +14"),
        ("Pacific/Pago_Pago", "Saturday, 21 November 2026", "21 Nov 2026, 23:30:07 SST"),
        ("Asia/Calcutta", "Sunday, 22 November 2026", "22 Nov 2026, 16:00:07 IST"),
    ],
)
def test_days_and_times_are_those_of_the_operators_zone(
    operator: Client, zone: str, day: str, moment: str
) -> None:
    session = session_of_the_moment()
    operator.cookies[COOKIE] = zone
    page = html(operator, session)
    assert day in words(page)
    assert f"Created {moment}" in words(page)
    time, name = moment.split(", ")[1].split(" ")
    assert f'title="{moment}"' in page
    assert time[:5] in words(page, "sp-transcript")
    listed = operator.get(SESSIONS).content.decode()
    assert f'title="Since {moment}"' in listed
    assert f'title="{moment}"' in listed
    assert ("UTC" in page) is (name == "UTC")


@travel(MOMENT, tick=False)
def test_today_begins_at_the_operators_midnight(operator: Client) -> None:
    idle = SessionFactory.create(last_accessed=MOMENT.replace(hour=9, minute=55))
    for zone, is_today in ((AUCKLAND, True), ("Pacific/Kiritimati", False), ("", True)):
        operator.cookies[COOKIE] = zone
        rows = operator.get(SESSIONS, {"accessed": "today"}).context["cl"].result_list
        assert (idle in rows) is is_today


@travel(MOMENT, tick=False)
@pytest.mark.parametrize(
    "zone",
    [
        *("Mars/Base", "Europe", "europe/berlin ", "UTC0x", "\xe9", "../../etc/passwd", "/etc/passwd"),
        *("Europe/../Europe/Berlin", "a" * 3000, "%00", "Europe%2FBerlin", "<script>", "None", "."),
    ],
)
def test_a_zone_that_is_none_is_utc(operator: Client, zone: str) -> None:
    operator.cookies[COOKIE] = zone
    assert "22 Nov 2026, 10:30:07 UTC" in html(operator, session_of_the_moment())


@travel(MOMENT, tick=False)
def test_a_file_has_times_in_utc_for_everybody(operator: Client) -> None:
    session = session_of_the_moment()
    operator.cookies[COOKIE] = AUCKLAND
    exported = operator.get(f"{SESSIONS}{session.pk}/export/csv/").content.decode()
    assert "2026-11-22T10:30:07.000000Z" in exported


@travel(MOMENT, tick=False)
def test_one_operators_zone_is_not_the_next_ones(operator: Client) -> None:
    session = session_of_the_moment()
    operator.cookies[COOKIE] = AUCKLAND
    html(operator, session)
    del operator.cookies[COOKIE]
    assert "10:30:07 UTC" in html(operator, session)
