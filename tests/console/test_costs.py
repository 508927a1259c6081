"""What the models cost is shown: by day and month, by session, turn and release, and on the first page."""

import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from assistant.models import PressRelease
from sessions_app.telemetry import model_usage
from tests.support import clocks, console_pages
from tests.support.clocks import NOW
from tests.support.console_pages import RELEASES, address, client_with
from tests.support.factories import SessionFactory, TurnFactory, phone_number
from tests.support.model_calls import make_call

pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)
viewer = pytest.fixture(console_pages.viewer)
COSTS = "/admin/assistant/modelusage/"
PHONE = phone_number(1)


def page(client: Client, path: str) -> str:
    """Return the words of a page, without its marks."""
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", response.content.decode())).split())


def test_days_months_and_purposes_are_shown_with_tokens_by_kind(viewer: Client) -> None:
    make_call(cost="1.5")
    make_call(cost="0.5", asked_at=NOW.replace(day=1), audio_seconds=90, purpose="transcribe", model="gpt-t")
    make_call(cost="4", asked_at=NOW.replace(month=8))
    model_usage.roll_up()
    shown = page(viewer, COSTS)
    assert "2026-11-22 $1.50 1 0 100 10 20 5 2026-11-01 $0.50 1 0 100 10 20 5 90 s Months" in shown
    assert "2026-11 $2.00 2 0 200 20 40 10 90 s 2026-08 $4.00 1 0 100 10 20 5 This month" in shown
    assert "answer the user: gpt-6-luna $1.50 1 0" in shown
    assert "write down a voice message: gpt-t $0.50 1 0" in shown


def test_a_sum_says_what_is_unknown_in_it(viewer: Client) -> None:
    make_call(cost="1.23")
    for _ in range(4):
        make_call(cost=None)
    model_usage.roll_up()
    assert "2026-11-22 at least $1.23, 4 calls without a price 5 0" in page(viewer, COSTS)


def test_without_prices_the_cost_is_unknown_and_the_page_says_why(viewer: Client, settings: Settings) -> None:
    settings.OPENAI_PRICES = ""
    make_call(cost=None)
    model_usage.roll_up()
    shown = page(viewer, COSTS)
    assert "2026-11-22 unknown 1 0" in shown
    assert "No prices are set (OPENAI_PRICES)" in shown


def test_before_the_first_call_the_page_is_empty(viewer: Client) -> None:
    assert page(viewer, COSTS).count("No calls yet.") == 3


def test_a_year_of_months_is_shown(viewer: Client) -> None:
    make_call(cost="1", asked_at=NOW.replace(year=2025, month=12, day=1))
    make_call(cost="2", asked_at=NOW.replace(year=2025, month=11, day=30))
    model_usage.roll_up()
    shown = page(viewer, COSTS)
    assert "2025-12 $1.00" in shown
    assert "2025-11" not in shown


@pytest.mark.parametrize("path", [COSTS, f"{COSTS}add/"])
def test_who_may_not_see_sessions_sees_no_costs(path: str) -> None:
    assert client_with().get(path).status_code == 403


def test_nobody_can_change_a_sum() -> None:
    make_call(cost="1")
    model_usage.roll_up()
    assert console_pages.client_of("Superuser").post(COSTS, {"action": "delete_selected"}).status_code == 200
    assert console_pages.client_of("Superuser").get(f"{COSTS}add/").status_code == 403


def test_the_first_page_has_the_cost_of_today_and_its_share_of_the_budget(
    viewer: Client, settings: Settings
) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_DAILY_BUDGET = "sk-test", 2
    make_call(cost="1.7")
    make_call(cost=None)
    model_usage.roll_up()
    shown = page(viewer, "/admin/")
    assert "Cost today $1.70 85 % of the budget, 1 call without a price" in shown


def test_a_session_and_each_of_its_turns_have_their_cost(viewer: Client) -> None:
    session = SessionFactory.create(phone=PHONE)
    turn = uuid.uuid4()
    attempt(turn)
    make_call(cost="0.25", turn=turn)
    make_call(cost="0.5", turn=turn, error="timeout")
    make_call(cost="1")
    make_call(cost="8", phone=phone_number(2))
    shown = page(viewer, address(session))
    assert (
        "Cost $1.75 (3 calls, 1 failed; 300 tokens in, 30 of them cached; 60 out, 15 of them reasoning)"
        in shown
    )
    assert "$0.75 (2 calls, 1 failed; 200 tokens in" in shown


def test_a_release_has_the_cost_of_its_calls(viewer: Client) -> None:
    release = PressRelease.objects.create(phone=PHONE)
    make_call(cost="0.25", release=release)
    make_call(cost="0.5")
    shown = page(viewer, f"{RELEASES}{release.pk}/change/")
    assert "Cost $0.25 (1 call; 100 tokens in, 10 of them cached; 20 out, 5 of them reasoning)" in shown


def attempt(turn: uuid.UUID, **more: Any) -> None:
    now = timezone.now()
    TurnFactory.create(phone=PHONE, turn=turn, received_at=now, claimed_at=now, ended_at=now, **more)
