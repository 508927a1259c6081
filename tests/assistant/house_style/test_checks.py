"""Each row of the house style finds what breaks it, and nothing else."""

import time

import pytest

from assistant.house_style.checks import BY_ID, MOST, ROWS, check
from assistant.house_style.findings import Context, Severity
from assistant.house_style.words import WORDS
from assistant.parts import Part, PartName
from tests.assistant.house_style import cases_ap, cases_frame, cases_placeholders, cases_text, cases_words
from tests.assistant.house_style.case import ALL, Case
from tests.assistant.house_style.changes import found, hits, text
from tests.assistant.house_style.clean import CONTEXTS, clean, part

CASES: list[Case] = [
    *cases_frame.FRAME,
    *cases_frame.HEADLINE,
    *cases_frame.LEAD,
    *cases_text.LENGTH,
    *cases_text.QUOTATIONS,
    *cases_text.END,
    *cases_text.NOTICES,
    *cases_words.FIRST_PERSON,
    *cases_words.PRAISE,
    *cases_placeholders.PLACEHOLDERS,
    *cases_ap.AP,
]


def _name(case: Case) -> str:
    return f"{case.id}-{case.language}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_row_finds_what_breaks_it(case: Case) -> None:
    missed = [n for n, change in enumerate(case.fires) if not hits(case.id, change, case.language)]

    assert missed == []


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_row_does_not_find_a_near_miss(case: Case) -> None:
    false = [hit for change in case.passes for hit in hits(case.id, change, case.language)]

    assert false == []


def test_every_row_has_cases_in_each_of_its_languages() -> None:
    wanted = {(row.id, language) for row in ROWS for language in row.languages or ALL}

    assert wanted == {(case.id, case.language) for case in CASES if case.fires and case.passes}


@pytest.mark.parametrize("language", ALL)
def test_a_realistic_release_breaks_nothing(language: str) -> None:
    assert check(clean(language), language=language, context=CONTEXTS[language]) == []


def test_ids_are_unique_and_in_order() -> None:
    assert [row.id for row in ROWS] == sorted(BY_ID)


def test_few_rows_block() -> None:
    blocking = [row.id for row in ROWS if row.severity is Severity.BLOCK]

    assert blocking == ["PR003", "PR005", "PR013", "PR022", "PR040", "PR043", "PR062", "PR065"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_says_in_sentences_what_why_and_what_to_do(row: object) -> None:
    sentences = [getattr(row, name) for name in ("what", "why", "hint")]

    assert all(one[0].isupper() and one.endswith((".", "”.", ").")) for one in sentences)


def test_a_finding_has_the_place_and_the_words() -> None:
    parts = clean("en")
    index = next(index for index, one in enumerate(parts) if one.name == PartName.BODY)
    change = text(PartName.BODY, "It works.", "So we say.")

    [finding] = [one for one in found(change, "en") if one.id == "PR040"]

    assert (finding.part, finding.sentence, finding.text) == (index, 1, "we")
    assert "So we say."[finding.start : finding.end] == "we"
    assert finding.severity is Severity.BLOCK
    assert finding.message.startswith(BY_ID["PR040"].what)


def test_a_finding_about_a_length_says_how_long_it_is() -> None:
    [finding] = [one for one in found(text(PartName.HEADLINE, "x" * 112), "en") if one.id == "PR013"]

    assert "112" in finding.message
    assert (finding.part, finding.sentence) == (1, -1)


def test_a_quotation_may_go_on_from_one_sentence_to_the_next() -> None:
    quoted = text(
        PartName.QUOTATION, "“We are glad.", "Our shops are amazing!", "We sell,” said Ines.", "We like it."
    )

    [finding] = [one for one in found(quoted, "en") if one.id in ("PR040", "PR041", "PR042")]

    assert (finding.sentence, finding.text) == (3, "We")


def test_a_word_that_stands_everywhere_is_reported_only_so_often() -> None:
    repeated = text(PartName.BODY, "we " * 1_000)

    assert len([one for one in found(repeated, "en") if one.id == "PR040"]) == MOST


HOSTILE = {
    "no character": "",
    "one long word": "a" * 10_000,
    "one long number": "1" * 10_000,
    "digits and spaces": "1 " * 5_000,
    "only punctuation": ".,;:!?-–—" * 1_000,
    "only marks": '“"„«»”' * 1_500,
    "opened marks": " “a" * 3_000,
    "brackets": "[<{" * 3_000,
    "underscores": "_" * 10_000,
    "signs of addresses": "a.b+c@" * 1_500,
    "links": "http://www." * 1_000,
    "marks of direction": "\u2067\u2066\u2069\u200f" * 2_000,
    "emoji": "👩‍👩‍👧🇩🇪🎉 " * 500,
    "letters that grow": "İ We our [Name] İ" * 500,
    "capitals": "Aa " * 3_000,
    "twenty-five": "twenty-five percent five " * 400,
    "dates": "January 5 2027-02-09 9th of May " * 300,
    "half a surrogate pair and NUL": "\ud83d \x00 \ud83d",
}


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_raises_or_takes_long(kind: str, language: str) -> None:
    sentence = HOSTILE[kind]
    parts = [
        part(name, sentence, sentence) for name in (PartName.HEADLINE, PartName.BODY, PartName.QUOTATION)
    ]
    context = Context(company="a", names=("b c", ""))
    begun = time.process_time()
    check([*parts, part(PartName.CONTACT, sentence)], language=language, context=context)

    assert time.process_time() - begun < 2


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("parts", [[], [Part(name=name, sentences=()) for name in PartName]])
def test_parts_may_be_missing_or_empty(parts: list[Part], language: str) -> None:
    assert {"PR003", "PR062"} <= {one.id for one in check(parts, language=language, context=Context())}


@pytest.mark.parametrize("language", ALL)
def test_a_release_is_checked_in_ten_milliseconds(language: str) -> None:
    parts, context = clean(language), CONTEXTS[language]
    check(parts, language=language, context=context)
    seconds = []
    for _ in range(20):
        begun = time.process_time()
        check(parts, language=language, context=context)
        seconds.append(time.process_time() - begun)

    assert min(seconds) < 0.01


def test_each_language_has_its_words() -> None:
    for language, words in WORDS.items():
        lists = (words.said, words.first_person, words.hype, words.placeholder_nouns, words.sample_names)
        assert all(lists), language
