"""Voice messages: heard once, said back, and evidence like what was written."""

import re
from itertools import count
from typing import Any

import pytest
import time_machine
from django.utils import translation

from assistant.models import Fact, ModelCall
from sessions_app.models import ChatLanguage, InboundMessage, MediaDeletion, OutboundMessage
from sessions_app.turns.canned_replies import APOLOGY, TAKES_LONGER
from sessions_app.turns.heard_texts import PROBLEMS
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import TRANSCRIPTIONS, FakeOpenAI
from tests.fakes.sayings import voice_note
from tests.fakes.scripted_model import ScriptedModel, save
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA, fakes, receive, say, states, told, try_again
from tests.support.factories import phone_number
from tests.support.interview import values
from tests.support.openai_turns import save_line
from tests.support.sent import OGG, send, send_voice
from tests.support.sudden_end import answer_until

__all__ = ["fakes"]
pytestmark = pytest.mark.django_db(transaction=True)

GERMAN = "Wir haben 4,2 Millionen Euro bekommen und das ist für uns sehr wichtig"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel("2026-11-22 12:00Z", tick=False) as clock:
        yield clock


def remark(text: str) -> str:
    return f'[The user sent a voice message that says: "{text}"]'


def hear(twilio: FakeTwilio, text: str) -> str:
    """Send a voice message and return the reply."""
    send_voice(twilio, text)
    answer_messages()
    return told(twilio)[-1]


def test_a_voice_message_is_said_back_and_answered(fake_twilio: FakeTwilio) -> None:
    said = "We raised 4.2 million euros, says Meret Aalto."
    assert hear(fake_twilio, said) == (
        f"I heard: 4.2 million euros · Meret Aalto\n“{said}”\n\nYou said: {remark(said)} (turn 1)"
    )


def test_without_figures_the_words_are_said_back(fake_twilio: FakeTwilio) -> None:
    assert hear(fake_twilio, "yes, that is right").startswith("I heard: “yes, that is right”\n\n")


def test_a_long_transcript_is_said_back_in_short_and_told_in_full(
    fake_twilio: FakeTwilio, fake_openai: FakeOpenAI
) -> None:
    said = " ".join(f"word{number}" for number in range(300))
    hear(fake_twilio, said)
    assert re.search(r"word\d+ …”", fake_twilio.bodies_to(ADA)[0])
    assert fake_openai.asked("word299") == [200]


def test_it_is_said_back_in_the_language_that_was_spoken(fake_twilio: FakeTwilio) -> None:
    assert hear(fake_twilio, GERMAN).startswith(f"Ich habe gehört: 4,2 Millionen Euro\n„{GERMAN}“")
    assert ChatLanguage.objects.get().language == "de"


@pytest.mark.parametrize(("code", "text"), [(400, APOLOGY), (401, TAKES_LONGER)])
def test_what_fails_after_it_was_heard_is_told_in_the_language_that_was_spoken(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, code: int, text: str
) -> None:
    fake_openai.fail_next(Fault.http(code), path="/v1/conversations")
    with translation.override("de"):
        assert hear(fake_twilio, GERMAN) == translation.gettext(text) != text


