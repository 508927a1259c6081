"""Texts that make a careless check slow: its time grows with their length, not with the square of it."""

import time

import pytest

from assistant.verification import supported

REPEATED = [
    "Aa ", "1-", "“a ", "‘a ", "1", "1e", "1.", "1:", "9:30 ", "a", "a@", "a.b", "www.", "http://a ",
    "+44 20 ", "5 May ", "hundred ", "אחד ", "תל אביב ", "דנה כהן ", "x-", "St. ", "“a” ",
]  # fmt: skip
LENGTH = 800  # characters


def cpu_seconds(text: str, language: str) -> float:
    """Return the least time of two calls."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        supported(text, text.swapcase()[::-1], language=language)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("repeated", REPEATED)
def test_a_text_twice_as_long_takes_less_than_four_times_the_time(repeated: str, language: str) -> None:
    supported("5 items", "5 items", language=language)
    text = repeated * (LENGTH // len(repeated))

    assert cpu_seconds(text * 2, language) < 4 * cpu_seconds(text, language) + 0.05


def test_many_names_that_nobody_said_are_not_all_looked_for() -> None:
    value = " ".join(f"Name{chr(97 + number % 26)}{number}x" for number in range(500))

    assert len(supported(value, "we did it", language="en")) <= 200
