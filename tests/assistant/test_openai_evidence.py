"""What the model may save, skip and confirm: only what the user has said."""

import pytest

from assistant import facts, press_release
from assistant.models import Fact
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import PHONE, DatabaseContext, approved_version, save, tell, values
from tests.support.openai_turns import (
    ask_in,
    asked_of,
    call,
    model_that_calls,
    open_thread,
    outputs_in,
    outputs_of_calls,
    save_line,
    tool,
)

pytestmark = pytest.mark.django_db


# --- What was not said -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "said", "value", "invented"),
    [
        ("amount", "we raised 6.3 million euros", "€6.5 million", "6.5 million"),
        ("amount", "we raised 6.3 million euros", "$6.3 million", "6.3 million"),
        ("detail", "we work with many vineyards", "The company works with 54 vineyards.", "54"),
        ("detail", "it starts in May", "It starts on May 14, 2027.", "14"),
        ("release_date", "publish it on February 9, 2027", "2027-02-10", "2027-02-10"),
        ("company_name", "we are Vinolog from Turin", "Vinolog Technologies", "Technologies"),
        ("quote_speaker", "our chief executive Ines said it", "Ines Ortega", "Ortega"),
        ("lead_investor", "Alpina led the round", "Sequoia", "Sequoia"),
        ("quote", "Every drop counts for us.", "Every single drop counts for us.", "Every single drop"),
        ("media_contact", "Paolo Rossi, paolo@vinolog.example", "Paolo Rossi, p@vinolog.example", "p@"),
        ("boilerplate", "we make sensors", "Vinolog makes sensors and was founded in 2019.", "2019"),
    ],
)
def test_an_invention_is_refused_named_and_never_stored(
    key: str, said: str, value: str, invented: str
) -> None:
    name, arguments = save_line(key, value, said=said).removeprefix("#tool ").split(" ", 1)
    (output,) = outputs_of_calls(call(name, arguments), said=said)

    assert output["ok"] is False
    assert invented in output["error"]
    assert not Fact.objects.exists()


def test_words_that_no_message_holds_are_no_evidence() -> None:
    arguments = {"value": "Acme flies", "said": "Acme flies"}
    (output,) = outputs_of_calls(call("save_headline", arguments), said="we are Acme")

    assert output["ok"] is False
    assert "Acme flies" in output["error"]
    assert not Fact.objects.exists()


def test_words_of_an_earlier_message_of_the_session_are_evidence() -> None:
    arguments = {"value": "Acme flies", "said": "Acme flies"}
    earlier = ["did I say that Acme flies?"]
    (output,) = outputs_of_calls(call("save_headline", arguments), said="yes", earlier=earlier)

    assert output["ok"] is True


def test_what_the_tools_themselves_have_answered_is_no_evidence() -> None:
    save("company_name", "Acme")
    calls = [
        call("propose", {"fact": "headline", "number": 1, "value": "Acme reaches the sky"}),
        call("save_headline", {"value": "Acme reaches the sky", "said": "Acme reaches the sky"}),
    ]
    outputs = outputs_of_calls(*calls, said="suggest something")

    assert [output["ok"] for output in outputs] == [True, False]
    assert "headline" not in values()


def test_an_answer_that_cannot_be_kept_calls_a_person_in_the_second_turn() -> None:
    wrong = call("save_media_contact", {"value": "call Paolo", "said": "call Paolo"})
    contexts = [DatabaseContext(messages=["call Paolo"]) for _ in range(2)]
    with FakeOpenAI(model=model_that_calls(wrong)) as fake:
        thread_id = open_thread(fake)
        for context in contexts:
            ask_in(context, fake, thread_id)

    assert [bool(context.person_wanted) for context in contexts] == [False, True]
    assert "Media contact" in contexts[1].person_wanted


def test_a_model_can_have_a_person_asked() -> None:
    context = DatabaseContext(messages=[tool("ask_for_person", reason="wants a price")])
    with FakeOpenAI() as fake:
        ask_in(context, fake, open_thread(fake))

    assert context.person_wanted == "wants a price"


