"""What a text by a person is made into: its sentences, each with the facts that it rests on."""

import pytest

from assistant.body import numbered
from assistant.citing import cite, rewritten
from assistant.parts import Part, PartName, text_of
from assistant.verification.statements import Fact, Sentence

FACTS = (
    Fact("f1", "company_name", "name", "Kelp & Co", "Kelp & Co, written like that"),
    Fact("f2", "amount", "money", "€4 million", "we raised 4 million euros"),
    Fact("f3", "round", "text", "seed", "it's our seed round"),
    Fact("f4", "lead_investor", "name", "Blue Harbour Ventures", "the lead is Blue Harbour Ventures"),
    Fact("f5", "use_of_funds", "text", "build a second farm off Ostend", "build a second farm off Ostend"),
    Fact("f6", "round_closed", "yes_no", "yes", "yes"),
    Fact("f7", "headline", "text", "Kelp & Co raises €4 million to farm the North Sea", ""),
    Fact("f8", "detail", "text", "The second farm creates 12 jobs by June 2027.", "12 jobs by June 2027"),
    Fact("f9", "boilerplate", "text", "Kelp & Co has 34 employees and sells to food makers.", ""),
    Fact("f10", "city", "name", "Ostend, Belgium", "Ostend, Belgium"),
    Fact("f11", "announcement_type", "announcement", "funding", "we raised money"),
    Fact("f12", "amount", "money", "€5 million", "5 million", superseded=True),
)
LEAD = Sentence("Kelp & Co has raised €4 million in a seed round.", ("f1", "f2", "f3"))
NEXT = Sentence("Blue Harbour Ventures led the round.", ("f4",))
LIST = Sentence("It will:\n- farm\n- sell", ("f5",))
BEFORE = (Part(name=PartName.LEAD, sentences=(LEAD, NEXT)), Part(name=PartName.BODY, sentences=(LIST,)))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Kelp & Co has closed a seed round of €4 million.", {"f1", "f2", "f3", "f6"}),
        ("It has raised EUR 4,000,000.", {"f2"}),
        ("Four million euros go into it.", {"f2"}),
        ("Blue Harbour Ventures invests.", {"f4"}),
        ("With the money it builds its second farm.", {"f5"}),
        ("Twelve new jobs follow.", {"f8"}),
        ("Kelp & Co employs 34 people.", {"f1", "f9"}),
        ("The farm lies off Ostend.", {"f5"}),
        ("It comes from Ostend in Belgium.", {"f10"}),
        ("It has raised 5 million euros.", set()),
        ("Our competitors sleep.", set()),
        ("More is to come.", set()),
        ("In money it is in.", set()),
    ],
)
def test_a_sentence_cites_the_facts_whose_numbers_names_or_words_it_has(text: str, facts: set[str]) -> None:
    assert set(cite(text, FACTS)) == facts


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Die Runde umfasst 4 Mio. Euro.", Fact("f1", "amount", "money", "4 Millionen Euro", "4 Millionen")),
        ("Recauda cuatro millones de euros.", Fact("f1", "amount", "money", "4 millones de euros", "")),
        ("החברה גייסה 4 מיליון אירו.", Fact("f1", "amount", "money", "4 מיליון אירו", "")),
    ],
)
def test_numbers_are_compared_by_what_they_amount_to_in_each_language(text: str, fact: Fact) -> None:
    assert cite(text, [fact]) == ("f1",)


def test_what_is_not_changed_keeps_its_citations() -> None:
    assert rewritten(text_of(BEFORE), before=BEFORE, facts=FACTS) == list(BEFORE)


def test_a_changed_sentence_cites_anew_and_the_ones_around_it_do_not() -> None:
    text = f"{LEAD.text} It builds a second farm off Ostend. {NEXT.text}\r\n\r\nTwelve jobs follow."
    body = rewritten(text, before=BEFORE, facts=FACTS)
    assert [sentence for _, sentence in numbered(body).values()] == [
        LEAD,
        Sentence("It builds a second farm off Ostend.", ("f5",)),
        NEXT,
        Sentence("Twelve jobs follow.", ("f8",)),
    ]
    assert [part.name for part in body] == [PartName.LEAD, PartName.BODY]


def test_a_part_of_a_sentence_is_another_sentence() -> None:
    body = rewritten("Blue Harbour Ventures led the round.”", before=BEFORE, facts=FACTS)
    assert body[0].sentences[0].text.endswith("”")


def test_a_line_break_alone_begins_no_paragraph() -> None:
    body = rewritten("It farms.\nIt sells.\n \t\nIt grows.", before=(), facts=FACTS)
    assert [[one.text for one in part.sentences] for part in body] == [
        ["It farms.", "It sells."],
        ["It grows."],
    ]


@pytest.mark.parametrize("blank", ["", " \n\n ", "\u200b\n\n\u2060"])
def test_a_blank_text_has_no_paragraphs(blank: str) -> None:
    assert rewritten(blank, before=BEFORE, facts=FACTS) == []


def test_characters_that_nobody_sees_are_left_out() -> None:
    body = rewritten("It \u202efarms\u202c.", before=(), facts=FACTS)
    assert body[0].text == "It farms."
