"""What of a value the user's words do not support, over the tables of the four languages."""

import pytest

from assistant.verification import Finding, language_of, supported
from tests.assistant.verification.tables import INVENTED, ONE_LANGUAGE, OTHER, SAME


@pytest.mark.parametrize(("language", "value", "said"), SAME)
def test_the_same_value_is_supported_in_another_spelling_or_language(
    language: str, value: str, said: str
) -> None:
    assert supported(value, said, language=language) == []


@pytest.mark.parametrize(("language", "value", "said"), OTHER)
def test_another_value_is_not_supported(language: str, value: str, said: str) -> None:
    assert supported(value, said, language=language)


@pytest.mark.parametrize(("language", "kind", "value", "said"), INVENTED)
def test_what_was_invented_or_changed_is_found(language: str, kind: str, value: str, said: str) -> None:
    assert kind in [finding.kind for finding in supported(value, said, language=language)]


@pytest.mark.parametrize(("language", "value", "said"), ONE_LANGUAGE)
def test_a_value_supports_itself(language: str, value: str, said: str) -> None:
    assert supported(value, value, language=language_of(value, language)) == []


def test_a_finding_says_where_it_stands() -> None:
    value = "Ines Ortega raised €6.3 million on May 3."

    found = supported(value, "ines ortega raised money", language="en")

    assert found == [
        Finding("number", 19, 31, "€6.3 million", True, 0),
        Finding("date", 35, 40, "May 3", True, 0),
    ]


def test_a_finding_covers_the_words_of_a_number() -> None:
    (found,) = supported("We have fifty-four robots", "we have robots", language="en")

    assert (found.text, found.start, found.end) == ("fifty-four", 8, 18)


def test_invisible_characters_change_nothing() -> None:
    assert supported("Nord\u200blicht\u2069 \u206654 ha", "nordlicht, 5\u00ad4 hectares", language="en") == []


@pytest.mark.parametrize("text", ["\ud800 two", "1/0", "99/99/9999", "שש נקודה", "+000 000 000", "9" * 400])
def test_odd_texts_support_themselves(text: str) -> None:
    for language in ("en", "de", "es", "he"):
        assert supported(text, text, language=language) == []


def test_a_blank_value_is_supported() -> None:
    assert supported(" ", "hello", language="en") == []


@pytest.mark.parametrize("word", ["May", "may", "March", "march on", "Mai", "mayo", "sun", "second thoughts"])
def test_words_that_look_like_dates_are_none(word: str) -> None:
    assert "date" not in [finding.kind for finding in supported(f"We {word} win", "we win", language="en")]


def test_an_ambiguous_figure_is_read_in_the_language_of_the_words() -> None:
    assert supported("1,234 employees", "1.234 Mitarbeiter", language="de") == []
    assert supported("1,234 kg", "1.234 kg", language="en")
