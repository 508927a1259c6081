"""Commands, digits and fixed texts in each of the four languages."""

import re

import pytest
from django.utils import translation
from pytest_django import Settings

from assistant import version_texts
from assistant.bidi import isolated
from assistant.models import PressRelease, ReleaseVersion
from sessions_app.conversations.consent import GOODBYE, WELCOME_BACK
from sessions_app.models import ChatLanguage, Conversation, ConversationSession, OutboundMessage
from sessions_app.operators import press_releases
from sessions_app.operators.press_releases import SeenRelease, mark_of_text
from sessions_app.turns.canned_replies import APOLOGY, EMPTY, PARKED, TAKES_LONGER, WELCOME
from tests.fakes.faults import Fault
from tests.fakes.openai_server import WRONG_KEY, FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, fakes, say, thread_of, told, user_texts
from tests.support.languages import LANGUAGES, MENU_WORDS, PHONES, in_language
from tests.support.operators import reply, take_over
from tests.support.releases import COMPLETE, make_release

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
# --- Words and digits in each language ------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_comes_by_its_word_and_parks_the_draft(fake_twilio: FakeTwilio, language: str) -> None:
    phone = PHONES[language]
    make_release({"company_name": "Bolt"}, phone=phone)
    say(MENU_WORDS[language], phone)
    assert fake_twilio.bodies_to(phone) == [in_language(language, WELCOME, PARKED)]
    assert PressRelease.objects.get().status == "parked"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digit_of_the_menu_reaches_the_model_in_english(fake_openai: FakeOpenAI, language: str) -> None:
    phone = PHONES[language]
    say(MENU_WORDS[language], phone)
    say("2", phone)
    assert "I'd like to announce a product launch." in user_texts(fake_openai, phone)
    assert not ChatLanguage.objects.filter(phone=phone, language="en").exists()


