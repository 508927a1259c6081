"""What users have sent, in the console: proxied, for operators only, with what was heard of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions_app.conversations import people
from sessions_app.models import ConversationSession, InboundMessage, MediaDeletion
from tests.fakes.faults import Fault
from tests.fakes.sayings import pdf, picture, voice_note
from tests.fakes.twilio_server import FakeTwilio
from tests.support import console_pages
from tests.support.console_pages import INBOX, address
from tests.support.factories import InboundFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
Send = Callable[..., str]


@pytest.fixture
def session() -> ConversationSession:
    made: ConversationSession = SessionFactory.create()
    return made


@pytest.fixture
def send(session: ConversationSession, fake_twilio: FakeTwilio) -> Send:
    """Have the session's user send a file; return where the console serves it."""

    def send(content: bytes, content_type: str, *, fault: str = "", **more: Any) -> str:
        url, _ = fake_twilio.add_media(content, content_type, fault=fault)
        media = [{"url": url, "content_type": content_type}]
        row = InboundFactory.create(phone=session.phone, body="", media=media, state="answered", **more)
        return address(session, f"media/{row.pk}/0")

    return send


def test_a_recording_is_served_from_here_and_kept_nowhere(operator: Client, send: Send) -> None:
    note = voice_note("x")
    answer = operator.get(send(note, "audio/ogg; codecs=opus"))
    assert (answer.content, answer["Content-Type"]) == (note, "audio/ogg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store, private" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "declared", "served", "shown"),
    [
        (picture("x"), "image/png", "image/png", "inline"),
        (b"<script>alert(1)</script>", "image/png", "application/octet-stream", "attachment"),
        (b"<script>alert(1)</script>", "text/html", "application/octet-stream", "attachment"),
        (pdf("x"), "application/pdf", "application/pdf", "attachment"),
        (b"\0\0\0\x18ftypmp42", "video/mp4", "video/mp4", "inline"),
    ],
)
def test_the_type_is_that_of_the_bytes(
    operator: Client, send: Send, content: bytes, declared: str, served: str, shown: str
) -> None:
    answer = operator.get(send(content, declared))
    assert (answer["Content-Type"], answer["Content-Disposition"].split(";")[0]) == (served, shown)
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_only_operators_get_it(viewer: Client, client: Client, send: Send) -> None:
    where = send(voice_note("x"), "audio/ogg")
    assert viewer.get(where).status_code == 403
    assert client.get(where)["Location"].startswith("/admin/login/")


def test_nothing_of_another_session_is_served(operator: Client, send: Send) -> None:
    where = send(voice_note("x"), "audio/ogg")
    other = SessionFactory.create()
    assert operator.get(re.sub(r"\d+(?=/media)", str(people.of(other.phone).pk), where)).status_code == 404
    assert operator.get(re.sub(r"/0/$", "/1/", where)).status_code == 404


def test_no_foreign_address_is_fetched(operator: Client, send: Send) -> None:
    where = send(voice_note("x"), "audio/ogg")
    InboundMessage.objects.update(media=[{"url": "http://169.254.169.254/", "content_type": "audio/ogg"}])
    assert operator.get(where).status_code == 404


def test_what_is_gone_and_what_fails_is_told(operator: Client, send: Send, fake_twilio: FakeTwilio) -> None:
    where = send(voice_note("x"), "audio/ogg")
    fake_twilio.fail_next(Fault.http(500), path="*/Media/*", method="GET")
    assert operator.get(where).status_code == 503
    fake_twilio.storage.media.clear()
    assert b"no longer at Twilio" in operator.get(where).content


def test_the_page_shows_what_was_heard_and_links_to_us_only(
    operator: Client, session: ConversationSession, send: Send
) -> None:
    where = send(voice_note("x"), "audio/ogg", heard=[{"kind": "voice", "text": "54 <growers>"}])
    page = operator.get(address(session)).content.decode()
    assert "54 &lt;growers&gt;" in page
    assert f'href="{where}"' in page
    assert "/2010-04-01/" not in page


def test_a_viewer_reads_what_was_heard_without_a_link(
    viewer: Client, session: ConversationSession, send: Send
) -> None:
    where = send(voice_note("x"), "audio/ogg", heard=[{"kind": "voice", "text": "54 growers"}])
    page = viewer.get(address(session)).content.decode()
    assert "54 growers" in page
    assert where not in page


def test_the_page_of_a_message_does_not_say_where_its_media_are_at_twilio(viewer: Client, send: Send) -> None:
    send(voice_note("x"), "audio/ogg")
    page = viewer.get(f"{INBOX}{InboundMessage.objects.get().pk}/change/").content.decode()
    assert "audio/ogg" in page
    assert "/2010-04-01/" not in page


def test_the_page_says_that_a_recording_was_deleted(
    operator: Client, session: ConversationSession, send: Send
) -> None:
    where = send(voice_note("x"), "audio/ogg")
    url = InboundMessage.objects.get().media[0]["url"]
    MediaDeletion.objects.create(url=url, deleted_at=timezone.now())
    page = operator.get(address(session)).content.decode()
    assert "the recording was deleted" in page
    assert where not in page


def test_the_page_says_why_something_was_not_used(
    operator: Client, session: ConversationSession, send: Send
) -> None:
    send(voice_note("x"), "audio/ogg", heard=[{"kind": "voice", "problem": "not_heard"}])
    page = operator.get(address(session)).content.decode()
    assert "not used: not heard" in page
