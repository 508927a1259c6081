"""Names, e-mail addresses and phone numbers, found in what users send."""

import pytest

from assistant.announcement_types import Kind
from tests.assistant.checking import check, problem_of

PERSON = "Lea Brandt, lea@acme.example, +49 30 1234567"


CONTACTS = [
    (PERSON, PERSON),
    ("Lea Brandt, lea@acme.example, 030 1234567", PERSON),
    ("Lea Brandt <lea@acme.example> (030) 1234567", PERSON),
    ("Lea Brandt\nE-mail: lea@acme.example\nPhone: 0049 30 1234567", PERSON),
    ("Contact: Lea Brandt; mailto:lea@ACME.example; Tel.: 030/1234567.", PERSON),
    ("My name is Lea Brandt and my email is lea@acme.example and my phone is 030 1234567", PERSON),
    ("You can reach Lea Brandt at lea@acme.example or +49 (0)30 1234567", PERSON),
    ("+49 30 1234567 – lea@acme.example – Lea Brandt", PERSON),
    ("Lea Brandt, lea@acme.example, LEA@acme.example", "Lea Brandt, lea@acme.example, LEA@acme.example"),
    ("Lea Brandt lea@acme.test", "Lea Brandt, lea@acme.test"),
    ("Lea Brandt, lea@acme.example, no phone", "Lea Brandt, lea@acme.example"),
    (
        "Lea Brandt, head of communications, lea@acme.example",
        "Lea Brandt, head of communications, lea@acme.example",
    ),
    ("Lea Brandt (press), lea@acme.example", "Lea Brandt (press), lea@acme.example"),
    ("Jean-Luc O'Neil, jl.o'neil@acme.example", "Jean-Luc O'Neil, jl.o'neil@acme.example"),
    (
        "Press team, 3rd floor, a@acme.example, b@acme.example",
        "Press team, 3rd floor, a@acme.example, b@acme.example",
    ),
    ("Lea Brandt @lea, lea@acme.example", "Lea Brandt @lea, lea@acme.example"),
]


@pytest.mark.parametrize(("value", "contact"), CONTACTS)
def test_a_contact_is_found_in_free_text(value: str, contact: str) -> None:
    assert check(Kind.CONTACT, value) == contact


def test_a_contact_in_hebrew_is_found() -> None:
    value = "נועה כהן, דוברת, טלפון: 03-612-3456, מייל: noa@acme.example"

    assert check(Kind.CONTACT, value, region="IL") == "נועה כהן, דוברת, noa@acme.example, +972 3-612-3456"


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("Lea Brandt", "no e-mail address"),
        ("Lea Brandt +49 30 1234567", "no e-mail address"),
        ("Lea Brandt, lea (at) acme.example", "no e-mail address"),
        ("Lea Brandt, @lea", "no e-mail address"),
        ("lea@acme.example", "no name"),
        ("lea@acme.example, 030 1234567", "no name"),
        ("me, lea@acme.example", "no name"),
        ("ok lea@acme.example", "no name"),
        ("Lea, lea@acme", "lea@acme is not a valid one"),
        ("Lea, a..b@acme.example", "a..b@acme.example is not a valid one"),
        ("Lea, lea@localhost", "not a valid one"),
        ("Lea, lea@@acme.example", "not a valid one"),
        ("Lea, lea@acme.example, 12345", "The phone number 12345 is not a valid one"),
        ("Lea, lea@acme.example, +1 555 123 4567", "+1 555 123 4567 is not a valid one"),
        ("Lea, lea@acme.example, 030 1234567 and 99999", "The phone number 99999"),
        (f"{'Lea ' * 60}, lea@acme.example", "too long"),
        (f"Lea, lea@acme.example, {'x' * 2_000}", "too long"),
    ],
)
def test_a_contact_needs_a_name_and_valid_addresses(value: str, wrong: str) -> None:
    assert wrong in problem_of(Kind.CONTACT, value)


def test_a_number_without_its_country_code_is_asked_for_where_the_country_is_unknown() -> None:
    assert "with its country code" in problem_of(
        Kind.CONTACT, "Lea, lea@acme.example, 030 1234567", region="ZZ"
    )
