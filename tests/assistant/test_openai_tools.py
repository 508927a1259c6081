"""The tools that the model calls: what they store and answer."""

import pytest

from assistant.announcement_types import TYPES
from assistant.models import Fact, ReleaseVersion
from assistant.openai.tools import MAX_CALLS, TOOLS
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import STORIES, DatabaseContext, latest, save, values
from tests.support.openai_turns import (
    SAVE_HEADLINE,
    ask,
    ask_in,
    call,
    open_thread,
    outputs_of,
    outputs_of_calls,
    save_line,
    tool,
)

pytestmark = pytest.mark.django_db


# --- Calls -----------------------------------------------------------------------------------


def test_a_saved_fact_is_named_by_its_row() -> None:
    with FakeOpenAI() as fake:
        (output,) = outputs_of(fake, SAVE_HEADLINE)

    fact = Fact.objects.get()
    assert (output["ok"], output["saved"]) == (True, str(fact))
    assert (fact.key, fact.value, fact.said) == ("headline", "Acme flies", "Acme flies")


def test_a_fact_rests_on_a_message_and_a_turn() -> None:
    context = DatabaseContext(messages=[SAVE_HEADLINE])
    with FakeOpenAI() as fake:
        ask_in(context, fake, open_thread(fake))

    fact = Fact.objects.get()
    assert fact.turn == context.token
    assert fact.message_sid.startswith("SM")


@pytest.mark.parametrize("kind", STORIES)
def test_each_fact_has_a_tool_that_saves_it_in_one_message_and_the_release_follows(kind: str) -> None:
    lines = [save_line(key, text) for key, text in STORIES[kind].items() if key != "announcement_type"]
    lines.insert(1, save_line("announcement_type", kind, said=STORIES[kind]["announcement_type"]))
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        ask(fake, thread_id, *lines[:12], STORIES[kind]["announcement_type"])
        ask(fake, thread_id, *lines[12:])
        reply = ask(fake, thread_id, tool("finish"))

    assert set(values()) == set(STORIES[kind])
    assert latest().text in reply.text


def test_tools_called_together_are_run_in_order_and_answered_together() -> None:
    with FakeOpenAI() as fake:
        outputs = outputs_of(fake, SAVE_HEADLINE, save_line("company_name", "Acme"))

    rows = Fact.objects.order_by("pk")
    assert [row.key for row in rows] == ["headline", "company_name"]
    assert [output["saved"] for output in outputs] == [str(row) for row in rows]


def test_what_is_still_open_is_said_once_in_a_round_and_after_all_its_saves() -> None:
    with FakeOpenAI() as fake:
        first, last = outputs_of(fake, SAVE_HEADLINE, save_line("company_name", "Acme"))

    assert "still_open" not in first
    assert last["still_open"][0] == "announcement_type"
    assert not {"headline", "company_name"} & {*last["still_open"]}


def test_of_forty_calls_in_a_round_twenty_are_run_and_all_are_answered() -> None:
    calls = [
        call("save_headline", {"value": f"Acme flies {number} times", "said": f"Acme flies {number} times"})
        for number in range(40)
    ]
    said = " and ".join(f"Acme flies {number} times" for number in range(40))
    outputs = outputs_of_calls(*calls, said=said)

    assert [output["ok"] for output in outputs] == [True] * MAX_CALLS + [False] * 20
    assert "20 calls" in outputs[-1]["error"]
    assert Fact.objects.count() == MAX_CALLS
    assert values() == {"headline": "Acme flies 19 times"}


