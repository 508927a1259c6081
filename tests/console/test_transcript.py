"""What of a conversation an operator gets to read, and how."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions_app.console.sessions import transcript
from sessions_app.console.sessions.transcript import MAX_SHOWN, Position
from sessions_app.console.twilio_errors import in_words
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.sessions import ended
from tests.support.factories import EndedSessionFactory, InboundFactory, OutboundFactory, phone_number

pytestmark = pytest.mark.django_db

PHONE = phone_number(1)
NOW = timezone.now()


def ago(seconds: float) -> Any:
    return NOW - timedelta(seconds=seconds)


def said(seconds: float, body: str = "Hello", **more: Any) -> InboundMessage:
    return InboundFactory.create(phone=PHONE, body=body, received_at=ago(seconds), **more)


def heard(seconds: float, body: str = "Hello", **more: Any) -> OutboundMessage:
    return OutboundFactory.create(phone=PHONE, body=body, created_at=ago(seconds), **more)


def shown(before: Position | None = None) -> transcript.Transcript:
    return transcript.newest(PHONE, ended.ends(PHONE), before=before)


def texts(page: transcript.Transcript) -> list[str]:
    return [message.text for bubble in page.bubbles for message in bubble.messages]


def test_what_was_said_and_heard_comes_in_one_order() -> None:
    said(30, "one")
    heard(20, "two")
    said(10, "three")
    assert texts(shown()) == ["one", "two", "three"]


def ends_shown() -> list[tuple[str, datetime]]:
    """Return in front of which text the end of a session is shown, and when that was."""
    return [(one.first.text, one.ended_before) for one in shown().bubbles if one.ended_before]


def test_what_was_said_in_a_session_that_has_ended_stays_in_reach_behind_its_end() -> None:
    said(50, "old")
    heard(40, "old answer")
    heard(31, "late answer to the ended session")
    ended_at = ago(35)
    EndedSessionFactory.create(phone=PHONE, ended_at=ended_at, replies_until=ago(30))
    said(29, "new")
    heard(20, "new answer")
    assert texts(shown()) == ["old", "old answer", "late answer to the ended session", "new", "new answer"]
    assert ends_shown() == [("new", ended_at)]
    assert shown().ended_at is None


def test_an_end_without_a_message_before_it_is_no_end_of_a_session() -> None:
    said(90, "old")
    EndedSessionFactory.create(phone=PHONE, ended_at=(end := ago(80)), indexed=True)
    EndedSessionFactory.create(phone=PHONE, ended_at=ago(20))
    EndedSessionFactory.create(phone=phone_number(2), ended_at=ago(15))
    said(10, "new")
    assert ends_shown() == [("new", end)]


def test_an_end_after_the_last_message_stands_at_the_end() -> None:
    said(90, "old")
    EndedSessionFactory.create(phone=PHONE, ended_at=(end := ago(20)))
    assert (shown().ended_at, ends_shown()) == (end, [])


def test_the_parts_of_a_reply_are_one_bubble() -> None:
    heard(20, "a", part=1, parts=2)
    heard(20, "b", part=2, parts=2)
    heard(10, "c")
    assert [len(bubble.messages) for bubble in shown().bubbles] == [2, 1]


def test_a_long_transcript_is_read_page_by_page_without_a_gap() -> None:
    for number in range(MAX_SHOWN):
        said(1000 - number, f"question {number}")
    for number in range(150):
        heard(900.5 - number, f"answer {number}")
    everything = [message.text for message in transcript.complete([PHONE])[PHONE]]
    pages = [shown()]
    while (before := pages[-1].earlier) is not None:
        pages.append(shown(Position.parse(str(before))))
    assert [len(texts(page)) for page in pages] == [200, 150]
    assert texts(pages[1]) + texts(pages[0]) == everything


def test_clocks_that_disagree_leave_no_gap_between_pages() -> None:
    for number in range(MAX_SHOWN + 20):
        said(1000 - number + 40 * (number % 2), f"question {number}")
    first = shown()
    assert first.earlier is not None
    both = texts(shown(first.earlier)) + texts(first)
    assert sorted(both) == sorted(f"question {number}" for number in range(MAX_SHOWN + 20))


@pytest.mark.parametrize("text", ["", "5", "a-b", "1-", "-1-2", "1-2-3", "٣-٤", "9" * 60 + "-1", "1-\0"])
def test_a_position_that_makes_no_sense_is_none_or_harmless(text: str) -> None:
    position = Position.parse(text)
    assert position is None or shown(position) is not None


def test_a_position_of_any_size_can_be_asked_for() -> None:
    assert shown(Position.parse(f"{'9' * 19}-{'9' * 19}")).bubbles == ()


@pytest.mark.parametrize(
    ("state", "icon", "tone"),
    [
        ("queued", "schedule", "calm"),
        ("sending", "schedule", "calm"),
        ("accepted", "check", "calm"),
        ("sent", "check", "calm"),
        ("delivered", "done_all", "calm"),
        ("read", "done_all", "read"),
        ("failed", "error", "bad"),
        ("undelivered", "error", "bad"),
        ("uncertain", "help", "bad"),
        ("cancelled", "block", "calm"),
    ],
)
def test_each_delivery_state_has_its_tick(state: str, icon: str, tone: str) -> None:
    heard(10, state=state)
    mark = shown().bubbles[0].first.mark
    assert mark is not None
    assert (mark.icon, mark.tone) == (icon, tone)


def test_every_state_there_is_can_be_shown() -> None:
    for outbound in OutboundMessage.State:
        heard(10, state=outbound)
    for inbound in InboundMessage.State:
        said(10, state=inbound)
    assert len(texts(shown())) == len(OutboundMessage.State) + len(InboundMessage.State)


def test_a_failed_delivery_says_why() -> None:
    heard(10, state="failed", error_code="63016")
    mark = shown().bubbles[0].first.mark
    assert mark is not None
    assert mark.words == "failed: outside WhatsApp's 24-hour window (63016)"


def test_an_unknown_error_code_is_shown_as_it_is() -> None:
    assert in_words("99999") == "99999"


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("received", "", "waiting for its turn"),
        ("received", "timeout", "waiting, the last attempt failed: timeout"),
        ("held", "", "held for an operator"),
        ("failed", "server_error", "not answered: server_error"),
        ("ignored", "", "ignored: the session was reset or killed, or the user opted out or was blocked"),
    ],
)
def test_a_message_without_an_answer_says_why(state: str, error: str, words: str) -> None:
    said(10, state=state, error=error)
    mark = shown().bubbles[0].first.mark
    assert mark is not None
    assert mark.words == words


def test_a_reset_that_an_operator_answered_was_not_carried_out() -> None:
    said(10, "reset", kind="reset", state="answered", operator="olga")
    mark = shown().bubbles[0].first.mark
    assert mark is not None
    assert mark.words == "answered by olga, command not carried out"


@pytest.mark.parametrize(
    ("kind", "words"),
    [("reaction", "reaction, not answered"), ("event", "unsupported event, not answered")],
)
def test_an_event_is_told_by_its_mark_alone(kind: str, words: str) -> None:
    said(10, "", kind=kind, state="ignored")
    message = shown().bubbles[0].first
    assert message.mark is not None
    assert (message.mark.words, message.mark.tone, message.command) == (words, "calm", "")


def test_a_message_in_a_turn_is_being_answered() -> None:
    said(10, turn="6f1c2c0e-3f43-4d0c-9a10-000000000001")
    mark = shown().bubbles[0].first.mark
    assert mark is not None
    assert mark.words == "being answered"


def test_attachments_are_told_by_their_content_type() -> None:
    media = [
        {"url": "https://api.twilio.com/1", "content_type": "audio/ogg"},
        {"url": "https://api.twilio.com/2", "content_type": "image/jpeg"},
        {"url": "https://api.twilio.com/3", "content_type": "application/pdf"},
        {"url": "https://api.twilio.com/4", "content_type": "text/vcard"},
        {"url": "https://api.twilio.com/5", "content_type": ""},
        {"latitude": "52.5", "longitude": "13.4"},
    ]
    said(10, "", kind="media", media=media)
    assert [attachment.kind for attachment in shown().bubbles[0].first.media] == [
        "voice note (audio/ogg)",
        "image (image/jpeg)",
        "file (application/pdf)",
        "contact (text/vcard)",
        "file",
        "location 52.5, 13.4",
    ]


def test_several_sessions_are_read_by_three_queries(django_assert_num_queries: Any) -> None:
    phones = [phone_number(number) for number in range(1, 40)]
    for phone in phones:
        EndedSessionFactory.create(phone=phone, ended_at=ago(100))
        InboundFactory.create(phone=phone, body="old", received_at=ago(200))
        InboundFactory.create(phone=phone, body=f"from {phone}", received_at=ago(50))
    with django_assert_num_queries(4):
        told = transcript.complete(phones)
    assert {phone: [message.text for message in told[phone]] for phone in phones} == {
        phone: [f"from {phone}"] for phone in phones
    }


def test_a_document_is_an_attachment_with_its_name() -> None:
    heard(1, "acme.docx", document=uuid.uuid4())
    [bubble] = shown().bubbles
    assert (bubble.first.text, [one.kind for one in bubble.first.media]) == (
        "",
        ["acme.docx (Word document)"],
    )
