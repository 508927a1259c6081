"""The press release that the template writes from facts, as a newsroom gets it."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assistant.announcement_types import FACTS, TYPES
from tests.assistant.releases import ALL, COMMON, FUNDING, STEERS_ONLY, body_of, write


def lead_of(facts: dict[str, str], *, without_dateline: bool = True) -> str:
    lead = next(part for part in write(facts, immediate=True).split("\n\n") if " – " in part)
    return lead.partition(" – ")[2] if without_dateline else lead


def test_a_funding_round_reads_as_on_a_newswire() -> None:
    assert write(FUNDING, immediate=False) == (
        "FOR RELEASE ON FEB. 9, 2027\n\n"
        "*Acme raises €6.3 million to help winemakers save water*\n\n"
        "_Nordlicht Ventures leads the round_\n\n"
        "TURIN, Italy, Feb. 9, 2027 – Acme today announced that it has raised €6.3 million in a Series A "
        "round led by Nordlicht Ventures, with participation from Alba Angels and Banca Piemonte.\n\n"
        "The company will use the money to open a second plant in Turin and hire 40 engineers. "
        "The round brings the company's total funding to €9 million.\n\n"
        "“Winemakers lose a third of their water to guesswork,” said Ines Ortega, chief executive of Acme. "
        "“We want to end that.”\n\n"
        "Acme sells soil sensors to 4,000 winemakers in Italy, France and Spain. "
        "The company doubled its revenue in 2026.\n\n"
        "“Acme has the best data on vineyard soils in Europe,” said Jan Petersen, partner at Nordlicht "
        "Ventures.\n\n"
        "*About Acme*\n"
        "Acme makes soil sensors for vineyards. Founded in 2019, it employs 60 people in Turin.\n\n"
        "*Media contact*\n"
        "Lea Brandt, lea@acme.example, +39 011 555 0123\n\n"
        "More information: https://acme.example/press_kit\n\n"
        "###"
    )


LEADS = {
    "funding": "Acme today announced that it has raised €6.3 million in a Series A round led by Nordlicht "
    "Ventures, with participation from Alba Angels and Banca Piemonte.",
    "product": "Acme today announced the launch of Vinolog, which tells winemakers a week ahead which of "
    "their vines will need water. Vinolog is available from March 1, 2027, in Italy and Spain, "
    "at a price of €49 a month.",
    "partnership": "Acme today announced a partnership with Cantine Unite. Together, the partners will give "
    "4,000 winemakers free access to water forecasts for their vineyards. "
    "The partnership starts on March 1, 2027.",
    "other": "Acme today announced that it will open its first school for winemakers on May 14, 2027, in "
    "Alba, Italy.",
}


@pytest.mark.parametrize("kind", ALL)
def test_the_lead_tells_who_announces_what(kind: str) -> None:
    assert lead_of(ALL[kind]) == LEADS[kind]


@pytest.mark.parametrize("kind", ALL)
def test_the_lead_is_no_longer_than_a_newswire_takes(kind: str) -> None:
    assert len(lead_of(ALL[kind]).split()) <= 45


@pytest.mark.parametrize("kind", ALL)
def test_every_fact_is_printed(kind: str) -> None:
    facts = ALL[kind]
    whole = write(facts, immediate=False)

    for key in facts.keys() - STEERS_ONLY:
        assert write({k: v for k, v in facts.items() if k != key}, immediate=False) != whole, key


def test_the_four_interviews_have_every_fact_that_is_known() -> None:
    assert FACTS.keys() - {"language"} <= set().union(*ALL.values())


@pytest.mark.parametrize("kind", ALL)
def test_what_is_prose_is_printed_word_for_word(kind: str) -> None:
    text = write(ALL[kind], immediate=False)

    for key in (
        "headline",
        "boilerplate",
        "media_contact",
        "link",
        "detail",
        "scope",
        "use_of_funds",
        "benefit",
    ):
        assert ALL[kind].get(key, "") in text


@pytest.mark.parametrize("kind", ALL)
def test_the_parts_come_in_the_order_of_a_newsroom(kind: str) -> None:
    text = write(ALL[kind], immediate=True)
    marks = [
        "FOR IMMEDIATE",
        "\n\n*Acme",
        "TURIN",
        "today",
        "\n\n“",
        "*About Acme*",
        "*Media contact*",
        "More",
        "###",
    ]

    assert all(text.index(first) < text.index(second) for first, second in pairwise(marks))


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    "key", ["headline", "boilerplate", "media_contact", "link", "quote", "quote_role", "detail"]
)
def test_a_change_of_one_fact_changes_its_line_only(kind: str, key: str) -> None:
    facts = {**ALL[kind], key: ALL[kind].get(key, "A detail.")}
    changed = {**facts, key: "Another text of a few words"}
    before, after = (write(version, immediate=False).split("\n") for version in (facts, changed))

    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize("kind", ALL)
def test_the_order_of_the_facts_makes_no_difference(kind: str) -> None:
    backwards = dict(reversed(ALL[kind].items()))

    assert write(backwards, immediate=True) == write(ALL[kind], immediate=True)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("key", sorted({key for facts in ALL.values() for key in facts}))
def test_a_missing_fact_leaves_no_hole(kind: str, key: str) -> None:
    text = write({k: v for k, v in ALL[kind].items() if k != key}, immediate=False)

    assert not re.search(r"None|\n{3}| {2}| [,.;]|\.\.|,,|\*\*|“”|\bsaid[.,]|\[|\bin \.|\bwith \.|\A\n", text)
    assert text.endswith("###")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("funding", "Acme today announced a funding round."),
        ("product", "Acme today announced a product launch."),
        ("partnership", "Acme today announced a partnership."),
        ("other", "Acme today made an announcement."),
        ("Funding round", "Acme today announced a funding round."),
        ("our new app for winemakers", "Acme today announced its new app for winemakers."),
        ("", "Acme today made an announcement."),
    ],
)
def test_a_draft_with_little_more_than_a_name_makes_an_honest_sentence(kind: str, sentence: str) -> None:
    assert body_of(announcement_type=kind) == sentence


def test_no_facts_make_no_sentence() -> None:
    assert write({}, immediate=True) == "FOR IMMEDIATE RELEASE\n\n###"


def test_the_first_detail_is_the_lead_of_a_draft_without_any_other_news() -> None:
    assert body_of(detail="Acme has moved to Alba.", city="Turin") == "TURIN – Acme has moved to Alba."


def test_facts_of_another_kind_of_announcement_are_printed_too() -> None:
    text = write(FUNDING | {"partner": "Cantine Unite", "price": "€49"}, immediate=True)

    assert "The company also announced a partnership with Cantine Unite." in text
    assert "€49" in text


@pytest.mark.parametrize(
    ("city", "dateline"),
    [
        ("Turin, Italy", "TURIN, Italy, Feb. 9, 2027 – "),
        ("turin, italy", "TURIN, Italy, Feb. 9, 2027 – "),
        ("In Turin, Italy", "TURIN, Italy, Feb. 9, 2027 – "),
        ("Turin (Italy)", "TURIN, Italy, Feb. 9, 2027 – "),
        ("Gießen, Germany.", "GIESSEN, Germany, Feb. 9, 2027 – "),
        ("Washington, D.C.", "WASHINGTON, D.C., Feb. 9, 2027 – "),
        ("", "Feb. 9, 2027 – "),
    ],
)
def test_the_dateline_has_the_city_in_capitals(city: str, dateline: str) -> None:
    assert lead_of(COMMON | {"city": city}, without_dateline=False).startswith(dateline)


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        ("2027-01-31", "Jan. 31, 2027"),
        ("2027-03-01", "March 1, 2027"),
        ("2027-06-09", "June 9, 2027"),
        ("2027-09-09", "Sept. 9, 2027"),
        ("next Monday", "next Monday"),
    ],
)
def test_a_date_is_printed_as_newspapers_do(day: str, printed: str) -> None:
    text = write(COMMON | {"release_date": day}, immediate=False)

    assert text.startswith(f"FOR RELEASE ON {printed.upper()}\n\n")
    assert f"TURIN, Italy, {printed} – " in text


def test_without_a_date_no_release_line_promises_one() -> None:
    assert write({"company_name": "Acme", "headline": "News"}, immediate=False).startswith("*News*\n\n")


@pytest.mark.parametrize(
    ("key", "value", "printed"),
    [
        ("headline", "Acme wins.", "*Acme wins*"),
        ("headline", "Acme buys Beta Inc.", "*Acme buys Beta Inc.*"),
        ("headline", "*Acme* wins 5*5", "*∗Acme∗ wins 5∗5*"),
        ("subhead", "The best_of https://acme.example/a_b_c", "_The best_of https://acme.example/a_b_c_"),
        ("boilerplate", "About Acme\nAcme makes sensors", "*About Acme*\nAcme makes sensors."),
        ("detail", "eBay buys here", "eBay buys here."),
        ("detail", "They asked: “Why?”", "They asked: “Why?”"),
        ("detail", "first line\nsecond line", "First line\nsecond line."),
    ],
)
def test_a_text_of_the_user_keeps_its_characters(key: str, value: str, printed: str) -> None:
    assert f"\n\n{printed}\n\n" in write({"company_name": "Acme", key: value}, immediate=True)


@pytest.mark.parametrize("kind", TYPES)
def test_blank_facts_are_missing_ones(kind: str) -> None:
    blank = dict.fromkeys(FACTS, " \n")

    assert write(blank | {"announcement_type": kind, "company_name": "Acme"}, immediate=True) == write(
        {"announcement_type": kind, "company_name": "Acme"}, immediate=True
    )


@settings(deadline=None)
@given(facts=some.dictionaries(some.sampled_from([*FACTS, "quote_2", "detail_2"]), some.text(max_size=40)))
def test_no_text_breaks_the_template(facts: dict[str, str]) -> None:
    text = write(facts, immediate=True)

    assert text.startswith("FOR IMMEDIATE RELEASE\n\n")
    assert text.endswith("\n\n###")
    assert text == write(facts, immediate=True)
