"""Sentences of a release that make a careless check slow: 10,000 characters must not hold a worker up."""

import time

import pytest

from assistant.verification import Fact, Sentence, verify

REPEATED = [
    "all the ", "only ", "1, ", "1 and 2 ", "5 May and ", "led by Acme ", "Acme buys Beta Fund ",
    "by Beta Fund ", "without demand, ", "Word. ", "x, and ", "Acme, ", "54 growers ", "a",
    "ו", "כל ", "בהובלת ", "the most ", "“a ",
]  # fmt: skip
LENGTH = 10_000  # characters
LIMIT = (
    6.0  # seconds of processor time on a machine that does other things too; a quiet one takes less than 2
)
TOLD = "54 growers in 61 towns all use the only sensors of Acme, led by Beta Fund, from 5 May to 6 June."
FACTS = [
    Fact("f1", "company_name", "name", "Acme", "we are Acme"),
    Fact("f2", "detail", "text", TOLD, TOLD),
    Fact("f3", "lead_investor", "name", "Beta Fund", "Beta Fund"),
]


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("repeated", REPEATED)
def test_a_long_sentence_is_checked_in_little_time(repeated: str, language: str) -> None:
    text = repeated * (LENGTH // len(repeated))
    started = time.process_time()

    verify([Sentence(text, ("f1", "f2", "f3"))], FACTS, language=language)

    assert time.process_time() - started < LIMIT
