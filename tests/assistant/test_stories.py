"""The sentences of each kind of announcement, from answers that were meant to complete ours or were not."""

import pytest

from tests.assistant.releases import FUNDING, PARTNERSHIP, body_of, write

FUNDINGS = [
    ({"round_closed": "no"}, "that it is raising €6.3 million in a Series A round led by Nordlicht Ventures"),
    ({"round_closed": ""}, "a Series A round of €6.3 million led by Nordlicht Ventures"),
    ({"round": "seed"}, "that it has raised €6.3 million in a seed round led by Nordlicht Ventures"),
    ({"round": "Seed"}, "that it has raised €6.3 million in a seed round led by Nordlicht Ventures"),
    (
        {"round": "Series A round"},
        "that it has raised €6.3 million in a Series A round led by Nordlicht Ventures",
    ),
    (
        {"round": "our series b"},
        "that it has raised €6.3 million in a Series B round led by Nordlicht Ventures",
    ),
    ({"round": "Series B."}, "that it has raised €6.3 million in a Series B round led by Nordlicht Ventures"),
    ({"round": "Pre-Seed"}, "that it has raised €6.3 million in a pre-seed round led by Nordlicht Ventures"),
    ({"round": "B"}, "that it has raised €6.3 million in a Series B round led by Nordlicht Ventures"),
    (
        {"round": "It's a bridge round."},
        "that it has raised €6.3 million in a bridge round led by Nordlicht Ventures",
    ),
    ({"round": "SAFE"}, "that it has raised €6.3 million in a SAFE round led by Nordlicht Ventures"),
    ({"round": "angel"}, "that it has raised €6.3 million in an angel round led by Nordlicht Ventures"),
    (
        {"round": "A-1 extension"},
        "that it has raised €6.3 million in an A-1 extension led by Nordlicht Ventures",
    ),
    ({"round": ""}, "that it has raised €6.3 million in a funding round led by Nordlicht Ventures"),
    ({"amount": ""}, "that it has closed a Series A round led by Nordlicht Ventures"),
    ({"amount": "", "round_closed": "no"}, "that it is raising a Series A round led by Nordlicht Ventures"),
    ({"lead_investor": ""}, "that it has raised €6.3 million in a Series A round"),
    ({"lead_investor": "undisclosed"}, "that it has raised €6.3 million in a Series A round"),
    (
        {"lead_investor": "Nordlicht Inc."},
        "that it has raised €6.3 million in a Series A round led by Nordlicht Inc",
    ),
    (
        {"lead_investor": "led by Nordlicht"},
        "that it has raised €6.3 million in a Series A round led by Nordlicht",
    ),
    (
        {"amount": "We raised EUR 6,3 Mio.", "lead_investor": ""},
        "that it has raised €6.3 million in a Series A round",
    ),
    ({"amount": "$500k", "lead_investor": ""}, "that it has raised $500,000 in a Series A round"),
    (
        {"amount": "6.3 million euros", "lead_investor": ""},
        "that it has raised 6.3 million euros in a Series A round",
    ),
    ({"round": "", "lead_investor": ""}, "that it has raised €6.3 million"),
]


@pytest.mark.parametrize(("changes", "announced"), FUNDINGS)
def test_a_round_is_told_as_far_as_it_is_known(changes: dict[str, str], announced: str) -> None:
    keys = ("announcement_type", "amount", "round", "lead_investor", "round_closed")
    body = body_of(**{key: FUNDING[key] for key in keys} | changes)

    assert body.removesuffix(" Investors were not disclosed.") == f"Acme today announced {announced}."


def test_undisclosed_investors_are_mentioned_only_if_no_other_is_named() -> None:
    facts = {"announcement_type": "funding", "amount": "€1 million", "lead_investor": "Undisclosed"}

    assert "Investors were not disclosed." in body_of(**facts)
    assert "disclosed" not in body_of(**facts, other_investors="Alba Angels")
    assert "Other investors were not disclosed." in body_of(**facts, other_investors="confidential")
    assert "in a funding round with participation from Alba Angels." in body_of(
        **facts, round_closed="yes", other_investors="Alba Angels"
    )


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ("Alba Angels also invested", "Alba Angels also invested."),
        ("we cannot name them yet", "The company cannot name them yet."),
        ("They may not be named", "They may not be named."),
        (
            ", ".join(["Banca Piemonte"] * 12),
            "Banca Piemonte, Banca Piemonte,",
        ),
    ],
)
def test_other_investors_that_do_not_fit_into_the_lead_get_a_sentence(others: str, sentence: str) -> None:
    assert f"\n\n{sentence}" in write(FUNDING | {"other_investors": others}, immediate=True)


