"""Who opts out gets one line at most and then nothing, whatever is under way; who opts in goes on."""

import logging
import uuid
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from assistant.interview import Reply
from sessions_app.conversations import consent, leases, takeover
from sessions_app.conversations.consent import GOODBYE, WELCOME_BACK
from sessions_app.conversations.leases import LeaseLost
from sessions_app.housekeeping import transcript_erasure
from sessions_app.manager import SessionManager
from sessions_app.messages import delivery, opt_outs, outbox
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import Conversation, ConversationSession, InboundMessage, OptOut, OutboundMessage
from sessions_app.operators import actions
from sessions_app.operators.actions import Refused, SeenSession
from sessions_app.privacy import hashes
from sessions_app.turns import claims, outcomes
from sessions_app.turns.canned_replies import WELCOME
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params, user_id_of
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks, moves
from tests.support.chat import ADA, BOB, SAVE_HEADLINE, fakes, sends, states
from tests.support.factories import idle_session, post_signed, status_params, status_path
from tests.support.inbound_webhook import PATH
from tests.support.releases import values_of

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
_number = count(1)


def arrives(body: str, *, phone: str = ADA, sid: str = "", **more: str) -> None:
    """Let a message arrive as Twilio sends it."""
    params = inbound_params(phone, body, sid or f"SM{next(_number):032x}") | more
    assert post_signed(Client(), PATH, params).status_code == 200


def says(body: str, **more: str) -> None:
    arrives(body, **more)
    answer_messages()


def how() -> set[str]:
    return set(OptOut.objects.values_list("how", flat=True))


def kinds() -> list[str]:
    return list(InboundMessage.objects.order_by("id").values_list("kind", flat=True))


def claim_one() -> Any:
    [turn] = claims.claim_turns(1)
    return turn


def shown() -> SeenSession:
    return SeenSession.now(ConversationSession.objects.get())


def reply_by_hand() -> None:

    actions.reply(shown(), operator="olga", text="by hand", reply_id=uuid.uuid4())


# --- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["STOP", "stopall", "*Unsubscribe*", "Revoke.", "OptOut", "cancel", "End", "/quit"]
)
def test_a_word_that_opts_out_gets_one_line_that_names_start_and_then_nothing(
    fake_twilio: FakeTwilio, fake_openai: FakeOpenAI, word: str
) -> None:
    says(word)
    for body in ("hello", "reset", "/help", "menu", "", "STOP"):
        says(body)
    assert fake_twilio.bodies_to(ADA) == [GOODBYE]
    assert "START" in GOODBYE
    assert states() == ["answered"] + ["ignored"] * 6
    assert not fake_openai.requests


@pytest.mark.parametrize("word", ["stop?", "please stop", "stop it"])
def test_a_question_or_a_sentence_with_the_word_opts_nobody_out(fake_twilio: FakeTwilio, word: str) -> None:
    says(word)
    assert not OptOut.objects.exists()
    assert len(fake_twilio.bodies_to(ADA)) == 1


@pytest.mark.parametrize("word", ["cancel", "END", "quit!"])
def test_behind_the_menu_cancel_is_an_ordinary_answer(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, word: str
) -> None:
    says("menu")
    says(word)
    assert not OptOut.objects.exists()
    says("menu")
    clock.shift(clocks.TTL + 1)
    says(word)
    assert OptOut.objects.exists()


@pytest.mark.parametrize("word", ["cancel", "END", "quit!"])
def test_in_a_live_session_cancel_is_an_ordinary_answer(fake_twilio: FakeTwilio, word: str) -> None:
    says("hello")
    says(word)
    assert fake_twilio.bodies_to(ADA)[-1] == f"You said: {word} (turn 2)"
    assert kinds() == ["text", "text"]
    assert not OptOut.objects.exists()


