"""English is put right as the Associated Press writes it, and says the same afterwards."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assistant.house_style.ap import repaired
from assistant.house_style.checks import ROWS, check
from assistant.house_style.findings import Context, Severity
from assistant.house_style.repairs import repaired as repaired_release
from assistant.parts import Part, PartName
from assistant.verification import Sentence, supported
from tests.assistant.house_style.clean import CONTEXTS, clean, part
from tests.assistant.verification.cases_blind import CASES as BLIND
from tests.assistant.verification.cases_en import CASES as ENGLISH

REPAIRS = {
    "It opens on January 5th.": "It opens on Jan. 5.",
    "It opens on the 9th of February 2027 in Turin.": "It opens on Feb. 9, 2027, in Turin.",
    "It opens on September 9, 2027.": "It opens on Sept. 9, 2027.",
    "It opens on 9 March.": "It opens on March 9.",
    "Doors open at 9:00 AM. Guests leave at 5pm.": "Doors open at 9 a.m. Guests leave at 5 p.m.",
    "It lasts until 10:30 P.M. today.": "It lasts until 10:30 p.m. today.",
    "It grew 20 percent, or five percent more.": "It grew 20%, or 5% more.",
    "It sold a 2.5-percent stake.": "It sold a 2.5% stake.",
    "It raised USD 6.3m and $500k.": "It raised $6.3 million and $500,000.",
    "It raised five million dollars.": "It raised $5 million.",
    "It raised $6,300,000 and €9,000,000,000.": "It raised $6.3 million and €9 billion.",
    "It has 5 shops, 12 vans and 3 offices.": "It has five shops, 12 vans and three offices.",
    "5 engineers joined twelve others, fifty in all.": "Five engineers joined 12 others, fifty in all.",
    "A five-year-old boy has a 5-year plan.": "A 5-year-old boy has a five-year plan.",
    "It laid five miles of pipe.": "It laid 5 miles of pipe.",
    "“It is good,” says Ines Ortega.": "“It is good,” said Ines Ortega.",
    "“It is good,” Ines Ortega stated.": "“It is good,” Ines Ortega said.",
    "Ines Ortega, who runs it, commented: “It is good.”": "Ines Ortega, who runs it, said: “It is good.”",
}
KEPT = (
    "“We opened 5 shops on January 5th at 9 AM for USD 5m, 20 percent more,” said Ines Ortega.",
    "Studio 5, Series A, 7-Eleven, Windows 11 and Formula 1 stay.",
    "See https://acme.example/2027-02-09/5 percent-free, or write to january.5th@acme.example.",
    "It won 3 to 2, and 4 of 5 stars; 1 in 5 readers saw page 5 of version 3.",
    "One hundred and five percent is six point three percent more.",
    "The temperature is 5 degrees, the pipe 5 miles and 5 kg.",
    "It raised 5 to 6 million dollars, or $5-6 million.",
    "It sold 6,312,345 units for $6,312,345.",
    "It may open 5 March Street in May; in January 5 engineers joined.",
    "Its notes state that it says so.",
    "Twelve shops opened in 2027.",
)


def repair(text: str, *, names: tuple[str, ...] = ()) -> str:
    return repaired([part(PartName.BODY, text)], names=names)[0].text


@pytest.mark.parametrize("text", REPAIRS)
def test_a_sentence_is_put_right(text: str) -> None:
    assert repair(text) == REPAIRS[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_right_or_not_ours_stays(text: str) -> None:
    assert repair(text) == text


def test_names_stay() -> None:
    text = "Take 5 shops sell the January 5th tea of 20 percent Ltd."

    assert repair(text, names=("Take 5 shops", "January 5th", "20 percent Ltd")) == text


def test_a_quotation_stays_where_it_goes_on_in_the_next_sentence() -> None:
    parts = [
        part(
            PartName.QUOTATION, "“We opened 5 shops.", "It took 5 days,” says Ines Ortega.", "It has 5 shops."
        )
    ]

    assert [one.text for one in repaired(parts)[0].sentences] == [
        "“We opened 5 shops.",
        "It took 5 days,” said Ines Ortega.",
        "It has five shops.",
    ]


def test_a_headline_keeps_its_figures() -> None:
    [headline] = repaired([part(PartName.HEADLINE, "Acme opens 5 shops for USD 6.3m on March 5th")])

    assert headline.text == "Acme opens 5 shops for $6.3 million on March 5"


def test_a_contact_and_a_link_stay() -> None:
    parts = (part(PartName.CONTACT, "Room 5, 5 pm, 20 percent"), part(PartName.LINK, "5 percent"))

    assert repaired(parts) == parts


def test_facts_and_headings_stay() -> None:
    before = Part(
        name=PartName.BOILERPLATE,
        heading="About 5 percent",
        sentences=(Sentence("It has 5 shops.", ("a", "b")),),
    )

    [after] = repaired([before])

    assert (after.name, after.heading, after.sentences[0].facts) == (before.name, before.heading, ("a", "b"))


_ENGLISH = sorted(
    {text for case in (*ENGLISH, *BLIND) for text in (case.value, case.said) if case.language == "en"}
)


def test_the_texts_of_other_tests_say_the_same_afterwards() -> None:
    changed = {text: after for text in _ENGLISH if (after := repair(text)) != text}
    says_else = [text for text, after in changed.items() if supported(after, text, language="en")]

    assert len(changed) > 20
    assert says_else == []


_SMALL = some.integers(1, 31).map(str)
_WORD = some.sampled_from(
    ("one", "two", "five", "nine", "ten", "twelve", "twenty", "twenty-five", "ninety-nine")
)
_NUMBER = _SMALL | _WORD | some.sampled_from(("2.5", "0.5", "1,250", "100", "6.3", "12"))
_DATE = some.builds(
    "{} {}{}".format,
    some.sampled_from(("January", "Feb.", "March", "May", "September", "Dec")),
    some.integers(1, 28).map(lambda day: f"{day}{'th' if 4 <= day <= 20 else ''}"),
    some.sampled_from(("", ", 2027", " 2027")),
)
_THING = some.one_of(
    some.builds(
        "{} {}".format, _NUMBER, some.sampled_from(("shops", "new shops", "engineers", "people", "miles"))
    ),
    some.builds(
        "{} {}".format, _NUMBER, some.sampled_from(("percent", "per cent", "million dollars", "years old"))
    ),
    some.builds(
        "{}{}".format,
        some.sampled_from(("$", "€", "USD ", "EUR ")),
        some.sampled_from(("6.3m", "5 million", "500k", "1,500,000", "12.50", "2bn")),
    ),
    some.builds("{}{}".format, some.integers(1, 12), some.sampled_from((" AM", "pm", ":00 a.m.", ":30 PM"))),
    _DATE,
)
_SENTENCE = some.builds(
    "{} {} {} {}{}".format,
    some.sampled_from(
        ("Acme has", "It opens", "On Monday,", "The plant sold", "Studio 5 has", "In 2027 Acme had")
    ),
    _THING,
    some.sampled_from(("and", "or", "to", "with", "for more than", "– not", "from")),
    _THING,
    some.sampled_from((".", " in Turin.", " a month.", ", it said.", "")),
)


@given(_SENTENCE)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_a_sentence_says_the_same_afterwards(text: str) -> None:
    after = repair(text)

    assert supported(text, text, language="en") or supported(after, text, language="en") == [], after


@given(_SENTENCE)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_a_second_repair_changes_nothing(text: str) -> None:
    after = repair(text)

    assert repair(after) == after


@given(some.text(alphabet="15 9.,:%$€-“”\"'amp JanFeb thfiveprcnd", max_size=80))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_is_settled_after_one_repair(text: str) -> None:
    after = repair(text)

    assert repair(after) == after


def test_a_repaired_release_has_nothing_left_to_repair() -> None:
    untidy = [*clean("en")[1:-1], clean("en")[0], *(part(PartName.BODY, text) for text in REPAIRS)]
    repairs = {row.id for row in ROWS if row.severity is Severity.REPAIR}

    before = {one.id for one in check(untidy, language="en", context=CONTEXTS["en"])}
    after = check(repaired_release(untidy, language="en"), language="en", context=CONTEXTS["en"])

    assert repairs <= before
    assert not repairs & {one.id for one in after}


@pytest.mark.parametrize("language", ["en", "de", "es", "he"])
def test_a_clean_release_is_not_changed(language: str) -> None:
    parts = clean(language)

    assert repaired_release(parts, language=language, names=CONTEXTS[language].names) == tuple(parts)


@pytest.mark.parametrize("language", ["de", "es", "he"])
def test_other_languages_keep_their_own_style(language: str) -> None:
    parts = [part(PartName.BODY, "5 percent on January 5th")]

    assert repaired_release(parts, language=language)[0] == parts[0]


def test_a_release_is_repaired_in_ten_milliseconds() -> None:
    parts, names = clean("en"), CONTEXTS["en"].names
    seconds = []
    for _ in range(20):
        begun = time.process_time()
        repaired(parts, names=names)
        seconds.append(time.process_time() - begun)

    assert min(seconds) < 0.01


@pytest.mark.parametrize(
    "text", ["5 " * 3_000, "five percent " * 1_000, "January 5th " * 500, "“5 ” says A " * 500]
)
def test_a_long_text_is_repaired_soon(text: str) -> None:
    begun = time.process_time()
    repair(text)

    assert time.process_time() - begun < 2


def test_nothing_is_repaired_in_nothing() -> None:
    assert repaired([]) == ()
    assert check(repaired([Part(name=PartName.BODY, sentences=())]), language="en", context=Context())
