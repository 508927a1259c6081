"""Who reads what somebody wrote is in the audit log: once for each person, object and hour."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import Traveller, travel

from assistant.models import PressRelease
from sessions_app.console import times
from sessions_app.models import AuditEntry
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import (
    INBOX,
    OUTBOX,
    PHONE,
    RELEASES,
    SESSIONS,
    address,
    client_of,
    conversation,
    search,
)
from tests.support.factories import InboundFactory, OutboundFactory, SessionFactory
from tests.support.press_releases import PHONE as AUTHOR
from tests.support.press_releases import say_all, write_versions
from tests.support.release_pages import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def long_sign_ins(settings: Settings) -> None:
    """Let operators stay signed in for the hours that a test skips."""
    settings.SESSION_COOKIE_AGE = 10 * 3600


operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with travel(timezone.now(), tick=False) as clock:
        yield clock


def readings() -> list[tuple[str, str, str, int | None, dict[str, Any]]]:
    """Return operator, action, user, session and details of what was read, the oldest first."""
    read = AuditEntry.objects.filter(action__startswith="read ").order_by("pk")
    return list(read.values_list("operator", "action", "user", "session_id", "details"))


def test_a_transcript_is_a_line_for_each_person_session_and_hour(viewer: Client, clock: Traveller) -> None:
    session, other = SessionFactory.create(phone=PHONE), SessionFactory.create()
    for _ in range(3):
        viewer.get(address(session))
        clock.shift(timedelta(minutes=19))
    assert readings() == [("vera", "read transcript", pseudonym(PHONE), session.pk, {})]
    client_of("Operators").get(address(session))
    viewer.get(address(other))
    assert [(who, pk) for who, _, _, pk, _ in readings()[1:]] == [("olga", session.pk), ("vera", other.pk)]
    clock.shift(timedelta(minutes=4))
    viewer.get(address(session))
    assert len(readings()) == 4


def test_a_page_that_stays_open_is_read_on(viewer: Client, clock: Traveller) -> None:
    session = SessionFactory.create(phone=PHONE)
    query = {"created": times.format(session.created_at)}
    assert viewer.get(address(session, "live"), query).status_code == 200
    clock.shift(timedelta(hours=1))
    InboundFactory.create(phone=PHONE)
    viewer.get(address(session, "live"), query)
    assert [action for _, action, *_ in readings()] == ["read transcript"] * 2


def test_what_an_open_page_asks_for_in_vain_is_not_read(viewer: Client) -> None:
    session, _ = conversation()
    live = viewer.get(address(session)).context["live_url"]
    before = readings()
    assert viewer.get(live).status_code == 204
    assert readings() == before


def test_a_recording_is_read_with_its_transcript(operator: Client) -> None:
    session = SessionFactory.create(phone=PHONE)
    media = [{"content_type": "audio/ogg", "url": "https://elsewhere.example/1"}]
    message = InboundFactory.create(phone=PHONE, media=media)
    path = address(session, f"media/{message.pk}/0")
    operator.get(path)
    assert [(action, pk) for _, action, _, pk, _ in readings()] == [("read transcript", session.pk)]


@pytest.mark.parametrize("page", ["change", "correct/city", "write", "approve"])
def test_a_press_release_is_read_on_each_page_that_shows_its_text(operator: Client, page: str) -> None:
    write_versions(release := say_all())
    for _ in range(2):
        assert operator.get(f"{RELEASES}{release.pk}/{page}/").status_code == 200
    assert readings() == [("olga", "read release", pseudonym(AUTHOR), None, {"release": release.pk})]


def test_a_press_release_is_read_in_its_documents(operator: Client, clock: Traveller) -> None:
    write_versions(release := say_all())
    send(operator, release, "approve")
    before = len(readings())
    clock.shift(timedelta(hours=1))
    number = release.versions.latest("number").number
    document = operator.get(f"{RELEASES}{release.pk}/versions/{number}/txt/")
    assert "attachment" in document["Content-Disposition"]
    assert [details for *_, details in readings()[before:]] == [{"release": release.pk}]


@pytest.mark.parametrize(("path", "name"), [(INBOX, "inboundmessage"), (OUTBOX, "outboundmessage")])
def test_a_message_is_read_on_its_page(viewer: Client, path: str, name: str) -> None:
    make = InboundFactory if path == INBOX else OutboundFactory
    one, two = make.create(phone=PHONE), make.create(phone=PHONE)
    for pk in (one.pk, two.pk, one.pk):
        assert viewer.get(f"{path}{pk}/change/").status_code == 200
    read = ("vera", "read message", pseudonym(PHONE), None)
    assert readings() == [(*read, {name: one.pk}), (*read, {name: two.pk})]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *((INBOX, "inboundmessage"), (OUTBOX, "outboundmessage"), (RELEASES, "pressrelease")),
        (SESSIONS, "conversationsession"),
    ],
)
def test_a_list_of_texts_is_read_and_so_is_what_is_searched_for(viewer: Client, path: str, name: str) -> None:
    for _ in range(2):
        viewer.get(path)
        viewer.get(path, {"p": "2", "state" if path in {INBOX, OUTBOX} else "status": "failed"})
    search(viewer, path, PHONE[-4:])
    read = ("vera", "read list", "", None)
    searched = (*read, {"list": name, "search": PHONE[-4:]})
    assert readings() == [(*read, {"list": name, "search": ""}), searched]


def test_what_is_not_shown_is_not_read(viewer: Client) -> None:
    session = SessionFactory.create(phone=PHONE)
    message = InboundFactory.create(phone=PHONE)
    release = PressRelease.objects.create(phone=PHONE)
    paths = [address(session), f"{INBOX}{message.pk}/change/", f"{RELEASES}{release.pk}/change/", INBOX]
    nobody = console_pages.client_with()
    assert [nobody.get(path).status_code for path in paths] == [403] * 4
    for path in (f"{SESSIONS}999/change/", f"{INBOX}999/change/", f"{RELEASES}999/change/"):
        viewer.get(path)
    assert not readings()
