"""The scripted interview: one question a message, whatever the user answers."""

import pytest
from asgiref.sync import async_to_sync

from assistant import facts, press_release, proposals, version_texts
from assistant.announcement_types import FACTS, SECOND_VOICES
from assistant.models import Fact, ReleaseVersion
from assistant.offline.interview import BLANK, GREETING, SCATTERED, OfflineInterviewer
from tests.support.interview import PHONE, STORIES, latest, save, tell, values
from tests.support.offline_chat import FIRST, QUOTED, Chat, asked_in

pytestmark = pytest.mark.django_db


# --- Whole interviews ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", STORIES)
def test_a_whole_interview_asks_one_thing_a_message_up_to_the_version_and_its_approval(
    chat: Chat, kind: str
) -> None:
    texts = [chat.say("hello"), *(chat.say(answer) for answer in STORIES[kind].values())]

    *questions, shown = texts
    known = {*(row.question for row in FACTS.values()), *SECOND_VOICES.values()}
    assert [sum(question in text for question in known) for text in questions] == [1] * len(questions)
    version = ReleaseVersion.objects.get()
    assert shown == version_texts.shown(version)
    assert set(values()) == set(STORIES[kind])

    assert chat.say("approve") == version_texts.approved_text(latest())
    assert latest().approval == "approve"


def test_the_questions_come_in_the_order_of_what_is_needed_and_wanted(chat: Chat) -> None:
    texts = [chat.say("hello"), *(chat.say(answer) for answer in STORIES["other"].values())]

    assert [asked_in(text) for text in texts] == [*([key] for key in STORIES["other"]), []]


def test_what_may_be_left_out_is_skipped_and_the_release_is_written_without_it(chat: Chat) -> None:
    wanted = ("price", "detail", "subhead", "quote_2", "link")
    chat.at("product", *wanted, "quote_speaker_2", "quote_role_2")

    texts = [chat.say("skip") for _ in wanted]

    assert all("(Send *skip* to leave it out.)" in text for text in texts[:-1])
    assert texts[-1].startswith("FOR IMMEDIATE RELEASE")
    assert "€49" not in latest().text


def test_a_greeting_asks_for_the_company(chat: Chat) -> None:
    text = chat.say("hello")

    assert text.startswith(GREETING)
    assert asked_in(text) == ["company_name"]
    assert values() == {}


def test_an_announcement_in_the_first_message_is_noted_and_not_asked_for(chat: Chat) -> None:
    text = chat.say("I'd like to announce a product launch")

    assert "Noted: product launch." in text
    assert values() == {"announcement_type": "product"}
    assert asked_in(chat.say("Acme")) == ["product_name"]


def test_the_kind_of_announcement_is_a_choice(chat: Chat) -> None:
    chat.say("hello")

    reply = chat.ask("Acme")

    assert reply.text.endswith("1. Funding round\n2. Product launch\n3. Partnership\n4. Other news")
    assert [choice.action for choice in reply.choices] == ["say"] * 4
    for number, choice in enumerate(reply.choices):
        save("announcement_type", choice.label)
        assert values()["announcement_type"] == list(STORIES)[number]


def test_the_thread_of_a_script_is_not_remote() -> None:
    first, second = (async_to_sync(OfflineInterviewer().open_thread)() for _ in range(2))

    assert first.startswith("offline_")
    assert first != second


# --- Answers that are none -------------------------------------------------------------------


@pytest.mark.parametrize("text", ["ok", "okay", "-", "skip", "no", "yes", "thanks", "...", "👍", "?"])
@pytest.mark.parametrize("key", ["company_name", "city", "boilerplate", "quote_speaker", "use_of_funds"])
def test_what_says_nothing_never_becomes_an_answer(chat: Chat, key: str, text: str) -> None:
    chat.at("funding", key)

    assert asked_in(chat.say(text)) == [key]
    assert key not in values()


