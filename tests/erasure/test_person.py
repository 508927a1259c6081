"""A person is found by any usual writing of a number, by an id, or as logs and the console show them."""

from typing import Any

import pytest

from sessions_app.data_registry import TABLES, Shown
from sessions_app.erasure import person
from sessions_app.messages import opt_outs
from sessions_app.models import OptOut, PhoneTurn, UserAddress
from sessions_app.privacy import pseudonym, read_pseudonym
from tests.support.erasure import make_person
from tests.support.factories import SessionFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db

ADA, BOB = phone_number(1), phone_number(2)
ID = "US.13491208655302741918"
COLLIDING = ("+491502979730001", "+491503398840001")
"""Numbers with one pseudonym under `KEY`: found by trying 340,000."""
KEY = "a-key-for-tests"


@pytest.mark.parametrize(
    "text",
    [ADA, " 1 (415) 555-0001", "+1.415.555.0001", "001 415 555 0001", f"whatsapp:{ADA}", "+1 (0)415/5550001"],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    idle_session(ADA, idle=5)
    assert person.find(text) == ADA


def test_every_address_of_a_person_leads_to_the_same_one() -> None:
    idle_session(ADA, idle=5)
    UserAddress.objects.bulk_create(UserAddress(address=one, phone=ADA) for one in (ADA, ID))
    assert {person.find(text) for text in (ADA, ID, pseudonym(ADA), pseudonym(ID))} == {ADA}


def test_a_pseudonym_is_found_as_it_is_shown_or_copied_from_a_log() -> None:
    idle_session(ADA, idle=5)
    idle_session("+4930000001", idle=5)  # ends in the same digits
    shown = pseudonym(ADA)
    for text in (shown, f" {shown.upper()}", shown.replace("…", "..."), shown.replace("…", " .. ")):
        assert person.find(text) == ADA


def test_a_pseudonym_of_an_earlier_key_is_found(settings: Any) -> None:
    idle_session(ADA, idle=5)
    earlier = pseudonym(ADA)
    settings.PSEUDONYM_KEY = "a newer key"
    assert pseudonym(ADA) != earlier
    assert person.find(earlier) == ADA


@pytest.mark.django_db(transaction=True)
def test_a_pseudonym_is_found_in_each_table_that_has_phones() -> None:
    make_person(ADA)
    masked = [label for label, data in TABLES.items() if Shown.MASKED in data.texts.values()]
    assert len(masked) > 10
    assert list(person._shown_as(pseudonym(ADA))) == [ADA]
    PhoneTurn.objects.create(phone=BOB, begun_at="2026-11-30T12:00Z")
    assert person.find(pseudonym(BOB)) == BOB


@pytest.mark.parametrize(
    "text", ["", "0001", "…0001", "Ada", "+1415555000100000000", "9f86d08188…0", "9f86…0001"]
)
def test_what_names_nobody_is_refused_with_what_can_be_given(text: str) -> None:
    idle_session(ADA, idle=5)
    with pytest.raises(person.NotFound, match="Give a full number"):
        person.find(text)


@pytest.mark.parametrize("text", [BOB, f"{'0' * 10}…0002", "US.0"])
def test_somebody_of_whom_nothing_is_stored_is_not_found(text: str) -> None:
    idle_session(ADA, idle=5)
    with pytest.raises(person.NotFound, match="Nothing is stored"):
        person.find(text)


def test_two_people_with_one_pseudonym_have_to_be_told_apart(settings: Any) -> None:
    settings.PSEUDONYM_KEY = KEY
    for phone in COLLIDING:
        SessionFactory.create(phone=phone)
    with pytest.raises(person.NotFound, match="2 people are shown as") as refused:
        person.find(pseudonym(COLLIDING[0]))
    assert not any(phone in str(refused.value) for phone in COLLIDING)
    assert person.find(COLLIDING[0]) == COLLIDING[0]


def test_of_somebody_who_has_only_opted_out_something_is_stored() -> None:
    opt_outs.add([BOB], how=OptOut.How.WORD)
    assert person.find(BOB) == BOB


@pytest.mark.parametrize("text", ["9f86d08188…00\0001", "9f86d08188…\ud800001", "9f86d08188… 0001"])
def test_what_a_database_cannot_look_for_is_no_pseudonym(text: str) -> None:
    assert read_pseudonym(text) in ("", "9f86d08188…0001")
