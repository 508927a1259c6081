"""A row of the sessions list: who it is, the last words, what is unanswered, how far the release is."""

import gzip
import random
import re
import string
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from assistant.models import PressRelease
from sessions_app.models import InboundMessage, OutboundMessage, Person
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import SESSIONS, words
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    idle_session,
    phone_number,
)
from tests.support.releases import COMPLETE, make_release

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with travel(timezone.now(), tick=False):
        yield


PHONE = "+14155550042"
State = InboundMessage.State


def cell(client: Client, column: str) -> str:
    """Return what a reader sees in a column of the list's first row."""
    page = client.get(SESSIONS).content.decode().replace("\xa0", " ")
    row = page.split("</thead>", 1)[1].split("</tr>", 1)[0]
    found = re.search(rf'<t[hd] class="field-{column} .*?</t[hd]>', row, re.DOTALL)
    assert found, column
    return words(found[0])


def say(body: str = "Hello", *, minutes_ago: float = 0, phone: str = PHONE, **more: object) -> InboundMessage:
    """Store a message of `phone`, answered if `more` gives no other state."""
    at = timezone.now() - timedelta(minutes=minutes_ago)
    message: InboundMessage = InboundFactory.create(
        phone=phone, body=body, received_at=at, **{"state": State.ANSWERED, **more}
    )
    return message


def reply(body: str, *, minutes_ago: float = 0, **more: object) -> OutboundMessage:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    message: OutboundMessage = OutboundFactory.create(phone=PHONE, body=body, created_at=at, **more)
    return message


