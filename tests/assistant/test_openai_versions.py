"""Versions in the interview that OpenAI leads: shown, changed, approved."""

import pytest

from assistant.models import PressRelease, ReleaseVersion
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import STORIES, approved_version, first_version, latest, tell, values
from tests.support.openai_turns import (
    ask,
    asked_of,
    call,
    open_thread,
    outputs_in,
    outputs_of,
    outputs_of_calls,
    save_line,
    tool,
)

pytestmark = pytest.mark.django_db


def test_an_incomplete_release_is_not_written_and_the_model_hears_what_is_missing() -> None:
    tell("funding", without=["quote", "city"])
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), tool("finish"))
        (output,) = outputs_in(asked_of(fake)[-1])

    assert "quote, city missing" in output["error"]
    assert "RELEASE" not in reply.text.replace("#tool", "")


def test_the_version_follows_the_last_words_of_the_model_with_what_can_be_done() -> None:
    tell("funding")
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), tool("finish"))

    assert reply.text.startswith("Done: ")
    assert f"\n\n{latest().text}\n\n" in reply.text
    assert reply.text.endswith("1. Approve\n2. Change something\n3. Talk to a person")
    assert [choice.label for choice in reply.choices] == ["Approve", "Change something", "Talk to a person"]


def test_a_version_cannot_be_approved_in_the_turn_that_showed_it() -> None:
    tell("funding")
    outputs = outputs_of_calls(call("finish", {}), call("approve", {"said": "yes"}), said="yes")

    assert [output["ok"] for output in outputs] == [True, False]
    assert latest().approved_at is None


@pytest.mark.parametrize(
    "words", ["not yet", "hmm?", "yes, but change the city", "no", "is it good?", "nein"]
)
def test_words_that_are_no_approval_approve_nothing(words: str) -> None:
    first_version()
    (output,) = outputs_of_calls(call("approve", {"said": words}), said=words)

    assert output["ok"] is False
    assert latest().approved_at is None


def test_a_yes_out_of_a_message_that_says_not_yet_approves_nothing() -> None:
    first_version()
    (output,) = outputs_of_calls(call("approve", {"said": "good"}), said="not good yet")

    assert output["ok"] is False
    assert latest().approved_at is None


def test_words_of_an_earlier_message_approve_nothing() -> None:
    first_version()
    (output,) = outputs_of_calls(call("approve", {"said": "yes"}), said="hm", earlier=["yes"])

    assert output["ok"] is False
    assert latest().approved_at is None


def test_the_users_own_words_approve_the_version_that_they_saw() -> None:
    first_version()
    (output,) = outputs_of_calls(call("approve", {"said": "yes, perfect"}), said="yes, perfect")

    assert (output["ok"], output["approved"]) == (True, 1)
    version = latest()
    assert (version.approved_by, version.approval) == ("", "yes, perfect")
    assert version.release.status == PressRelease.Status.APPROVED


def test_a_change_and_an_approval_in_one_turn_approve_nothing_that_was_not_seen() -> None:
    first_version()
    change = call(
        "save_key_facts", {"fact": "city", "number": 1, "value": "Graz, Austria", "said": "Graz, Austria"}
    )
    said = "the city is Graz, Austria, then it is approved"
    outputs = outputs_of_calls(change, call("approve", {"said": "approved"}), said=said)

    assert [output["ok"] for output in outputs] == [True, False]
    assert not ReleaseVersion.objects.exclude(approved_at=None).exists()


def test_a_save_after_a_version_shows_old_and_new_lines_and_leaves_the_rest_as_it_was() -> None:
    before = first_version()
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), save_line("quote_speaker", "Ines Ortega-Blum"))

    after = latest()
    assert after.text == before.text.replace("Ines Ortega", "Ines Ortega-Blum")
    old, new = (
        next(line for line in version.text.split("\n") if "Ines Ortega" in line)
        for version in (before, after)
    )
    assert f"\n\nOld: {old}\nNew: {new}\n\nEverything else is as before." in reply.text
    assert before.text not in reply.text
    assert reply.choices[0].action == f"approve {after.pk}"


def test_the_model_hears_the_value_that_a_save_replaces() -> None:
    first_version()
    with FakeOpenAI() as fake:
        (output,) = outputs_of(fake, save_line("city", "Graz, Austria"))

    assert output["old_value"] == "Turin, Italy"


def test_the_model_hears_how_a_value_was_stored_if_it_differs() -> None:
    with FakeOpenAI() as fake:
        (output,) = outputs_of(fake, save_line("link", "acme.example"))

    assert output["value"] == "https://acme.example"


def test_the_model_hears_which_other_facts_a_correction_has_changed_and_which_it_has_not() -> None:
    tell("funding", quote_2="Alpina Ventures trusts them.", detail="It has 54 vineyards.")
    with FakeOpenAI() as fake:
        (output,) = outputs_of(fake, save_line("lead_investor", "Donau Capital"))

    assert output["also_changed"] == {
        "subhead": "Donau Capital leads the Series A round",
        "quote_role_2": "partner at Donau Capital",
    }
    assert output["still_has_old_value"] == ["quote_2"]


def test_other_words_for_the_headline_change_that_line_only_and_count_once_approved() -> None:
    before = first_version()
    arguments = {"fact": "headline", "number": 1, "value": "Vinolog raises €6.3 million"}
    outputs_of_calls(call("reword", arguments), said="make the headline shorter")
    after = latest()

    assert after.number == 2
    changed = [
        (old, new)
        for old, new in zip(before.text.split("\n"), after.text.split("\n"), strict=True)
        if old != new
    ]
    assert changed == [(f"*{STORIES['funding']['headline']}*", "*Vinolog raises €6.3 million*")]
    assert values()["headline"] == STORIES["funding"]["headline"]

    outputs_of_calls(call("approve", {"said": "ok"}), said="ok")
    assert values()["headline"] == "Vinolog raises €6.3 million"


def test_other_words_may_not_bring_an_invention() -> None:
    first_version()
    arguments = {"fact": "headline", "number": 1, "value": "Vinolog raises €9 million"}
    (output,) = outputs_of_calls(call("reword", arguments), said="make it bigger")

    assert output["ok"] is False
    assert ReleaseVersion.objects.count() == 1


def test_an_approved_version_is_shown_again_without_choices() -> None:
    version = approved_version()
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), tool("show"))

    assert reply.text.endswith(version.text)
    assert not reply.choices


def test_a_change_after_the_approval_has_to_be_approved_anew() -> None:
    approved_version()
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), save_line("city", "Graz, Austria"))

    assert latest().approved_at is None
    assert latest().release.status == PressRelease.Status.DRAFT
    assert reply.choices[0].label == "Approve"
