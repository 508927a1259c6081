"""What one fact tells: other words for it pass, and a sentence that tells something new is found."""

import pytest

from tests.assistant.verification.told.case import Row, rows

LANGUAGES = ("en", "de", "es", "he")
CLOSE = 0.6
"""Of the inventions with most of a fact's own words, found."""

each_language = pytest.mark.parametrize("language", LANGUAGES)


def is_hard(row: Row, text: str) -> bool:
    return any(finding.hard for finding in row.findings(text))


@each_language
def test_other_words_for_a_fact_pass(language: str) -> None:
    wrong = [row.rewrite for row in rows(language) if is_hard(row, row.rewrite)]

    assert len(wrong) <= 1, wrong


@each_language
def test_something_new_is_found(language: str) -> None:
    missed = [row.invention for row in rows(language) if not is_hard(row, row.invention)]

    assert not missed


@each_language
def test_something_new_in_the_words_of_the_fact_is_mostly_found(language: str) -> None:
    missed = [row.close_invention for row in rows(language) if not is_hard(row, row.close_invention)]

    assert len(missed) <= (1 - CLOSE) * len(rows(language)), missed
