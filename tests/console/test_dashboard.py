"""The admin's first page: what it tells to whom, and that its cost stays the same."""

import html
import json
import math
import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions_app.models import Heartbeat, HourlyCount, SessionChange
from sessions_app.telemetry import hourly_counts, release_counts, session_counts
from sessions_app.telemetry.hourly_counts import HELD, OPERATOR, REPLY
from sessions_app.telemetry.release_counts import APPROVED, COST, PRICED, TO_APPROVAL
from sessions_app.telemetry.vendor_errors import OPENAI, TWILIO
from sessions_app.turns import limits
from tests.support import clocks, console_pages
from tests.support.clocks import NOW
from tests.support.console_pages import client_with
from tests.support.factories import ConversationFactory, InboundFactory, OutboundFactory, ThreadFactory
from tests.support.statements import recorded_statements

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)
viewer = pytest.fixture(console_pages.viewer)


def page(client: Client, chosen: str = "") -> str:
    response = client.get("/admin/" + (f"?range={chosen}" if chosen else ""))
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def tile(text: str, label: str) -> tuple[str, str, str]:
    """Return value, note and state of the tile `label`."""
    found = re.search(
        rf'class="dash-tile( dash-\w+)?">\s*<span class="dash-label">{label}</span>\s*'
        r'<span class="dash-value">(.*?)</span>\s*<span class="dash-note">(.*?)</span>',
        text,
    )
    assert found, label
    return found[2], found[3], (found[1] or "").removeprefix(" dash-")


def chart(text: str, number: int) -> dict[str, list[Any]]:
    """Return the lines of a chart by their labels, and the labels of its x axis as "x"."""
    data = json.loads(re.findall(r'data-value="(\{.*?\})"', text)[number])
    return {"x": data["labels"]} | {line["label"]: line["data"] for line in data["datasets"]}


def alive() -> None:
    for kind in Heartbeat.Kind:
        Heartbeat.objects.create(kind=kind, host="host", pid=1, at=timezone.now())


def fill(times: int = 1) -> None:
    """Let there be something of everything, `times` as much."""
    session_counts.add(SessionChange.Reason.CREATED, 1234 * times)
    InboundFactory.create_batch(2 * times, received_at=NOW - timedelta(seconds=400))
    InboundFactory.create_batch(times, state="held")
    InboundFactory.create_batch(3 * times, state="held", error=limits.PER_MINUTE)  # not by operators
    ConversationFactory.create_batch(3 * times, attention_at=NOW)
    ConversationFactory.create_batch(2 * times, paused_at=NOW)
    for state in ("failed", "undelivered", "undelivered", "uncertain"):
        OutboundFactory.create_batch(times, state=state)
    ThreadFactory.create_batch(times, state="doomed")
    names = ["created", "expired", "killed", "messages", "replies", "by operator", "failed"]
    names += [times.row(bound) for times in (REPLY, HELD, OPERATOR, TO_APPROVAL) for bound in times.bounds]
    names += [
        APPROVED,
        COST,
        PRICED,
        OPENAI.row("http_500"),
        TWILIO.row("63016"),
        release_counts.stop("quote"),
    ]
    hours = [hourly_counts.hour_of(NOW) - ago * HOUR for ago in range(20 if times == 1 else 30 * 24)]
    HourlyCount.objects.bulk_create(
        HourlyCount(hour=hour, name=name, amount=times) for hour in hours for name in names
    )


def count(hour: datetime, amounts: dict[str, int]) -> None:
    hourly_counts.add(Counter({(hour, name): amount for name, amount in amounts.items()}))


# --- What it tells ------------------------------------------------------------------------------


def test_a_fresh_installation_has_an_empty_dashboard_that_says_so(viewer: Client) -> None:
    alive()
    text = page(viewer)
    assert tile(text, "Active sessions") == ("0", "", "")
    assert tile(text, "Oldest unanswered") == ("–", "all answered", "ok")
    assert tile(text, "Failed turns today") == ("0", "", "ok")
    assert tile(text, "Processes") == ("Alive", "worker and schedules", "ok")
    assert text.count("Nothing happened in this period.") == 8
    assert 'class="chart"' not in text
    assert "UTC" in text


