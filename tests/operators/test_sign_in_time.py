"""A sign-in ends half an hour after the last page, and after half a day in any case."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from tests.support import clocks
from tests.support.console_pages import SESSIONS, operator

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
clock = pytest.fixture(clocks.standing)
olga = pytest.fixture(operator)
Clock = time_machine.Traveller


@pytest.fixture
def client(clock: Clock, olga: Client) -> Client:
    """Olga's, who has just opened a page."""
    assert is_in(olga)
    return olga


def is_in(client: Client, **headers: str) -> bool:
    return client.get(SESSIONS, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("idle", "signed_in"), [(30 * MINUTE - timedelta(seconds=1), True), (30 * MINUTE, False)]
)
def test_it_ends_half_an_hour_after_the_last_page(
    clock: Clock, client: Client, idle: timedelta, signed_in: bool
) -> None:
    clock.shift(20 * MINUTE)
    assert is_in(client)
    clock.shift(idle)
    assert is_in(client) is signed_in


def test_what_an_open_page_asks_for_by_itself_does_not_count(clock: Clock, client: Client) -> None:
    for _ in range(29):
        clock.shift(MINUTE)
        assert is_in(client, HX_Request="true")
    clock.shift(MINUTE)
    assert not is_in(client)


def test_it_ends_after_half_a_day_however_busy_the_operator_is(clock: Clock, client: Client) -> None:
    for _ in range(47):
        clock.shift(15 * MINUTE)
        assert is_in(client)
    clock.shift(15 * MINUTE - timedelta(seconds=1))
    assert is_in(client)
    clock.shift(timedelta(seconds=1))
    assert not is_in(client)


def test_signing_in_again_begins_a_new_half_day(clock: Clock, client: Client) -> None:
    clock.shift(20 * MINUTE)
    client.force_login(User.objects.get())
    for _ in range(47):
        clock.shift(15 * MINUTE)
        assert is_in(client)


def test_the_browser_forgets_it_at_the_same_time(clock: Clock, client: Client) -> None:
    for _ in range(47):
        clock.shift(15 * MINUTE)
        is_in(client)
    cookie = client.cookies["__Host-sessionid"]
    assert cookie["max-age"] == 15 * 60


def test_pages_within_a_minute_write_the_session_once(clock: Clock, client: Client) -> None:
    before = Session.objects.get().expire_date
    clock.shift(MINUTE - timedelta(seconds=1))
    is_in(client)
    assert Session.objects.get().expire_date == before
    clock.shift(timedelta(seconds=1))
    is_in(client)
    assert Session.objects.get().expire_date == before + MINUTE
