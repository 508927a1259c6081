"""The scripted interview over turns that are repeated, sessions that end, and people who step in."""

import uuid

import pytest

from assistant import press_release, version_texts, versions
from assistant.interviewer import PastMessage
from assistant.models import Fact, ReleaseVersion
from assistant.offline.interview import AFTER_TAKEOVER
from tests.support.interview import PHONE, first_version, latest, values
from tests.support.offline_chat import SECOND, Chat, asked_in

pytestmark = pytest.mark.django_db


# --- Turns that are repeated -----------------------------------------------------------------


def test_a_repeated_turn_saves_nothing_twice_and_asks_the_same(chat: Chat) -> None:
    chat.say("hello")
    token = uuid.uuid4()

    first, second = (chat.say("Acme", token=token) for _ in range(2))

    assert first == second
    assert values() == {"company_name": "Acme"}
    assert Fact.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "skip",
        "back",
        "https://vinolog.example",
        "no, the city is Graz, Austria",
        "not an address",
        "talk to a person",
    ],
)
def test_whatever_a_turn_did_its_next_attempt_asks_the_same_and_changes_nothing(
    chat: Chat, text: str
) -> None:
    chat.at("funding", "link")
    token = uuid.uuid4()

    first = chat.ask(text, token=token)
    stored = list(Fact.objects.values()), list(ReleaseVersion.objects.values())
    second = chat.ask(text, token=token)

    assert (list(Fact.objects.values()), list(ReleaseVersion.objects.values())) == stored
    assert first.text.endswith(second.text)
    assert first.choices == second.choices


@pytest.mark.parametrize(
    "text", ["approve", "make the headline shorter", "the city is Graz, Austria", "change the city", "thanks"]
)
def test_what_was_done_to_a_version_is_done_once(at_version: Chat, text: str) -> None:
    token = uuid.uuid4()

    first = at_version.ask(text, token=token)
    stored = list(Fact.objects.values()), list(ReleaseVersion.objects.values())
    second = at_version.ask(text, token=token)

    assert (list(Fact.objects.values()), list(ReleaseVersion.objects.values())) == stored
    assert first.text.endswith(second.text)


def test_a_greeting_that_got_lost_asks_its_question_again(chat: Chat) -> None:
    token = uuid.uuid4()

    texts = [chat.say("we announce a partnership", token=token) for _ in range(2)]

    assert [asked_in(text) for text in texts] == [["company_name"], ["company_name"]]
    assert Fact.objects.count() == 1


# --- New sessions, and people ----------------------------------------------------------------


def test_a_new_thread_greets_and_offers_to_go_on_or_start_something_new(chat: Chat) -> None:
    chat.at("funding", "city")

    reply = chat.ask("Where were we?", thread_id=SECOND)

    assert reply.text.startswith("Hello again! I still have what you told me before: company name, ")
    assert "1. Go on with it\n2. Start something new" in reply.text
    assert [(choice.label, choice.action) for choice in reply.choices] == [
        ("Go on with it", "say"),
        ("Start something new", "menu"),
    ]
    assert asked_in(reply.text) == ["city"]
    assert "city" not in values()


@pytest.mark.parametrize("text", ["Go on with it", "go on", "continue"])
def test_going_on_is_no_answer(chat: Chat, text: str) -> None:
    chat.at("funding", "city")
    chat.say("hello", thread_id=SECOND)

    assert asked_in(chat.say(text, thread_id=SECOND)) == ["city"]
    assert "city" not in values()
    chat.say("Graz, Austria", thread_id=SECOND)
    assert values()["city"] == "Graz, Austria"


def test_a_message_has_one_list_of_choices(chat: Chat) -> None:
    chat.say("hello")
    chat.say("Acme")

    reply = chat.ask("hello again", thread_id=SECOND)

    assert reply.text.count("1. ") == 1
    assert reply.choices[0].label == "Funding round"
    assert "(Send *menu* to start something new.)" in reply.text


def test_who_comes_back_to_a_version_is_offered_what_can_be_done_with_it(at_version: Chat) -> None:
    reply = at_version.ask("hello", thread_id=SECOND)

    assert reply.text.count("1. ") == 1
    assert reply.choices[0].action == f"approve {latest().pk}"
    assert at_version.say("approve", thread_id=SECOND) == version_texts.approved_text(latest())


def test_who_comes_back_to_an_approved_release_is_told_so_and_may_have_it_again(approved: Chat) -> None:
    text = approved.say("hello", thread_id=SECOND)

    assert text.startswith("Hello again!")
    assert "is approved." in text
    assert approved.say("send it again", thread_id=SECOND) == latest().text


def test_what_hardly_changes_is_suggested_for_the_next_release(chat: Chat) -> None:
    version = first_version("product")
    versions.approve(version, words="yes")
    press_release.park(phone=PHONE)

    text = chat.say("hello")
    assert "Send *ok* to take this, or write your own: “Gera Pumps”" in text
    assert values() == {}
    chat.say("ok")

    assert values() == {"company_name": "Gera Pumps"}


def test_the_first_message_after_a_person_wrote_is_no_answer(chat: Chat) -> None:
    chat.say("hello")

    text = chat.say("Thanks", meanwhile=[PastMessage(by_user=False, text="Hi", by_person=True)])

    assert text.startswith(AFTER_TAKEOVER)
    assert asked_in(text) == ["company_name"]
    assert values() == {}


def test_the_first_message_after_a_fixed_text_is_the_answer(chat: Chat) -> None:
    chat.say("hello")

    chat.say("Acme", meanwhile=[PastMessage(by_user=False, text="I can only read text")])

    assert values() == {"company_name": "Acme"}


@pytest.mark.parametrize("text", ["I want to talk to a person", "Can I speak with a human, please?"])
def test_a_person_is_asked_for_and_the_question_stays_open(chat: Chat, text: str) -> None:
    chat.say("hello")

    answer = chat.say(text)

    assert chat.person_wanted == "The user asks for a person."
    assert answer.startswith("I have asked for a person of our team")
    assert asked_in(answer) == ["company_name"]


def test_a_person_may_be_asked_for_in_the_first_message(chat: Chat) -> None:
    chat.say("I'd like to talk to a person")

    assert chat.person_wanted


def test_a_sentence_about_people_asks_for_nobody(chat: Chat) -> None:
    chat.at("other", "detail")

    chat.say("Customers can talk to a person at any time.")

    assert chat.person_wanted == ""
    assert values()["detail"] == "Customers can talk to a person at any time."