def test_draft_and_session_are_kept(fake_twilio: FakeTwilio) -> None:
    says(SAVE_HEADLINE)
    session = ConversationSession.objects.get()
    says("STOP")
    assert ConversationSession.objects.get().thread_id == session.thread_id
    assert values_of() == {"headline": "Acme flies"}


@pytest.mark.parametrize("word", ["START", "start.", "UNSTOP"])
def test_start_opts_in_again_keeps_the_draft_and_the_next_message_goes_on(
    fake_twilio: FakeTwilio, word: str
) -> None:
    says(SAVE_HEADLINE)
    says("STOP")
    says(word)
    says("go on")
    assert fake_twilio.bodies_to(ADA)[1:3] == [GOODBYE, WELCOME_BACK]
    assert fake_twilio.bodies_to(ADA)[3].startswith("You said: go on")
    assert values_of() == {"headline": "Acme flies"}
    assert not OptOut.objects.exists()


def test_of_who_is_opted_in_start_is_a_reset_and_unstop_is_text(fake_twilio: FakeTwilio) -> None:
    says("UNSTOP")
    says("START")
    first, second = fake_twilio.bodies_to(ADA)
    assert (first.startswith("You said: UNSTOP"), second) == (True, WELCOME)


def test_an_opt_out_concerns_one_phone_only(fake_twilio: FakeTwilio) -> None:
    says("STOP")
    says("hello", phone=BOB)
    assert len(fake_twilio.bodies_to(BOB)) == 1


# --- Twilio's Advanced Opt-Out -------------------------------------------------------------------


@pytest.mark.parametrize("body", ["STOP", "Parar", "cancel"])
def test_what_twilio_has_answered_opts_out_without_a_word_of_ours(fake_twilio: FakeTwilio, body: str) -> None:
    says("hello")
    says(body, OptOutType="STOP")
    says("hello again")
    assert len(fake_twilio.bodies_to(ADA)) == 1
    assert states() == ["answered", "ignored", "ignored"]
    assert how() == {"twilio"}


def test_twilios_start_opts_in_without_a_word_of_ours_and_resets_nothing(fake_twilio: FakeTwilio) -> None:
    says(SAVE_HEADLINE)
    says("STOP", OptOutType="STOP")
    says("START", OptOutType="START")
    says("go on")
    assert len(fake_twilio.bodies_to(ADA)) == 2
    assert values_of() == {"headline": "Acme flies"}


def test_twilios_start_of_who_is_opted_in_does_nothing(fake_twilio: FakeTwilio) -> None:
    says(SAVE_HEADLINE)
    says("START", OptOutType="START")
    assert states() == ["answered", "ignored"]
    assert (len(fake_twilio.bodies_to(ADA)), len(values_of())) == (1, 1)


def test_twilios_help_gets_no_reply(fake_twilio: FakeTwilio) -> None:
    says("HELP", OptOutType="HELP")
    assert (states(), kinds(), fake_twilio.bodies_to(ADA)) == (["ignored"], ["opt_help"], [])


# --- What is under way ---------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{}, {"OptOutType": "STOP"}])
def test_a_running_turn_loses_its_lease_and_unsent_parts_are_cancelled(more: dict[str, str]) -> None:
    arrives("hello")
    turn = claim_one()
    OutboundMessage.objects.create(phone=ADA, body="old part")
    arrives("STOP", **more)
    assert claims.claim_turns(1) == []
    with pytest.raises(LeaseLost):
        outcomes.commit(turn, Reply(text="too late"))
    assert [state for state, _ in sends()] == ["cancelled"] + ([] if more else ["queued"])
    assert states() == ["ignored", "ignored" if more else "answered"]


def test_stop_wins_over_the_texts_before_and_after_it(fake_twilio: FakeTwilio) -> None:
    for body in ("one", "STOP", "two"):
        arrives(body)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [GOODBYE]
    assert states() == ["ignored", "answered", "ignored"]