QUOTE = {"part": "words", "number": 1, "value": "We go far.", "said": "We go far."}
DETAIL = {"fact": "detail", "number": 1, "value": "We go far.", "said": "We go far."}
SAID = {"value": "We go far.", "said": "We go far."}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("save_slogan", SAID),
        ("", SAID),
        ("save_headline", "not json"),
        ("save_headline", "[]"),
        ("save_headline", '"We go far."'),
        ("save_headline", "{}"),
        ("save_headline", {"value": "We go far."}),
        ("save_headline", {"said": "We go far."}),
        ("save_headline", SAID | {"value": 7}),
        ("save_headline", SAID | {"value": None}),
        ("save_headline", SAID | {"value": ["We go far."]}),
        ("save_headline", SAID | {"value": "  "}),
        ("save_headline", SAID | {"value": "\u200b"}),
        ("save_headline", SAID | {"said": " "}),
        ("save_headline", SAID | {"said": "…"}),
        ("save_headline", SAID | {"phone": "+14155550002"}),
        ("save_announcement_type", SAID | {"value": "scandal"}),
        ("save_key_facts", DETAIL | {"fact": "headline"}),
        ("save_key_facts", DETAIL | {"number": "1"}),
        ("save_key_facts", DETAIL | {"number": 1.5}),
        ("save_key_facts", DETAIL | {"number": True}),
        ("save_key_facts", DETAIL | {"number": 0}),
        ("save_key_facts", DETAIL | {"number": -1}),
        ("save_key_facts", DETAIL | {"number": 21}),
        ("save_key_facts", DETAIL | {"number": 10**400}),
        ("save_key_facts", DETAIL | {"fact": "use_of_funds", "number": 2}),
        ("save_quotes", QUOTE | {"part": "quote"}),
        ("save_quotes", QUOTE | {"number": 99}),
        ("skip", {"fact": "slogan", "number": 1, "said": ""}),
        ("skip", {"fact": "city", "number": 1, "said": ""}),
        ("skip", {"fact": "subhead", "number": 2, "said": ""}),
        ("skip", {"fact": "subhead", "number": 1, "said": "never said"}),
        ("propose", {"fact": "headline", "number": 1}),
        ("propose", {"fact": "headline", "number": 2, "value": "We go far."}),
        ("confirm", {"proposal": "f999999", "said": "We go far."}),
        ("confirm", {"proposal": 1, "said": "We go far."}),
        ("reword", {"fact": "headline", "number": 1, "value": "We go far."}),
        ("finish", {"text": "We go far."}),
        ("finish", {}),
        ("approve", {"said": "We go far."}),
        ("approve", {}),
        ("show", {}),
    ],
)
def test_a_bad_call_stores_nothing_and_gets_an_error_that_the_model_can_act_on(
    name: str, arguments: object
) -> None:
    (output,) = outputs_of_calls(call(name, arguments), said="We go far.")

    assert output["ok"] is False
    assert output["error"]
    assert not Fact.objects.exists()
    assert not ReleaseVersion.objects.exists()


def test_a_bad_call_does_not_stop_the_good_ones_beside_it() -> None:
    good = call("save_headline", SAID)
    outputs = outputs_of_calls(
        good, call("save_slogan", SAID), call("save_boilerplate", SAID), said="We go far."
    )

    assert [output["ok"] for output in outputs] == [True, False, True]


@pytest.mark.parametrize("odd", ["\x00", "\ud83d"], ids=ascii)
def test_characters_that_a_database_cannot_store_are_replaced(odd: str) -> None:
    save("company_name", "Acme")
    calls = [
        call("save_headline", {"value": f"Acme {odd}flies", "said": f"Acme {odd}flies"}),
        call("propose", {"fact": "subhead", "number": 1, "value": f"Acme {odd}flies"}),
        call("confirm", {"proposal": odd, "said": odd}),
        call("save_boilerplate", {odd: odd}),
        call("finish", {odd: odd}),
        call("ask_for_person", {"reason": odd}),
    ]
    outputs = outputs_of_calls(*calls, said="Acme flies")

    assert [output["ok"] for output in outputs] == [True, True, False, False, False, True]
    assert Fact.objects.get(key="headline").said == "Acme \ufffdflies"


def test_arguments_that_are_nested_too_deep_are_none() -> None:
    (output,) = outputs_of_calls(call("save_headline", "[" * 100_000))

    assert output["ok"] is False


# --- The tools themselves --------------------------------------------------------------------


def test_each_tool_is_closed_and_requires_all_that_it_has() -> None:
    for one in TOOLS:
        schema = one["parameters"]
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])


def test_the_model_may_skip_what_is_asked_once_and_a_quotation_and_nothing_else() -> None:
    (skip,) = [one for one in TOOLS if one["name"] == "skip"]

    once = {"detail", "subhead", "link", *(key for row in TYPES.values() for key in row.wanted)}
    assert {*skip["parameters"]["properties"]["fact"]["enum"]} == once | {"quote"}
