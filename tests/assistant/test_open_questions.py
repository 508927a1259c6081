"""What is missing of a release, what is asked next, and what may be skipped."""

import uuid

import pytest

from assistant import facts, saving
from assistant.announcement_types import TYPES
from tests.support.interview import PHONE, STORIES, save, tell, turn_of, values

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", TYPES)
def test_all_that_a_kind_needs_is_missing_in_order_until_it_is_told(kind: str) -> None:
    save("announcement_type", STORIES[kind]["announcement_type"])

    expected = {
        "funding": ["amount", "round", "lead_investor", "use_of_funds", "round_closed"],
        "product": ["product_name", "product_summary", "availability"],
        "partnership": ["partner", "benefit", "start"],
        "other": ["news", "when", "where"],
    }[kind]
    always = [
        *("headline", "quote", "quote_speaker", "quote_role"),
        *("city", "release_date", "boilerplate", "media_contact"),
    ]
    assert facts.gathered(PHONE).missing == ["company_name", *expected, *always]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("funding", ["other_investors", "total_raised", "detail", "subhead", "quote_2", "link"]),
        ("product", ["price", "detail", "subhead", "quote_2", "link"]),
        (
            "partnership",
            ["scope", "partner_boilerplate", "partner_agrees", "detail", "subhead", "quote_2", "link"],
        ),
        ("other", ["detail", "subhead", "link"]),
    ],
)
def test_all_that_a_kind_wants_is_open_until_it_is_skipped(kind: str, wanted: list[str]) -> None:
    further = ["quote_speaker_2", "quote_role_2"]
    tell(kind, without=[*wanted, *further])
    assert facts.gathered(PHONE).open == wanted

    for key in wanted:
        assert saving.skip(turn_of("skip"), key=key) == ""

    assert facts.gathered(PHONE).open == []


def test_before_the_kind_is_known_the_company_and_the_kind_are_asked_first() -> None:
    assert facts.gathered(PHONE).open[:2] == ["company_name", "announcement_type"]
    save("city", "Turin, Italy")

    assert facts.gathered(PHONE).open[:2] == ["company_name", "announcement_type"]


def test_a_second_quotation_needs_its_speaker_and_role() -> None:
    tell("product", without=["quote_speaker_2", "quote_role_2"])

    assert facts.gathered(PHONE).missing == ["quote_speaker_2", "quote_role_2"]


def test_what_is_needed_cannot_be_skipped() -> None:
    save("announcement_type", "a funding round")

    for key in facts.gathered(PHONE).missing:
        if key != "quote":
            assert "needs it" in saving.skip(turn_of("skip"), key=key)


def test_what_is_there_and_not_needed_can_be_left_out_again() -> None:
    save("link", "https://acme.example")
    save("city", "Turin, Italy")

    assert saving.skip(turn_of("leave the link out"), key="link") == ""
    assert "cannot be skipped" in saving.skip(turn_of("leave the city out"), key="city")

    assert values() == {"city": "Turin, Italy"}
    assert "link" not in facts.gathered(PHONE).open


def test_a_quotation_is_skipped_at_the_second_time_with_its_speaker_and_role() -> None:
    tell("other", without=["quote", "quote_speaker", "quote_role"])

    first, second = (saving.skip(turn_of("no quotation"), key="quote") for _ in range(2))

    assert "a second no" in first
    assert second == ""
    assert facts.gathered(PHONE).missing == []


def test_a_turn_that_is_repeated_skips_a_quotation_once() -> None:
    tell("other", without=["quote", "quote_speaker", "quote_role"])
    token = uuid.uuid4()

    said = [saving.skip(turn_of("no quotation", token=token), key="quote") for _ in range(3)]

    assert all(said)
    assert facts.gathered(PHONE).missing == ["quote", "quote_speaker", "quote_role"]


def test_a_quotation_that_is_told_after_it_was_skipped_needs_its_speaker() -> None:
    tell("other", without=["quote", "quote_speaker", "quote_role"])
    for _ in range(2):
        saving.skip(turn_of("no quotation"), key="quote")

    save("quote", "We are glad to come to Eilat at last.")

    assert facts.gathered(PHONE).missing == ["quote_speaker", "quote_role"]