def test_two_stops_at_once_get_one_line(fake_twilio: FakeTwilio) -> None:
    arrives("STOP")
    arrives("stop")
    arrives("STOP", OptOutType="STOP")
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [GOODBYE]
    assert states() == ["answered", "ignored", "ignored"]


def test_stop_and_start_in_one_poll_are_carried_out_in_order(fake_twilio: FakeTwilio) -> None:
    for body in ("one", "STOP", "two", "START", "go on"):
        arrives(body)
    answer_messages()
    assert fake_twilio.bodies_to(ADA) == [GOODBYE, WELCOME_BACK, "You said: go on (turn 1)"]
    assert states() == ["ignored", "answered", "ignored", "answered", "answered"]


def test_start_and_stop_in_one_poll_end_opted_out(fake_twilio: FakeTwilio) -> None:
    says("STOP")
    arrives("START")
    arrives("STOP")
    answer_messages()
    assert set(opt_outs.since([ADA, BOB])) == {ADA}
    assert fake_twilio.bodies_to(ADA).count(GOODBYE) == 2


def test_a_repeated_sid_is_absorbed(fake_twilio: FakeTwilio) -> None:
    says("STOP", sid="SM" + "a" * 32)
    says("START")
    says("STOP", sid="SM" + "a" * 32)
    assert not OptOut.objects.exists()
    assert fake_twilio.bodies_to(ADA) == [GOODBYE, WELCOME_BACK]


def test_stop_ends_a_takeover_and_the_operator_can_send_nothing_more(fake_twilio: FakeTwilio) -> None:
    says("hello")
    actions.take_over(shown(), operator="olga")
    arrives("a question")
    claims.claim_turns(1)  # which holds it
    outbox.queue(phone=ADA, text="by hand", operator="olga")
    says("STOP")
    assert (takeover.is_paused(ADA), states()) == (False, ["answered", "ignored", "answered"])
    assert fake_twilio.bodies_to(ADA)[1:] == [GOODBYE]
    for act in (reply_by_hand, lambda: actions.take_over(shown(), operator="olga")):
        with pytest.raises(Refused, match="The user has opted out"):
            act()


def test_a_stop_that_waits_while_an_operator_replies_or_kills_is_not_lost() -> None:
    idle_session(ADA, idle=1)
    arrives("hello")
    arrives("STOP")
    reply_by_hand()
    assert states() == ["answered", "received"]
    actions.kill(shown(), operator="olga")
    claims.claim_turns(1)
    assert opt_outs.is_opted_out(ADA)
    assert [state for state, _ in sends()] == ["cancelled", "queued"]


def test_a_part_that_was_being_sent_is_not_sent_again() -> None:
    outbox.queue(phone=ADA, text="a reply")
    [message] = delivery.claim_due(10)
    arrives("STOP")
    claims.claim_turns(1)
    delivery.record_failure(message, DeliveryError("429"))
    OutboundMessage.objects.update(retry_at=None)
    assert delivery.claim_due(10) == []  # the line waits for the row before it
    assert [one.body for one in delivery.claim_due(10)] == [GOODBYE]
    assert [state for state, _ in sends()] == ["cancelled", "sending"]


# --- Twilio's error 21610 ------------------------------------------------------------------------


def test_an_error_21610_on_sending_opts_out_and_cancels_the_rest(fake_twilio: FakeTwilio) -> None:
    arrives("hello")
    turn = claim_one()
    outbox.queue(phone=ADA, text="first")
    outbox.queue(phone=ADA, text="second")
    fake_twilio.fail_next(Fault.http(400, 21610))
    answer_messages()
    with pytest.raises(LeaseLost):
        outcomes.commit(turn, Reply(text="too late"))
    assert sends() == [("failed", "21610"), ("cancelled", "")]
    assert (fake_twilio.bodies_to(ADA), how()) == ([], {"21610"})
    says("hello?")
    assert states() == ["ignored", "ignored"]


