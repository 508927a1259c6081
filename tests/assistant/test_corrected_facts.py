"""What a correction means for the words of other facts that hold the old value."""

import uuid

import pytest

from assistant import facts, proposals, saving, versions
from assistant.models import Fact
from assistant.saving import Saved
from tests.support.interview import PHONE, first_version, latest, save, tell, turn_of, values

pytestmark = pytest.mark.django_db


def keys(rows: "list[Fact] | tuple[Fact, ...]") -> list[str]:
    return [fact.key for fact in rows]


def test_a_name_is_replaced_wherever_it_stands_as_a_word() -> None:
    tell("funding", detail="Alpina Ventures and Alpina Venturesome are two firms.")

    outcome = save("lead_investor", "Donau Capital")

    assert values()["subhead"] == "Donau Capital leads the Series A round"
    assert values()["quote_role_2"] == "partner at Donau Capital"
    assert values()["detail"] == "Donau Capital and Alpina Venturesome are two firms."
    assert keys([*outcome.also]) == ["detail", "subhead", "quote_role_2"]
    assert not outcome.stale


def test_a_name_is_not_replaced_where_the_new_one_stands_already() -> None:
    tell("funding", headline="Vinolog Labs saves water", subhead="Vinolog is now Vinolog Labs")

    save("company_name", "Vinolog Labs")

    assert values()["headline"] == "Vinolog Labs saves water"
    assert values()["subhead"] == "Vinolog Labs is now Vinolog Labs"
    assert values()["boilerplate"].startswith("Vinolog Labs makes sensors")
    assert Fact.objects.filter(key="headline").count() == 1


def test_the_words_of_a_quotation_are_never_changed_and_the_user_is_asked() -> None:
    tell("funding", quote_2="Alpina Ventures trusts them.")

    outcome = save("lead_investor", "Donau Capital")

    assert values()["quote_2"] == "Alpina Ventures trusts them."
    assert keys([*outcome.stale]) == ["quote_2"]


def test_a_sum_is_replaced_in_headlines_and_asked_for_elsewhere() -> None:
    tell("funding", detail="It had asked for €6.3 million.")

    outcome = save("amount", "€7 million")

    assert values()["headline"] == "Vinolog raises €7 million to help vineyards save water"
    assert values()["detail"] == "It had asked for €6.3 million."
    assert (keys([*outcome.also]), keys([*outcome.stale])) == (["headline"], ["detail"])


def test_a_sum_in_another_spelling_is_asked_for() -> None:
    tell("funding", headline="Vinolog raises 6.3 million euros")

    assert keys([*save("amount", "€7 million").stale]) == ["headline"]


def test_a_fact_in_other_words_rests_on_the_words_of_both() -> None:
    tell("funding")

    save("lead_investor", "Donau Capital")

    fact = facts.gathered(PHONE).facts["subhead"]
    assert fact.said == "Alpina Ventures leads the Series A round … Donau Capital"
    assert Fact.objects.filter(key="subhead").count() == 2


def test_a_proposal_with_the_old_value_is_gone() -> None:
    tell("funding")
    proposals.propose(turn_of("suggest one"), key="headline", value="Alpina Ventures backs Vinolog")

    save("lead_investor", "Donau Capital")

    assert facts.gathered(PHONE).proposals == []


def test_words_of_ours_in_a_version_stay_with_the_new_value() -> None:
    first_version()
    versions.reword(turn_of("shorter"), key="headline", value="Vinolog raises €6.3 million")

    save("amount", "€7 million")
    version = versions.write_version(latest().release)

    assert "*Vinolog raises €7 million*" in version.text
    assert "6.3" not in version.text


def test_a_repeated_turn_changes_other_facts_once() -> None:
    tell("funding")
    turn = turn_of("Donau Capital", token=uuid.uuid4())

    for _ in range(2):
        outcome = saving.save(turn, key="lead_investor", value="Donau Capital", said="Donau Capital")

    assert isinstance(outcome, Saved)
    assert Fact.objects.filter(key="subhead").count() == 2


def test_what_does_not_hold_the_old_value_stays_the_fact_it_was() -> None:
    tell("funding")
    before = facts.gathered(PHONE).facts["boilerplate"]

    save("lead_investor", "Donau Capital")

    assert facts.gathered(PHONE).facts["boilerplate"] == before
