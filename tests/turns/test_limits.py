"""A phone has so many turns with the interviewer in a minute and in a day; the rest waits."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from sessions_app.conversations import idle
from sessions_app.health import warnings
from sessions_app.housekeeping import pruning, transcript_erasure
from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, InboundMessage, PhoneTurn
from sessions_app.operators import actions
from sessions_app.turns import claims, limits
from sessions_app.turns.canned_replies import EMPTY
from sessions_app.turns.choices import NOT_READ_YET
from sessions_app.turns.limits import TOO_FAST
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks, operators
from tests.support.chat import (  # noqa: F401  (fakes is a fixture)
    ADA,
    BOB,
    fakes,
    receive,
    say,
    states,
    try_again,
    user_texts,
)
from tests.support.factories import OutboundFactory, phone_number
from tests.support.interview import first_version
from tests.support.races import at_once
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on)
DAY = 86_400
TOMORROW = "That is all that I can answer in a day."


@pytest.fixture(autouse=True)
def two_a_minute(settings: Settings) -> None:
    settings.PHONE_TURNS_PER_MINUTE = 2
    settings.PHONE_TURNS_PER_DAY = 0


def use_up(phone: str = ADA) -> None:
    say("red", phone)
    say("blue", phone)


def notices(fake: FakeTwilio, phone: str = ADA) -> int:
    return fake.bodies_to(phone).count(TOO_FAST)


def test_over_the_limit_messages_wait_the_user_is_told_once_and_they_become_one_turn(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    for text in ("green", "grey", "gold"):
        say(text)
    assert states()[2:] == ["held", "held", "held"]
    assert fake_twilio.bodies_to(ADA)[2:] == [TOO_FAST]
    try_again(clock, seconds=61)
    assert set(states()) == {"answered"}
    assert user_texts(fake_openai) == ["red", "blue", "green", "grey", "gold"]
    assert len(fake_twilio.bodies_to(ADA)) == 4
    assert fake_twilio.bodies_to(ADA)[3].startswith("You said: green | grey | gold")


def test_the_minute_is_rolling(clock: time_machine.Traveller) -> None:
    say("red")
    try_again(clock, seconds=50)
    say("blue")
    say("green")
    assert states()[-1] == "held"
    try_again(clock, seconds=11)
    say("grey")
    assert states()[-2:] == ["answered", "held"]


def test_another_phone_has_turns_of_its_own() -> None:
    use_up()
    say("green")
    say("red", BOB)
    assert (states()[-1], states(BOB)) == ("held", ["answered"])


def test_over_the_days_limit_the_user_is_told_roughly_when(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.PHONE_TURNS_PER_DAY = 2
    say("red")
    try_again(clock, seconds=7 * 3600)
    say("blue")
    say("green")
    [told] = [body for body in fake_twilio.bodies_to(ADA) if body.startswith(TOMORROW)]
    assert "in about 17 hours." in told
    try_again(clock, seconds=16.9 * 3600)
    assert states()[-1] == "held"
    try_again(clock, seconds=0.2 * 3600)
    assert states()[-1] == "answered"


def test_over_both_limits_the_days_is_told(fake_twilio: FakeTwilio, settings: Settings) -> None:
    settings.PHONE_TURNS_PER_DAY = 2
    use_up()
    say("green")
    assert (notices(fake_twilio), fake_twilio.bodies_to(ADA)[2][: len(TOMORROW)]) == (0, TOMORROW)


def test_who_was_told_of_the_minute_is_told_of_the_day_too(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    use_up()
    say("green")
    settings.PHONE_TURNS_PER_DAY = 2
    try_again(clock, seconds=61)
    say("grey")
    assert [body[: len(TOMORROW)] for body in fake_twilio.bodies_to(ADA)[2:]] == [
        TOO_FAST[: len(TOMORROW)],
        TOMORROW,
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Wir sind Acme und wollen etwas ankündigen", "Wir bauen Roboter"], "Das ist viel auf einmal."),
        (["Somos Acme y queremos anunciar algo", "Hacemos robots para todos"], "Es mucho de una vez."),
        (["אנחנו חברה קטנה ורוצים להודיע", "אנחנו בונים רובוטים"], "זה הרבה בבת אחת."),
    ],
)
def test_the_user_is_told_in_the_language_of_the_chat(
    fake_twilio: FakeTwilio, words: list[str], told: str
) -> None:
    for text in (*words, "Acme"):
        say(text)
    assert told in fake_twilio.bodies_to(ADA)[2]


def test_more_than_a_turn_holds_becomes_several_turns_and_the_user_is_told_once(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    lines = [f"line {number}" for number in range(45)]
    for line in lines:
        receive(line)
    answer_messages()
    try_again(clock, seconds=61)
    assert states().count("held") == 5
    try_again(clock, seconds=61)
    assert user_texts(fake_openai)[2:] == lines
    assert (set(states()), notices(fake_twilio)) == ({"answered"}, 1)


def test_who_is_over_the_limit_again_later_is_told_again(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    try_again(clock, seconds=600)
    use_up()
    say("grey")
    assert notices(fake_twilio) == 2


def test_a_message_does_not_overtake_those_that_are_held(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    clock.shift(61)
    receive("grey")
    [turn] = claims.claim_turns(8)  # nobody has freed what was held
    assert [message.body for message in turn.messages] == ["green", "grey"]


@pytest.mark.parametrize("command", ["/help", "/status", "/drafts", "/language"])
def test_a_command_works_meanwhile_and_does_not_count(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, command: str
) -> None:
    use_up()
    receive("green")
    say(command)
    assert states()[-2:] == ["held", "answered"]
    for _ in range(5):
        say(command)
    assert PhoneTurn.objects.count() == 2
    try_again(clock, seconds=61)
    assert set(states()) == {"answered"}


def test_a_digit_that_needs_no_model_works_meanwhile(fake_twilio: FakeTwilio) -> None:
    use_up()
    say("green")
    say("/language")
    say("2")
    assert states()[-3:] == ["held", "answered", "answered"]
    assert "auf Deutsch" in fake_twilio.bodies_to(ADA)[-1]
    assert PhoneTurn.objects.count() == 2


def test_a_version_is_not_approved_before_what_is_held_was_read(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    version = first_version(phone=ADA)
    use_up()
    offered = [["Approve", f"approve {version.pk}"]]
    OutboundFactory.create(phone=ADA, state="sent", attempted_at=timezone.now(), choices=offered)
    say("No, it is 54 growers")
    say("Approve")
    version.refresh_from_db()
    assert (fake_twilio.bodies_to(ADA)[-1], version.approved_at) == (NOT_READ_YET, None)


def test_a_digit_for_the_model_waits_with_the_rest(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    say("1")
    assert states()[-2:] == ["held", "held"]
    try_again(clock, seconds=61)
    assert user_texts(fake_openai)[2:] == ["green", "I'd like to announce a funding round."]


def test_a_picture_waits_like_a_text_and_counts_like_one(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    for _ in range(3):
        say("")
    assert states() == ["answered", "answered", "held"]
    try_again(clock, seconds=61)
    assert fake_twilio.bodies_to(ADA) == [EMPTY, EMPTY, TOO_FAST, EMPTY]


def test_the_thread_is_told_what_the_user_was_told(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    try_again(clock, seconds=61)
    assert TOO_FAST in str(fake_openai.texts(ConversationSession.objects.get().thread_id))


def test_a_reset_meanwhile_is_carried_out_and_ignores_what_was_held(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    say("reset")
    assert states()[-2:] == ["ignored", "answered"]
    try_again(clock, seconds=61)
    assert states()[-2:] == ["ignored", "answered"]
    assert "green" not in str(fake_twilio.bodies_to(ADA))


def test_a_reset_in_the_middle_of_a_turn_gives_no_turn_back() -> None:
    for _ in range(2):
        receive("red")
        assert len(claims.claim_turns(8)) == 1
        say("reset")
    say("red")
    assert states()[-1] == "held"


def test_stop_meanwhile_opts_out(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    use_up()
    say("green")
    say("STOP")
    assert states()[-2:] == ["ignored", "answered"]
    sent = len(fake_twilio.bodies_to(ADA))
    try_again(clock, seconds=61)
    assert len(fake_twilio.bodies_to(ADA)) == sent


def test_an_operator_takes_over_meanwhile_and_hands_back(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    operators.take_over()
    say("grey")
    try_again(clock, seconds=61)
    assert states()[-2:] == ["held", "held"]
    operators.hand_back()
    assert states()[-2:] == ["answered", "answered"]
    assert (user_texts(fake_openai)[2:], notices(fake_twilio)) == (["green", "grey"], 1)


def test_an_operators_reply_answers_what_was_held(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    operators.reply("I am Olga.")
    operators.hand_back()
    try_again(clock, seconds=61)
    assert (states()[-1], fake_twilio.bodies_to(ADA)[-1]) == ("answered", "I am Olga.")


def test_handed_back_within_the_minute_it_is_held_again_and_nobody_is_told_twice(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    operators.take_over()
    operators.hand_back()
    assert (states()[-1], notices(fake_twilio)) == ("held", 1)
    try_again(clock, seconds=61)
    assert states()[-1] == "answered"


def test_what_is_held_keeps_the_session(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.PHONE_TURNS_PER_DAY = 2
    use_up()
    say("green")
    thread = ConversationSession.objects.get().thread_id
    clock.shift(23.9 * 3600)
    assert SessionManager().cleanup_expired_sessions() == 0
    try_again(clock, seconds=600)
    assert ConversationSession.objects.get().thread_id == thread
    assert user_texts(fake_openai) == ["red", "blue", "green"]


def test_the_end_of_a_session_gives_no_turn_back(clock: time_machine.Traveller, settings: Settings) -> None:
    settings.PHONE_TURNS_PER_DAY = 2
    use_up()
    actions.kill(operators.shown(), operator="olga")
    clock.shift(2 * 3600)
    idle.prune()
    transcript_erasure.erase()
    say("green")
    assert states() == ["held"]


def test_a_turn_that_is_tried_again_counts_once(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(429))
    say("red")
    try_again(clock)
    say("blue")
    assert (states(), PhoneTurn.objects.count()) == (["answered", "answered"], 2)


def test_a_turn_whose_worker_died_goes_on_although_the_limit_is_used_up(
    clock: time_machine.Traveller,
) -> None:
    say("red")
    receive("blue")
    [turn] = claims.claim_turns(8)  # and its worker dies
    receive("green")
    try_again(clock, seconds=20)
    assert states() == ["answered", "answered", "held"]
    assert PhoneTurn.objects.filter(phone=turn.lease.phone).count() == 2


def test_a_worker_that_dies_right_after_the_claim_loses_nothing_and_tells_once(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    receive("green")
    receive("/help")
    [turn] = claims.claim_turns(8)  # green is held, and the worker dies before it answers /help
    assert turn.kind == InboundMessage.Kind.HELP
    clock.shift(20)
    answer_messages()
    assert (states()[-2:], notices(fake_twilio)) == (["held", "answered"], 1)
    try_again(clock, seconds=61)
    assert set(states()) == {"answered"}


def test_two_workers_hold_and_tell_once(fake_twilio: FakeTwilio) -> None:
    use_up()
    for text in ("green", "grey", "gold"):
        receive(text)
    assert at_once(*[lambda: claims.claim_turns(8)] * 2) == [[], []]
    answer_messages()
    assert (states()[2:], notices(fake_twilio)) == (["held"] * 3, 1)


def test_two_workers_free_and_answer_once(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    use_up()
    say("green")
    clock.shift(61)
    assert sum(at_once(limits.free, limits.free)) in (1, 2)
    assert sorted(len(turns) for turns in at_once(*[lambda: claims.claim_turns(8)] * 2)) == [0, 1]
    clock.shift(20)
    answer_messages()
    assert user_texts(fake_openai)[2:] == ["green"]


def test_health_does_not_warn_of_messages_that_wait_for_their_limit(
    clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.PHONE_TURNS_PER_DAY = 2
    use_up()
    say("green")
    clock.shift(2 * settings.HEALTH_MESSAGE_WAIT_SECONDS)
    assert not [warning for warning in warnings.warnings() if "unanswered" in warning]


@pytest.mark.parametrize("off", [{"PHONE_TURNS_PER_MINUTE": 0}, {"OPENAI_API_KEY": ""}])
def test_zero_or_the_scripted_demo_has_no_limit(settings: Settings, off: dict[str, Any]) -> None:
    for name, value in off.items():
        setattr(settings, name, value)
    for _ in range(4):
        say("red")
    assert states() == ["answered"] * 4


def test_an_idle_poll_asks_nothing_of_the_limits() -> None:
    use_up()
    say("green")
    with recorded_statements() as statements:
        assert claims.claim_turns(8) == []
    assert len(statements) == 1


def test_the_limits_cost_a_claim_one_query_and_one_insert_for_all_its_phones() -> None:
    for number in range(8):
        receive("red", phone_number(number))
    with recorded_statements() as statements:
        assert len(claims.claim_turns(8)) == 8
    assert len([one for one in statements if "sessions_app_phoneturn" in one]) == 2


def test_counts_are_forgotten_after_a_day(clock: time_machine.Traveller) -> None:
    say("red")
    clock.shift(DAY + 1)
    assert pruning.prune("sessions_app.PhoneTurn") == 1