@pytest.mark.parametrize(
    ("language", "label"),
    [("de", "Freigeben"), ("es", "Aprobar"), ("he", "אישור"), ("he", "1"), ("es", "uno")],
)
def test_a_version_is_offered_and_approved_in_each_language(
    fake_twilio: FakeTwilio, language: str, label: str
) -> None:
    phone = PHONES[language]
    make_release(COMPLETE, phone=phone)
    say("#tool finish {}", phone)
    offered = fake_twilio.bodies_to(phone)[-1]
    say(label, phone)
    with translation.override(language):
        version = ReleaseVersion.objects.get()
        assert version.approved_at
        expected = version_texts.approved_text(version)
    assert "1. " in offered
    assert told(fake_twilio, phone)[-1] == isolated(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_for_a_person_is_answered_in_the_users_language_and_told_in_english(
    fake_twilio: FakeTwilio, language: str
) -> None:
    phone = PHONES[language]
    make_release(COMPLETE, phone=phone)
    say("#tool finish {}", phone)
    say("3", phone)
    assert fake_twilio.bodies_to(phone)[-1] == in_language(language, version_texts.PERSON_ASKED)
    assert Conversation.objects.get(phone=phone).attention == "The user asks for a person."


def test_after_the_choice_the_digits_mean_again_what_was_offered_before(fake_twilio: FakeTwilio) -> None:
    make_release(COMPLETE)
    say("#tool finish {}")
    say("/language")
    say("2")
    say("1")
    assert told(fake_twilio)[-1].startswith("Freigegeben: Version 1")
    assert ReleaseVersion.objects.exclude(approved_at=None).count() == 1


# --- Each fixed text --------------------------------------------------------------------------------


def test_the_status_in_hebrew(fake_twilio: FakeTwilio) -> None:
    phone = PHONES["he"]
    make_release({"company_name": "Acme Labs", "announcement_type": "funding"}, phone=phone)
    say("/סטטוס", phone)
    text = fake_twilio.bodies_to(phone)[-1]
    assert text.startswith("ההודעה שלך לעיתונות: טיוטה.")
    assert "שם החברה: \u2066Acme Labs\u2069\nנושא ההודעה: גיוס הון" in text
    assert re.search(r"עוד חסר: סכום, סבב, .*\.", text)
    assert not re.search(r"[A-Za-z]", text.replace("Acme Labs", ""))


@pytest.mark.parametrize(
    ("language", "word", "title"),
    [
        ("de", "/entwürfe", "Bolt (Entwurf, 1 Angabe)"),
        ("es", "/borradores", "Bolt (borrador, 1 dato)"),
        ("he", "/טיוטות", "\u2066Bolt\u2069 (טיוטה, פרט אחד)"),
    ],
)
def test_the_drafts_in_each_language(fake_twilio: FakeTwilio, language: str, word: str, title: str) -> None:
    phone = PHONES[language]
    make_release({"company_name": "Bolt"}, phone=phone, status=PressRelease.Status.PARKED)
    say(word, phone)
    assert f"1. {title}" in fake_twilio.bodies_to(phone)[-1]


def test_an_apology_in_spanish_after_a_failed_turn(fake_twilio: FakeTwilio, fake_openai: FakeOpenAI) -> None:
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say("Hola, quiero anunciar una ronda")
    assert fake_twilio.bodies_to(ADA) == [in_language("es", APOLOGY)]
    assert Conversation.objects.get(phone=ADA).attention.startswith("A turn failed for good")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_message_is_answered_in_the_country_s_language(
    fake_twilio: FakeTwilio, language: str
) -> None:
    say("", PHONES[language])
    assert fake_twilio.bodies_to(PHONES[language]) == [in_language(language, EMPTY)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_opting_out_and_in_again(fake_twilio: FakeTwilio, language: str) -> None:
    phone = PHONES[language]
    say("STOP", phone)
    say("START", phone)
    assert fake_twilio.bodies_to(phone) == [
        in_language(language, GOODBYE),
        in_language(language, WELCOME_BACK),
    ]


def test_the_apology_says_that_nothing_is_lost() -> None:
    assert "reset" not in APOLOGY
    assert {"*menu*", "*/drafts*"} <= set(APOLOGY.replace(":", "").replace(",", "").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_it_takes_longer_is_said_once_in_the_users_language(
    fake_twilio: FakeTwilio, settings: Settings, language: str
) -> None:
    settings.OPENAI_API_KEY = WRONG_KEY
    for body in ("1", "2", "3"):
        say(body, PHONES[language])
    assert fake_twilio.bodies_to(PHONES[language]) == [in_language(language, TAKES_LONGER)]


def test_that_it_takes_longer_is_not_said_again_in_another_language(
    fake_twilio: FakeTwilio, settings: Settings
) -> None:
    settings.OPENAI_API_KEY = WRONG_KEY
    say("red")
    say("Wir möchten lieber auf Deutsch schreiben, bitte")
    assert fake_twilio.bodies_to(ADA) == [TAKES_LONGER]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_approval_of_the_team_is_announced_in_the_users_language_and_kept_in_english(
    fake_twilio: FakeTwilio, language: str
) -> None:
    phone = PHONES[language]
    say("1", phone)
    release = make_release(COMPLETE, phone=phone)
    seen = SeenRelease(pk=release.pk, version=0, mark=mark_of_text(press_releases.ready(release).text))
    done = press_releases.approve(seen, operator="olga", reason="By phone")
    assert done == "Version 1 is approved. The text is on its way to the user."
    announced = OutboundMessage.objects.filter(phone=phone, turn=None).order_by("pk")[0].body
    with translation.override(language):
        assert announced == isolated(version_texts.approved_by_team(ReleaseVersion.objects.get()))


def test_what_an_operator_writes_is_sent_as_it_is(fake_twilio: FakeTwilio) -> None:
    say("1", PHONES["he"])
    take_over(PHONES["he"])
    reply("שלום, כאן Olga", PHONES["he"])
    assert fake_twilio.bodies_to(PHONES["he"])[-1] == "שלום, כאן Olga"


def test_what_the_model_writes_in_hebrew_reads_right_and_is_retold_without_marks(
    fake_twilio: FakeTwilio, fake_openai: FakeOpenAI
) -> None:
    phone = PHONES["he"]
    say("שלום, אנחנו Acme", phone)
    assert "אנחנו \u2066Acme" in fake_twilio.bodies_to(phone)[0]
    ConversationSession.objects.update(thread_id="thread_lost")
    say("1", phone)
    texts = [text for _, text in fake_openai.texts(thread_of(phone))]
    assert any("אנחנו Acme" in text for text in texts)
    assert not any("\u2066" in text for text in texts)
