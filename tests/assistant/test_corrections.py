"""What a user wants besides answering: tables of messages."""

import re

import pytest

from assistant.offline import corrections
from assistant.offline.corrections import Correction, correction, quotation, shorter

TOLD = {
    "company_name": "Acme",
    "city": "Turin, Italy",
    "headline": "Acme flies",
    "amount": "€6.3 million",
    "release_date": "2027-02-09",
    "quote": "We fly.",
    "quote_speaker": "Max Berger",
    "quote_role": "chief executive of Acme",
    "quote_speaker_2": "Ada Novak",
    "quote_role_2": "CFO",
    "media_contact": "Paolo Rossi, paolo@acme.example",
    "quote_2": "They fly.",
}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("no, the city is Graz, Austria", "city", "Graz, Austria"),
        ("No the city is Graz, Austria", "city", "Graz, Austria"),
        ("Sorry, our company is called Acme Rockets", "company_name", "Acme Rockets"),
        ("actually the headline should be Acme soars", "headline", "Acme soars"),
        ("wait - the release date is Feb. 10, 2027", "release_date", "Feb. 10, 2027"),
        ("correction: the sum is €7 million", "amount", "€7 million"),
        ("change the city to Graz, Austria", "city", "Graz, Austria"),
        ("change city to Graz, Austria", "city", "Graz, Austria"),
        ("replace the headline with Acme soars", "headline", "Acme soars"),
        ("no, the CEO is Ines Ortega", "quote_speaker", "Ines Ortega"),
        ("no, the chief executive is Ines Ortega", "quote_speaker", "Ines Ortega"),
        ("no, the chief financial officer is Eva", "quote_speaker_2", "Eva"),
        ("sorry, the speaker is Ines", "quote_speaker", "Ines"),
        ("no, speaker 2 is Eva", "quote_speaker_2", "Eva"),
        ("no, the phone number is +49 30 1234567", "media_contact", "+49 30 1234567"),
        ("no, the city is Graz, Austria, not Turin", "city", "Graz, Austria"),
        ("no, the city is not Turin but Graz, Austria", "city", "Graz, Austria"),
        ("sorry, the amount is €7 million, not €6.3 million.", "amount", "€7 million"),
        ("no, the headline is Acme flies, not falls", "headline", "Acme flies, not falls"),
        ("please change the quotation", "quote", ""),
        ("another headline", "headline", ""),
        ("edit our e-mail", "media_contact", ""),
        ("no, the slogan is Fly", "", "Fly"),
        ("change the slogan to Fly", "", "Fly"),
    ],
)
def test_a_correction_names_what_it_corrects(text: str, key: str, value: str) -> None:
    assert correction(text, TOLD, anywhere=False) == Correction(key=key, value=value)


@pytest.mark.parametrize(
    "text",
    [
        "Acme",
        "no",
        "the city is Graz, Austria",
        "Graz",
        "No winemaker is happy with waste.",
        "Nobody is left out.",
        "No, we are not afraid of drought.",
        "Notion is our partner.",
        "Actually farming is hard.",
        "Sorry is not enough.",
        "Waiting is over.",
        "change how people buy wine to save water",
        "make wine with less water",
        "to change the world",
        "change everything",
    ],
)
def test_an_answer_is_no_correction(text: str) -> None:
    assert correction(text, TOLD, anywhere=False) is None


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("the city is Graz, Austria", "city", "Graz, Austria"),
        ("city: Graz, Austria", "city", "Graz, Austria"),
        ("the CEO is Ines", "quote_speaker", "Ines"),
        ("Release date = Feb. 10, 2027", "release_date", "Feb. 10, 2027"),
    ],
)
def test_after_a_version_a_fact_may_be_told_anew_without_a_no(text: str, key: str, value: str) -> None:
    assert correction(text, TOLD, anywhere=True) == Correction(key=key, value=value)


@pytest.mark.parametrize("text", ["the weather is fine", "what is that?", "it is good", "thanks"])
def test_after_a_version_not_every_sentence_is_a_correction(text: str) -> None:
    assert correction(text, TOLD, anywhere=True) is None


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("city", "The city is Turin, Italy", "Turin, Italy"),
        ("company_name", "our company is called Acme", "Acme"),
        ("amount", "The amount is €6 million", "€6 million"),
        ("headline", "Headline: Acme flies", "Acme flies"),
        ("quote_speaker", "Her name is Ada", "Her name is Ada"),
        ("quote_speaker_2", "The speaker is Ada", "Ada"),
        ("city", "Turin, Italy", "Turin, Italy"),
        ("detail", "The background is a drought.", "The background is a drought."),
        ("quote", "Words are important in wine.", "Words are important in wine."),
        ("when", "The time is now", "The time is now"),
    ],
)
def test_an_answer_loses_the_words_of_the_question_where_it_is_no_sentence(
    key: str, text: str, value: str
) -> None:
    assert corrections.answer(key, text) == value