def blocked(message: OutboundMessage) -> None:
    params = status_params("failed", ErrorCode="21610")
    assert post_signed(Client(), status_path(message.uuid), params).status_code == 200


def test_an_error_21610_in_a_callback_opts_out_and_cancels_the_rest() -> None:
    first = OutboundMessage.objects.create(phone=ADA, body="first", state="accepted")
    outbox.queue(phone=ADA, text="second")
    blocked(first)
    blocked(first)
    assert sends() == [("failed", "21610"), ("cancelled", "")]
    assert how() == {"21610"}


def test_an_error_21610_from_before_the_user_opted_in_is_out_of_date(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    first = OutboundMessage.objects.create(phone=ADA, body="first", state="accepted")
    clock.shift(1)
    says("STOP")
    says("START")
    blocked(first)
    assert not OptOut.objects.exists()


# --- What is stored ------------------------------------------------------------------------------


def test_an_opt_out_outlives_session_and_transcript(
    fake_twilio: FakeTwilio, settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 0
    says("hello")
    says("STOP")
    clock.shift(clocks.TTL + 10)
    assert SessionManager().cleanup_expired_sessions() == 1
    clock.shift(3600)
    transcript_erasure.erase()
    assert not InboundMessage.objects.filter(phone=ADA).exists()
    says("hello again")
    assert (states(), fake_twilio.bodies_to(ADA)[1:]) == (["ignored"], [GOODBYE])


def test_only_the_whole_keyed_hash_is_stored() -> None:
    says("STOP")
    stored = set(OptOut.objects.values_list("hash", flat=True))
    assert stored == {*hashes(ADA), *hashes(user_id_of(ADA))}
    assert {len(one) for one in stored} == {64}


def test_keys_can_be_rotated_and_opting_in_forgets_those_of_all_keys(settings: Settings) -> None:
    old, new = "o" * 32, "n" * 32
    for key in ("", old, f"{new},{old}"):
        settings.PSEUDONYM_KEY = key
        opt_outs.add([ADA], how=OptOut.How.WORD)
    assert OptOut.objects.count() == 1  # each key still finds what SECRET_KEY has hashed
    OptOut.objects.update(hash=hashes(ADA)[1])
    opt_outs.add([BOB], how=OptOut.How.WORD)
    settings.PSEUDONYM_KEY = new
    assert set(opt_outs.since([ADA, BOB])) == {BOB}
    settings.PSEUDONYM_KEY = f"{new},{old}"
    assert set(opt_outs.since([ADA, BOB])) == {ADA, BOB}
    opt_outs.remove([ADA])
    assert set(opt_outs.since([ADA, BOB])) == {BOB}


def test_no_log_line_holds_a_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    says("STOP")
    says("hello")
    says("START")
    written = " ".join(record.getMessage() for record in caplog.records)
    assert "opted_out" in written
    assert "opted_in" in written
    assert ADA[:-4] not in written


def test_in_legacy_mode_it_works_the_same(
    fake_twilio: FakeTwilio, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves.folder(tmp_path, settings, monkeypatch)
    moves.in_legacy_mode(settings)
    for body in (SAVE_HEADLINE, "cancel", "STOP", "hello", "START", "go on"):
        says(body)
    assert states() == ["answered", "answered", "answered", "ignored", "answered", "answered"]
    assert fake_twilio.bodies_to(ADA)[2:4] == [GOODBYE, WELCOME_BACK]
    assert values_of() == {"headline": "Acme flies"}


def test_a_claim_leaves_the_lease_of_who_has_opted_out_free() -> None:
    says("STOP")
    arrives("hello")
    assert claims.claim_turns(10) == []
    assert Conversation.objects.get().lease_token is None
    assert leases.claim([ADA])


def test_settling_for_nothing_changes_nothing() -> None:
    arrives("hello")
    turn = claim_one()
    consent.settle(ADA)
    outcomes.commit(turn, Reply(text="Hi"))
    assert states() == ["answered"]
