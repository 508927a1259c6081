"""The language in which a user is answered: guessed from their words or number, or chosen, and kept."""

import asyncio
import re
from pathlib import Path

import pytest
import time_machine
from django.utils import translation
from pytest_django import Settings

from assistant.interview import UserTurn
from sessions_app.conversations import chat_language, idle
from sessions_app.manager import SessionManager
from sessions_app.models import ChatLanguage, Conversation, InboundMessage
from sessions_app.sessions import backend, legacy_store
from sessions_app.turns import claims
from sessions_app.turns.canned_replies import HELP
from sessions_app.turns.interview_context import FencedInterviewContext
from tests.conftest import answer_messages
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, fakes, receive, say
from tests.support.clocks import TTL
from tests.support.languages import IN_FULL, LANGUAGES, PHONES, in_language

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)


def stored(phone: str = ADA) -> tuple[str, bool]:
    """Return the language that is kept, and whether its user has chosen it."""
    row = ChatLanguage.objects.get(phone=phone)
    return row.language, row.chosen


# --- Guessed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_until_the_words_tell_it_the_number_does(fake_twilio: FakeTwilio, language: str) -> None:
    phone = PHONES[language]
    say("/help", phone)
    assert fake_twilio.bodies_to(phone) == [in_language(language, HELP)]
    assert not ChatLanguage.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_users_words_count_more_than_the_number(fake_twilio: FakeTwilio, language: str) -> None:
    phone = PHONES["es" if language == "en" else "en"]
    say(IN_FULL[language], phone)
    say("/help", phone)
    assert fake_twilio.bodies_to(phone)[-1] == in_language(language, HELP)
    assert stored(phone) == (language, False)


@pytest.mark.parametrize("body", ["1", "Los Angeles", "The Bank of New York", "Müller", "ok", "אקמה"])
def test_a_name_or_a_digit_is_no_guess(body: str) -> None:
    say(body)
    say("Hi")
    assert not ChatLanguage.objects.exists()


def test_a_command_word_of_one_language_is_a_guess(fake_twilio: FakeTwilio) -> None:
    say("/hilfe")
    assert fake_twilio.bodies_to(ADA) == [in_language("de", HELP)]
    assert stored() == ("de", False)


@pytest.mark.parametrize("body", ["ja bitte", "Hola", "/ayuda", "1", "The Bank of New York Mellon"])
def test_a_guess_stays_while_less_than_a_sentence_is_of_another_language(body: str) -> None:
    say("Hello, we have something new")
    say(body)
    assert stored() == ("en", False)


def test_a_guess_changes_with_a_whole_sentence(fake_twilio: FakeTwilio) -> None:
    say("Hello, we have something new")
    say(IN_FULL["de"])
    say("/help")
    assert fake_twilio.bodies_to(ADA)[-1] == in_language("de", HELP)


def test_a_guess_outlives_the_conversation(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    say(IN_FULL["es"])
    forget_conversation(clock)
    say("/help")
    assert fake_twilio.bodies_to(ADA)[-1] == in_language("es", HELP)


def forget_conversation(clock: time_machine.Traveller) -> None:
    """Let so much time pass that nothing of the conversation is left."""
    SessionManager().remove_session(ADA)
    clock.shift(TTL + 7200)
    assert idle.prune() == 1
    assert not Conversation.objects.exists()


# --- Chosen ---------------------------------------------------------------------------------------


def test_the_list_of_languages_names_each_in_itself(fake_twilio: FakeTwilio) -> None:
    say("/language")
    assert re.findall(r"^\d\. .*$", fake_twilio.bodies_to(ADA)[-1], re.MULTILINE) == [
        "1. English", "2. Deutsch", "3. Español", "4. עברית",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "answer", "language"),
    [
        ("/language", "2", "de"),
        ("/sprache", "3\ufe0f\u20e3", "es"),
        ("/idioma", "Español", "es"),
        ("/שפה", "עברית", "he"),
        ("/language", "english", "en"),
    ],
)
def test_a_digit_or_a_name_chooses_from_the_list(
    fake_twilio: FakeTwilio, command: str, answer: str, language: str
) -> None:
    say(command)
    say(answer)
    assert stored() == (language, True)
    chosen = "From now on I write to you in English. We can go on where we were."
    assert fake_twilio.bodies_to(ADA)[-1] == in_language(language, chosen)


@pytest.mark.parametrize(
    ("command", "language"),
    [
        ("/language es", "es"),
        ("/language Español", "es"),
        ("*/language Deutsch*", "de"),
        ("/sprache Hebräisch", "he"),
        ("/idioma inglés", "en"),
        ("/שפה עברית", "he"),
    ],
)
def test_the_command_takes_the_language_behind_it(command: str, language: str) -> None:
    say(command)
    assert stored() == (language, True)


def test_the_command_with_a_language_that_is_not_there_lists_those_that_are(fake_twilio: FakeTwilio) -> None:
    say("/language fr")
    assert "1. English" in fake_twilio.bodies_to(ADA)[-1]
    assert not ChatLanguage.objects.exists()


@pytest.mark.parametrize("body", ["language es", "Idioma: español", "which language?", "English"])
def test_an_answer_that_names_a_language_is_no_command(body: str) -> None:
    say(body)
    assert InboundMessage.objects.get().kind == "text"


def test_a_choice_is_never_overridden_by_a_guess(fake_twilio: FakeTwilio) -> None:
    say("/language he")
    for language in LANGUAGES:
        say(IN_FULL[language])
    say("/hilfe")
    assert stored() == ("he", True)
    assert fake_twilio.bodies_to(ADA)[-1] == in_language("he", HELP)


def test_a_choice_outlives_the_conversation(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    say("/language de")
    forget_conversation(clock)
    say(IN_FULL["en"])
    say("/help")
    assert fake_twilio.bodies_to(ADA)[-1] == in_language("de", HELP)


# --- Who goes by it ---------------------------------------------------------------------------------


def test_the_interviewer_is_told_the_language() -> None:
    chat_language.choose(ADA, "he")
    receive("Hello, we would like to announce a new product")
    [turn] = claims.claim_turns(1)

    def language_of(turn: UserTurn) -> tuple[str, str]:
        return turn.language, translation.get_language()

    async def ask() -> tuple[str, str]:
        with translation.override(turn.language):
            return await FencedInterviewContext(turn).run(language_of)

    assert asyncio.run(ask()) == ("he", "he")


def test_the_legacy_sessions_make_no_difference(
    fake_twilio: FakeTwilio, settings: Settings, tmp_path: Path
) -> None:
    settings.SESSION_BACKEND = "legacy"
    settings.LEGACY_SESSIONS_FILE = tmp_path / "legacy.json"
    legacy_store.write({ADA: "conv_1"})
    backend.switch(backend.Backend.LEGACY)
    say(IN_FULL["es"])
    say("/help")
    say("/language de")
    say("/status")
    helped, _, status = fake_twilio.bodies_to(ADA)[-3:]
    assert helped == in_language("es", HELP)
    assert status.endswith("Dein Gespräch läuft.")


def test_two_users_at_once_are_answered_each_in_their_language(fake_twilio: FakeTwilio) -> None:
    for phone in PHONES.values():
        receive("/help", phone)
    answer_messages()
    for language, phone in PHONES.items():
        assert fake_twilio.bodies_to(phone) == [in_language(language, HELP)]
