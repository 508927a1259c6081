"""Models that go wrong, through the worker: nothing is invented, and the user is answered."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from assistant import facts
from assistant.models import Fact, ReleaseVersion
from sessions_app.models import Conversation, InboundMessage
from tests.fakes.openai_items import output_text_of
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_model import Script, ScriptedModel, call, propose, reword, save
from tests.fakes.twilio_server import FakeTwilio
from tests.fakes.wrong_models import ALL_AT_ONCE, EVERYTHING, WRONG, Wrong
from tests.support import clocks
from tests.support.chat import ADA, say, states, try_again
from tests.support.interview_scripts import MONDAY
from tests.support.inventions import INVENTIONS, Invention

pytestmark = pytest.mark.django_db(transaction=True)

State = InboundMessage.State


@pytest.fixture
def clock(settings: Any) -> Iterator[time_machine.Traveller]:
    for traveller in clocks.standing(settings):
        traveller.move_to(MONDAY, tick=False)
        yield traveller


@pytest.fixture
def shown(clock: time_machine.Traveller, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    """Ada has told everything in one message, and has been shown version 1."""
    follow(fake_openai, {})
    say(EVERYTHING)
    assert "This is version 1." in fake_twilio.bodies_to(ADA)[-1]


def follow(fake: FakeOpenAI, script: Script) -> None:
    """Let the model go by `script` from now on."""
    fake.model = ScriptedModel({**ALL_AT_ONCE, **script})


def outputs(fake: FakeOpenAI, *, after: str) -> list[str]:
    """Return the outputs of the calls that were made after the user's message `after`."""
    items = [item for thread in fake.conversations.values() for item in thread]
    start = max(at for at, item in enumerate(items) if after in str(item.get("content")))
    return [output_text_of(item) for item in items[start:] if item["type"] == "function_call_output"]


def told(phone: str = ADA) -> dict[str, str]:
    return facts.gathered(phone).values


def texts() -> list[str]:
    """Return the versions, oldest first."""
    return list(ReleaseVersion.objects.order_by("number").values_list("text", flat=True))


