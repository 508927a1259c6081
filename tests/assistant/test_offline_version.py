"""The scripted interview from the first version on: changes, approval, and what comes after it."""

import pytest

from assistant import version_texts, versions
from assistant.models import PressRelease, ReleaseVersion
from assistant.offline.interview import NOT_UNDERSTOOD, WELCOME
from assistant.offline.questions import WHAT_TO_CHANGE
from tests.support.interview import latest, save, values
from tests.support.offline_chat import Chat, asked_in

pytestmark = pytest.mark.django_db


def test_a_shorter_headline_leaves_every_other_byte_as_it_was(at_version: Chat) -> None:
    before = latest().text

    answer = at_version.say("make the headline shorter")

    old, new = "*Vinolog raises €6.3 million to help vineyards save water*", "*Vinolog raises €6.3 million*"
    assert answer.startswith(f"Old: {old}\nNew: {new}\n\nEverything else is as before.")
    assert latest().text == before.replace(old, new)


def test_a_headline_that_cannot_be_shorter_is_asked_for_and_may_be_kept(at_version: Chat) -> None:
    save("headline", "Vinolog grows")

    assert asked_in(at_version.say("make the headline shorter")) == ["headline"]
    at_version.say("skip")

    assert values()["headline"] == "Vinolog grows"


@pytest.mark.parametrize(
    "text", ["the city is Graz, Austria", "city: Graz, Austria", "no, the city is Graz, Austria"]
)
def test_a_change_shows_old_and_new_lines_and_the_old_value_is_gone(at_version: Chat, text: str) -> None:
    answer = at_version.say(text)

    assert "City: it was “Turin, Italy”, now it is “Graz, Austria”." in answer
    assert "Old: TURIN, Italy" in answer
    assert "New: GRAZ, Austria" in answer
    assert "Turin" not in latest().text
    assert "TURIN" not in latest().text


def test_what_is_to_be_changed_is_asked_for(at_version: Chat) -> None:
    text = at_version.say("change the lead investor")
    assert "So far it is “Alpina Ventures”." in text
    assert asked_in(text) == ["lead_investor"]

    assert "New: " in at_version.say("Donau Capital")
    assert values()["lead_investor"] == "Donau Capital"


@pytest.mark.parametrize("text", ["no", "change something", "I’d like to change it"])
def test_a_no_is_asked_what_is_wrong(at_version: Chat, text: str) -> None:
    assert at_version.say(text) == WHAT_TO_CHANGE
    assert latest().approved_at is None


@pytest.mark.parametrize("text", ["hmm?", "not yet", "what is that?", "skip", "back"])
def test_what_is_no_approval_approves_nothing_and_offers_the_choices_again(
    at_version: Chat, text: str
) -> None:
    reply = at_version.ask(text)

    assert latest().approved_at is None
    assert reply.text.endswith("1. Approve\n2. Change something\n3. Talk to a person")
    assert [choice.label for choice in reply.choices] == ["Approve", "Change something", "Talk to a person"]


@pytest.mark.parametrize(
    "text", ["approve", "Yes!", "ok", "looks good, thanks", "I approve version 1", "It’s fine"]
)
def test_the_users_words_approve(at_version: Chat, text: str) -> None:
    answer = at_version.say(text)

    assert answer == version_texts.approved_text(latest())
    assert latest().approval == text
    assert latest().release.status == PressRelease.Status.APPROVED


def test_a_version_that_is_out_of_date_is_shown_anew_and_not_approved(at_version: Chat) -> None:
    save("city", "Graz, Austria")

    answer = at_version.say("approve")

    assert "New: GRAZ, Austria" in answer
    assert latest().approved_at is None


def test_after_the_approval_the_text_is_sent_again(approved: Chat) -> None:
    assert approved.say("send it again") == latest().text


@pytest.mark.parametrize("text", ["thanks", "Thank you very much!", "ok", "great"])
def test_after_the_approval_thanks_are_thanks(approved: Chat, text: str) -> None:
    assert approved.say(text) == WELCOME
    assert ReleaseVersion.objects.count() == 1


def test_after_the_approval_a_shorter_headline_is_a_new_version_to_approve(approved: Chat) -> None:
    reply = approved.ask("make the headline shorter")

    assert "New: *Vinolog raises €6.3 million*" in reply.text
    assert reply.choices[0].label == "Approve"
    assert latest().approved_at is None
    approved.say("approve")
    assert (latest().number, latest().approval) == (2, "approve")


def test_after_the_approval_what_is_not_understood_is_said_so(approved: Chat) -> None:
    assert approved.say("what is the weather?") == f"{NOT_UNDERSTOOD} {WHAT_TO_CHANGE}"


def test_there_are_no_more_than_twenty_versions_and_then_a_person_is_asked(at_version: Chat) -> None:
    release = latest().release
    for number in range(2, versions.MAX_VERSIONS + 1):
        save("detail", f"Vinolog has {number + 100} vineyards.")
        versions.write_version(release)

    answer = at_version.say("the city is Graz, Austria")

    assert "no more can be written" in answer
    assert at_version.person_wanted
    assert ReleaseVersion.objects.count() == versions.MAX_VERSIONS