USES = [
    ("hire 20 people", "to hire 20 people."),
    ("Hire 20 people.", "to hire 20 people."),
    ("to hire 20 people", "to hire 20 people."),
    ("To hire 20 people!", "to hire 20 people!"),
    ("hiring 20 people", "for hiring 20 people."),
    ("Marketing and a new plant", "for marketing and a new plant."),
    ("a second plant in Turin", "for a second plant in Turin."),
    ("for a second plant", "for a second plant."),
    ("expansion into Spain", "for expansion into Spain."),
    ("bring Vinolog to Spain", "to bring Vinolog to Spain."),
    ("We will use the money to hire 20 people", "to hire 20 people."),
    ("we'll use it to hire 20 people", "to hire 20 people."),
    ("we want to use this to hire 20 people", "to hire 20 people."),
    ("The company will use the money to hire 20 people.", "to hire 20 people."),
    ("Acme will use the funds for research", "for research."),
    ("the money will be used to hire 20 people", "to hire 20 people."),
    ("expand our team. Spain comes next.", "to expand its team. Spain comes next."),
    ("R&D", "for R&D."),
    ("mainly hiring", "mainly for hiring."),
    ("Half for hiring, half for a plant", "as follows: half for hiring, half for a plant."),
    ("Growth", "for growth."),
]


@pytest.mark.parametrize(("answer", "end"), USES)
def test_the_use_of_the_money_completes_its_sentence(answer: str, end: str) -> None:
    body = body_of(announcement_type="funding", amount="€1 million", use_of_funds=answer)

    assert body.endswith(f"The company will use the money {end}")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("We will hire 20 people", "The company will hire 20 people."),
        ("We want to grow with our users", "The company wants to grow with its users."),
        ("We’re opening an office", "The company is opening an office."),
        ("We know that we will grow", "The company said: “We know that we will grow.”"),
        ("We run our own plant", "The company runs its own plant."),
        ("it helps us grow", "The company said: “It helps us grow.”"),
        ("help us grow", "The company will use the money to “help us grow.”"),
        ("We know why. We shed our skin", "The company knows why. The company said: “We shed our skin.”"),
        ("We shed skin. So do we", "The company said: “We shed skin.” It added: “So do we.”"),
    ],
)
def test_an_answer_that_is_a_sentence_of_its_own_stays_one(answer: str, sentence: str) -> None:
    body = body_of(announcement_type="funding", amount="€1 million", use_of_funds=answer)

    assert body.endswith(sentence)


AVAILABILITIES = [
    ("from March 1, 2027, in Italy", "Vinolog is available from March 1, 2027, in Italy."),
    ("From 1 February 2027 in Italy.", "Vinolog is available from Feb. 1, 2027, in Italy."),
    ("It is available from March 1", "Vinolog is available from March 1."),
    ("it's available now", "Vinolog is available now."),
    ("Vinolog is now available in Italy", "Vinolog is now available in Italy."),
    ("It will be available in May", "Vinolog will be available in May."),
    ("It's already available in Spain", "Vinolog is already available in Spain."),
    ("We ship to our users in May", "The company ships to its users in May."),
    ("App Store and Google Play", "Vinolog is available on App Store and Google Play."),
    ("available worldwide", "Vinolog is available worldwide."),
    ("Now, worldwide", "Vinolog is available now, worldwide."),
    ("Italy and Spain", "Vinolog is available in Italy and Spain."),
    ("March 2027", "Vinolog is available in March 2027."),
    ("1-5 March 2027", "Vinolog is available 1-5 March 2027."),
    ("from 1 to 5 March", "Vinolog is available from 1 to 5 March."),
    ("2027-03-01", "Vinolog is available on March 1, 2027."),
    ("Online for our customers", "Vinolog is available online for the company's customers."),
]


@pytest.mark.parametrize(("answer", "sentence"), AVAILABILITIES)
def test_the_availability_completes_its_sentence(answer: str, sentence: str) -> None:
    body = body_of(announcement_type="product", product_name="Vinolog", availability=answer)

    assert body == f"Acme today announced the launch of Vinolog. {sentence}"


