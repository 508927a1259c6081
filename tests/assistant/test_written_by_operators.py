"""A version that an operator has written: the user approves it only after they were shown it."""

import uuid

import pytest

from assistant import version_texts, versions
from assistant.models import ReleaseVersion
from assistant.offline.questions import BY_OUR_TEAM
from assistant.parts import WRITTEN, Part, PartName
from assistant.verification.statements import Sentence
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import approved_version, first_version, latest
from tests.support.offline_chat import Chat
from tests.support.openai_turns import ask, call, open_thread, outputs_of_calls, tool

pytestmark = pytest.mark.django_db
ADDED = "More is to come."


def write_by_hand() -> ReleaseVersion:
    """Have an operator add a sentence to the newest version."""
    body = [part for part in versions.parts_of(latest()) if part.name in WRITTEN]
    body.append(Part(name=PartName.BODY, sentences=(Sentence(ADDED, ()),)))
    draft = versions.draft(latest().release, body=body, author=ReleaseVersion.Author.OPERATOR)
    return versions.store_by_operator(draft, operator="olga")


@pytest.mark.parametrize("text", ["approve", "thanks", "ok", "hello again"])
def test_the_script_shows_it_whatever_the_user_says(chat: Chat, text: str) -> None:
    chat.at("funding")
    version = write_by_hand()
    token = uuid.uuid4()
    said = chat.say(text, token=token)
    assert said.startswith(f"{BY_OUR_TEAM}\n\nNew: {ADDED}")
    assert "This is version 2. What next?" in said
    assert said.endswith(chat.say(text, token=token))
    assert latest().approved_at is None
    chat.say("approve")
    assert (latest().pk, bool(latest().approved_at)) == (version.pk, True)


def test_the_script_sends_it_as_a_whole_if_the_user_asks_for_the_text(chat: Chat) -> None:
    chat.at("funding")
    version = write_by_hand()
    assert chat.say("send it again").startswith(version.text)
    assert "is final" in chat.say("approve")


def test_the_model_has_to_show_it_before_the_user_can_approve_it() -> None:
    first_version()
    write_by_hand()
    approve = call("approve", {"said": "approve"})
    (refused,) = outputs_of_calls(approve, said="approve")
    assert "Show it first" in refused["error"]
    shown, refused = outputs_of_calls(call("show", {}), approve, said="approve")
    assert (shown["ok"], "Show it first" in refused["error"]) == (True, True)
    (approved,) = outputs_of_calls(approve, said="approve")
    assert (approved["ok"], approved["approved"]) == (True, 2)


def test_the_user_is_shown_the_whole_of_it() -> None:
    first_version()
    version = write_by_hand()
    with FakeOpenAI() as fake:
        assert version.text in ask(fake, open_thread(fake), tool("show")).text


def test_what_is_new_since_a_version_that_the_user_has_not_seen_is_shown_as_a_whole() -> None:
    approved_version()
    write_by_hand()
    newer = write_by_hand()
    assert version_texts.shown(newer) == version_texts.in_full(newer)
    assert newer.text in version_texts.shown(newer)


def test_an_operators_own_approval_needs_no_look_of_the_user() -> None:
    first_version()
    version = write_by_hand()
    approved = versions.approve_by_operator(version.release, operator="olga", reason="On the phone.")
    assert (approved.pk, approved.approved_by) == (version.pk, "olga")
    assert not versions.is_unseen(approved)


def test_a_version_with_a_problem_that_blocks_is_not_approved_by_an_operator() -> None:
    first_version()
    version = write_by_hand()
    version.problems = [{"id": "number", "severity": "block", "message": ""}]
    version.save()
    with pytest.raises(versions.NotApproved):
        versions.approve_by_operator(version.release, operator="olga", reason="On the phone.")
    assert latest().approved_at is None
