"""The scripted interview goes back, and takes corrections."""

import pytest

from assistant.offline.interview import NOT_UNDERSTOOD
from tests.support.interview import values
from tests.support.offline_chat import Chat, asked_in

pytestmark = pytest.mark.django_db


def test_back_asks_once_more_and_says_what_is_there(chat: Chat) -> None:
    chat.say("hello")
    chat.say("Acme")

    text = chat.say("back")
    assert "So far it is “Acme”. Send *skip* to keep that." in text
    assert asked_in(text) == ["company_name"]

    text = chat.say("Acme Rockets")
    assert "Company name: it was “Acme”, now it is “Acme Rockets”." in text
    assert asked_in(text) == ["announcement_type"]


def test_back_goes_back_as_often_as_it_is_said(chat: Chat) -> None:
    for text in ("hello", "Acme", "something else", "Acme opens a shop."):
        chat.say(text)

    texts = [chat.say("back") for _ in range(4)]

    assert [asked_in(text) for text in texts] == [
        ["news"],
        ["announcement_type"],
        ["company_name"],
        ["company_name"],
    ]


@pytest.mark.parametrize("text", ["skip", "ok", "-", "no"])
def test_what_is_there_is_kept_by_a_skip(chat: Chat, text: str) -> None:
    chat.say("hello")
    chat.say("Acme")
    chat.say("back")

    assert asked_in(chat.say(text)) == ["announcement_type"]
    assert values() == {"company_name": "Acme"}


def test_back_at_the_first_question_asks_it_again(chat: Chat) -> None:
    chat.say("hello")

    assert asked_in(chat.say("back")) == ["company_name"]


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("no, the CEO is Carla Moretti", "quote_speaker", "Carla Moretti"),
        ("sorry, the amount is €7 million, not €6.3 million", "amount", "€7 million"),
        ("actually our company is called Vinolog Labs", "company_name", "Vinolog Labs"),
        ("no, the round closed is no", "round_closed", "no"),
        ("sorry, round closed: no", "round_closed", "no"),
        ("change the lead investor to Donau Capital", "lead_investor", "Donau Capital"),
    ],
)
def test_a_correction_in_the_middle_says_old_and_new_and_asks_the_open_question_again(
    chat: Chat, text: str, key: str, value: str
) -> None:
    chat.at("funding", "city")
    old = values()[key]

    answer = chat.say(text)

    assert values()[key] == value
    assert f"it was “{old}”, now it is “{value}”." in answer
    assert asked_in(answer) == ["city"]


def test_a_correction_of_the_ceo_by_a_first_name_alone(chat: Chat) -> None:
    chat.at("funding", "link")

    answer = chat.say("no, the CEO is Ines")

    assert "Speaker: it was “Ines Ortega”, now it is “Ines”." in answer
    assert asked_in(answer) == ["link"]


def test_a_date_is_said_back_as_people_read_it(chat: Chat) -> None:
    chat.at("funding", "release_date")

    assert "Noted: Tuesday, Feb. 9, 2027." in chat.say("9 February 2027")
    assert "Release date: it was “Feb. 9, 2027”, now it is “Feb. 10, 2027”." in chat.say(
        "no, the release date is Feb. 10, 2027"
    )


def test_a_correction_of_nothing_that_is_there_is_not_understood(chat: Chat) -> None:
    chat.at("funding", "city")

    answer = chat.say("no, the slogan is Fly")

    assert answer.startswith(NOT_UNDERSTOOD)
    assert asked_in(answer) == ["city"]
    assert "city" not in values()


def test_an_answer_in_a_sentence_is_kept_without_the_words_of_the_question(chat: Chat) -> None:
    chat.at("funding", "city")

    chat.say("the city is Graz, Austria")

    assert values()["city"] == "Graz, Austria"
