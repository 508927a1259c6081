"""“Delete my data” in the chat: asked once, then nothing is left but what Twilio has still to delete."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.utils import timezone, translation
from pytest_django import Settings

from assistant.bidi import isolated
from assistant.models import ReleaseVersion
from sessions_app.erasure import forgetting
from sessions_app.housekeeping import transcript_erasure
from sessions_app.messages import blocks
from sessions_app.messages.keywords import LABELS, classify
from sessions_app.models import ErasureReceipt, InboundMessage, OutboundMessage, TwilioErasure
from sessions_app.turns.choices import OLD_BUTTON
from sessions_app.turns.erasing import ERASED, KEPT, QUESTION, labels
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.arrivals import message_arrives, status_arrives
from tests.support.chat import ADA, BOB, fakes, receive, say, states, told, try_again
from tests.support.erasure import everything_stored
from tests.support.factories import phone_number
from tests.support.languages import LANGUAGES, PHONES, in_language
from tests.support.operators import hand_back, reply, take_over
from tests.support.releases import COMPLETE, make_release
from tests.support.sudden_end import answer_until
from tests.turns.test_taps import sid_of_last, tap

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)

WORDS = {
    "en": ("delete my data", "Erase my data!", "forget me", "delete my data?", "/delete my data"),
    "de": ("meine daten löschen", "Lösche meine Daten", "Meine Daten loeschen."),
    "es": ("borrar mis datos", "Borra mis datos", "¡Eliminar mis datos!"),
    "he": ("מחק את הנתונים שלי", "למחוק את הנתונים שלי", "מחיקת הנתונים שלי"),
}
FINISH = "#tool finish {}"
OF_TWILIO = TwilioErasure._meta.label
OF_THE_LAST_MESSAGE = {OutboundMessage._meta.label, "sessions_app.EndedSession"}


def last(fake: FakeTwilio, phone: str = ADA) -> str:
    return told(fake, phone)[-1]


def stored_of(phone: str = ADA) -> set[str]:
    """Return the tables with a row that names the phone."""
    return {row.split(" ")[0] for row in everything_stored() if phone in row}


def number() -> str:
    return ErasureReceipt.objects.get().number


def question(language: str = "en") -> str:
    listed = "\n".join(f"{place}. {label}" for place, label in enumerate(labels_in(language), start=1))
    return f"{in_language(language, QUESTION)}\n\n{in_language(language, listed)}"


def labels_in(language: str) -> list[str]:
    return [in_language(language, label) for label in ("Delete everything", "Keep everything")]


def has_been_forgotten(fake: FakeTwilio, phone: str = ADA) -> bool:
    assert last(fake, phone) == ERASED.format(number=number())
    return stored_of(phone) == {OF_TWILIO, *OF_THE_LAST_MESSAGE}


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language in LANGUAGES for words in WORDS[language]]
)
def test_the_words_alone_are_asked_about_in_the_users_language(
    fake_twilio: FakeTwilio, language: str, words: str
) -> None:
    say(words, PHONES[language])
    assert last(fake_twilio, PHONES[language]) == question(language)
    assert "OpenAI" in question(language)
    assert not ErasureReceipt.objects.exists()


@pytest.mark.parametrize("body", ["please delete my data from the draft", "We forget me too", "data"])
def test_other_words_are_text(body: str) -> None:
    assert classify(body=body) == "text"


def test_the_labels_need_not_wait_for_more_in_any_language() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            assert {label.casefold() for label in labels()} <= LABELS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_choice_erases_everything_and_says_so_once(
    fake_twilio: FakeTwilio, settings: Settings, language: str
) -> None:
    phone = PHONES[language]
    make_release(COMPLETE, phone=phone)
    say(FINISH, phone)
    say(WORDS[language][0], phone)
    say("1", phone)
    assert stored_of(phone) == {OF_TWILIO, *OF_THE_LAST_MESSAGE}
    with translation.override(language):
        said = isolated(translation.gettext(ERASED).format(number=number()))
    assert last(fake_twilio, phone) == said
    assert not ReleaseVersion.objects.exists()
    assert ErasureReceipt.objects.get().by == "user"


@pytest.mark.parametrize("body", ["Delete everything", "*delete everything!*", "one", "1️⃣"])
def test_it_can_be_chosen_in_words(fake_twilio: FakeTwilio, body: str) -> None:
    say("delete my data")
    say(body)
    assert has_been_forgotten(fake_twilio)


def test_a_tap_erases(fake_twilio: FakeTwilio) -> None:
    say("delete my data")
    tap("Delete everything", "1", sid_of_last())
    assert has_been_forgotten(fake_twilio)


@pytest.mark.parametrize("body", ["2", "keep everything"])
def test_the_second_choice_changes_nothing(fake_twilio: FakeTwilio, body: str) -> None:
    make_release(COMPLETE)
    say(FINISH)
    say("delete my data")
    say(body)
    assert last(fake_twilio) == KEPT
    assert not ErasureReceipt.objects.exists()
    say("1")  # what was offered before the question
    assert last(fake_twilio).startswith("Approved: version 1 is final.")


def test_who_chooses_both_keeps_everything(fake_twilio: FakeTwilio) -> None:
    say("delete my data")
    receive("1")
    receive("2")
    answer_messages()
    assert last(fake_twilio) == KEPT
    assert not ErasureReceipt.objects.exists()


@pytest.mark.parametrize("meanwhile", ["/help", "Hello", "menu", "2", "delete my data"])
@pytest.mark.parametrize("by", ["tap", "quote"])
def test_an_answer_to_an_old_question_changes_nothing(
    fake_twilio: FakeTwilio, meanwhile: str, by: str
) -> None:
    say("delete my data")
    sid = sid_of_last()
    say(meanwhile)
    if by == "tap":
        tap("Delete everything", "1", sid)
    else:
        message_arrives(message_sid="SM" + "e" * 32, phone=ADA, body="1", details={"quoted_sid": sid})
        answer_messages()
    assert last(fake_twilio) == OLD_BUTTON
    assert not ErasureReceipt.objects.exists()


@pytest.mark.parametrize("meanwhile", ["/help", "Hello", "menu"])
def test_a_digit_after_something_else_is_no_answer_to_the_question(meanwhile: str) -> None:
    say("delete my data")
    say(meanwhile)
    say("1")
    assert not ErasureReceipt.objects.exists()


def test_asked_again_the_new_question_counts(fake_twilio: FakeTwilio) -> None:
    say("delete my data")
    say("delete my data")
    say("1")
    assert has_been_forgotten(fake_twilio)


def test_a_second_tap_is_of_somebody_new_whose_button_is_old(fake_twilio: FakeTwilio) -> None:
    say("delete my data")
    sid = sid_of_last()
    tap("Delete everything", "1", sid)
    tap("Delete everything", "1", sid)
    assert last(fake_twilio) == OLD_BUTTON
    assert ErasureReceipt.objects.count() == 1


def test_what_waits_behind_the_answer_is_erased_with_it(fake_twilio: FakeTwilio) -> None:
    say("delete my data")
    receive("1")
    receive("And one more thing")
    answer_messages()
    assert has_been_forgotten(fake_twilio)
    assert set(InboundMessage.objects.values_list("phone", "body")) == {("", "")}
    assert not InboundMessage.objects.filter(state__in=["received", "held"]).exists()


def test_who_writes_again_begins_anew(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    say("Hello there")
    say("delete my data")
    say("1")
    clock.shift(1)
    say("Hello again")
    assert last(fake_twilio) == "You said: Hello again (turn 1)"


def test_during_a_takeover_nothing_is_asked_or_erased(fake_twilio: FakeTwilio) -> None:
    say("Hello")
    say("delete my data")
    take_over()
    say("1")
    say("delete my data")
    assert states()[-2:] == ["held", "held"]
    reply("I see to it")
    hand_back()
    assert not ErasureReceipt.objects.exists()


def test_an_answer_held_during_a_takeover_without_a_word_counts_after_it(fake_twilio: FakeTwilio) -> None:
    say("Hello")
    say("delete my data")
    take_over()
    say("1")
    hand_back()
    assert has_been_forgotten(fake_twilio)


@pytest.mark.parametrize("silent", ["opted out", "blocked"])
def test_who_gets_no_answers_is_not_asked(fake_twilio: FakeTwilio, silent: str) -> None:
    if silent == "blocked":
        blocks.add([ADA], reason="spam", operator="olga")
    else:
        say("stop")
    before = told(fake_twilio)
    say("delete my data")
    say("1")
    assert told(fake_twilio) == before
    assert states()[-2:] == ["ignored", "ignored"]


def test_a_user_of_two_addresses_is_told_at_the_one_they_wrote_from(fake_twilio: FakeTwilio) -> None:
    business_id = "US.13491208655302741918"
    message_arrives(message_sid="SM" + "a" * 32, phone=ADA, ids=[business_id], body="Hello")
    answer_messages()
    for number_, body in enumerate(("delete my data", "1")):
        message_arrives(message_sid=f"SM{number_:032x}", phone=business_id, ids=[business_id], body=body)
        answer_messages()
    assert last(fake_twilio, business_id) == ERASED.format(number=number())
    assert stored_of(ADA) == {OF_TWILIO}
    assert stored_of(business_id) == {OF_TWILIO, *OF_THE_LAST_MESSAGE}


# --- The last message --------------------------------------------------------------------------------


@pytest.fixture(params=[0, 30])
def retention(request: pytest.FixtureRequest, settings: Settings) -> int:
    days: int = request.param
    settings.TRANSCRIPT_RETENTION_DAYS = days
    return days


def erase_me() -> OutboundMessage:
    say("delete my data")
    say("1")
    return OutboundMessage.objects.get(phone=ADA)


@pytest.mark.usefixtures("retention")
def test_the_last_message_goes_as_soon_as_it_was_delivered(clock: time_machine.Traveller) -> None:
    message = erase_me()
    status_arrives(uuid=message.uuid, word="delivered", sid=message.sid)
    clock.shift(300)
    transcript_erasure.erase()
    assert stored_of() == {OF_TWILIO}


@pytest.mark.usefixtures("retention")
def test_the_last_message_stays_until_twilio_has_it(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    say("delete my data")
    fake_twilio.fail_next(Fault.http(429), times=2)
    say("1")
    clock.shift(300)
    transcript_erasure.erase()
    assert OutboundMessage.objects.filter(phone=ADA).exists()
    try_again(clock)
    try_again(clock)
    assert last(fake_twilio) == ERASED.format(number=number())
    clock.shift(2 * 3600)
    transcript_erasure.erase()
    assert stored_of() == {OF_TWILIO}


@pytest.mark.usefixtures("retention")
def test_the_last_message_goes_after_a_week_if_it_could_not_be_sent(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    say("delete my data")
    receive("1")
    while not ErasureReceipt.objects.exists():
        answer_until(writes=40)
    OutboundMessage.objects.update(state="queued", retry_at=timezone.now() + timedelta(days=30))
    clock.shift(timedelta(days=7, seconds=1).total_seconds())
    transcript_erasure.erase()
    assert stored_of() == {OF_TWILIO}


def test_twilio_is_asked_to_delete_it_too_once_it_has_had_the_time_to_send_it() -> None:
    erase_me()
    receipt = ErasureReceipt.objects.get()
    assert TwilioErasure.objects.get().retry_at == receipt.at + timedelta(minutes=10)
    say("Hello", BOB)
    by_hand = forgetting.forget(BOB, by=ErasureReceipt.By.COMMAND)
    assert TwilioErasure.objects.get(address=BOB).retry_at == by_hand.at


# --- A worker that dies --------------------------------------------------------------------------------


def test_a_worker_that_dies_anywhere_erases_everything_once_and_says_so_once(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    for writes in count():
        phone = phone_number(writes)
        make_release(COMPLETE, phone=phone)
        say("delete my data", phone)
        clock.shift(1)
        receive("1", phone)
        was_killed = answer_until(writes)
        try_again(clock)
        try_again(clock)
        receipts = ErasureReceipt.objects.order_by("pk")
        assert len(receipts) == writes + 1
        assert told(fake_twilio, phone) == [question(), ERASED.format(number=receipts[writes].number)]
        assert stored_of(phone) == {OF_TWILIO, *OF_THE_LAST_MESSAGE}
        if not was_killed:
            assert writes > 12, "too few steps to be all of them"
            return
