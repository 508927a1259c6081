"""One person does all that there is to do, and is forgotten: no table, no file and no queue knows them.

Nor after each retention has passed, when all housekeeping has run.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django_q.models import OrmQ
from django_q.signing import SignedPackage
from pytest_django import Settings

from assistant.models import Fact, ModelCall, PressRelease, ReleaseDocument, ReleaseVersion
from sessions_app.erasure import forgetting
from sessions_app.housekeeping import schedules
from sessions_app.messages import delivery_status
from sessions_app.models import (
    AuditEntry,
    ChatLanguage,
    Conversation,
    ConversationSession,
    CountedRelease,
    EndedSession,
    ErasureReceipt,
    InboundMessage,
    MediaDeletion,
    Note,
    OutboundMessage,
    Person,
    PhoneTurn,
    TurnAttempt,
    TwilioErasure,
    UserAddress,
)
from sessions_app.operators import blocking
from sessions_app.privacy import pseudonym
from sessions_app.telemetry import turn_counts
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.sayings import picture, voice_note
from tests.fakes.scripted_writer import Line, ScriptedWriter
from tests.fakes.twilio_inbound import inbound_params, user_id_of
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import fakes
from tests.support.console_pages import INBOX, OUTBOX, RELEASES, SESSIONS, person_page, search
from tests.support.erasure import everything_stored
from tests.support.factories import post_signed
from tests.support.inbound_webhook import PATH
from tests.support.openai_turns import save_line, tool
from tests.support.operators import hand_back, reply, take_over
from tests.support.releases import COMPLETE, make_release
from tests.support.sent import OGG

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)
clock = pytest.fixture(autouse=True)(clocks.going_on)

PHONE = "+14155554711"
ID = user_id_of(PHONE)
MARK = "Zorblax"
"""Stands in all that the person says, is told and is called."""
NAME = "Quirina Zorblax-Feld"
PSEUDONYMS = (pseudonym(PHONE)[:10], pseudonym(ID)[:10])
FACTS = {key: value.replace("Acme", MARK).replace("Ines Rossi", NAME) for key, value in COMPLETE.items()}
MARKS = (PHONE, PHONE[1:], ID, MARK, MARK.lower(), NAME)
CARD = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{NAME}\r\nORG:{MARK}\r\nTEL:{PHONE}\r\nEND:VCARD\r\n".encode()
LONG_AGO = datetime(2022, 11, 22, 12, tzinfo=UTC)
"""The database lets audit entries go by its own clock."""
AFTER = tuple(timedelta(days=days) for days in (0.05, 1.1, 8, 31, 91, 400))
"""When the shorter retentions are over, after the last one each time."""
HOLD_PERSONS = (
    *(ConversationSession, Conversation, EndedSession, InboundMessage, PhoneTurn),
    *(OutboundMessage, UserAddress, ChatLanguage, TurnAttempt, PressRelease, Fact, ReleaseVersion),
    *(ModelCall, AuditEntry, Person, Note),
)
UNREADABLE = (ReleaseDocument, MediaDeletion, CountedRelease)
"""Tables of which no row shows whose it is: files, addresses at Twilio, and counts of a press release."""


def says(body: str, *, phone: str = PHONE, media: Iterable[tuple[str, str]] = (), **more: str) -> None:
    params = inbound_params(phone, body, profile_name=NAME, media=list(media), **more)
    assert post_signed(Client(), PATH, params).status_code == 200
    answer_messages()
    for message in OutboundMessage.objects.filter(state="accepted"):
        delivered = delivery_status.StatusUpdate(uuid=message.uuid, word="delivered", sid=message.sid)
        delivery_status.record([delivered])


def lives(openai: FakeOpenAI, twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings) -> None:
    """Have the person do everything, by both addresses, and operators too."""
    openai.writer = ScriptedWriter([Line(1, "{news}, {when} {where}.", "news when where company_name")])
    says(f"Hello, here is {MARK}")
    says(f"{MARK} once more", phone=ID)
    says("/language deutsch")
    says("/language english")
    says("", media=[twilio.add_media(voice_note(f"{MARK} by voice"), OGG)])
    says(f"{MARK} as a caption", media=[twilio.add_media(picture(f"{MARK} in a picture"), "image/png")])
    says("", media=[twilio.add_media(CARD, "text/vcard")])
    operators_work(clock)
    openai.fail_next(Fault.http(400), path="/v1/responses")
    says(f"{MARK} fails")
    make_release({key: value for key, value in FACTS.items() if key != "headline"}, phone=PHONE)
    says(f"{save_line('headline', FACTS['headline'])}\n{tool('finish')}")
    says("3")
    says("1")
    says(f"{MARK} has more to say")
    says("menu")
    says(save_line("company_name", f"{MARK} Two"))
    settings.PHONE_TURNS_PER_MINUTE = 1
    says(f"{MARK} at once")
    settings.PHONE_TURNS_PER_MINUTE = 0
    says("stop")
    says("start")
    says("delete my data")
    says("2")
    turn_counts.count()
    schedules.ask_for_tick()


def operators_work(clock: time_machine.Traveller) -> None:
    take_over(PHONE)
    reply(f"An answer by hand to {MARK}", PHONE)
    hand_back(PHONE)
    user = User.objects.create_user("rhea", password="for-tests-only", is_staff=True)
    user.groups.set([Group.objects.get(name="Operators")])
    client = Client()
    client.force_login(user)
    revealed = client.post(f"{person_page(PHONE)}reveal/", {"reason": "a question by phone"})
    assert PHONE in revealed.content.decode()
    share_the_work(client)
    blocking.block(PHONE, operator="rhea", reason="a mistake")
    says(f"{MARK} while blocked")
    blocking.unblock(PHONE, operator="rhea", reason="a mistake")


def share_the_work(client: Client) -> None:
    """Have an operator assign the person, note something, and search in every list that is searched."""
    page = person_page(PHONE)
    client.post(f"{page}assign/", {"to": "rhea", "shown": ""})
    client.post(f"{page}notes/", {"text": f"{NAME} of {MARK} wants a photo"})
    shown = client.get(page).content.decode()
    assert all(told in shown for told in ("Assigned to: rhea", f"{MARK} wants a photo"))
    for path in (SESSIONS, INBOX, OUTBOX, RELEASES):
        for text in (MARK, NAME, f"{MARK} nobody said", PHONE, "(415) 555-4711", ID, "4711"):
            assert search(client, path, text).status_code == 200


def rows_with(*marks: str) -> list[str]:
    """Return the rows that hold one of `marks`, and those of the queue and of log-ins, unpacked."""
    queued = [f"django_q.OrmQ {SignedPackage.loads(one.payload)}" for one in OrmQ.objects.all()]
    logged_in = [f"sessions.Session {one.get_decoded()}" for one in Session.objects.all()]
    stored = [*everything_stored(), *queued, *logged_in]
    return [row for row in stored if any(mark in row for mark in marks)]


def files_with(*marks: str) -> list[str]:
    """Return the files of the tests' folder, the database's among them, that hold one of `marks`."""
    if connection.vendor != "sqlite":
        return []
    folder = Path(connection.settings_dict["NAME"]).parent
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert any(one.name == Path(connection.settings_dict["NAME"]).name for one in files)
    return [one.name for one in files if any(mark.encode() in one.read_bytes() for mark in marks)]


def labels_of(rows: Iterable[str]) -> set[str]:
    return {row.split(" ")[0] for row in rows}


def at(moment: datetime, clock: time_machine.Traveller) -> None:
    clock.move_to(moment)
    for _ in range(2):  # once more what the first run has ended
        for job in schedules.JOBS.values():
            job.run()


def test_nothing_is_left_of_a_whole_life(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
) -> None:
    clock.move_to(LONG_AGO)
    lives(fake_openai, fake_twilio, clock, settings)
    before = rows_with(*MARKS, *PSEUDONYMS)
    assert len(before) > 100
    assert labels_of(before) == {model._meta.label for model in HOLD_PERSONS}, "not a whole life"
    assert all(model.objects.exists() for model in UNREADABLE)
    assert files_with(*MARKS) or connection.vendor != "sqlite"

    receipt = forgetting.forget(PHONE, by=ErasureReceipt.By.COMMAND, operator="root", reason="a letter")
    assert files_with(MARK, NAME) == []
    TwilioErasure.objects.all().delete()  # Twilio has confirmed it
    assert rows_with(*MARKS) == []
    assert not any(model.objects.exists() for model in UNREADABLE)
    assert labels_of(rows_with(*PSEUDONYMS)) == {AuditEntry._meta.label}
    assert "audit lines with the pseudonym" in {rest["what"] for rest in receipt.remains}

    for after_it in AFTER:
        at(receipt.at + after_it, clock)
        assert (rows_with(*MARKS), files_with(*MARKS)) == ([], [])
    at(receipt.at + timedelta(days=settings.AUDIT_RETENTION_DAYS, hours=2), clock)
    assert rows_with(*MARKS, *PSEUDONYMS) == []