def test_a_correction_reaches_the_words_that_we_have_proposed(
    shown: None, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    priced = "Brightfield Instruments launches FrostBell for €249"
    follow(
        fake_openai,
        {
            "Put the price into the headline": [[reword("headline", priced)], ["Like this?"]],
            "It costs €229 now": [[save("price", "€229")], ["€249 is €229 now."]],
        },
    )
    say("Put the price into the headline")
    say("It costs €229 now")
    assert "New: *Brightfield Instruments launches FrostBell for €229*" in fake_twilio.bodies_to(ADA)[-1]
    assert "249" not in texts()[-1]
    assert "249" in texts()[0]


def test_a_quotation_with_the_old_value_is_left_alone_and_asked_about(
    shown: None, fake_openai: FakeOpenAI
) -> None:
    quotation = "It costs €249, less than one frozen tree"
    follow(
        fake_openai,
        {
            quotation: [[save("quote", quotation)], ["Saved."]],
            "It costs €229 now": [[save("price", "€229")], ["The quotation still says €249: what now?"]],
        },
    )
    say(quotation)
    say("It costs €229 now")
    assert '"still_has_old_value": ["quote"]' in outputs(fake_openai, after="€229")[0]
    assert told()["quote"] == quotation


def test_a_headline_with_the_old_value_cannot_be_taken_any_more(shown: None, fake_openai: FakeOpenAI) -> None:
    follow(
        fake_openai,
        {
            "A headline?": [[propose("headline", "FrostBell from Brightfield Instruments: €249")], ["A) …"]],
            "It costs €229 now": [[save("price", "€229")], ["€249 is €229 now."]],
        },
    )
    say("A headline?")
    say("It costs €229 now")
    assert facts.gathered(ADA).proposals == []


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_whatever_a_model_does_wrong_nothing_is_invented_and_the_user_is_answered(
    wrong: Wrong,
    shown: None,
    clock: time_machine.Traveller,
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
) -> None:
    follow(fake_openai, {wrong.user: wrong.rounds})
    before = told()
    say(wrong.user)
    if states()[-1] == State.RECEIVED:
        try_again(clock)
    assert states() == [State.ANSWERED, State.ANSWERED]
    assert wrong.told in fake_twilio.bodies_to(ADA)[-1]
    assert wrong.error in "".join(outputs(fake_openai, after=wrong.user)[:1])
    assert told() == {**before, **wrong.saved}
    assert not [one for one in wrong.never for text in (*texts(), *told().values()) if one in text]
    assert_the_version_is_made_of_what_was_said(EVERYTHING, wrong.user)
    assert not ReleaseVersion.objects.exclude(approved_at=None)
    assert fake_openai.model_errors == []


def assert_the_version_is_made_of_what_was_said(*said: str) -> None:
    active = Fact.objects.filter(superseded_at=None).exclude(confirmed_at=None)
    assert {fact.pk for fact in active} == {*ReleaseVersion.objects.latest("number").facts}
    pieces = [piece.strip() for fact in active for piece in fact.said.split("…")]
    assert [piece for piece in pieces if piece not in "\n".join(said)] == []


def test_forty_calls_in_a_round_are_told_which_were_not_run(shown: None, fake_openai: FakeOpenAI) -> None:
    wrong = WRONG["40 calls in a round"]
    follow(fake_openai, {wrong.user: wrong.rounds})
    say(wrong.user)
    answers = outputs(fake_openai, after=wrong.user)
    assert ["Not run" in one for one in answers] == [False] * 20 + [True] * 20


def test_a_value_that_the_user_gives_wrong_in_two_turns_brings_a_person(
    shown: None, fake_openai: FakeOpenAI
) -> None:
    first, again = "The contact is Ann Lee", "Just Ann Lee"
    question = ["What is her e-mail address?"]
    follow(
        fake_openai, {said: [[save("media_contact", "Ann Lee", said)], question] for said in (first, again)}
    )
    say(first)
    assert not Conversation.objects.get(phone=ADA).attention
    say(again)
    assert "Media contact" in Conversation.objects.get(phone=ADA).attention


@pytest.mark.parametrize("invention", INVENTIONS, ids=str)
def test_an_invention_is_refused_asked_for_and_never_in_a_version(
    invention: Invention, shown: None, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    follow(fake_openai, invention.script())
    before = told()
    say(invention.user)
    assert "the user's words do not hold" in outputs(fake_openai, after=invention.user)[0]
    assert fake_twilio.bodies_to(ADA)[-1] == invention.question
    assert told() == before
    say(invention.answer)
    assert told() == {**before, invention.key: invention.value}
    assert len(texts()) == 2
    assert not [text for text in texts() if (invention.printed or invention.invented) in text]


def test_a_name_is_corrected_in_all_words_but_those_of_a_quotation(
    shown: None, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    quotation, renamed = "FrostBell is the warning we did not have", "The product is called FrostAlarm now"
    follow(
        fake_openai,
        {
            quotation: [[save("quote", quotation)], ["Saved."]],
            renamed: [
                [save("product_name", "FrostAlarm", renamed)],
                ["The quotation says FrostBell: and now?"],
            ],
        },
    )
    say(quotation)
    say(renamed)
    assert [line for line in texts()[-1].split("\n") if "FrostBell" in line] == [
        f"“{quotation},” said Orla Keane, founder of Brightfield Instruments."
    ]
    assert texts()[-1].count("FrostAlarm") == 3


def test_an_approval_in_words_is_recorded_with_them(
    shown: None, fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    follow(fake_openai, {"Looks good!": [[call("approve", said="Looks good!")], ["Approved."]]})
    say("Looks good!")
    version = ReleaseVersion.objects.get()
    assert (version.approved_at, version.approval) == (MONDAY, "Looks good!")