SUMMARIES = [
    ("Vinolog tells winemakers what to do", "the launch of Vinolog, which tells winemakers what to do."),
    ("It tells winemakers what to do.", "the launch of Vinolog, which tells winemakers what to do."),
    ("Vinolog is a sensor that measures water.", "the launch of Vinolog, a sensor that measures water."),
    ("Helps winemakers. It is small.", "the launch of Vinolog, which helps winemakers. It is small."),
    ("Vinolog users can save water.", "the launch of Vinolog. Vinolog users can save water."),
    ("With it, water is saved", "the launch of Vinolog. With it, water is saved."),
    ("Vinolog is our first app.", "the launch of Vinolog, its first app."),
    ("Vinolog tells our users why.", "the launch of Vinolog, which tells the company's users why."),
    ("Winemakers save water", "the launch of Vinolog. Winemakers save water."),
]


@pytest.mark.parametrize(("answer", "announced"), SUMMARIES)
def test_what_a_product_does_belongs_to_the_lead(answer: str, announced: str) -> None:
    body = body_of(announcement_type="product", product_name="Vinolog", product_summary=answer)

    assert body == f"Acme today announced {announced}"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("€49 a month", "Vinolog costs €49 a month."),
        ("It costs USD 49.", "Vinolog costs $49."),
        ("49 € a month", "Vinolog costs €49 a month."),
        ("10 dollars", "Vinolog costs $10."),
        ("5 million euros", "Vinolog costs 5 million euros."),
        ("6,3 Millionen Euro", "Vinolog costs €6.3 million."),
        ("1,200 EUR", "Vinolog costs 1,200 EUR."),
        ("from €49", "Prices start at €49."),
        ("free for schools", "Vinolog is free for schools."),
        ("It is free", "Vinolog is free."),
    ],
)
def test_a_price_makes_a_sentence(answer: str, sentence: str) -> None:
    body = body_of(announcement_type="product", product_name="Vinolog", price=answer)

    assert body == f"Acme today announced the launch of Vinolog. {sentence}"


BENEFITS = [
    ("Give users more water", "Together, the partners will give users more water."),
    ("to give users more water.", "Together, the partners will give users more water."),
    (
        "Together, the partners will give users more water",
        "Together, the partners will give users more water.",
    ),
    ("we give users more water", "Together, the partners will give users more water."),
    ("Together we can save water", "The company said: “Together we can save water.”"),
    ("we will give users more water", "Together, the partners will give users more water."),
    ("giving users more water", "Together, the partners will be giving users more water."),
    ("free water for all", "Together, the partners will offer free water for all."),
    ("Users get free water", "Users get free water."),
    ("Our customers can save water", "The company's customers can save water."),
]


@pytest.mark.parametrize(("answer", "sentence"), BENEFITS)
def test_the_benefit_completes_its_sentence(answer: str, sentence: str) -> None:
    body = body_of(announcement_type="partnership", partner="Beta", benefit=answer)

    assert body == f"Acme today announced a partnership with Beta. {sentence}"


STARTS = [
    ("on February 1st, 2027", "The partnership starts on Feb. 1, 2027."),
    ("It starts in May.", "The partnership starts in May."),
    ("we start in May", "The partnership starts in May."),
    ("It started in May", "The partnership started in May."),
    ("Immediately", "The partnership starts immediately."),
    ("May 2027", "The partnership starts in May 2027."),
    ("starting 1 March", "The partnership starts on March 1."),
]


@pytest.mark.parametrize(("answer", "sentence"), STARTS)
def test_the_start_completes_its_sentence(answer: str, sentence: str) -> None:
    body = body_of(announcement_type="partnership", partner="Beta", start=answer)

    assert body == f"Acme today announced a partnership with Beta. {sentence}"


def test_a_partner_that_does_not_agree_is_not_named() -> None:
    text = write(PARTNERSHIP | {"partner_agrees": "no", "headline": "A partnership"}, immediate=True)

    assert "Cantine Unite" not in text


@pytest.mark.parametrize(
    ("total", "closed", "sentence"),
    [
        ("€9 million", "yes", "The round brings the company's total funding to €9 million."),
        (
            "We have raised €9 million so far",
            "yes",
            "The round brings the company's total funding to €9 million.",
        ),
        ("€9 million in total", "no", "The round would bring the company's total funding to €9 million."),
    ],
)
def test_the_total_makes_a_sentence(total: str, closed: str, sentence: str) -> None:
    assert sentence in write(FUNDING | {"total_raised": total, "round_closed": closed}, immediate=True)


def test_a_partner_that_is_an_institution_gets_its_article() -> None:
    assert "with the City of Ghent." in body_of(announcement_type="partnership", partner="City of Ghent")


def test_investors_of_an_open_round_have_not_taken_part_yet() -> None:
    facts = FUNDING | {"round_closed": "no", "other_investors": ", ".join(["Banca Piemonte"] * 12)}

    assert "\n\nThe round also includes Banca Piemonte," in write(facts, immediate=True)