def test_the_recording_goes_out_as_ogg_with_our_languages_and_the_names_so_far(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say(save_line("company_name", "Vinolog"))
    hear(fake_twilio, "Hello")
    (asked,) = fake_openai.transcriptions
    assert asked["file"] == {"name": "voice.ogg", "content_type": "audio/ogg"}
    assert (asked["model"], asked["languages[]"]) == ("gpt-transcribe", ["en", "de", "es", "he"])
    assert asked["keywords[]"] == ["Vinolog"]


def test_a_fact_of_a_voice_message_is_unanswered_until_the_next_message(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    said = "We are Vinolog"
    fake_openai.model = ScriptedModel(
        {remark(said): [[save("company_name", "Vinolog", said)], ["What is new?"]], "A round": [["Good."]]}
    )
    hear(fake_twilio, said)
    assert Fact.objects.values_list("source", "unanswered").get() == ("voice", True)
    say("A round")
    assert Fact.objects.values_list("source", "unanswered").get() == ("voice", False)


def test_a_correction_by_voice_supersedes_what_was_misheard(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    first, second = "We raised 4.2 million euros", "No, 4.6 million euros"
    fake_openai.model = ScriptedModel(
        {
            remark(first): [[save("amount", "€4.2 million", "4.2 million euros")], ["From whom?"]],
            remark(second): [[save("amount", "€4.6 million", "4.6 million euros")], ["Corrected."]],
        }
    )
    assert "4.2 million euros" in hear(fake_twilio, first)
    assert "I heard: 4.6 million euros" in hear(fake_twilio, second)
    assert values(ADA) == {"amount": "€4.6 million"}
    assert Fact.objects.filter(superseded_at=None).get().unanswered


@pytest.mark.parametrize(
    ("content", "declared", "problem"),
    [
        (b"", OGG, "empty"),
        (b"#!AMR\n", "audio/amr", "format"),
        (voice_note(""), OGG, "not_heard"),
        (voice_note("Thank you. " * 40), OGG, "not_heard"),
        (voice_note("", seconds=20 * 60), OGG, "too_long"),
        (b"<html>not a recording</html>", OGG, "unknown"),
        (b"\0\0\0\x18ftypmp42", "video/mp4", "video"),
    ],
)
def test_what_cannot_be_heard_gets_one_kind_sentence_and_no_model(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, content: bytes, declared: str, problem: str
) -> None:
    send(fake_twilio.add_media(content, declared))
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [PROBLEMS[problem]]
    assert (states(), fake_openai.asked()) == (["answered"], [])


@pytest.mark.parametrize(("fault", "problem"), [("huge", "too_big"), ("elsewhere", "gone")])
def test_what_cannot_be_fetched_gets_one_kind_sentence(
    fake_twilio: FakeTwilio, fault: str, problem: str
) -> None:
    send(fake_twilio.add_media(voice_note("x"), OGG, fault=fault))
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [PROBLEMS[problem]]


def test_a_recording_that_is_gone_gets_one_kind_sentence_beside_the_answer(fake_twilio: FakeTwilio) -> None:
    receive("Listen")
    send_voice(fake_twilio, "x")
    fake_twilio.storage.media.clear()
    answer_messages()
    (reply,) = fake_twilio.bodies_to(ADA)
    assert reply.startswith(f"{PROBLEMS['gone']}\n\nYou said: Listen | [The user sent a voice message")


def test_a_recording_that_openai_refuses_was_not_heard(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(Fault.http(400, "invalid_value"), path=TRANSCRIPTIONS)
    assert hear(fake_twilio, "x") == PROBLEMS["unreadable"]


@pytest.mark.parametrize("fault", [Fault.http(500), Fault.http(429), Fault("reset_after")])
def test_a_failure_of_openai_is_tried_again(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: Fault
) -> None:
    fake_openai.fail_next(fault, path=TRANSCRIPTIONS)
    send_voice(fake_twilio, "54 growers")
    answer_messages()
    assert (states(), fake_twilio.bodies_to(ADA)) == (["received"], [])
    try_again(clock)
    assert fake_twilio.bodies_to(ADA)[-1].startswith("I heard: 54\n")


def test_a_failure_of_twilio_is_tried_again(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    fake_twilio.fail_next(Fault.http(503), path="*/Media/*", method="GET")
    send_voice(fake_twilio, "54 growers")
    answer_messages()
    assert InboundMessage.objects.get().error == "media_503"
    try_again(clock)
    assert fake_twilio.bodies_to(ADA)[-1].startswith("I heard: 54\n")


def test_a_turn_whose_recording_hangs_is_tried_again(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Any
) -> None:
    settings.TWILIO_TIMEOUT_SECONDS = 0.3
    send(fake_twilio.add_media(voice_note("x"), OGG, fault="hang"))
    answer_messages()
    assert (InboundMessage.objects.get().error, states()) == ("media_timeout", ["received"])


def test_while_twilio_refuses_the_account_the_turn_waits_with_all_its_attempts(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_twilio.fail_next(Fault.http(401, 20003), times=12, path="*/Media/*", method="GET")
    send_voice(fake_twilio, "54 growers")
    answer_messages()
    for _ in range(12):
        try_again(clock, seconds=61)
    assert fake_twilio.bodies_to(ADA)[-1].startswith("I heard: 54\n")


def test_while_openai_refuses_the_account_the_turn_waits(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(401, "invalid_api_key"), path=TRANSCRIPTIONS)
    send_voice(fake_twilio, "54 growers")
    answer_messages()
    assert states() == ["received"]
    try_again(clock)
    assert fake_twilio.bodies_to(ADA)[-1].startswith("I heard: 54\n")


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "failed"])
def test_a_repeated_turn_hears_the_same_and_pays_nothing(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: str
) -> None:
    fake_openai.fail_next(Fault(fault))
    send_voice(fake_twilio, "54 growers")
    answer_messages()
    try_again(clock)
    assert len(fake_openai.transcriptions) == len(fake_twilio.storage.fetched) == 1
    (reply,) = (body for body in fake_twilio.bodies_to(ADA) if "54" in body)
    assert reply.count("I heard") == 1


def test_a_worker_that_is_killed_between_any_two_writes_pays_once_for_what_it_stored(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    for writes in count():
        phone = phone_number(writes)
        send_voice(fake_twilio, "54 growers", phone=phone)
        was_killed = answer_until(writes)
        is_stored = bool(InboundMessage.objects.get(phone=phone).heard)
        before = len(fake_openai.transcriptions)
        try_again(clock)
        try_again(clock)
        (reply,) = fake_twilio.bodies_to(phone)
        assert reply.startswith("I heard: 54\n")
        if not was_killed:
            break
        assert len(fake_openai.transcriptions) - before == (0 if is_stored else 1)
    assert writes > 8, "too few steps to be all of them"


def test_a_worker_that_is_killed_after_it_heard_does_not_lose_the_language(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    for writes in count():
        phone = phone_number(writes)
        send_voice(fake_twilio, GERMAN, phone=phone)
        answer_until(writes)
        if InboundMessage.objects.get(phone=phone).heard:
            break
    assert not ChatLanguage.objects.filter(phone=phone).exists()
    try_again(clock)
    assert fake_twilio.bodies_to(phone)[0].startswith("Ich habe gehört")


def test_a_message_that_arrives_twice_is_heard_once(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    url, content_type = fake_twilio.add_media(voice_note("54 growers"), OGG)
    for _ in range(2):
        media = [{"url": url, "content_type": content_type}]
        message_arrives(message_sid="MM1", phone=ADA, body="", media=media)
        answer_messages()
    assert len(fake_openai.transcriptions) == 1


def test_a_call_is_a_row_with_its_seconds(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    send_voice(fake_twilio, "Hello", seconds=7)
    answer_messages()
    call = ModelCall.objects.get(purpose="transcribe")
    assert (call.model, call.audio_seconds, call.error) == ("gpt-transcribe", 7.0, "")


def test_only_what_was_written_down_is_deleted_at_twilio(fake_twilio: FakeTwilio) -> None:
    hear(fake_twilio, "")
    assert not MediaDeletion.objects.exists()
    hear(fake_twilio, "Hello")
    assert re.search(r"/Media/ME\w+$", MediaDeletion.objects.get().url)


def test_no_blob_is_kept(fake_twilio: FakeTwilio) -> None:
    hear(fake_twilio, "Hello")
    assert InboundMessage.objects.get().heard == [{"kind": "voice", "text": "Hello"}]


def test_a_spoken_yes_approves_like_a_written_one(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    from tests.support.interview import first_version

    version = first_version(phone=ADA)
    OutboundMessage.objects.all().delete()
    fake_openai.model = ScriptedModel(
        {
            "show": [[{"type": "function_call", "name": "show", "arguments": {}}], ["Here."]],
            remark("Yes, perfect"): [
                [{"type": "function_call", "name": "approve", "arguments": {"said": "Yes, perfect"}}],
                ["Approved."],
            ],
        }
    )
    say("show")
    assert hear(fake_twilio, "Yes, perfect").endswith("Approved.")
    version.refresh_from_db()
    assert version.approved_at
