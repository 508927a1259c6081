"""How quotations are printed: their marks, their speakers, and not a word changed."""

import pytest

from tests.assistant.releases import body_of

QUOTATIONS = [
    ("We are proud of it", "“We are proud of it,” said Ines Ortega, CEO of Acme."),
    ("We are proud of it.", "“We are proud of it,” said Ines Ortega, CEO of Acme."),
    ("Are we proud? We are.", "“Are we proud?” said Ines Ortega, CEO of Acme. “We are.”"),
    ("We call it the “Ortega way”.", "“We call it the ‘Ortega way’,” said Ines Ortega, CEO of Acme."),
    ("What a day!", "“What a day!” said Ines Ortega, CEO of Acme."),
    ("“We are proud.”", "“We are proud,” said Ines Ortega, CEO of Acme."),
    ("We love Dr. Rossi. He helps", "“We love Dr. Rossi,” said Ines Ortega, CEO of Acme. “He helps.”"),
    ("We work in the U.S. now.", "“We work in the U.S. now,” said Ines Ortega, CEO of Acme."),
    ("We go to the U.S.", "“We go to the U.S.,” said Ines Ortega, CEO of Acme."),
    ('We call it "smart water" here.', "“We call it ‘smart water’ here,” said Ines Ortega, CEO of Acme."),
    (
        "We saved 6.3 million.\nNobody else did.",
        "“We saved 6.3 million,” said Ines Ortega, CEO of Acme. “Nobody else did.”",
    ),
    ("“We won,” said Ines Ortega. “At last.”", "“We won,” said Ines Ortega. “At last.”"),
]


@pytest.mark.parametrize(("words", "printed"), QUOTATIONS)
def test_a_quotation_is_attributed_without_a_changed_word(words: str, printed: str) -> None:
    assert body_of(quote=words, quote_speaker="Ines Ortega", quote_role="CEO of Acme").endswith(printed)


@pytest.mark.parametrize(
    ("speaker", "role", "printed"),
    [
        ("Ines Ortega", "", "“We won at last,” said Ines Ortega."),
        ("", "chief executive", "“We won at last,” said the chief executive."),
        ("", "", "“We won at last.”"),
        ("Ines Ortega, CEO", "CEO", "“We won at last,” said Ines Ortega, CEO."),
        (
            "Ines Ortega.",
            "Chief Executive at Acme Inc.",
            "“We won at last,” said Ines Ortega, chief executive at Acme Inc.",
        ),
        ("Ines Ortega", "Head of Finance", "“We won at last,” said Ines Ortega, head of Finance."),
        ("Ines Ortega", "Oenologist at Acme", "“We won at last,” said Ines Ortega, Oenologist at Acme."),
    ],
)
def test_a_speaker_is_named_as_far_as_known(speaker: str, role: str, printed: str) -> None:
    assert body_of(quote="We won at last", quote_speaker=speaker, quote_role=role).endswith(printed)


@pytest.mark.parametrize(
    "words",
    [
        "“We won,” said Ines. “At last.”",
        '"We won," says Ines Ortega, CEO.',
        "We won. - Ines Ortega, CEO.",
        "Ines Ortega: We won.",
    ],
)
def test_a_quotation_of_an_older_draft_that_names_its_speaker_stays_as_it_is(words: str) -> None:
    assert body_of(quote=words).endswith(f"\n\n{words}")