def test_the_tiles_tell_how_things_stand(viewer: Client) -> None:
    fill()
    text = page(viewer)
    assert tile(text, "Active sessions") == ("1,234", "", "")
    assert tile(text, "Messages waiting") == ("2", "0 turns running", "bad")
    assert tile(text, "Oldest unanswered") == ("7 min", "", "bad")
    assert tile(text, "Need a person") == ("3", "", "warn")
    assert tile(text, "Held by operators") == ("2", "1 message held", "warn")
    assert tile(text, "Not delivered") == ("4", "1 failed, 2 undelivered, 1 uncertain", "warn")
    assert tile(text, "Threads") == ("1", "pending deletion", "ok")
    assert tile(text, "Processes") == ("Silent", "worker and schedules", "bad")


@pytest.mark.parametrize("chosen", ["24h", "30d"])
def test_today_begins_at_midnight_utc_in_every_range(viewer: Client, chosen: str) -> None:
    fill()  # the last 20 hours; 13 of them are today's
    text = page(viewer, chosen)
    assert tile(text, "Replies today") == ("26", "13 by operators", "")
    assert tile(text, "Failed turns today") == ("13", "", "bad")


@pytest.mark.parametrize(
    ("waited", "state"), [(10, "ok"), (100, "warn"), (181, "bad")], ids=["short", "long", "too long"]
)
def test_a_wait_is_judged_by_the_health_settings(viewer: Client, waited: float, state: str) -> None:
    InboundFactory.create(received_at=NOW - timedelta(seconds=waited))
    assert tile(page(viewer), "Oldest unanswered")[2] == state


def test_health_warnings_stand_on_top(viewer: Client) -> None:
    InboundFactory.create(received_at=NOW - timedelta(seconds=400))
    text = page(viewer)
    warning = "The oldest unanswered message has waited for 400 s."
    assert text.index('role="alert"') < text.index(warning) < text.index("Active sessions")


def test_the_hours_of_the_last_day_end_with_this_one(viewer: Client) -> None:
    hour = hourly_counts.hour_of(NOW)
    hourly_counts.add(Counter({(hour, "created"): 5, (hour - 23 * HOUR, "created"): 2, (hour, "killed"): 1}))
    hourly_counts.add(Counter({(hour - 24 * HOUR, "created"): 9}))
    text = page(viewer)
    sessions = chart(text, 0)
    assert (sessions["x"][0], sessions["x"][-1], len(sessions["x"])) == ("13:00", "12:00", 24)
    assert sessions["created"] == [2, *[0] * 22, 5]
    assert "7 created, 0 expired, 1 killed" in text


def test_the_days_of_the_last_month_end_with_today(viewer: Client) -> None:
    midnight = NOW.replace(hour=0, minute=0)
    hourly_counts.add(Counter({(midnight - timedelta(days=29), "messages"): 2, (midnight, "messages"): 3}))
    hourly_counts.add(
        Counter({(midnight + HOUR, "messages"): 4, (midnight - timedelta(days=30), "messages"): 9})
    )
    messages = chart(page(viewer, "30d"), 0)
    assert (messages["x"][0], messages["x"][-1], len(messages["x"])) == ("24 Oct", "22 Nov", 30)
    assert messages["messages"] == [2, *[0] * 28, 7]


def test_reply_times_are_drawn_where_there_were_replies(viewer: Client) -> None:
    hour = hourly_counts.hour_of(NOW)
    hourly_counts.add(Counter({(hour, REPLY.row(4)): 10, (hour, hourly_counts.QUIET): 15_000}))
    text = page(viewer)
    times = chart(text, 0)
    assert times["median"] == [None] * 23 + [3.5]
    assert times["95th percentile"][-1] in (3.9, 4.0)
    assert times["of that, waiting for more (mean)"][-1] == 1.5
    assert "3 s to 4 s (median of 10), of that 1.5 s (mean) waiting for more" in text


