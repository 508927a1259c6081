"""Taps on buttons mean what typed digits mean, of the message that was tapped; an old one explains itself."""

import pytest
import time_machine

from assistant import version_texts
from assistant.models import PressRelease, ReleaseVersion
from sessions_app.messages.keywords import MENU
from sessions_app.models import Conversation, InboundMessage, OutboundMessage
from sessions_app.turns.canned_replies import HELP, WELCOME
from sessions_app.turns.choices import ANOTHER, OLD_BUTTON, OUT_OF_DATE, WHAT_TO_CHANGE
from tests.conftest import answer_messages
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA, BOB, fakes, say, states, told, user_texts
from tests.support.languages import LANGUAGES, MENU_WORDS, PHONES, in_language
from tests.support.operators import hand_back, take_over
from tests.support.releases import COMPLETE, make_release
from webhooks.twilio_form import Form, parse_inbound

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)

FINISH = "#tool finish {}"
NEW_HEADLINE = '#tool save_headline {"value": "Acme teaches kites", "said": "Acme teaches kites"}'


def arrives(title: str, payload: str, sid: str, phone: str = ADA, *, is_list: bool = False) -> None:
    """Store a tap as it comes from Twilio; `sid` is the message that is tapped, "" for none."""
    params = inbound_params(phone, title, MessageType="interactive")
    params |= {"ListTitle": title, "ListId": payload} if is_list else {}
    params |= {} if is_list else {"ButtonText": title, "ButtonPayload": payload}
    params |= {"OriginalRepliedMessageSid": sid} if sid else {}
    message = parse_inbound(Form({name: [value] for name, value in params.items()}))
    message_arrives(**vars(message))


def tap(title: str, payload: str, sid: str, phone: str = ADA, *, is_list: bool = False) -> None:
    arrives(title, payload, sid, phone, is_list=is_list)
    answer_messages()


def sid_of_last(phone: str = ADA) -> str:
    return OutboundMessage.objects.filter(phone=phone).order_by("-pk")[0].sid


def offer(phone: str = ADA) -> ReleaseVersion:
    release = make_release(COMPLETE, phone=phone)
    say(FINISH, phone)
    return release.versions.get()


def approved() -> list[int]:
    return list(ReleaseVersion.objects.exclude(approved_at=None).values_list("number", flat=True))


def last(fake: FakeTwilio, phone: str = ADA) -> str:
    return told(fake, phone)[-1]


# --- What a tap means --------------------------------------------------------------------------------


@pytest.mark.parametrize("is_list", [False, True])
def test_a_tap_approves_the_version(fake_twilio: FakeTwilio, is_list: bool) -> None:
    offer()
    tap("Approve", "1", sid_of_last(), is_list=is_list)
    assert approved() == [1]
    assert last(fake_twilio).startswith("Approved: version 1 is final.")


def test_a_tap_goes_by_its_payload_whatever_its_button_says(fake_twilio: FakeTwilio) -> None:
    make_release(COMPLETE, phone=PHONES["de"])
    say(FINISH, PHONES["de"])
    tap("Mit Mensch sprechen", "3", sid_of_last(PHONES["de"]), PHONES["de"])
    assert Conversation.objects.get(phone=PHONES["de"]).attention == "The user asks for a person."
    assert last(fake_twilio, PHONES["de"]) == in_language("de", version_texts.PERSON_ASKED)


def test_where_text_and_payload_differ_the_payload_counts(fake_twilio: FakeTwilio) -> None:
    offer()
    tap("Approve", "2", sid_of_last())
    assert (last(fake_twilio), approved()) == (WHAT_TO_CHANGE, [])


def test_a_tap_on_the_menu_is_told_to_the_model_like_a_digit(fake_openai: FakeOpenAI) -> None:
    say("menu")
    tap("A product launch", "2", sid_of_last())
    assert user_texts(fake_openai) == [MENU["2"]]


def test_a_tap_without_the_message_that_it_answers_is_like_a_digit() -> None:
    offer()
    tap("Approve", "1", "")
    assert approved() == [1]


@pytest.mark.parametrize("payload", ["1", "yes", "x" * 300])
def test_a_tap_waits_for_nothing(payload: str) -> None:
    arrives("Yes", payload, "SM" + "a" * 32)
    assert InboundMessage.objects.get().is_choice


def test_a_tap_tells_nothing_of_the_users_language(fake_twilio: FakeTwilio) -> None:
    phone = PHONES["de"]
    say(MENU_WORDS["de"], phone)
    tap("A product launch of ours, please", "9", sid_of_last(phone), phone)
    assert last(fake_twilio, phone) == in_language("de", OLD_BUTTON)


# --- Old buttons ----------------------------------------------------------------------------------------


def test_a_tap_on_an_older_version_shows_the_newest(fake_twilio: FakeTwilio) -> None:
    offer()
    old = sid_of_last()
    say(NEW_HEADLINE)
    tap("Approve", "1", old)
    assert (approved(), last(fake_twilio).startswith(OUT_OF_DATE)) == ([], True)
    assert "Acme teaches kites" in last(fake_twilio)


