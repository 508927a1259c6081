"""Evidence: a fact rests on words that the user has said, and on nothing else."""

import uuid

import pytest

from assistant import proposals, saving
from assistant.evidence import Refused
from assistant.models import Fact
from assistant.saving import Saved
from tests.support.interview import OTHER_PHONE, refused, save, turn_of

pytestmark = pytest.mark.django_db


def test_words_of_this_turns_messages_are_evidence() -> None:
    turn = turn_of("we are Acme", "from Turin, Italy")

    assert isinstance(saving.save(turn, key="city", value="Turin, Italy", said="from Turin, Italy"), Saved)


def test_words_of_an_earlier_message_are_evidence_and_it_is_the_facts_message() -> None:
    turn = turn_of("yes", earlier=["we are Acme", "from Turin, Italy"])

    saving.save(turn, key="city", value="Turin, Italy", said="from Turin, Italy")

    assert Fact.objects.get().message_sid not in {"", turn.messages[0].sid}


def test_words_of_another_fact_are_evidence_although_its_message_is_gone() -> None:
    save("detail", "We are Acme, from Turin, Italy.")
    turn = turn_of("you know that")

    assert isinstance(saving.save(turn, key="city", value="Turin, Italy", said="from Turin, Italy"), Saved)
    assert Fact.objects.get(key="city").message_sid == ""


def test_words_of_a_superseded_fact_are_no_evidence() -> None:
    save("city", "Turin, Italy")
    save("city", "Graz, Austria")

    outcome = saving.save(turn_of("hm"), key="detail", value="Turin, Italy", said="Turin, Italy")

    assert isinstance(outcome, Refused)


def test_words_of_a_proposal_are_no_evidence() -> None:
    save("company_name", "Acme")
    proposals.propose(turn_of("suggest one"), key="headline", value="Acme flies")

    outcome = saving.save(turn_of("hm"), key="headline", value="Acme flies", said="Acme flies")

    assert isinstance(outcome, Refused)


def test_words_of_another_phone_are_no_evidence() -> None:
    save("company_name", "Acme", phone=OTHER_PHONE)

    outcome = saving.save(turn_of("hm"), key="company_name", value="Acme", said="Acme")

    assert isinstance(outcome, Refused)


def test_pieces_from_several_messages_are_joined_by_an_ellipsis() -> None:
    turn = turn_of("the contact is Paolo Rossi", "he has paolo@vinolog.example")
    value = "Paolo Rossi, paolo@vinolog.example"

    outcome = saving.save(turn, key="media_contact", value=value, said="Paolo Rossi … paolo@vinolog.example")

    assert isinstance(outcome, Saved)
    assert outcome.fact.said == "Paolo Rossi … paolo@vinolog.example"
    assert outcome.fact.message_sid == turn.messages[1].sid


def test_each_piece_has_to_be_said() -> None:
    turn = turn_of("the contact is Paolo Rossi")
    value = "Paolo Rossi, paolo@vinolog.example"

    outcome = saving.save(turn, key="media_contact", value=value, said="Paolo Rossi … paolo@vinolog.example")

    assert isinstance(outcome, Refused)
    assert "“paolo@vinolog.example”" in outcome.problem


def test_case_spaces_and_quotation_marks_do_not_matter_to_what_was_said() -> None:
    turn = turn_of("we  are   “Acme”\nfrom TURIN, Italy")

    assert isinstance(
        saving.save(turn, key="city", value="Turin, Italy", said='"acme" from turin, italy'), Saved
    )


@pytest.mark.parametrize("said", ["", " ", "…", "... …"])
def test_without_words_nothing_is_saved(said: str) -> None:
    assert isinstance(
        saving.save(turn_of("we are Acme"), key="company_name", value="Acme", said=said), Refused
    )


def test_a_yes_has_to_be_said_as_a_yes() -> None:
    assert refused("round_closed", "yes", "no").problem == "the user said no"
    assert "neither" in refused("round_closed", "yes", "Alpina Ventures").problem


def test_an_answer_that_cannot_be_kept_wants_a_person_in_the_second_turn_and_once() -> None:
    token = uuid.uuid4()
    outcomes = [refused("amount", "a lot", "a lot", token=token) for _ in range(2)]
    outcomes += [refused("amount", "quite a lot", "quite a lot") for _ in range(2)]

    assert [outcome.wants_person for outcome in outcomes] == [False, False, True, False]


def test_a_fact_that_is_saved_is_not_refused_any_more() -> None:
    refused("amount", "a lot", "a lot")
    save("amount", "€6 million")

    assert not refused("amount", "a lot", "a lot").wants_person


def test_the_refusals_of_two_facts_are_counted_apart() -> None:
    refused("amount", "a lot", "a lot")

    assert not refused("total_raised", "a lot", "a lot").wants_person


def test_an_invention_is_the_models_to_mend_and_wants_no_person() -> None:
    outcomes = [refused("amount", "€7 million", "€6 million") for _ in range(3)]

    assert [(outcome.wants_person, outcome.not_said) for outcome in outcomes] == [(False, True)] * 3