def test_an_operator_sees_name_company_and_pseudonym(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    say(details={"profile_name": "Ada Lovelace"})
    make_release({"company_name": "Kelp & Co"}, phone=PHONE)
    assert cell(operator, "user") == f"Ada Lovelace Kelp &amp; Co {pseudonym(PHONE)}"


def test_a_viewer_sees_name_and_company_masked(viewer: Client) -> None:
    SessionFactory.create(phone=PHONE)
    say(details={"profile_name": "Ada Lovelace"})
    make_release({"company_name": "Kelp & Co"}, phone=PHONE)
    assert cell(viewer, "masked_user") == f"A… K… {pseudonym(PHONE)}"
    page = viewer.get(SESSIONS).content.decode()
    assert "Lovelace" not in page
    assert "Kelp" not in page


def test_without_name_and_release_a_row_has_the_pseudonym(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    assert cell(operator, "user") == pseudonym(PHONE)
    assert cell(operator, "last_message") == cell(operator, "facts") == cell(operator, "assigned_to") == ""


def test_the_company_is_that_of_the_current_release(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    make_release({"company_name": "Parked"}, phone=PHONE, status=PressRelease.Status.PARKED)
    make_release({"company_name": "Approved"}, phone=PHONE, status=PressRelease.Status.APPROVED)
    assert "Approved" in cell(operator, "user")
    make_release({"company_name": "Draft"}, phone=PHONE)
    assert "Draft" in cell(operator, "user")


@pytest.mark.parametrize("told", [3, 8, len(COMPLETE)])
def test_progress_is_that_of_the_press_release_list(operator: Client, told: int) -> None:
    SessionFactory.create(phone=PHONE)
    make_release(dict(list(COMPLETE.items())[:told]), phone=PHONE)
    release_list = operator.get(console_pages.RELEASES).content.decode()
    assert cell(operator, "facts").startswith(f"{told} of ")
    assert f">{cell(operator, 'facts')}<" in release_list


def test_the_last_words_are_the_users_or_ours(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    say("first", minutes_ago=9)
    assert cell(operator, "last_message") == "first user, 9 min ago"
    reply("by the bot", minutes_ago=8)
    assert cell(operator, "last_message") == "by the bot bot, 8 min ago"
    reply("by hand", minutes_ago=7, author="operator", operator="otto")
    assert cell(operator, "last_message") == "by hand otto, 7 min ago"
    say("last", minutes_ago=6)
    assert cell(operator, "last_message") == "last user, 6 min ago"


def test_neither_a_reaction_nor_what_was_never_sent_is_the_last_word(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    say("words", minutes_ago=9)
    say("👍", kind="reaction", state=State.IGNORED)
    reply("cancelled", state=OutboundMessage.State.CANCELLED)
    assert cell(operator, "last_message") == "words user, 9 min ago"


def test_a_long_message_is_shortened_and_a_voice_note_named(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    say("word \n" * 2000, minutes_ago=2)
    assert len(cell(operator, "last_message")) < 170
    say("", kind="media", media=[{"content_type": "audio/ogg", "url": "https://elsewhere.example/1"}])
    assert cell(operator, "last_message") == "voice note (audio/ogg) user, now"


def test_what_is_unanswered_is_counted_with_its_age(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    say("answered", minutes_ago=30)
    say("one", minutes_ago=20, state=State.RECEIVED)
    assert cell(operator, "last_message") == "one 1 new user, 20 min ago"
    say("two", minutes_ago=10, state=State.HELD)
    say("👍", kind="reaction", state=State.IGNORED)
    assert cell(operator, "last_message") == "two 2 new first 20 min ago , last by user, 10 min ago"


def test_a_failed_message_is_unanswered_until_a_later_one_is_answered(operator: Client) -> None:
    SessionFactory.create(phone=PHONE)
    say("failed", state=State.FAILED)
    assert "1 new" in cell(operator, "last_message")
    say("answered")
    assert "new" not in cell(operator, "last_message")


def test_a_row_names_who_has_taken_over_and_whom_it_is_assigned_to(viewer: Client) -> None:
    SessionFactory.create(phone=PHONE)
    ConversationFactory.create(phone=PHONE, paused_at=timezone.now(), paused_by="otto")
    Person.objects.create(phone=PHONE, assigned_to="olga")
    assert "bot paused by otto" in cell(viewer, "status")
    assert cell(viewer, "assigned_to") == "olga"


def test_rows_do_not_mix_up_users(operator: Client) -> None:
    for number in range(3):
        phone = idle_session(phone_number(number), idle=number).phone
        say(f"words {number}", phone=phone, details={"profile_name": f"name {number}"})
        make_release({"company_name": f"company {number}"}, phone=phone)
        Person.objects.create(phone=phone, assigned_to=f"operator {number}")
    page = operator.get(SESSIONS).content.decode().split("</thead>", 1)[1]
    for number, row in enumerate(page.split("</tr>")[:3]):
        for what in ("words", "name", "company", "operator"):
            assert re.findall(rf"{what} (\d)", row) == [str(number)], (number, what)


@pytest.mark.parametrize("nasty", ["<b>x</b>", "\u202etxt", "x" * 5000, "", " \n ", "\"'><img src=x>"])
def test_nothing_that_a_user_wrote_breaks_a_row(operator: Client, nasty: str) -> None:
    SessionFactory.create(phone=PHONE)
    say(nasty, details={"profile_name": nasty})
    if nasty:
        make_release({"company_name": nasty}, phone=PHONE)
    page = operator.get(SESSIONS).content.decode()
    for tag in ("<b>x", "<img src=x>"):
        assert tag not in page
    assert page.count('class="data-row') == 1


def test_fifty_rows_with_texts_weigh_at_most_40_kib_compressed(operator: Client) -> None:
    texts = random.Random(1)
    alphabet = string.ascii_letters + "     äöüßאבגדהו"
    for number in range(50):
        phone = idle_session(phone_number(number), idle=number).phone
        name, company, body = ("".join(texts.choices(alphabet, k=length)) for length in (20, 30, 1500))
        say(body, phone=phone, details={"profile_name": name}, state=State.RECEIVED)
        make_release({"company_name": company}, phone=phone)
        ConversationFactory.create(phone=phone, paused_at=timezone.now(), paused_by=name)
        Person.objects.create(phone=phone, assigned_to="olga")
    page = operator.get(SESSIONS).content
    assert page.count(b'class="data-row') == 50
    assert len(gzip.compress(page, compresslevel=6)) <= 40 * 1024
    assert len(page) <= 340 * 1024
