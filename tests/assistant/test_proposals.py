"""Proposals: words of ours, or of last time, are no facts before the user says so."""

import uuid

import pytest
from django.utils import timezone

from assistant import facts, press_release, proposals, saving
from assistant.evidence import Refused
from assistant.models import Fact, PressRelease
from assistant.saving import Saved
from tests.support.interview import PHONE, STORIES, approved_version, save, tell, turn_of, values

pytestmark = pytest.mark.django_db


def proposed(key: str = "headline", value: str = "Acme flies", token: uuid.UUID | None = None) -> Fact:
    outcome = proposals.propose(turn_of("suggest one", token=token), key=key, value=value)
    assert isinstance(outcome, Fact)
    return outcome


def test_a_proposal_is_no_fact_until_it_is_confirmed() -> None:
    save("company_name", "Acme")
    proposal = proposed()
    assert (values(), facts.gathered(PHONE).proposals) == ({"company_name": "Acme"}, [proposal])

    proposals.confirm(proposal, at=timezone.now())

    known = facts.gathered(PHONE)
    assert (known.facts["headline"], known.proposals) == (proposal, [])
    assert proposal.source == Fact.Source.APPROVED


def test_a_confirmed_proposal_supersedes_the_fact_and_the_other_proposals_of_its_key() -> None:
    save("company_name", "Acme")
    save("headline", "Acme walks")
    chosen, other = proposed(), proposed(value="Acme soars")
    elsewhere = proposed(key="subhead", value="Acme is off")

    proposals.confirm(chosen, at=timezone.now())

    other.refresh_from_db()
    assert other.superseded_at is not None
    assert values()["headline"] == "Acme flies"
    assert facts.gathered(PHONE).proposals == [elsewhere]


def test_what_the_user_says_themselves_takes_the_place_of_proposals() -> None:
    save("company_name", "Acme")
    proposed()

    save("headline", "Acme soars")

    assert facts.gathered(PHONE).proposals == []


def test_a_turn_that_is_repeated_proposes_nothing_twice() -> None:
    save("company_name", "Acme")
    token = uuid.uuid4()

    assert proposed(token=token) == proposed(token=token)
    assert Fact.objects.count() == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("headline", "Acme raises $5 million"),
        ("headline", "Acme flies in 2027"),
        ("headline", "Acme flies with Boeing"),
        ("headline", " "),
        ("slogan", "Acme flies"),
        ("release_date", "now"),
        ("release_date", "tomorrow"),
    ],
)
def test_a_proposal_rests_on_what_is_there(key: str, value: str) -> None:
    save("company_name", "Acme")

    assert isinstance(proposals.propose(turn_of("suggest one"), key=key, value=value), Refused)
    assert Fact.objects.count() == 1


@pytest.mark.parametrize("key", ["headline", "subhead"])
def test_a_proposal_may_be_no_longer_than_what_is_saved(key: str) -> None:
    save("company_name", "Acme")

    assert isinstance(proposals.propose(turn_of("suggest one"), key=key, value="flies " * 40), Refused)


def test_nothing_is_proposed_for_nothing() -> None:
    assert isinstance(proposals.propose(turn_of("suggest one"), key="headline", value="Acme flies"), Refused)
    assert not PressRelease.objects.exists()


def test_the_company_its_description_and_its_contact_are_proposed_for_the_next_release() -> None:
    approved_version()
    press_release.park(phone=PHONE)

    press_release.current_or_new(PHONE)

    known = facts.gathered(PHONE)
    assert known.facts == {}
    assert {fact.key: fact.value for fact in known.proposals} == {
        "company_name": "Vinolog",
        "boilerplate": STORIES["funding"]["boilerplate"],
        "media_contact": "Paolo Rossi, paolo@vinolog.example, +39 011 123 4567",
    }


def test_what_was_told_last_time_is_evidence_only_after_a_yes() -> None:
    approved_version()
    press_release.park(phone=PHONE)
    press_release.current_or_new(PHONE)
    turn = turn_of("the same as before")

    outcome = saving.save(turn, key="company_name", value="Vinolog", said="Vinolog")
    assert isinstance(outcome, Refused)

    for proposal in facts.gathered(PHONE).proposals:
        proposals.confirm(proposal, at=timezone.now())
    assert isinstance(saving.save(turn, key="detail", value="Vinolog", said="Vinolog"), Saved)


def test_nothing_is_proposed_from_what_was_never_approved() -> None:
    tell("funding")
    press_release.park(phone=PHONE)

    press_release.current_or_new(PHONE)

    assert facts.gathered(PHONE).proposals == []
