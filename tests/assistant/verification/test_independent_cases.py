"""How often the verifier agrees with cases that were written without a look at its code.

A case that the verifier gets wrong is no reason to change it: its label says what an editor would decide.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.assistant.verification import cases_across, cases_blind, cases_de, cases_en, cases_es, cases_he
from tests.assistant.verification.case import Case

SETS = {
    "en": cases_en.CASES,
    "de": cases_de.CASES,
    "es": cases_es.CASES,
    "he": cases_he.CASES,
    "across": cases_across.CASES,
    "blind": cases_blind.CASES,
}
SAME = {
    "same number",
    "same date",
    "same name",
    "same quotation",
    "same money",
    "same unit",
    "same contact",
    "same text",
}
OTHER = {"other number", "other date", "other name", "contact"}
MADE_UP = {
    "changed quotation",
    "changed currency",
    "changed unit",
    "invented number",
    "invented date",
    "invented name",
    "added qualifier",
    "derived number",
    "other script",
}
Supported = Callable[..., Sequence[Any]]

each_set = pytest.mark.parametrize("cases", SETS.values(), ids=SETS)


@pytest.fixture
def supported() -> Supported:
    function: Supported = pytest.importorskip("assistant.verification").supported
    return function


def assert_agrees(supported: Supported, cases: list[Case], kinds: set[str], *, at_least: float) -> None:
    asked = [case for case in cases if case.kind in kinds]
    wrong = []
    for case in asked:
        findings = supported(case.value, case.said, language=case.language)
        if (not findings) != case.supported:
            wrong.append(f"{case.kind} ({case.language}): {case.said!r} -> {case.value!r}: {list(findings)}")
    rate = 1 - len(wrong) / len(asked)
    assert rate >= at_least, "\n".join([f"{rate:.1%} of {len(asked)} are right, wrong are:", *wrong])


@each_set
def test_what_was_said_is_accepted(supported: Supported, cases: list[Case]) -> None:
    assert_agrees(supported, cases, SAME, at_least=0.97)


@each_set
def test_another_value_is_refused(supported: Supported, cases: list[Case]) -> None:
    assert_agrees(supported, cases, OTHER, at_least=0.95)


@each_set
def test_what_was_made_up_is_refused(supported: Supported, cases: list[Case]) -> None:
    assert_agrees(supported, cases, MADE_UP, at_least=0.97)


@each_set
def test_a_set_is_large_and_balanced(cases: list[Case]) -> None:
    assert len(cases) >= 60
    assert sum(case.supported for case in cases) * 2 >= len(cases)
    assert len({(case.said, case.value) for case in cases}) == len(cases)
    for case in cases:
        assert case.kind in SAME | OTHER | MADE_UP
        assert case.supported == (case.kind in SAME)
        assert case.language in {"en", "de", "es", "he"}


@pytest.mark.parametrize("language", ["en", "de", "es", "he"])
def test_a_set_of_one_language_is_said_in_it(language: str) -> None:
    assert {case.language for case in SETS[language]} == {language}
