"""After a restore what was said since the backup is neither answered twice nor lost, and no thread is."""

from pathlib import Path
from typing import Any

import pytest
import time_machine

from assistant.models import PressRelease
from sessions_app.housekeeping import thread_deletion
from sessions_app.models import (
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
)
from sessions_app.telemetry import session_counts
from sessions_app.turns.canned_replies import TAKES_LONGER
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.sayings import voice_note
from tests.fakes.twilio_messages import Message
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA, BOB, sends, states, thread_of, user_texts
from tests.support.console_pages import client_of, person_page
from tests.support.factories import OutboundFactory
from tests.support.releases import make_release
from tests.support.restoring import Writes, amount, log
from tests.support.sent import OGG

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_answered_since_is_not_answered_again_nor_when_twilio_repeats_it(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    writes("before")
    file = backup()
    since = writes("since")
    told = fake_twilio.bodies_to(ADA)
    said = restore(file)
    assert not message_arrives(message_sid=since.sid, phone=ADA, body="since")
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == told
    assert states() == ["answered", "answered"]
    assert (amount(said, "users wrote since"), amount(said, "count as answered")) == (1, 1)


def test_what_was_unanswered_in_the_backup_and_answered_since_is_not_answered_again(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    writes("waits", answered=False)
    file = backup()
    answer_messages()
    told = fake_twilio.bodies_to(ADA)
    assert len(told) == 1
    restore(file)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == told


def test_what_is_unanswered_still_is_answered_whether_the_backup_knows_it_or_not(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    writes("known", answered=False)
    file = backup()
    writes("stored since", BOB, answered=False)
    writes("never arrived", BOB, arrives=False)
    said = restore(file)
    assert amount(said, "will be answered") == 3
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: known (turn 1)"]
    assert fake_twilio.bodies_to(BOB) == ["You said: stored since | never arrived (turn 1)"]


def answered(message: Message, reply: Message, *, request_id: str) -> list[dict[str, Any]]:
    """Return what the worker logs when a turn has answered `message` by `reply`."""
    return [
        {"event": "turn_answered", "request_id": request_id, "sids": [message.sid]},
        {"event": "reply_sent", "request_id": request_id, "sid": reply.sid},
    ]


def test_what_came_while_an_earlier_message_was_answered_is_answered_if_the_logs_tell(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio, tmp_path: Path
) -> None:
    file = backup()
    first = writes("First", answered=False)
    second = writes("Second", arrives=False)
    answer_messages()
    [reply] = fake_twilio.messages
    restore(file, "--logs", log(tmp_path, *answered(first, reply, request_id="abc")))
    assert not message_arrives(message_sid=second.sid, phone=ADA, body="Second")
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["You said: First (turn 1)", "You said: Second (turn 1)"]


def test_a_reply_that_was_written_and_never_sent_is_written_again(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio, tmp_path: Path
) -> None:
    file = backup()
    writes("menu")
    message = writes("Hello", arrives=False)
    entry = {"event": "turn_answered", "request_id": "abc", "sids": [message.sid]}
    restore(file, "--logs", log(tmp_path, entry))
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[1:] == ["You said: Hello (turn 1)"]


def test_what_was_only_told_to_wait_is_answered(
    writes: Writes, backup: Any, restore: Any, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    file = backup()
    fake_openai.fail_next(Fault.http(401))
    writes("Hello")
    assert fake_twilio.bodies_to(ADA) == [TAKES_LONGER]
    restore(file)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [TAKES_LONGER, "You said: Hello (turn 1)"]


def test_a_voice_message_that_never_arrived_is_heard(
    backup: Any, restore: Any, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    file = backup()
    clock.shift(2)
    message = fake_twilio.receive(ADA, media=1)
    [sid] = message.received_media
    fake_twilio.storage.media[sid] = type(fake_twilio.storage.media[sid])(
        voice_note("54 growers use it"), OGG
    )
    restore(file)
    answer_messages()
    [told] = fake_twilio.bodies_to(ADA)
    assert told.startswith("I heard: 54")


def test_a_reply_that_was_sent_since_is_not_sent_again(
    backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    OutboundFactory.create(phone=ADA, body="Which company?")
    file = backup()
    answer_messages()
    said = restore(file)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["Which company?"]
    [message] = OutboundMessage.objects.all()
    assert message.sid == fake_twilio.messages[0].sid
    assert amount(said, "turn out to be sent") == 1


def test_a_reply_that_was_never_sent_is_sent_and_one_that_was_overtaken_is_not(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    OutboundFactory.create(phone=ADA, body="Never sent")
    OutboundFactory.create(phone=BOB, body="Overtaken")
    file = backup()
    OutboundMessage.objects.update(state="failed")
    writes("Hello?", BOB)
    said = restore(file)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == ["Never sent"]
    assert fake_twilio.bodies_to(BOB) == ["You said: Hello? (turn 1)"]
    assert amount(said, "are cancelled") == 1


def test_what_waits_behind_a_reply_that_was_sent_since_is_still_answered(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    OutboundFactory.create(phone=ADA, body="To what was before")
    writes("Then this", answered=False)
    file = backup()
    [row] = OutboundMessage.objects.all()
    InboundMessage.objects.update(state="ignored")  # only the reply goes out before the end
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [row.body]
    restore(file)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [row.body, "You said: Then this (turn 1)"]


def test_no_thread_stays_at_openai_that_the_ledger_does_not_know(
    writes: Writes, backup: Any, restore: Any, fake_openai: FakeOpenAI, tmp_path: Path
) -> None:
    writes("before", ADA)
    file = backup()
    writes("since", BOB)
    opened = thread_of(BOB)
    said = restore(file, "--logs", log(tmp_path, {"event": "thread_opened", "thread": opened}))
    assert (amount(said, "sessions end"), amount(said, "known from the logs")) == (1, 1)
    writes("once more", ADA)
    while thread_deletion.delete_doomed():
        pass
    assert set(fake_openai.conversations) == {thread_of(ADA)}


def test_all_sessions_end_and_are_counted_and_their_drafts_stay(
    writes: Writes, backup: Any, restore: Any
) -> None:
    writes("before")
    make_release({"headline": "Acme flies"}, phone=ADA)
    file = backup()
    restore(file)
    assert not ConversationSession.objects.exists()
    assert session_counts.active() == 0
    assert PressRelease.objects.get(phone=ADA).status == PressRelease.Status.DRAFT
    assert not RemoteThread.objects.exclude(state="doomed").exists()


def test_the_bot_is_told_what_was_said_since(
    writes: Writes, backup: Any, restore: Any, fake_openai: FakeOpenAI
) -> None:
    file = backup()
    writes("We are Acme")
    restore(file)
    writes("Do you know us?")
    assert user_texts(fake_openai)[-1] == "Do you know us?"
    assert any("We are Acme" in text for text in user_texts(fake_openai)[:-1])


def test_a_reset_since_parks_the_draft_again_and_nothing_from_before_it_is_told(
    writes: Writes, backup: Any, restore: Any, fake_openai: FakeOpenAI
) -> None:
    make_release({"headline": "Acme flies"}, phone=ADA)
    file = backup()
    writes("We are Acme")
    writes("menu")
    writes("Now of Bolt")
    restore(file)
    assert PressRelease.objects.get(phone=ADA).status == PressRelease.Status.PARKED
    writes("Go on")
    told = " ".join(text for _, text in fake_openai.texts(thread_of()))
    assert "Now of Bolt" in told
    assert "We are Acme" not in told


def test_operators_read_what_was_said_since(writes: Writes, backup: Any, restore: Any) -> None:
    file = backup()
    writes("We are Acme")
    restore(file)
    page = client_of("Operators").get(person_page(ADA), follow=True).content.decode()
    assert "You said: We are Acme" in page


def test_a_reply_that_could_not_be_delivered_since_is_shown_as_that(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    file = backup()
    writes("Hello")
    [reply] = fake_twilio.messages
    reply.status, reply.error_code = "undelivered", 63016
    restore(file)
    assert sends() == [("undelivered", "63016")]
