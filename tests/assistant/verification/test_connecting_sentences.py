"""Which sentences need no fact: those that only announce who speaks or what follows."""

import pytest

from assistant.verification import Fact, Finding, Sentence, verify
from tests.assistant.verification.connecting_sentences import CLAIMING, LEADING

FACTS = {
    "en": "a baker at the Italian partner",
    "de": "Bäckerin beim italienischen Partner",
    "es": "panadera del socio italiano",
    "he": "בעלת חנות, של השותף מאיטליה",
}


def findings(text: str, language: str, *cited: str) -> list[Finding]:
    role = FACTS[language]
    facts = [
        Fact("f1", "company_name", "name", "Acme", "Acme"),
        Fact("f2", "quote_role", "text", role, role),
    ]
    return verify([Sentence(text, cited)], facts, language=language)


def sentences(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, line) for language, lines in table.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("language", "text"), sentences(LEADING))
def test_a_sentence_that_only_leads_on_has_no_finding(language: str, text: str) -> None:
    assert findings(text, language) == []


@pytest.mark.parametrize(("language", "text"), sentences(LEADING))
def test_a_sentence_that_only_leads_on_may_cite_whom_it_announces(language: str, text: str) -> None:
    assert findings(text, language, "f2") == []


@pytest.mark.parametrize(("language", "text"), sentences(CLAIMING))
def test_a_claim_without_a_fact_is_a_hard_finding(language: str, text: str) -> None:
    assert any(finding.hard for finding in findings(text, language))


def test_the_tables_have_thirty_sentences_of_each_kind_and_language() -> None:
    for table in (LEADING, CLAIMING):
        assert {len(lines.strip().splitlines()) for lines in table.values()} == {30}