def test_a_blank_message_is_asked_for_again(chat: Chat) -> None:
    chat.say("hello")

    text = chat.say("  ")

    assert text.startswith(BLANK)
    assert asked_in(text) == ["company_name"]


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("amount", "a lot", "no amount"),
        ("amount", "6.3 million", "In which currency?"),
        ("media_contact", "Paolo Rossi", "no e-mail address"),
        ("release_date", "soon", "cannot read one date"),
        ("round_closed", "perhaps", "yes or no"),
        ("link", "our website", "web address"),
        ("headline", "Acme " * 30, "110 are the most"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_asked_for_again_with_the_reason(
    chat: Chat, key: str, text: str, problem: str
) -> None:
    chat.at("funding", key)

    answer = chat.say(text)

    assert problem in answer
    assert asked_in(answer) == [key]
    assert key not in values()


def test_after_two_answers_that_cannot_be_kept_a_person_is_asked(chat: Chat) -> None:
    chat.at("funding", "amount")

    chat.say("a lot")
    assert chat.person_wanted == ""
    text = chat.say("quite a lot")

    assert "Amount" in chat.person_wanted
    assert "I have asked for a person" in text


@pytest.mark.parametrize(
    ("text", "value"), [("yes", "yes"), ("No", "no"), ("yep!", "yes"), ("not yet", "no")]
)
def test_yes_and_no_are_answers_where_they_are_asked_for(chat: Chat, text: str, value: str) -> None:
    chat.at("funding", "round_closed")

    chat.say(text)

    assert values()["round_closed"] == value


def test_what_is_needed_cannot_be_skipped(chat: Chat) -> None:
    chat.at("funding", "city")

    text = chat.say("skip")

    assert "City cannot be skipped" in text
    assert asked_in(text) == ["city"]


def test_a_quotation_is_left_out_when_the_user_says_so_twice(chat: Chat) -> None:
    chat.at("other", *QUOTED)

    assert asked_in(chat.say("no quotation")) == ["quote"]
    assert chat.say("skip").startswith("FOR IMMEDIATE RELEASE")
    assert "“" not in latest().text


# --- Quotations ------------------------------------------------------------------------------


def test_a_quotation_with_its_speaker_in_one_message_is_asked_for_nothing_more(chat: Chat) -> None:
    chat.at("other", *QUOTED)

    text = chat.say("“No day is lost here,” says Noa Levi, chief executive of Negev Foods")

    assert {key: values()[key] for key in QUOTED} == {
        "quote": "No day is lost here",
        "quote_speaker": "Noa Levi",
        "quote_role": "chief executive of Negev Foods",
    }
    assert "“No day is lost here,” said Noa Levi, chief executive of Negev Foods." in text


def test_a_quotation_with_a_speaker_is_asked_for_the_role(chat: Chat) -> None:
    chat.at("other", *QUOTED)

    assert asked_in(chat.say("“No day is lost here.” – Noa Levi")) == ["quote_role"]


@pytest.mark.parametrize(
    "words",
    [
        "No, we are not afraid of drought.",
        "No winemaker is happy with waste.",
        "Nobody is left out.",
        "Our customers are happy.",
        "The city is ours.",
    ],
)
def test_the_words_of_a_quotation_are_kept_as_they_are(chat: Chat, words: str) -> None:
    chat.at("other", *QUOTED)

    assert asked_in(chat.say(words)) == ["quote_speaker"]
    assert values()["quote"] == words


def test_a_quotation_in_two_messages_is_asked_for_in_one(chat: Chat) -> None:
    chat.at("other", *QUOTED)

    text = chat.say("Every drop counts.", "We know that.")

    assert text.startswith(SCATTERED)
    assert asked_in(text) == ["quote"]
    assert "quote" not in values()


# --- The suggested headline ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        ("funding", "Vinolog raises €6.3 million in a Series A round"),
        ("product", "Gera Pumps launches AquaOne"),
        ("partnership", "Solaria and Banco Azul become partners"),
    ],
)
def test_a_headline_is_suggested_and_taken_with_an_ok(chat: Chat, kind: str, headline: str) -> None:
    text = chat.at(kind, "headline")
    assert f"Send *ok* to take this, or write your own: “{headline}”" in text
    assert "headline" not in values()

    chat.say("ok")

    assert values()["headline"] == headline
    assert Fact.objects.get(key="headline").source == Fact.Source.APPROVED
    assert f"*{headline}*" in latest().text


def test_a_headline_of_the_users_own_takes_the_place_of_the_suggested_one(chat: Chat) -> None:
    chat.at("product", "headline")

    chat.say("AquaOne is here")

    assert values()["headline"] == "AquaOne is here"
    assert not Fact.objects.filter(confirmed_at=None, superseded_at=None).exists()


def test_where_nothing_can_be_suggested_an_ok_is_no_headline(chat: Chat) -> None:
    text = chat.at("other", "headline")
    assert "Send *ok*" not in text

    assert asked_in(chat.say("ok")) == ["headline"]
    assert "headline" not in values()


# --- Several messages at once ----------------------------------------------------------------


def test_a_burst_of_messages_is_one_answer(chat: Chat) -> None:
    chat.at("funding", "media_contact")

    chat.say("Paolo Rossi", "paolo@vinolog.example")

    assert values()["media_contact"] == "Paolo Rossi, paolo@vinolog.example"


# --- What code of before facts has asked -------------------------------------------------------


def test_a_question_of_before_facts_is_still_open(chat: Chat) -> None:
    release = tell("other", without=["detail"])
    release.pending_question, release.pending_thread = "key_facts", FIRST
    release.save()

    chat.say("It will employ 60 people.")

    assert values()["detail"] == "It will employ 60 people."


@pytest.mark.parametrize(
    ("answer", "amount"), [("ok", "€7 million"), ("skip", "€6.3 million"), ("€8m", "€8m")]
)
def test_what_an_operator_proposes_is_put_to_the_user(chat: Chat, answer: str, amount: str) -> None:
    chat.at("funding", "city")
    release = press_release.current(PHONE)
    assert release
    proposals.propose_by_operator(
        release=release, key="amount", value="€7 million", operator="Olga", reason="as in the register"
    )

    assert "Our team proposes “€7 million” (as in the register)" in chat.say("Turin, Italy")
    chat.say(answer)
    known = facts.gathered(PHONE)
    assert (known.values["amount"], known.by_operators) == (amount, [])
