"""How well `verify` finds mistakes in the blind releases, written without a look at it.

A mistake that is not found is no reason to change it: it is what a press editor would decide.
"""

import pytest

from tests.assistant.verification.blind_written import de, en, es, he
from tests.assistant.verification.independent_written.case import KINDS, Release
from tests.assistant.verification.written_figures import assert_reached, assert_set_is_sound, rows

LANGUAGES = {"en": en.RELEASES, "de": de.RELEASES, "es": es.RELEASES, "he": he.RELEASES}
ALL = [release for releases in LANGUAGES.values() for release in releases]
FIGURES = {"all mistakes": 0.93, "clean releases": 0.5, "rewrites": 0.5}
"""What is reached in each language; all that is missed of English is one sentence of a release."""
OVER_ALL = {"all mistakes": 0.97, "clean releases": 0.87, "rewrites": 0.85}
EACH_KIND = 0.8
"""What is reached in each kind of mistake over all languages."""

each_language = pytest.mark.parametrize("releases", LANGUAGES.values(), ids=LANGUAGES)


@each_language
def test_a_set_is_large_and_each_change_in_it_changes_a_text(releases: tuple[Release, ...]) -> None:
    assert_set_is_sound(releases, edits=2, rewrites=10)


@each_language
def test_the_figures_of_a_language_are_reached(releases: tuple[Release, ...]) -> None:
    assert_reached(rows(releases), FIGURES)


def test_the_figures_over_all_languages_are_reached() -> None:
    assert_reached(rows(ALL), OVER_ALL | dict.fromkeys(KINDS, EACH_KIND))
