"""The whole path of a message: three real processes, the vendors' real SDKs, fakes behind real sockets."""

import json
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sessions_app.turns.canned_replies import WELCOME
from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_model import seconds_asked_for
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.sayings import voice_note
from tests.fakes.twilio_callbacks import Statuses
from tests.fakes.twilio_messages import Message
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Installation, installation
from tests.support.waiting import REPLY_SECONDS, wait_for_replies, wait_until_thinking

pytestmark = pytest.mark.processes

SILENT_PHONE = "+4915110000080"
"""Twilio never tells the status of messages to this phone."""


def statuses(message: Message) -> Statuses:
    return () if message.to.endswith(SILENT_PHONE) else ("sent", "delivered")


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, openai: FakeOpenAI, twilio: FakeTwilio
) -> Iterator[Installation]:
    """All three processes, as in production: DEBUG is off. Each test has phones of its own."""
    with installation(tmp_path_factory.mktemp("site")) as made:
        twilio.statuses = statuses
        # No transcript is erased before its test has looked at it.
        kept = {"TRANSCRIPT_RETENTION_DAYS": "1"}
        made.configure(openai=openai, twilio=twilio, DELIVERY_PART_WAIT_SECONDS="3", **kept)
        made.start("run_schedules")
        made.start("answer_messages")
        made.serve("--threads", "4")
        yield made


def conversations_with(openai: FakeOpenAI, text: str) -> list[str]:
    """The ids of the conversations in which the user said something with `text`."""
    return [
        key
        for key in openai.conversations
        if any(role == "user" and text in said for role, said in openai.texts(key))
    ]