def test_change_of_an_older_version_shows_the_newest(fake_twilio: FakeTwilio) -> None:
    offer()
    old = sid_of_last()
    say(NEW_HEADLINE)
    tap("Change something", "2", old)
    assert last(fake_twilio).startswith(OUT_OF_DATE)
    tap("Change something", "2", sid_of_last())
    assert last(fake_twilio) == WHAT_TO_CHANGE


def test_a_second_tap_on_approve_says_that_it_is_approved(fake_twilio: FakeTwilio) -> None:
    offer()
    sid = sid_of_last()
    tap("Approve", "1", sid)
    first = ReleaseVersion.objects.get().approved_at
    tap("Approve", "1", sid)
    assert last(fake_twilio).startswith("Approved: version 1 is final.")
    assert (ReleaseVersion.objects.get().approved_at, approved()) == (first, [1])


def test_a_tap_on_a_version_of_a_release_that_was_set_aside_acts_on_none(fake_twilio: FakeTwilio) -> None:
    offer()
    old = sid_of_last()
    say("menu")
    make_release({"company_name": "Bolt"})
    tap("Approve", "1", old)
    assert (last(fake_twilio), approved()) == (ANOTHER, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tap_on_a_menu_of_before_the_last_reset_explains_itself(
    fake_twilio: FakeTwilio, language: str
) -> None:
    phone = PHONES[language]
    say(MENU_WORDS[language], phone)
    old = sid_of_last(phone)
    say(MENU_WORDS[language], phone)
    tap("…", "1", old, phone)
    assert last(fake_twilio, phone) == in_language(language, OLD_BUTTON)


def test_a_tap_on_the_menu_of_a_release_that_has_begun_explains_itself(
    fake_twilio: FakeTwilio, fake_openai: FakeOpenAI
) -> None:
    say("menu")
    old = sid_of_last()
    make_release({"announcement_type": "product"})
    tap("A partnership", "3", old)
    assert last(fake_twilio) == OLD_BUTTON
    assert not fake_openai.requests


def test_start_something_new_of_an_old_message_resets_nothing(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    offer()
    row = OutboundMessage.objects.get()
    row.choices = [["Go on with it", "say"], ["Start something new", "menu"]]
    row.save()
    say("How long is it?")
    for number, title in enumerate(("Go on with it", "Start something new"), start=1):
        tap(title, str(number), row.sid)
        assert last(fake_twilio) == OLD_BUTTON
    assert PressRelease.objects.get().status == "draft"


def test_start_something_new_of_the_newest_message_is_the_menu(fake_twilio: FakeTwilio) -> None:
    offer()
    row = OutboundMessage.objects.get()
    row.choices = [["Go on with it", "say"], ["Start something new", "menu"]]
    row.save()
    tap("Start something new", "2", row.sid)
    assert last(fake_twilio).startswith(WELCOME)


# --- Buttons that are none of ours -----------------------------------------------------------------------


@pytest.mark.parametrize("payload", ["4", "0", "approve 1", "99999999999999999999", "١", "1; drop"])
def test_an_unknown_payload_does_nothing_and_says_so(
    fake_twilio: FakeTwilio, fake_openai: FakeOpenAI, payload: str
) -> None:
    offer()
    heard = len(fake_openai.requests)
    tap("Whatever", payload, sid_of_last())
    assert (last(fake_twilio), approved()) == (OLD_BUTTON, [])
    assert len(fake_openai.requests) == heard


def test_a_tap_on_a_message_that_was_erased_explains_itself(fake_twilio: FakeTwilio) -> None:
    offer()
    tap("Approve", "1", "SM" + "f" * 32)
    assert (last(fake_twilio), approved()) == (OLD_BUTTON, [])


def test_nobody_taps_the_buttons_of_another_phone(fake_twilio: FakeTwilio) -> None:
    offer()
    tap("Approve", "1", sid_of_last(), BOB)
    assert (last(fake_twilio, BOB), approved()) == (OLD_BUTTON, [])


def test_a_button_that_somebody_made_at_twilio_is_what_the_user_says(fake_openai: FakeOpenAI) -> None:
    tap("I want a press release", "campaign_7", "SM" + "f" * 32)
    assert user_texts(fake_openai) == ["I want a press release"]


def test_a_button_that_somebody_made_at_twilio_may_be_a_command(fake_twilio: FakeTwilio) -> None:
    tap("Help", "help_1", "SM" + "f" * 32)
    assert last(fake_twilio) == HELP


# --- During a takeover -----------------------------------------------------------------------------------


def test_during_a_takeover_a_tap_is_held_in_its_words_and_acts_after_it(fake_twilio: FakeTwilio) -> None:
    offer()
    sid = sid_of_last()
    take_over(ADA)
    tap("Approve", "1", sid)
    assert (states()[-1], approved()) == ("held", [])
    assert InboundMessage.objects.order_by("-pk")[0].body == "Approve"
    hand_back(ADA)
    answer_messages()
    assert approved() == [1]