# --- Skips and proposals ---------------------------------------------------------------------


def test_what_may_be_left_out_is_not_open_any_more_once_it_is_skipped() -> None:
    tell("funding", without=["subhead", "link"])
    (output,) = outputs_of_calls(call("skip", {"fact": "subhead", "number": 1, "said": "no"}), said="no")

    assert output["ok"] is True
    assert output["ask_once"] == ["link"]


def test_the_second_quotation_may_be_left_out() -> None:
    tell("product", without=["quote_2", "quote_speaker_2", "quote_role_2"])
    (output,) = outputs_of_calls(call("skip", {"fact": "quote", "number": 2, "said": "no"}), said="no")

    assert (output["ok"], output["still_open"], output["ask_once"]) == (True, [], [])


def test_a_quotation_is_skipped_when_the_user_has_said_so_in_two_turns() -> None:
    skip_it = call("skip", {"fact": "quote", "number": 1, "said": "no quotation"})
    twice = outputs_of_calls(skip_it, skip_it, said="no quotation")
    (again,) = outputs_of_calls(skip_it, said="no quotation")

    assert [output["ok"] for output in twice] == [False, False]
    assert again["ok"] is True
    assert not {"quote", "quote_speaker", "quote_role"} & {*again["still_open"]}


def propose(*headlines: str) -> list[str]:
    """Return the ids of the headlines that the model has proposed in a turn."""
    calls = [call("propose", {"fact": "headline", "number": 1, "value": one}) for one in headlines]
    return [output["proposed"] for output in outputs_of_calls(*calls, said="suggest headlines")]


def test_one_of_the_proposals_counts_once_the_user_has_chosen_it_in_a_later_message() -> None:
    save("company_name", "Acme")
    _, second, _ = propose("Acme flies", "Acme soars", "Acme rises")
    assert "headline" not in values()

    (output,) = outputs_of_calls(
        call("confirm", {"proposal": second, "said": "the second"}), said="the second"
    )

    assert output["ok"] is True
    assert values()["headline"] == "Acme soars"


def test_a_proposal_cannot_be_confirmed_in_the_turn_that_made_it() -> None:
    save("company_name", "Acme")
    newest = Fact.objects.latest("pk").pk
    calls = [
        call("propose", {"fact": "headline", "number": 1, "value": "Acme flies"}),
        call("confirm", {"proposal": f"f{newest + 1}", "said": "suggest one"}),
    ]
    outputs = outputs_of_calls(*calls, said="suggest one")

    assert outputs[0]["proposed"] == f"f{newest + 1}"
    assert outputs[1]["ok"] is False
    assert "later message" in outputs[1]["error"]
    assert "headline" not in values()


def test_what_was_proposed_after_the_message_was_sent_cannot_be_confirmed_by_it() -> None:
    approved_version()
    press_release.park(phone=PHONE)
    context = DatabaseContext(messages=["hello"])
    company, *_ = facts.gathered_of(press_release.current_or_new(PHONE)).proposals
    confirm = call("confirm", {"proposal": str(company), "said": "hello"})
    with FakeOpenAI(model=model_that_calls(confirm)) as fake:
        ask_in(context, fake, open_thread(fake))
        (output,) = outputs_in(asked_of(fake)[-1])

    assert output["ok"] is False
    assert values() == {}


def test_a_proposal_is_confirmed_by_words_of_the_last_message_only() -> None:
    save("company_name", "Acme")
    (proposal,) = propose("Acme flies")

    arguments = {"proposal": proposal, "said": "take it"}
    (output,) = outputs_of_calls(call("confirm", arguments), said="hm", earlier=["take it"])

    assert output["ok"] is False
    assert "headline" not in values()


def test_a_proposal_may_not_bring_a_fact_that_is_not_saved() -> None:
    save("company_name", "Acme")
    arguments = {"fact": "headline", "number": 1, "value": "Acme raises $5 million"}
    (output,) = outputs_of_calls(call("propose", arguments), said="suggest one")

    assert output["ok"] is False
    assert Fact.objects.count() == 1
