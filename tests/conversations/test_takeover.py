"""An operator takes a conversation over, replies by hand and hands it back: what is held, who answers."""

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from sessions_app.console.sessions import transcript
from sessions_app.conversations import idle, takeover
from sessions_app.health import report
from sessions_app.housekeeping import thread_deletion, transcript_erasure
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation, ConversationSession, InboundMessage, OutboundMessage
from sessions_app.operators import actions
from sessions_app.operators.actions import Refused
from sessions_app.turns import claims
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA, BOB, receive, say, sends, states, thread_of, user_texts
from tests.support.clocks import TTL
from tests.support.factories import EndedSessionFactory, counts
from tests.support.operators import hand_back, reply, shown, take_over, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fake_openai", "fake_twilio"),
]

clock = pytest.fixture(autouse=True)(clocks.going_on)


def test_messages_are_held_while_the_bot_is_paused(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    say("red")
    take_over()
    say("blue")
    assert states() == ["answered", "held"]
    assert (user_texts(fake_openai), len(fake_twilio.bodies_to(ADA))) == (["red"], 1)


def test_other_conversations_go_on(fake_twilio: FakeTwilio) -> None:
    say("red")
    take_over()
    say("hello", BOB)
    assert states(BOB) == ["answered"]


def test_what_was_waiting_when_the_bot_was_paused_is_held() -> None:
    say("red")
    receive("blue")
    take_over()
    assert states() == ["answered", "held"]


@pytest.mark.parametrize("command", ["reset", "/help", "/status"])
def test_commands_are_held_too(command: str) -> None:
    say("red")
    take_over()
    say(command)
    assert states() == ["answered", "held"]
    assert ConversationSession.objects.count() == 1


def test_what_is_still_held_is_answered_once_the_bot_is_back(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say("red")
    take_over()
    say("blue")
    say("green")
    hand_back()
    assert states() == ["answered"] * 3
    assert fake_twilio.bodies_to(ADA)[1:] == ["You said: blue | green (turn 2)"]


def test_a_reply_by_hand_reaches_the_user_and_answers_what_was_held(fake_twilio: FakeTwilio) -> None:
    say("red")
    take_over()
    say("blue")
    reply("Olga here")
    assert states() == ["answered", "answered"]
    assert fake_twilio.bodies_to(ADA)[1:] == ["Olga here"]
    row = OutboundMessage.objects.get(body="Olga here")
    assert (row.author, row.operator) == ("operator", "olga")


def test_receiving_and_what_an_operator_does_refresh_the_ttl(clock: time_machine.Traveller) -> None:
    say("red")
    take_over()
    clock.shift(TTL - 60)
    say("blue")
    clock.shift(TTL - 60)
    reply("Olga here")
    clock.shift(TTL - 60)
    hand_back()
    clock.shift(TTL - 60)
    assert SessionManager().cleanup_expired_sessions() == 0


def test_expiry_ends_the_pause_and_the_session(clock: time_machine.Traveller) -> None:
    say("red")
    take_over()
    clock.shift(TTL + 1)
    assert SessionManager().cleanup_expired_sessions() == 1
    assert not takeover.is_paused(ADA)


def test_a_held_message_that_nobody_answered_is_answered_by_the_bot_when_the_pause_expires(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    thread_id = thread_of()
    take_over()
    say("blue")
    clock.shift(TTL + 1)
    assert SessionManager().cleanup_expired_sessions() == 0
    answer_messages()
    assert (states(), thread_of()) == (["answered", "answered"], thread_id)


def test_a_message_after_the_expiry_ends_the_pause_even_without_a_cleanup(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    take_over()
    clock.shift(TTL + 1)
    say("blue")
    assert states() == ["answered", "answered"]
    assert told(fake_openai) == ["user: blue"]


def test_a_kill_ends_the_pause_and_what_is_held_is_never_answered() -> None:
    say("red")
    take_over()
    say("blue")
    actions.kill(shown(), operator="olga")
    answer_messages()
    assert states() == ["answered", "ignored"]
    assert (counts(), takeover.is_paused(ADA)) == ({"created": 1, "killed": 1}, False)


def test_a_removed_session_leaves_what_is_held_to_the_bot() -> None:
    say("red")
    take_over()
    say("blue")
    SessionManager().remove_session(ADA)
    answer_messages()
    assert states() == ["answered", "answered"]


def test_the_queue_of_a_reply_by_hand_survives_twilios_refusal(fake_twilio: FakeTwilio) -> None:
    say("red")
    fake_twilio.fail_next(Fault.http(400, 63024))
    reply("Olga here")
    assert sends()[-1] == ("failed", "63024")


def test_a_takeover_is_refused_to_who_has_it_and_given_to_a_colleague() -> None:
    say("red")
    take_over()
    with pytest.raises(Refused, match="already"):
        take_over()
    take_over(operator="pavel")
    assert Conversation.objects.get(phone=ADA).paused_by == "pavel"
    with pytest.raises(Refused, match="pavel has taken over"):
        reply("Olga again")


def test_a_message_that_found_the_session_expired_does_not_let_it_be_taken_over(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    clock.shift(TTL + 1)
    receive("blue")
    with pytest.raises(Refused, match="just expired"):
        take_over()
    answer_messages()
    assert (told(fake_openai), counts()) == (["user: blue"], {"created": 2, "expired": 1})


@pytest.mark.parametrize("cleaned_up", [True, False])
def test_a_message_that_came_in_time_keeps_the_pause_though_it_is_held_late(
    clock: time_machine.Traveller, cleaned_up: bool
) -> None:
    say("red")
    take_over()
    clock.shift(TTL - 1)
    receive("blue")
    clock.shift(2)
    if cleaned_up:
        assert SessionManager().cleanup_expired_sessions() == 0
    answer_messages()
    assert (states(), takeover.is_paused(ADA)) == (["answered", "held"], True)


def test_a_held_message_keeps_the_session_that_can_still_be_handed_back(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    take_over()
    say("blue")
    clock.shift(TTL + 1)
    hand_back()
    assert states() == ["answered", "answered"]
    assert told(fake_openai) == ["user: red", "user: blue"]


@pytest.mark.parametrize("many", [True, False])
def test_a_session_that_begins_by_an_import_is_not_paused_any_more(
    clock: time_machine.Traveller, many: bool
) -> None:
    say("red")
    take_over()
    clock.shift(TTL + 1)
    if many:
        SessionManager().migrate_from_dict({ADA: "conv_imported"})
    else:
        SessionManager().set_session(ADA, "conv_imported")
    assert not takeover.is_paused(ADA)


def test_an_import_during_a_pause_leaves_it_to_the_operator() -> None:
    say("red")
    take_over()
    SessionManager().set_session(ADA, "conv_imported")
    say("blue")
    assert states() == ["answered", "held"]


def test_a_thread_is_not_deleted_while_the_turn_that_was_taken_over_may_still_talk_there(
    clock: time_machine.Traveller, settings: Settings
) -> None:
    say("red")
    receive("blue")
    assert claims.claim_turns(1)
    take_over()
    actions.kill(shown(), operator="olga")
    assert thread_deletion.delete_doomed() == 0
    clock.shift(settings.TURN_DEADLINE_SECONDS + 1)
    assert thread_deletion.delete_doomed() == 1


def test_a_replay_of_what_is_held_is_absorbed() -> None:
    say("red")
    take_over()
    say("blue")
    held = InboundMessage.objects.get(state="held")
    assert not message_arrives(message_sid=held.message_sid, phone=ADA, body=held.body)
    assert states() == ["answered", "held"]


def test_what_is_held_is_not_erased_though_its_session_has_ended(
    settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 0
    say("red")
    take_over()
    say("blue")
    session = ConversationSession.objects.get()
    EndedSessionFactory.create(phone=ADA, ended_at=timezone.now())
    transcript_erasure.erase()
    assert list(InboundMessage.objects.filter(phone=ADA).values_list("body", "state")) == [("blue", "held")]
    assert ConversationSession.objects.get() == session


def test_a_conversation_with_held_messages_is_not_forgotten(clock: time_machine.Traveller) -> None:
    say("red")
    take_over()
    say("blue")
    ConversationSession.objects.all().delete()
    clock.shift(TTL * 4)
    assert idle.prune() == 0
    SessionManager().cleanup_expired_sessions()
    answer_messages()
    assert states() == ["answered", "answered"]


def test_the_health_api_counts_what_is_held_apart_from_what_waits() -> None:
    say("red")
    take_over()
    say("blue")
    counted = report.inbox()
    assert (counted["waiting"], counted["held"], counted["oldest_waiting_seconds"]) == (0, 1, 0.0)


def test_what_failed_in_an_ended_session_is_not_retried_in_the_next_one(fake_openai: FakeOpenAI) -> None:
    say("red")
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say("blue")
    say("reset")
    say("green")
    with pytest.raises(Refused, match="There is no failed turn to retry in this session"):
        actions.retry(shown(), operator="olga")
    assert states()[1] == "failed"


@pytest.mark.parametrize(
    ("code", "why"),
    [(21610, "failed: the user has opted out"), (63024, "failed: the recipient is not valid on WhatsApp")],
)
def test_a_reply_to_a_user_who_has_blocked_us_is_kept_and_says_why(
    fake_twilio: FakeTwilio, code: int, why: str
) -> None:
    say("hello")
    fake_twilio.fail_next(Fault.http(400, code))
    reply("Olga here")
    assert sends()[-1] == ("failed", str(code))
    mark = transcript.newest(ADA, []).bubbles[-1].first.mark
    assert mark is not None
    assert mark.words.startswith(why)
    if code == 21610:
        with pytest.raises(Refused, match="opted out"):
            reply("Once more")
    else:
        reply("Once more")
        assert fake_twilio.bodies_to(ADA)[-1] == "Once more"