def says(text: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda payload: text in json.dumps(payload)


def test_three_phones_in_parallel_each_get_their_own_replies_in_order(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phones = [f"+49151100000{number}" for number in range(3)]

    def chat(phone: str) -> list[str]:
        for count in range(1, 5):
            site.say(phone, f"message {count} from {phone}")
            wait_for_replies(twilio, phone, count)
        return twilio.bodies_to(phone)

    with ThreadPoolExecutor(3) as threads:
        heard = dict(zip(phones, threads.map(chat, phones), strict=True))
    for phone in phones:
        expected = [f"You said: message {n} from {phone} (turn {n})" for n in range(1, 5)]
        assert heard[phone] == expected
        assert len(conversations_with(openai, phone)) == 1


def test_status_callbacks_are_signed_and_accepted_and_make_the_rows_delivered(
    site: Installation, twilio: FakeTwilio
) -> None:
    phone = "+4915110000010"
    site.say(phone, "Tell me the status")
    state = f"SELECT state FROM sessions_app_outboundmessage WHERE phone = '{phone}'"
    wait_until(lambda: site.database.query(state) == ["delivered"], REPLY_SECONDS)
    (message,) = [message for message in twilio.messages if message.to == f"whatsapp:{phone}"]

    def told() -> list[tuple[str, int | None]]:
        results = twilio.callback_results
        return [(result.status, result.http_status) for result in results if result.sid == message.sid]

    wait_until(lambda: len(told()) == 2)
    assert told() == [("sent", 200), ("delivered", 200)]


def test_a_long_reply_arrives_in_ordered_parts(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phone = "+4915110000020"
    openai.fail_next(Fault("long_text", length=5000), when=says("the long story"))
    site.say(phone, "Tell me the long story")
    parts = wait_for_replies(twilio, phone, 4)
    assert max(len(part) for part in parts) <= 1600
    (conversation,) = conversations_with(openai, "the long story")
    whole = openai.texts(conversation)[-1][1]
    assert "".join("".join(parts).split()) == "".join(whole.split())


def test_a_repeated_message_sid_is_answered_once(site: Installation, twilio: FakeTwilio) -> None:
    phone, sid = "+4915110000030", "SM" + "0" * 31 + "3"
    for _ in range(3):
        site.say(phone, "Only once, please", sid=sid)
    site.say(phone, "And now the next")
    wait_until(lambda: any("And now the next" in body for body in twilio.bodies_to(phone)), REPLY_SECONDS)
    assert " ".join(twilio.bodies_to(phone)).count("Only once, please") == 1


def test_a_reset_suppresses_the_late_reply_and_opens_a_new_conversation(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phone = "+4915110000040"
    site.say(phone, "Think 1.5 about the first company")
    wait_until_thinking(openai, "the first company")
    site.say(phone, "Reset")
    assert wait_for_replies(twilio, phone, 1) == [WELCOME]
    site.say(phone, "Think 1.5 about the second company")
    assert wait_for_replies(twilio, phone, 2)[1:] == ["You said: Think 1.5 about the second company (turn 1)"]
    assert conversations_with(openai, "first company") != conversations_with(openai, "second company")
    states = f"SELECT state FROM sessions_app_inboundmessage WHERE phone = '{phone}' ORDER BY id"
    assert site.database.query(states) == ["ignored", "answered", "answered"]


def test_a_reset_cancels_the_parts_that_still_wait(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    openai.fail_next(Fault("long_text", length=4000), when=says("the endless story"))
    site.say(SILENT_PHONE, "Tell me the endless story")
    wait_for_replies(twilio, SILENT_PHONE, 1)
    site.say(SILENT_PHONE, "start over")
    assert wait_for_replies(twilio, SILENT_PHONE, 2)[1:] == [WELCOME]
    states = f"SELECT state FROM sessions_app_outboundmessage WHERE phone = '{SILENT_PHONE}' ORDER BY id"
    assert site.database.query(states)[1:3] == ["cancelled", "cancelled"]


def test_a_burst_during_a_turn_is_one_further_turn(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phone = "+4915110000050"
    site.say(phone, "Think 1.5 about the burst")
    wait_until_thinking(openai, "about the burst")
    for word in ("red", "blue", "green"):
        site.say(phone, word)
    assert wait_for_replies(twilio, phone, 2) == [
        "You said: Think 1.5 about the burst (turn 1)",
        "You said: red | blue | green (turn 2)",
    ]


def test_a_voice_message_is_heard_and_its_recording_deleted(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phone, said = "+4915110000060", "54 growers use it"
    site.say(phone, "", media=[twilio.add_media(voice_note(said), "audio/ogg; codecs=opus")])
    (reply,) = wait_for_replies(twilio, phone, 1)
    assert reply.startswith(f"I heard: 54\n“{said}”")
    deleted = "SELECT count(*) FROM sessions_app_mediadeletion WHERE deleted_at IS NOT NULL"
    wait_until(lambda: site.database.query(deleted) == [1], 90)
    assert len(twilio.storage.deleted) == 1


@pytest.mark.parametrize("finishes", [True, False], ids=["openai finishes", "openai drops it"])
def test_a_second_worker_takes_over_from_a_killed_one_and_answers_once(
    tmp_path: Path, finishes: bool
) -> None:
    phone, lease = "+4915110000070", {"TURN_LEASE_SECONDS": "2", "TURN_LEASE_RENEWAL_SECONDS": "0.5"}
    with (
        FakeOpenAI(think=seconds_asked_for, finish_after_disconnect=finishes) as openai,
        FakeTwilio() as twilio,
        installation(tmp_path) as site,
    ):
        site.configure(openai=openai, twilio=twilio, **lease)
        first = site.answer_messages()
        site.serve()
        site.say(phone, "Think 1.5 of the heir")
        wait_until_thinking(openai, "the heir")
        os.kill(first.pid, signal.SIGKILL)
        site.answer_messages()
        assert wait_for_replies(twilio, phone, 1) == ["You said: Think 1.5 of the heir (turn 1)"]
        site.say(phone, "And then?")
        assert wait_for_replies(twilio, phone, 2)[1:] == ["You said: And then? (turn 2)"]