def card(text: str, title: str) -> str:
    """Return what a box says."""
    begin = text.index(title, text.index("dash-charts"))
    end = min(at for end in ("</ul>", "</dl>", "dash-nothing") if (at := text.find(end, begin)) > 0)
    return " ".join(re.sub(r"<[^>]*>", " ", text[begin:end]).split())


def test_many_releases_are_told_with_percentiles_and_what_each_cost(viewer: Client) -> None:
    times = {TO_APPROVAL.row(900): 20, TO_APPROVAL.row(1200): 20}
    count(hourly_counts.hour_of(NOW), {APPROVED: 40, COST: 6_000_000, PRICED: 40, **times})
    assert card(page(viewer), "Press releases") == (
        "Press releases Approved 40 "
        "Time to the approval 15 min 0 s median of 40, 95th percentile 19 min 30 s "
        "Cost of each $0.15 mean of 40"
    )


def test_of_few_releases_no_more_is_told_than_is_known(viewer: Client) -> None:
    hour = hourly_counts.hour_of(NOW)
    count(hour, {APPROVED: 3, TO_APPROVAL.row(900): 3, COST: 300_000, PRICED: 2})
    assert card(page(viewer), "Press releases") == (
        "Press releases Approved 3 Time to the approval 10 min to 15 min median of 3 "
        "Cost of each $0.15 known of 2 of 3"
    )


def test_a_cost_that_is_not_known_is_no_zero(viewer: Client) -> None:
    count(hourly_counts.hour_of(NOW), {APPROVED: 1, TO_APPROVAL.row(math.inf): 1})
    text = card(page(viewer), "Press releases")
    assert "Cost of each unknown known of 0 of 1" in text
    assert "over 90 d median of 1" in text


def test_holds_and_operators_replies_are_told_beside_the_bots(viewer: Client) -> None:
    count(hourly_counts.hour_of(NOW), {HELD.row(60): 2, OPERATOR.row(10): 1})
    assert card(page(viewer), "Waits for operators") == (
        "Waits for operators Held for an operator 30 s to 1 min median of 2 "
        "Until an operator's reply up to 10 s median of 1"
    )


def test_where_people_stop_is_told_in_the_consoles_words(viewer: Client) -> None:
    stops = {"headline": 12, "quote_role": 7, "version": 2, "start": 1, "long_gone": 1200}
    count(hourly_counts.hour_of(NOW), {release_counts.stop(key): n for key, n in stops.items()})
    assert card(page(viewer), "Where people stop") == (
        "Where people stop Left for 1 h without an approval, by what was asked last: 1,222 "
        "long_gone 1,200 Headline 12 Speaker's role 7 Approval of the text 2 Before the first fact 1"
    )


def test_bars_add_up_to_their_total_however_many_there_are(viewer: Client) -> None:
    count(hourly_counts.hour_of(NOW), {OPENAI.row(f"code_{number}"): number for number in range(1, 21)})
    text = card(page(viewer), "OpenAI errors")
    amounts = [int(amount) for amount in re.findall(r" (\d+)(?= |$)", text)]
    assert (amounts[0], sum(amounts[1:]), len(amounts)) == (210, 210, 9)
    assert text.endswith("Others 91")


def test_errors_are_told_by_code_and_twilios_in_words(viewer: Client) -> None:
    markup = "<script>alert(1)</script>"
    count(hourly_counts.hour_of(NOW), {TWILIO.row("63016"): 2, TWILIO.row(""): 1, OPENAI.row(markup): 1})
    response = viewer.get("/admin/").content.decode()
    assert markup not in response
    assert "63016: outside WhatsApp's 24-hour window 2 unknown 1" in card(
        html.unescape(response), "Twilio errors"
    )