def wants(text: str) -> set[str]:
    """Return the names of the patterns that `text` is, or has."""
    whole = ("BACK", "SKIP", "NOTHING", "TAKE", "APPROVE", "CHANGE", "PERSON", "THANKS", "GO_ON")
    found = {name for name in whole if getattr(corrections, name).fullmatch(text)}
    return found | {name for name in ("AGAIN", "SHORTER") if getattr(corrections, name).search(text)}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("back", {"BACK"}),
        ("Go back!", {"BACK"}),
        ("skip", {"SKIP"}),
        ("Skip it, please", set()),
        ("please skip", {"SKIP"}),
        ("-", {"SKIP"}),
        ("n/a", {"SKIP"}),
        ("leave it out", {"SKIP"}),
        ("none", {"NOTHING"}),
        ("no quotation", {"NOTHING"}),
        ("nobody else", {"NOTHING"}),
        ("no", {"NOTHING", "CHANGE"}),
        ("ok", {"TAKE", "APPROVE"}),
        ("Take it!", {"TAKE"}),
        ("approve", {"APPROVE"}),
        ("Approved.", {"APPROVE"}),
        ("I approve version 2", {"APPROVE"}),
        ("looks good, thanks", {"APPROVE"}),
        ("it's fine", {"APPROVE"}),
        ("change something", {"CHANGE"}),
        ("I'd like to change it", {"CHANGE"}),
        ("I’d like to change it", {"CHANGE"}),
        ("It’s fine", {"APPROVE"}),
        ("send it again", {"AGAIN"}),
        ("Can you show me the text once more?", {"AGAIN"}),
        ("resend", {"AGAIN"}),
        ("thanks", {"THANKS"}),
        ("Thank you very much!", {"THANKS"}),
        ("make the headline shorter", {"SHORTER"}),
        ("please shorten the headline", {"SHORTER"}),
        ("a shorter headline please", {"SHORTER"}),
        ("talk to a person", {"PERSON"}),
        ("Can I speak with a human, please?", {"PERSON"}),
        ("hello, I'd like to chat with someone from your team", {"PERSON"}),
        ("go on", {"GO_ON"}),
        ("Yes, go on with it", {"GO_ON"}),
        ("continue", {"GO_ON"}),
        ("not yet", set()),
        ("not good", set()),
        ("Acme skips nothing", set()),
        ("Customers can talk to a person at any time.", set()),
        ("The company will talk to someone.", set()),
        ("They go on with it in May.", set()),
    ],
)
def test_what_a_message_wants_is_found_by_its_words(text: str, meant: set[str]) -> None:
    assert wants(text) == meant


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("“We fly,” says Ines Ortega, head of Acme", ("We fly", "Ines Ortega", "head of Acme")),
        ('"We fly." – Ines Ortega, chief executive', ("We fly.", "Ines Ortega", "chief executive")),
        ("„Wir fliegen“, Ines Ortega", ("Wir fliegen", "Ines Ortega", "")),
        ("“We fly. They walk.” said Ines Ortega.", ("We fly. They walk.", "Ines Ortega", "")),
    ],
)  # fmt: skip
def test_a_quotation_with_its_speaker_is_three_facts(text: str, parts: tuple[str, str, str]) -> None:
    assert quotation(text) == parts


@pytest.mark.parametrize(
    "text", ["We fly.", "“We fly.”", "Ines says that we fly", "We “fly” and walk", "“We fly” and “we walk”"]
)
def test_words_alone_are_no_quotation_with_a_speaker(text: str) -> None:
    found = quotation(text)

    assert found is None or re.search("walk", text)


@pytest.mark.parametrize(
    ("headline", "short"),
    [
        ("Acme raises €6 million to build rockets", "Acme raises €6 million"),
        ("Acme raises €6 million; Alpina leads the round", "Acme raises €6 million"),
        ("Acme opens a factory in Eilat for date syrup", "Acme opens a factory in Eilat"),
        ("Acme flies", ""),
        ("After a year, Acme raises money to fly", "After a year, Acme raises money"),
        ("Rockets are built to fly, says Acme", ""),
    ],
)
def test_a_headline_is_cut_where_it_can_end_and_keeps_the_company(headline: str, short: str) -> None:
    assert shorter(headline, company="Acme") == short
