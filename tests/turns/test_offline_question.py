"""The scripted interview's open question belongs to its session, and to the bot: not to an operator."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import time_machine

from assistant.announcement_types import FACTS
from assistant.models import PressRelease
from assistant.offline.interview import AFTER_TAKEOVER, GO_ON_OR_NEW, answer_turn
from sessions_app.models import ConversationSession
from sessions_app.operators import actions
from sessions_app.turns import claims
from sessions_app.turns.interview_context import FencedInterviewContext
from tests.conftest import answer_messages
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks, moves
from tests.support.chat import ADA, receive, say, thread_of
from tests.support.clocks import TTL
from tests.support.operators import hand_back, reply, shown, take_over
from tests.support.releases import values_of

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on, autouse=True)
MEETING = "Sorry, I was in a meeting. Where were we?"
SAVED = {"company_name": "Acme", "announcement_type": "other", "news": "Acme flies"}


@pytest.fixture(autouse=True)
def asked_for_facts(clock: time_machine.Traveller, fake_twilio: FakeTwilio) -> None:
    """Ada has answered three questions, and the bot has asked when it happens."""
    for text in ("hello", *SAVED.values()):
        say(text)
    assert values_of(ADA) == SAVED


def question_of(name: str) -> str:
    return FACTS[name].question


def assert_greeted(text: str) -> None:
    assert text.startswith("Hello again!")
    assert "company name, announcement, what is new" in text
    assert all(choice.label in text for choice in GO_ON_OR_NEW)
    assert text.endswith(question_of("when"))


def test_after_the_ttl_a_new_session_greets_and_asks_again(
    clock: time_machine.Traveller, fake_twilio: FakeTwilio
) -> None:
    clock.shift(TTL + 1)
    say(MEETING)
    assert_greeted(fake_twilio.bodies_to(ADA)[-1])
    assert values_of(ADA) == SAVED
    say("in spring")
    assert values_of(ADA) == SAVED | {"when": "in spring"}


def test_after_a_kill_a_new_session_greets_and_asks_again(fake_twilio: FakeTwilio) -> None:
    actions.kill(shown(), operator="olga")
    say(MEETING)
    assert_greeted(fake_twilio.bodies_to(ADA)[-1])
    assert values_of(ADA) == SAVED


def test_within_the_ttl_the_next_message_is_the_answer(clock: time_machine.Traveller) -> None:
    clock.shift(TTL - 60)
    say("in spring")
    assert values_of(ADA)["when"] == "in spring"


def test_what_an_operator_was_told_is_no_answer(fake_twilio: FakeTwilio) -> None:
    take_over()
    say("I need help")
    reply("Olga here, what with?")
    hand_back()
    say("Thanks, all clear")
    assert fake_twilio.bodies_to(ADA)[-1] == f"{AFTER_TAKEOVER}\n\n{question_of('when')}"
    assert values_of(ADA) == SAVED
    say("in spring")
    assert values_of(ADA) == SAVED | {"when": "in spring"}


def test_what_is_still_held_after_a_reply_by_hand_is_no_answer(fake_twilio: FakeTwilio) -> None:
    take_over()
    reply("Olga here, can I help?")
    say("No thanks")
    hand_back()
    assert fake_twilio.bodies_to(ADA)[-1] == f"{AFTER_TAKEOVER}\n\n{question_of('when')}"
    assert values_of(ADA) == SAVED


def test_a_takeover_without_a_word_keeps_the_answer() -> None:
    take_over()
    say("in spring")
    hand_back()
    assert values_of(ADA) == SAVED | {"when": "in spring"}


def test_a_turn_after_a_takeover_that_died_asks_again_and_saves_nothing(
    clock: time_machine.Traveller, fake_twilio: FakeTwilio
) -> None:
    reply("Olga here")
    hand_back()
    receive("Thanks")
    claims.claim_turns(1)  # its worker dies
    clock.shift(60)
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[-1] == f"{AFTER_TAKEOVER}\n\n{question_of('when')}"
    assert values_of(ADA) == SAVED


def test_an_answer_whose_turn_died_is_taken_once(
    clock: time_machine.Traveller, fake_twilio: FakeTwilio
) -> None:
    receive("in spring")
    [turn] = claims.claim_turns(1)
    told = {"thread_id": thread_of(), "by_person": False}
    asyncio.run(FencedInterviewContext(turn).run(answer_turn, **told))  # its worker dies, after all writes
    clock.shift(60)
    answer_messages()
    assert values_of(ADA) == SAVED | {"when": "in spring"}
    assert fake_twilio.bodies_to(ADA)[-1] == question_of("where")


def test_a_question_that_an_older_version_asked_is_asked_again(fake_twilio: FakeTwilio) -> None:
    PressRelease.objects.update(pending_thread="")
    say("in spring")
    assert_greeted(fake_twilio.bodies_to(ADA)[-1])
    say("in spring")
    assert values_of(ADA) == SAVED | {"when": "in spring"}


def test_the_question_stays_open_in_the_legacy_file(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves.folder(tmp_path, settings, monkeypatch)
    moves.in_legacy_mode(settings)
    assert not ConversationSession.objects.exists()
    say("in spring")
    assert values_of(ADA) == SAVED | {"when": "in spring"}
