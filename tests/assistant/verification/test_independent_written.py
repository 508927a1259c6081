"""How well `verify` finds mistakes in the independent releases, written without a look at it.

A mistake that is not found is no reason to change it: it is what a press editor would decide.
"""

import pytest

from tests.assistant.verification.independent_written import de, en, es, he
from tests.assistant.verification.independent_written.case import KINDS, Release
from tests.assistant.verification.written_figures import assert_reached, assert_set_is_sound, rows

LANGUAGES = {"en": en.RELEASES, "de": de.RELEASES, "es": es.RELEASES, "he": he.RELEASES}
ALL = [release for releases in LANGUAGES.values() for release in releases]
FIGURES = {"all mistakes": 0.98, "clean releases": 1.0, "rewrites": 1.0}
"""What is reached in each language and over all."""
EACH_KIND = 0.9
"""What is reached in each kind of mistake over all languages."""

each_language = pytest.mark.parametrize("releases", LANGUAGES.values(), ids=LANGUAGES)


@each_language
def test_a_set_is_large_and_each_change_in_it_changes_a_text(releases: tuple[Release, ...]) -> None:
    assert_set_is_sound(releases, edits=6, rewrites=25)


@each_language
def test_the_figures_of_a_language_are_reached(releases: tuple[Release, ...]) -> None:
    assert_reached(rows(releases), FIGURES)


def test_the_figures_over_all_languages_are_reached() -> None:
    assert_reached(rows(ALL), FIGURES | dict.fromkeys(KINDS, EACH_KIND))