def test_what_was_counted_before_the_range_is_not_told(viewer: Client) -> None:
    count(hourly_counts.hour_of(NOW) - 24 * HOUR, {APPROVED: 1, release_counts.stop("headline"): 1})
    assert page(viewer).count("Nothing happened in this period.") == 8
    assert page(viewer, "30d").count("Nothing happened in this period.") == 6


@pytest.mark.parametrize("chosen", ["1y", "%00", "24h&range=x", "'"])
def test_an_unknown_range_shows_the_last_day(viewer: Client, chosen: str) -> None:
    assert re.search(r'"\?range=24h" aria-current="page"', page(viewer, chosen))


# --- Who sees it --------------------------------------------------------------------------------


def test_without_a_permission_on_sessions_nothing_of_it_is_shown() -> None:
    fill()
    text = page(client_with("view_user"))
    assert "dash-" not in text
    assert "Active sessions" not in text
    assert "Users" in text


def test_links_lead_to_lists_that_the_user_may_see() -> None:
    text = page(client_with("view_conversationsession"))
    assert 'href="/admin/sessions_app/conversation/" id="dash-tile' in text
    assert "/admin/sessions_app/inboundmessage/" not in text
    assert "/admin/sessions_app/remotethread/" not in text


def test_every_link_of_a_tile_leads_somewhere(viewer: Client) -> None:
    fill()
    links = re.findall(r'<a href="([^"]+)" id="dash-tile-\d+" class="dash-tile', page(viewer))
    assert len(links) == 10
    assert {viewer.get(link, follow=True).status_code for link in links} == {200}


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


# --- What it costs ------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", ["24h", "30d"])
def test_the_number_of_statements_does_not_grow(viewer: Client, chosen: str) -> None:
    page(viewer, chosen)
    with recorded_statements() as empty:
        page(viewer, chosen)
    fill(times=5)
    with recorded_statements() as full:
        page(viewer, chosen)
    assert len(full) == len(empty) <= 45


# --- While it is open ---------------------------------------------------------------------------


def live_url(text: str) -> str:
    return html.unescape(re.findall(r'id="dash-live" hx-get="([^"]+)"', text)[0])


def sections(text: str) -> set[str]:
    return set(re.findall(r'id="dash-(\w+)"[^>]* hx-swap-oob', text))


def test_an_open_dashboard_gets_the_changed_sections_alone(viewer: Client) -> None:
    alive()
    address = live_url(page(viewer, "30d"))
    answer = viewer.get(address)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer["Cache-Control"]
    ConversationFactory.create(attention_at=NOW)
    text = viewer.get(address).content.decode()
    assert sections(text) == {"tiles"}
    assert tile(text, "Need a person") == ("1", "", "warn")
    assert "range=30d" in live_url(text)
    assert viewer.get(live_url(text)).status_code == 204
    hourly_counts.add(Counter({(hourly_counts.hour_of(NOW), "created"): 1}))
    InboundFactory.create(received_at=NOW - timedelta(seconds=400))
    assert sections(viewer.get(address).content.decode()) == {"warnings", "tiles", "charts"}


def test_an_open_dashboard_says_when_it_is_of(clock: Any, viewer: Client) -> None:
    address = live_url(page(viewer))
    clock.shift(timedelta(minutes=3))
    ConversationFactory.create(attention_at=NOW)
    assert re.search(r'id="dash-as-of"[^>]*>22 Nov 2026, 12:03:00 UTC<', viewer.get(address).content.decode())


def test_an_open_dashboard_of_who_is_signed_out_says_so(viewer: Client) -> None:
    fill()
    address = live_url(page(viewer))
    viewer.logout()
    for client in (viewer, client_with("view_inboundmessage")):
        text = client.get(address).content.decode()
        assert "You are signed out" in text
        assert "dash-tile" not in text


@pytest.mark.parametrize("query", ["", "seen=.", "seen=%00", "range=x&seen=" + "a." * 3000, "seen=<script>"])
def test_any_question_about_the_dashboard_is_answered(viewer: Client, query: str) -> None:
    assert viewer.get(f"/admin/dashboard/live/?{query}").status_code == 200
